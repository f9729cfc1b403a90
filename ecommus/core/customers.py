"""Who buys: an address, and what must be in it before something can be sent there; a company's
numbers. Also e-mail addresses, which staff have too. What a shopper agrees to is ``consents``."""

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

import phonenumbers
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.ro import cf

from ecommus.core.errors import Invalid


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

    @property
    def lines(self) -> tuple[str, ...]:
        """As it stands on a parcel."""
        name = f"{self.first_name} {self.last_name}".strip()
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        place = ", ".join(part for part in (town, self.county, self.country) if part)
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
    if address.vat_id and not _valid_vat(address.vat_id, address.country):
        raise Invalid("vat_id_invalid", "This is not a VAT number.", field=f"{field}.vat_id")


def check_phone(phone: str, country: str = "RO", field: str = "phone") -> None:
    """Invalid unless somebody can be called there."""
    if not _dialable(phone, country):
        raise Invalid("phone_invalid", "This is not a phone number.", field=field)


def check_company(vat_id: str, country: str = "RO") -> str:
    """A VAT id (in Romania the CUI, with its check digit) as it is stored: no spaces, capitals.

    "" stays "". Invalid when it is none. Source: the algorithms of python-stdnum.
    """
    number = re.sub(r"[\s.-]", "", vat_id).upper()
    if number and not _valid_vat(number, country):
        raise Invalid("vat_id_invalid", "This is not a VAT number.", field="vat_id")
    return number


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


def _valid_vat(number: str, country: str) -> bool:
    try:
        if country == "RO":
            return bool(cf.validate(number))
        return bool(eu_vat.validate(number))
    except ValidationError:
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
