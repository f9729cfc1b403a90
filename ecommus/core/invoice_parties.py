"""Who sells and who buys, as a fiscal document names them (RO e-Factura, CIUS-RO 1.0.1).

A Romanian address needs its county's ISO code, and in Bucharest the sector instead of the town
(BR-RO-100 to 111); people write neither, so both are found here or asked for.
"""

import re
from dataclasses import dataclass

from stdnum.exceptions import ValidationError

from ecommus.core.customers import RO_COUNTIES, VAT_PREFIX, Address, vat_number
from ecommus.core.errors import Invalid
from ecommus.core.tenants import LegalIdentity
from ecommus.core.text import fold

# What stands in BT-47 when a consumer gave no personal number (ANAF).
NO_ID = "0000000000000"
_SECTOR = re.compile(r"\bsect(?:or(?:ul)?)?[ .]*([1-6])\b")
# Postal codes of Bucharest begin with 0 and the sector.
_POSTAL = re.compile(r"0([1-6])\d{4}")
_COUNTIES = {fold(name): code for code, name in RO_COUNTIES.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address; ``county`` is ISO 3166-2 (``RO-CJ``) in Romania, else a name or nothing."""

    street: str
    city: str
    country: str
    county: str = ""
    postal_code: str = ""
    street2: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer. ``vat_id`` (BT-31, BT-48) with its country, only of who is registered;
    ``tax_id`` (BT-32) of a seller who is not; ``legal_id`` (BT-30, BT-47) the bare fiscal code;
    ``legal_form`` (BT-33) trade register and share capital."""

    name: str
    place: Place
    legal_id: str
    vat_id: str = ""
    tax_id: str = ""
    legal_form: str = ""
    email: str = ""
    phone: str = ""

    @property
    def consumer(self) -> bool:
        return self.legal_id == NO_ID


def seller(legal: LegalIdentity, share_capital: str = "") -> Party:
    """The shop. Invalid names the first thing its legal identity lacks."""
    if missing := legal.missing():
        raise Invalid(
            "legal_incomplete",
            "The company's legal identity is incomplete: fill it in under Settings.",
            field=f"legal.{missing[0]}",
        )
    code = _bare(legal.vat_id, legal.country)
    capital = f"capital social {share_capital}" if share_capital else ""
    return Party(
        name=clip(legal.legal_name, 200),
        place=_place(legal.street, "", legal.city, legal.county, legal.postal_code, legal.country),
        legal_id=code,
        vat_id=f"{legal.country}{code}" if legal.vat_registered else "",
        tax_id="" if legal.vat_registered else code,
        legal_form=", ".join(filter(None, (clip(legal.registration_number, 200), capital))),
        email=clip(legal.email, 100),
        phone=clip(legal.phone, 100),
    )


def buyer(address: Address, email: str = "") -> Party:
    """Who is billed: the company when it gave its fiscal code, else the person.

    In Romania the code's ``RO`` says that the company is registered for VAT.
    """
    place = _place(
        address.street, address.street2, address.city, address.county, address.postal_code,
        address.country,
    )  # fmt: skip
    person = f"{address.first_name} {address.last_name}".strip()
    contact = {"email": clip(email, 100), "phone": clip(address.phone, 100)}
    written = re.sub(r"[^0-9A-Z]", "", address.vat_id.upper())
    if not (address.company and written):
        return Party(clip(person or address.company, 200), place, NO_ID, **contact)
    name = clip(address.company, 200)
    code = _bare(written, address.country)
    if address.country == "RO":
        registered = written.startswith("RO")
        return Party(name, place, code, vat_id=f"RO{code}" if registered else "", **contact)
    try:
        vat_id = vat_number(written, address.country)
    except ValidationError:
        vat_id = VAT_PREFIX.get(address.country, address.country) + code
    return Party(name, place, vat_id, vat_id=vat_id, **contact)


def _bare(code: str, country: str) -> str:
    """A fiscal code without its country."""
    text = re.sub(r"[^0-9A-Z]", "", code.upper())
    for prefix in (VAT_PREFIX.get(country, country), country):
        text = text.removeprefix(prefix)
    return text


def _place(
    street: str, street2: str, city: str, county: str, postal_code: str, country: str
) -> Place:
    code = postal_code.strip()
    if country != "RO":
        county = clip(county, 50)
    else:
        found = county if county in RO_COUNTIES else _COUNTIES.get(fold(county))
        if found is None:
            text = "Name the county of %(city)s, or no e-invoice can be made."
            raise Invalid("county_invalid", text, field="county", city=city)
        county = f"RO-{found}"
        if found == "B":
            city = f"SECTOR{_sector(f'{city} {street} {street2}', code)}"
    whole = clip(street, 1000)
    # A street that does not fit goes on where the second line stands.
    more = f"{whole[150:]} {street2}" if len(whole) > 150 else street2
    return Place(
        whole[:150].strip(), clip(city, 50), country, county, clip(code, 20), clip(more, 100)
    )


def _sector(text: str, postal_code: str) -> str:
    found = _SECTOR.search(fold(text)) or _POSTAL.fullmatch(postal_code)
    if found is None:
        text = "Name the sector of Bucharest (1 to 6), or no e-invoice can be made."
        raise Invalid("sector_missing", text, field="city")
    return found[1]


def place_of(address: Address) -> Place:
    """Where something is delivered: it needs a county there too (BR-RO-210)."""
    return _place(
        address.street, address.street2, address.city, address.county or address.city,
        address.postal_code, address.country,
    )  # fmt: skip


def clip(text: str, most: int) -> str:
    """``text`` with single spaces and no control characters, at most ``most`` characters long."""
    plain = "".join(c for c in text if c.isprintable() or c.isspace())
    return " ".join(plain.split())[:most].strip()
