"""CIUS-RO 1.0.1 (ANAF's schematron 1.0.9): what Romania asks on top. See ``rules``."""

import re
from collections.abc import Iterator

from ecommus.core.customers import RO_COUNTIES
from ecommus.services.invoicing.reading import Node
from ecommus.services.invoicing.ubl import CUSTOMIZATION

Found = Iterator[tuple[str, str]]

_SELLER = "cac:AccountingSupplierParty/cac:Party/"
_BUYER = "cac:AccountingCustomerParty/cac:Party/"
_SHIP = "cac:Delivery/cac:DeliveryLocation/cac:Address/"
_AGENT = "cac:TaxRepresentativeParty/"
_POST = "cac:PostalAddress/"
COUNTIES = frozenset(f"RO-{code}" for code in RO_COUNTIES)
SECTORS = frozenset(f"SECTOR{number}" for number in range(1, 7))
# (rule, path from the root, most characters)
LENGTHS = (
    ("BR-RO-L155", "cbc:ID", 200), ("BR-RO-L302", "cbc:Note", 300),
    ("BR-RO-L1001", "cbc:AccountingCost", 100),
    ("BR-RO-L156", "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", 200),
    ("BR-RO-L0302", "cac:ContractDocumentReference/cbc:ID", 200),
    ("BR-RO-L0303", "cac:OrderReference/cbc:ID", 200),
    ("BR-RO-L0304", "cac:OrderReference/cbc:SalesOrderID", 200),
    ("BR-RO-L0305", "cac:ReceiptDocumentReference/cbc:ID", 200),
    ("BR-RO-L0306", "cac:DespatchDocumentReference/cbc:ID", 200),
    ("BR-RO-L0307", "cac:OriginatorDocumentReference/cbc:ID", 200),
    ("BR-RO-L0308", "cac:AdditionalDocumentReference/cbc:ID", 200),
    ("BR-RO-L1020", "cac:AdditionalDocumentReference/cbc:DocumentDescription", 100),
    ("BR-RO-L0201", _SELLER + _POST + "cbc:PostalZone", 20),
    ("BR-RO-L0202", _BUYER + _POST + "cbc:PostalZone", 20),
    ("BR-RO-L0203", _AGENT + _POST + "cbc:PostalZone", 20),
    ("BR-RO-L0204", _SHIP + "cbc:PostalZone", 20),
    ("BR-RO-L0501", _SELLER + _POST + "cbc:CityName", 50),
    ("BR-RO-L0502", _BUYER + _POST + "cbc:CityName", 50),
    ("BR-RO-L0503", _AGENT + _POST + "cbc:CityName", 50),
    ("BR-RO-L0504", _SHIP + "cbc:CityName", 50),
    ("BR-RO-L151", _SELLER + _POST + "cbc:StreetName", 150),
    ("BR-RO-L152", _BUYER + _POST + "cbc:StreetName", 150),
    ("BR-RO-L153", _AGENT + _POST + "cbc:StreetName", 150),
    ("BR-RO-L154", _SHIP + "cbc:StreetName", 150),
    ("BR-RO-L1002", _SELLER + _POST + "cbc:AdditionalStreetName", 100),
    ("BR-RO-L1003", _SELLER + _POST + "cac:AddressLine/cbc:Line", 100),
    ("BR-RO-L1007", _BUYER + _POST + "cbc:AdditionalStreetName", 100),
    ("BR-RO-L1008", _BUYER + _POST + "cac:AddressLine/cbc:Line", 100),
    ("BR-RO-L1012", _AGENT + _POST + "cbc:AdditionalStreetName", 100),
    ("BR-RO-L1013", _AGENT + _POST + "cac:AddressLine/cbc:Line", 100),
    ("BR-RO-L1014", _SHIP + "cbc:AdditionalStreetName", 100),
    ("BR-RO-L1015", _SHIP + "cac:AddressLine/cbc:Line", 100),
    ("BR-RO-L1004", _SELLER + "cac:Contact/cbc:Name", 100),
    ("BR-RO-L1005", _SELLER + "cac:Contact/cbc:Telephone", 100),
    ("BR-RO-L1006", _SELLER + "cac:Contact/cbc:ElectronicMail", 100),
    ("BR-RO-L1009", _BUYER + "cac:Contact/cbc:Name", 100),
    ("BR-RO-L1010", _BUYER + "cac:Contact/cbc:Telephone", 100),
    ("BR-RO-L1011", _BUYER + "cac:Contact/cbc:ElectronicMail", 100),
    ("BR-RO-L201", _SELLER + "cac:PartyLegalEntity/cbc:RegistrationName", 200),
    ("BR-RO-L202", _SELLER + "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L203", _BUYER + "cac:PartyLegalEntity/cbc:RegistrationName", 200),
    ("BR-RO-L204", _BUYER + "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L205", "cac:PayeeParty/cac:PartyName/cbc:Name", 200),
    ("BR-RO-L206", _AGENT + "cac:PartyName/cbc:Name", 200),
    ("BR-RO-L207", "cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name", 200),
    ("BR-RO-L208", "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name", 200),
    ("BR-RO-L209", "cac:PaymentMeans/cac:CardAccount/cbc:HolderName", 200),
    ("BR-RO-L140", "cac:PaymentMeans/cbc:PaymentID", 140),
    ("BR-RO-L301", "cac:PaymentTerms/cbc:Note", 300),
    ("BR-RO-L1000", _SELLER + "cac:PartyLegalEntity/cbc:CompanyLegalForm", 1000),
    ("BR-RO-L1019", "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason", 100),
)  # fmt: skip
LINE_LENGTHS = (
    ("BR-RO-L303", "cbc:Note", 300), ("BR-RO-L1021", "cbc:AccountingCost", 100),
    ("BR-RO-L1024", "cac:Item/cbc:Name", 100), ("BR-RO-L212", "cac:Item/cbc:Description", 200),
    ("BR-RO-L0505", "cac:Item/cac:AdditionalItemProperty/cbc:Name", 50),
    ("BR-RO-L1025", "cac:Item/cac:AdditionalItemProperty/cbc:Value", 100),
)  # fmt: skip
# (where, street missing, city missing, county, sector, county missing)
ADDRESSES = (
    (_SELLER + "cac:PostalAddress", "BR-RO-081", "BR-RO-091", "BR-RO-110", "BR-RO-100", ""),
    (_BUYER + "cac:PostalAddress", "BR-RO-082", "BR-RO-092", "BR-RO-111", "BR-RO-101", ""),
    (_AGENT + "cac:PostalAddress", "BR-RO-140", "BR-RO-150", "BR-RO-170", "BR-RO-160", ""),
    (_SHIP.removesuffix("/"), "BR-RO-180", "BR-RO-201", "BR-RO-212", "BR-RO-202", "BR-RO-211"),
)


def broken(root: Node) -> Found:
    """(rule, message) of every Romanian rule that does not hold."""
    given = root.text("cbc:CustomizationID")
    if given and given != CUSTOMIZATION:
        yield "BR-RO-001", f"The specification (BT-24) must be {CUSTOMIZATION}."
    if root.text("cbc:ID") and not re.search(r"\d", root.text("cbc:ID")):
        yield "BR-RO-010", "The number (BT-1) has no digit."
    kinds = {"cbc:InvoiceTypeCode": "380 384 389 751", "cbc:CreditNoteTypeCode": "381"}
    for path, known in kinds.items():
        if root.text(path) and root.text(path) not in known.split():
            yield "BR-RO-020", f"The type (BT-3) must be one of {known}."
    currency = root.text("cbc:DocumentCurrencyCode")
    if currency not in ("", "RON") and root.text("cbc:TaxCurrencyCode") != "RON":
        yield "BR-RO-030", "Another currency than RON needs VAT in RON (BT-6)."
    point = root.text("cac:InvoicePeriod/cbc:DescriptionCode")
    if point and point not in ("3", "35", "432"):
        yield "BR-RO-040", "The VAT point (BT-8) must be 3, 35 or 432."
    yield from _ids(root)
    for where, *rules in ADDRESSES:
        if (address := root.first(where)) is not None:
            yield from _address(address, *rules)
    yield from _counts(root)
    yield from _lengths(root)


def _ids(root: Node) -> Found:
    registered = any(
        each.text("cbc:CompanyID") for each in root.each(_SELLER + "cac:PartyTaxScheme")
    ) or root.text(_AGENT + "cac:PartyTaxScheme/cbc:CompanyID")
    if not registered:
        yield "BR-RO-065", "The seller has neither a VAT nor a tax number (BT-31, BT-32)."
    buyer = root.text(_BUYER + "cac:PartyLegalEntity/cbc:CompanyID") or root.text(
        _BUYER + "cac:PartyTaxScheme/cbc:CompanyID"
    )
    if not buyer:
        yield "BR-RO-120", "The buyer has neither a legal nor a VAT number (BT-47, BT-48)."


def _address(
    address: Node, no_street: str, no_city: str, no_county: str, no_sector: str, missing: str
) -> Found:
    if not address.text("cbc:StreetName"):
        yield no_street, "An address has no street."
    if not address.text("cbc:CityName"):
        yield no_city, "An address has no city."
    county = address.text("cbc:CountrySubentity")
    if missing and not county:
        yield missing, "The delivery address has no county, region or state."
    elif address.text("cac:Country/cbc:IdentificationCode") != "RO":
        return
    elif county not in COUNTIES:
        yield no_county, "A Romanian address needs its county from ISO 3166-2:RO."
    elif county == "RO-B" and address.text("cbc:CityName") not in ("", *SECTORS):
        yield no_sector, "An address in Bucharest has SECTOR1 to SECTOR6 for its city."


def _counts(root: Node) -> Found:
    counted = (
        ("BR-RO-A020", "cbc:Note", 20),
        ("BR-RO-A051", "cac:AdditionalDocumentReference", 50),
        ("BR-RO-A500", "cac:BillingReference/cac:InvoiceDocumentReference", 500),
    )
    for rule, path, most in counted:
        if len(list(root.each(path))) > most:
            yield rule, f"There are more than {most} of {path}."
    for line in root.lines:
        if len(list(line.each("cac:Item/cac:AdditionalItemProperty"))) > 50:
            yield "BR-RO-A052", "An item has more than 50 attributes."


def _lengths(root: Node) -> Found:
    places = [(root, LENGTHS), *((line, LINE_LENGTHS) for line in root.lines)]
    for place, table in places:
        for rule, path, most in table:
            if any(len(each.text()) > most for each in place.each(path)):
                yield rule, f"{path.rpartition(':')[2]} is longer than {most} characters."
    for place, reasons in (
        (root, ("BR-RO-L1017", "BR-RO-L1018")),
        *((line, ("BR-RO-L1022", "BR-RO-L1023")) for line in root.lines),
    ):
        for each in place.each("cac:AllowanceCharge"):
            if len(each.text("cbc:AllowanceChargeReason")) > 100:
                charge = each.text("cbc:ChargeIndicator") == "true"
                yield reasons[charge], "The reason of an allowance has more than 100 characters."
    for means in root.each("cac:PaymentMeans/cbc:PaymentMeansCode"):
        if len(" ".join(means.element.get("name", "").split())) > 100:
            yield "BR-RO-L1016", "The payment means' text has more than 100 characters."
