"""Who buys: an address, and what must be in it before something can be sent there; a company's
numbers. Also e-mail addresses, which staff have too. What a shopper agrees to is ``consents``."""

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

import phonenumbers
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.ro import cf

from ecommus.core import countries
from ecommus.core.errors import Invalid

# Member states of the Union, as goods move between them without customs.
EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
# VAT numbers of Greece begin with its old code.
VAT_PREFIX = {"GR": "EL"}


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. ``county`` is ISO 3166-2 without the country (``CJ``)."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    vat_id: str = ""
    registration_number: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    county: str = ""
    postal_code: str = ""
    country: str = "RO"
    phone: str = ""

    @classmethod
    def of(cls, data: dict[str, Any] | None) -> "Address | None":
        """From stored JSON; unknown keys of older versions are dropped."""
        if not data:
            return None
        known = {f.name for f in fields(cls)}
        return cls(**{key: value or "" for key, value in data.items() if key in known})

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    def lines(self, locale: str) -> tuple[str, ...]:
        """As it stands on a parcel, its country named in a language."""
        county = RO_COUNTIES.get(self.county, self.county) if self.country == "RO" else self.county
        country = countries.names(locale).get(self.country, self.country)
        name = f"{self.first_name} {self.last_name}".strip()
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        place = ", ".join(part for part in (town, county, country) if part)
        parts = (name, self.company, self.vat_id, self.street, self.street2, place, self.phone)
        return tuple(part for part in parts if part)


REQUIRED = ("first_name", "last_name", "street", "city", "postal_code", "country", "phone")


def check_address(address: Address, field: str) -> None:
    """Invalid when nothing can be sent there; ``field`` is where the address stands."""
    for name in REQUIRED:
        if not getattr(address, name).strip():
            raise Invalid("required", "This field is needed.", field=f"{field}.{name}")
    if address.country == "RO" and address.county not in RO_COUNTIES:
        raise Invalid("county_invalid", "Choose a county.", field=f"{field}.county")
    check_phone(address.phone, address.country, f"{field}.phone")
    if address.vat_id:
        _check_vat(address.vat_id, address.country, f"{field}.vat_id")


def check_phone(phone: str, country: str = "RO", field: str = "phone") -> None:
    """Invalid unless somebody can be called there."""
    if not _dialable(phone, country):
        raise Invalid("phone_invalid", "This is not a phone number.", field=field)


def check_company(vat_id: str, country: str = "RO") -> str:
    """A VAT id (in Romania the CUI, with its check digit) as it is stored: no spaces, capitals.

    "" stays "". Invalid when it is none. Source: the algorithms of python-stdnum.
    """
    number = re.sub(r"[\s.-]", "", vat_id).upper()
    if number:
        _check_vat(number, country, "vat_id")
    return number


def vat_number(written: str, country: str) -> str:
    """A VAT id of a member state with its country's letters, which may have been left out.

    ValidationError (stdnum) says whether its form or its check digits are wrong.
    """
    bare = re.sub(r"[^0-9A-Z]", "", written.upper())
    prefix = VAT_PREFIX.get(country, country)
    try:
        return str(eu_vat.validate(bare if bare.startswith(prefix) else prefix + bare))
    except ValidationError:
        # Of another state than the address: a branch, a fiscal representative.
        if bare[:2] != prefix and bare[:2].isalpha() and eu_vat.is_valid(bare):
            return str(eu_vat.validate(bare))
        raise


def _check_vat(number: str, country: str, field: str) -> None:
    """Invalid unless it can be a company's number. Outside the Union there is nothing to check."""
    if country not in EU:
        return
    try:
        if country == "RO":
            cf.validate(number)
        else:
            vat_number(number, country)
    except InvalidChecksum:
        text = (
            "This is not a VAT number: a digit of “%(number)s” is wrong, because its check digit"
            " does not fit the others."
        )
        raise Invalid("vat_id_invalid", text, field=field, number=number) from None
    except ValidationError:
        text = (
            "This is not a VAT number: “%(number)s” does not look like one of %(country)s."
            " Write it as in the certificate of registration."
        )
        raise Invalid("vat_id_invalid", text, field=field, number=number, country=country) from None


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 5321's dot-string and a domain of two labels or more: nobody is written to at ``a@b``.
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")


def is_email(text: str) -> bool:
    """Whether an e-mail address can be this, by its form alone."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def _dialable(phone: str, country: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(phone, country))
    except phonenumbers.NumberParseException:
        return False


RO_COUNTIES = {
    "AB": "Alba", "AR": "Arad", "AG": "Argeș", "BC": "Bacău", "BH": "Bihor",
    "BN": "Bistrița-Năsăud", "BT": "Botoșani", "BR": "Brăila", "BV": "Brașov",
    "B": "București", "BZ": "Buzău", "CL": "Călărași", "CS": "Caraș-Severin", "CJ": "Cluj",
    "CT": "Constanța", "CV": "Covasna", "DB": "Dâmbovița", "DJ": "Dolj", "GL": "Galați",
    "GR": "Giurgiu", "GJ": "Gorj", "HR": "Harghita", "HD": "Hunedoara", "IL": "Ialomița",
    "IS": "Iași", "IF": "Ilfov", "MM": "Maramureș", "MH": "Mehedinți", "MS": "Mureș",
    "NT": "Neamț", "OT": "Olt", "PH": "Prahova", "SJ": "Sălaj", "SM": "Satu Mare",
    "SB": "Sibiu", "SV": "Suceava", "TR": "Teleorman", "TM": "Timiș", "TL": "Tulcea",
    "VL": "Vâlcea", "VS": "Vaslui", "VN": "Vrancea",
}  # fmt: skip
