"""EN 16931: what must be there, and from which lists codes are taken. See ``rules``."""

import re
from collections.abc import Iterator

from babel import Locale
from babel.numbers import is_currency

from ecommus.services.invoicing.reading import Node

Found = Iterator[tuple[str, str]]

DOCUMENT = (
    ("BR-01", "cbc:CustomizationID", "specification identifier (BT-24)"),
    ("BR-02", "cbc:ID", "number (BT-1)"),
    ("BR-03", "cbc:IssueDate", "issue date (BT-2)"),
    ("BR-05", "cbc:DocumentCurrencyCode", "currency (BT-5)"),
    ("BR-06", "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
     "seller's name (BT-27)"),
    ("BR-07", "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
     "buyer's name (BT-44)"),
    ("BR-12", "cac:LegalMonetaryTotal/cbc:LineExtensionAmount", "sum of lines (BT-106)"),
    ("BR-13", "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", "total without VAT (BT-109)"),
    ("BR-14", "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", "total with VAT (BT-112)"),
    ("BR-15", "cac:LegalMonetaryTotal/cbc:PayableAmount", "amount due (BT-115)"),
)  # fmt: skip
LINE = (
    ("BR-21", "cbc:ID", "identifier (BT-126)"),
    ("BR-24", "cbc:LineExtensionAmount", "net amount (BT-131)"),
    ("BR-25", "cac:Item/cbc:Name", "item name (BT-153)"),
    ("BR-26", "cac:Price/cbc:PriceAmount", "net price (BT-146)"),
    ("BR-CO-04", "cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "VAT category (BT-151)"),
)
ADDRESSES = (
    ("seller", "cac:AccountingSupplierParty", "BR-08", "BR-09"),
    ("buyer", "cac:AccountingCustomerParty", "BR-10", "BR-11"),
)
CATEGORIES = frozenset("S Z E AE K G O L M B".split())
# UNCL 4461: 1 to 70 with gaps, 74 to 78, 91 to 98 and what trading partners agreed.
MEANS = frozenset([*map(str, [*range(1, 69), 70, *range(74, 79), *range(91, 99)]), "ZZZ"])
_COUNTRIES = frozenset(code for code in Locale("en").territories if len(code) == 2) - {"EU", "UN"}
_UNIT = re.compile(r"[A-Z0-9]{2,3}")
_EXEMPTION = re.compile(r"VATEX-(?:EU|FR)-[A-Z0-9-]+")


def broken(root: Node) -> Found:
    """(rule, message) of everything that is missing or from no list."""
    for rule, path, what in DOCUMENT:
        if not root.text(path):
            yield rule, f"The document has no {what}."
    if not (root.text("cbc:InvoiceTypeCode") or root.text("cbc:CreditNoteTypeCode")):
        yield "BR-04", "The document has no type (BT-3)."
    for who, path, no_address, no_country in ADDRESSES:
        address = root.first(f"{path}/cac:Party/cac:PostalAddress")
        if address is None:
            yield no_address, f"The {who} has no postal address."
        elif not address.text("cac:Country/cbc:IdentificationCode"):
            yield no_country, f"The {who}'s address has no country."
    if not root.lines:
        yield "BR-16", "The document has no line."
    for line in root.lines:
        yield from _line(line)
    yield from _allowances(root)
    yield from _payment(root)
    yield from _others(root)
    yield from _lists(root)


def _line(line: Node) -> Found:
    name = line.text("cbc:ID") or "?"
    for rule, path, what in LINE:
        if not line.text(path):
            yield rule, f"Line {name} has no {what}."
    quantities = [*line.each("cbc:InvoicedQuantity"), *line.each("cbc:CreditedQuantity")]
    if not quantities or quantities[0].number("") is None:
        yield "BR-22", f"Line {name} has no quantity (BT-129)."
    elif not quantities[0].element.get("unitCode"):
        yield "BR-23", f"Line {name} has no unit of measure (BT-130)."
    elif not _UNIT.fullmatch(quantities[0].element.get("unitCode", "")):
        yield "BR-CL-23", f"Line {name}: the unit is none of UN/ECE recommendation 20."
    if line.amount("cac:Price/cbc:PriceAmount") < 0:
        yield "BR-27", f"Line {name}: the net price (BT-146) is negative."
    if line.amount("cac:Price/cac:AllowanceCharge/cbc:BaseAmount") < 0:
        yield "BR-28", f"Line {name}: the gross price (BT-148) is negative."
    for each in line.each("cac:AllowanceCharge"):
        charge = each.text("cbc:ChargeIndicator") == "true"
        if each.number("cbc:Amount") is None:
            yield "BR-43" if charge else "BR-41", f"Line {name}: an allowance has no amount."
        if not _reasoned(each):
            yield "BR-44" if charge else "BR-42", f"Line {name}: an allowance has no reason."


def _reasoned(each: Node) -> bool:
    code = each.text("cbc:AllowanceChargeReasonCode")
    return bool(code or each.text("cbc:AllowanceChargeReason"))


def _allowances(root: Node) -> Found:
    for each in root.each("cac:AllowanceCharge"):
        charge = each.text("cbc:ChargeIndicator") == "true"
        rules = ("BR-36", "BR-37", "BR-38") if charge else ("BR-31", "BR-32", "BR-33")
        if each.number("cbc:Amount") is None:
            yield rules[0], "An allowance or charge of the document has no amount."
        if not each.text("cac:TaxCategory/cbc:ID"):
            yield rules[1], "An allowance or charge of the document has no VAT category."
        if not _reasoned(each):
            yield rules[2], "An allowance or charge of the document has no reason."


def _payment(root: Node) -> Found:
    for means in root.each("cac:PaymentMeans"):
        code = means.text("cbc:PaymentMeansCode")
        account = means.first("cac:PayeeFinancialAccount")
        if not code:
            yield "BR-49", "The payment instructions have no means code (BT-81)."
        elif code not in MEANS:
            yield "BR-CL-16", "The payment means (BT-81) are none of UNCL 4461."
        if account is not None and not account.text("cbc:ID"):
            yield "BR-50", "The payment account has no identifier (BT-84)."
        elif code in ("30", "58") and account is None:
            yield "BR-61", "A credit transfer needs the account to pay to (BT-84)."


def _others(root: Node) -> Found:
    for reference in root.each("cac:BillingReference/cac:InvoiceDocumentReference"):
        if not reference.text("cbc:ID"):
            yield "BR-55", "A preceding invoice has no number (BT-25)."
    address = root.first("cac:Delivery/cac:DeliveryLocation/cac:Address")
    if address is not None and not address.text("cac:Country/cbc:IdentificationCode"):
        yield "BR-57", "The delivery address has no country (BT-80)."
    if root.has("cbc:TaxPointDate") and root.text("cac:InvoicePeriod/cbc:DescriptionCode"):
        yield "BR-CO-03", "The VAT point date and its code exclude each other (BT-7, BT-8)."
    own = root.text("cbc:TaxCurrencyCode")
    totals = {each.element.get("currencyID") for each in root.each("cac:TaxTotal/cbc:TaxAmount")}
    if own and own not in totals:
        yield "BR-53", "The VAT total in the accounting currency (BT-111) is missing."


def _lists(root: Node) -> Found:
    for rule, path in (("BR-CL-04", "DocumentCurrencyCode"), ("BR-CL-05", "TaxCurrencyCode")):
        code = root.text(f"cbc:{path}")
        if code and not is_currency(code):
            yield rule, f"{code} is no currency of ISO 4217."
    for country in root.each(".//cac:Country/cbc:IdentificationCode"):
        if country.text() and country.text() not in _COUNTRIES:
            yield "BR-CL-14", f"{country.text()} is no country of ISO 3166-1."
    for tag, rule in (("TaxCategory", "BR-CL-17"), ("ClassifiedTaxCategory", "BR-CL-18")):
        for code in root.each(f".//cac:{tag}/cbc:ID"):
            if code.text() and code.text() not in CATEGORIES:
                yield rule, f"{code.text()} is no VAT category of UNCL 5305."
    for code in root.each(".//cbc:TaxExemptionReasonCode"):
        if not _EXEMPTION.fullmatch(code.text().upper()):
            yield "BR-CL-22", f"{code.text()} is no VATEX code."
