"""EN 16931: what must add up, and how many decimals amounts have. See ``rules``."""

from collections.abc import Iterator
from decimal import Decimal

from ecommus.services.invoicing.reading import Node

Found = Iterator[tuple[str, str]]

_TOTAL, _SUBTOTAL = "cac:LegalMonetaryTotal/", "cac:TaxTotal/cac:TaxSubtotal/"
# CIUS-RO has each of them again as BR-DEC-RO-…
DECIMALS = (
    ("BR-DEC-09", _TOTAL + "cbc:LineExtensionAmount", "sum of lines (BT-106)"),
    ("BR-DEC-10", _TOTAL + "cbc:AllowanceTotalAmount", "sum of allowances (BT-107)"),
    ("BR-DEC-11", _TOTAL + "cbc:ChargeTotalAmount", "sum of charges (BT-108)"),
    ("BR-DEC-12", _TOTAL + "cbc:TaxExclusiveAmount", "total without VAT (BT-109)"),
    ("BR-DEC-14", _TOTAL + "cbc:TaxInclusiveAmount", "total with VAT (BT-112)"),
    ("BR-DEC-16", _TOTAL + "cbc:PrepaidAmount", "paid amount (BT-113)"),
    ("BR-DEC-17", _TOTAL + "cbc:PayableRoundingAmount", "rounding amount (BT-114)"),
    ("BR-DEC-18", _TOTAL + "cbc:PayableAmount", "amount due (BT-115)"),
    ("BR-DEC-19", _SUBTOTAL + "cbc:TaxableAmount", "taxable amount (BT-116)"),
    ("BR-DEC-20", _SUBTOTAL + "cbc:TaxAmount", "VAT of a category (BT-117)"),
)
LINE_DECIMALS = (
    ("BR-DEC-23", "cbc:LineExtensionAmount", "net amount of a line (BT-131)"),
    ("BR-DEC-24", "cac:AllowanceCharge/cbc:Amount", "allowance of a line (BT-136)"),
    ("BR-DEC-25", "cac:AllowanceCharge/cbc:BaseAmount", "base of an allowance (BT-137)"),
)


def broken(root: Node) -> Found:
    """(rule, message) of every sum that is none."""
    totals = root.first("cac:LegalMonetaryTotal")
    if totals is not None:
        yield from _totals(root, totals)
    tax = root.first("cac:TaxTotal")
    if tax is None or not tax.has("cac:TaxSubtotal"):
        yield "BR-CO-18", "The document has no VAT breakdown (BG-23)."
    else:
        yield from _breakdown(tax)
    yield from _decimals(root)


def _totals(root: Node, totals: Node) -> Found:
    lines = totals.amount("cbc:LineExtensionAmount")
    off = totals.amount("cbc:AllowanceTotalAmount")
    charges = totals.amount("cbc:ChargeTotalAmount")
    net = totals.amount("cbc:TaxExclusiveAmount")
    gross = totals.amount("cbc:TaxInclusiveAmount")
    due = totals.amount("cbc:PayableAmount")
    if totals.has("cbc:LineExtensionAmount") and lines != sum(
        line.amount("cbc:LineExtensionAmount") for line in root.lines
    ):
        yield "BR-CO-10", "The sum of lines (BT-106) is not the sum of the lines."
    for rule, value, charge in (("BR-CO-11", off, "false"), ("BR-CO-12", charges, "true")):
        parts = [
            each.amount("cbc:Amount")
            for each in root.each("cac:AllowanceCharge")
            if each.text("cbc:ChargeIndicator") == charge
        ]
        if value != sum(parts):
            yield rule, "The sum of allowances or charges is not the sum of its parts."
    if totals.has("cbc:TaxExclusiveAmount") and net != lines - off + charges:
        yield "BR-CO-13", "Total without VAT (BT-109) = lines - allowances + charges."
    tax = _tax(root)
    if totals.has("cbc:TaxInclusiveAmount") and gross != net + tax:
        yield "BR-CO-15", "Total with VAT (BT-112) = total without VAT + VAT."
    paid = totals.amount("cbc:PrepaidAmount")
    rounding = totals.amount("cbc:PayableRoundingAmount")
    if totals.has("cbc:PayableAmount") and due != gross - paid + rounding:
        yield "BR-CO-16", "Amount due (BT-115) = total with VAT - paid + rounding."
    terms = root.text("cbc:DueDate") or root.text("cac:PaymentTerms/cbc:Note")
    if root.tag == "Invoice" and due > 0 and not terms:
        yield "BR-CO-25", "What is due needs a due date (BT-9) or payment terms (BT-20)."


def _tax(root: Node) -> Decimal:
    """BT-110: the VAT total in the document's currency."""
    currency = root.text("cbc:DocumentCurrencyCode")
    for each in root.each("cac:TaxTotal/cbc:TaxAmount"):
        if each.element.get("currencyID") == currency:
            return each.amount("")
    return Decimal(0)


def _breakdown(tax: Node) -> Found:
    parts = list(tax.each("cac:TaxSubtotal"))
    if tax.amount("cbc:TaxAmount") != sum(part.amount("cbc:TaxAmount") for part in parts):
        yield "BR-CO-14", "The VAT total (BT-110) is not the sum of its categories."
    for part in parts:
        category = part.text("cac:TaxCategory/cbc:ID")
        if part.number("cbc:TaxableAmount") is None:
            yield "BR-45", "A VAT category has no taxable amount (BT-116)."
            continue
        if part.number("cbc:TaxAmount") is None:
            yield "BR-46", "A VAT category has no amount (BT-117)."
            continue
        if not category:
            yield "BR-47", "A row of the VAT breakdown has no category (BT-118)."
            continue
        rate = part.number("cac:TaxCategory/cbc:Percent")
        if rate is None and category != "O":
            yield "BR-48", f"VAT category {category} has no rate (BT-119)."
            continue
        wanted = part.amount("cbc:TaxableAmount") * (rate or 0) / 100
        # The official rules let one unit of currency pass.
        if abs(part.amount("cbc:TaxAmount") - wanted) >= 1:
            yield "BR-CO-17", f"VAT of category {category} is not {rate} % of its base."


def _decimals(root: Node) -> Found:
    for rule, path, what in DECIMALS:
        if any(_too_fine(each) for each in root.each(path)):
            yield rule, f"The {what} has more than two decimals."
    currency = root.text("cbc:DocumentCurrencyCode")
    for each in root.each("cac:TaxTotal/cbc:TaxAmount"):
        if _too_fine(each):
            own = each.element.get("currencyID") != currency
            yield "BR-DEC-15" if own else "BR-DEC-13", "A VAT total has more than two decimals."
    for each in root.each("cac:AllowanceCharge"):
        charge = each.text("cbc:ChargeIndicator") == "true"
        for path, rules in (("Amount", ("BR-DEC-01", "BR-DEC-05")),
                            ("BaseAmount", ("BR-DEC-02", "BR-DEC-06"))):  # fmt: skip
            if any(map(_too_fine, each.each(f"cbc:{path}"))):
                yield rules[charge], "An allowance or charge has more than two decimals."
    for rule, path, what in LINE_DECIMALS:
        if any(_too_fine(each) for line in root.lines for each in line.each(path)):
            yield rule, f"The {what} has more than two decimals."


def _too_fine(amount: Node) -> bool:
    return len(amount.text().partition(".")[2]) > 2
