"""Seller, buyer and their addresses as UBL; and how an element is added. See ``ubl``."""

from xml.etree import ElementTree as ET  # writes only; ``reading`` parses

from ecommus.core.invoice_parties import Party, Place

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"


def new_root(name: str) -> ET.Element:
    """``Invoice`` or ``CreditNote``. Prefixes are written as they are: ElementTree's own way to
    choose them is a table of the whole process."""
    spaces = {"xmlns": f"{_UBL}{name}-2", "xmlns:cac": CAC, "xmlns:cbc": CBC}
    return ET.Element(name, spaces)


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """A new last child ``cac:…`` or ``cbc:…``; what XML cannot hold is left out of its text."""
    element = ET.SubElement(parent, tag, attributes)
    if text:
        element.text = "".join(c for c in text if c.isprintable() or (c.isspace() and c >= " "))
    return element


def add_address(parent: ET.Element, tag: str, place: Place) -> None:
    """BG-5, BG-8 and BG-15."""
    address = add(parent, tag)
    add(address, "cbc:StreetName", place.street)
    if place.street2:
        add(address, "cbc:AdditionalStreetName", place.street2)
    add(address, "cbc:CityName", place.city)
    if place.postal_code:
        add(address, "cbc:PostalZone", place.postal_code)
    if place.county:
        add(address, "cbc:CountrySubentity", place.county)
    add(add(address, "cac:Country"), "cbc:IdentificationCode", place.country)


def add_party(parent: ET.Element, tag: str, party: Party) -> None:
    """BG-4 and BG-7."""
    element = add(add(parent, f"cac:{tag}"), "cac:Party")
    add_address(element, "cac:PostalAddress", party.place)
    for number, scheme in ((party.vat_id, "VAT"), (party.tax_id, "TAX")):
        if number:
            registered = add(element, "cac:PartyTaxScheme")
            add(registered, "cbc:CompanyID", number)
            add(add(registered, "cac:TaxScheme"), "cbc:ID", scheme)
    entity = add(element, "cac:PartyLegalEntity")
    add(entity, "cbc:RegistrationName", party.name)
    add(entity, "cbc:CompanyID", party.legal_id)
    if party.legal_form:
        add(entity, "cbc:CompanyLegalForm", party.legal_form)
    if party.phone or party.email:
        contact = add(element, "cac:Contact")
        if party.phone:
            add(contact, "cbc:Telephone", party.phone)
        if party.email:
            add(contact, "cbc:ElectronicMail", party.email)
