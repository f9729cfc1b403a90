"""EN 16931: the families of VAT categories, BR-S to BR-O, and who is registered. See ``rules``.

Every category has the same ten or so rules under a prefix of its own, so they are one table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stdnum.exceptions import ValidationError
from stdnum.ro import cf

from ecommus.services.invoicing.reading import Node

Found = Iterator[tuple[str, str]]

_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
# Category -> the prefix of its rules.
FAMILIES = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}
UNREASONED = ("S", "Z")


@dataclass(frozen=True)
class _Ids:
    """Whom the document names by which number."""

    seller_vat: bool
    seller_tax: bool
    buyer_vat: bool
    buyer_legal: bool
    representative: bool

    def fit(self, category: str) -> bool:
        """Rules -02 to -04: the numbers that a category asks for, or forbids."""
        seller = self.seller_vat or self.representative
        if category == "O":
            return not (seller or self.buyer_vat)
        if category in ("K", "G"):
            return seller and (self.buyer_vat or category == "G")
        buyer = category != "AE" or self.buyer_vat or self.buyer_legal
        return (seller or self.seller_tax) and buyer


def broken(root: Node) -> Found:
    """(rule, message) of every VAT rule that does not hold."""
    vat_ids = {who: list(_vat_ids(root, who)) for who in (_SELLER, _BUYER)}
    ids = _Ids(
        seller_vat=bool(vat_ids[_SELLER]),
        seller_tax=any(
            each.text("cbc:CompanyID") and each.text("cac:TaxScheme/cbc:ID") != "VAT"
            for each in root.each(f"{_SELLER}/cac:PartyTaxScheme")
        ),
        buyer_vat=bool(vat_ids[_BUYER]),
        buyer_legal=bool(root.text(f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID")),
        representative=bool(
            root.text("cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID")
        ),
    )
    for number in (*vat_ids[_SELLER], *vat_ids[_BUYER]):
        if not number[:2].isalpha():
            yield "BR-CO-09", f"The VAT number {number} does not begin with its country."
    yield from _identity(root, ids, vat_ids[_SELLER])
    for category, prefix in FAMILIES.items():
        yield from _family(root, category, f"BR-{prefix}", ids)
    yield from _alone(root)


def _vat_ids(root: Node, who: str) -> Iterator[str]:
    for each in root.each(f"{who}/cac:PartyTaxScheme"):
        if each.text("cac:TaxScheme/cbc:ID") == "VAT" and each.text("cbc:CompanyID"):
            yield each.text("cbc:CompanyID")


def _identity(root: Node, ids: _Ids, vat_ids: list[str]) -> Found:
    party = root.first(_SELLER)
    if party is None:
        return
    named = party.text("cac:PartyIdentification/cbc:ID") or party.text(
        "cac:PartyLegalEntity/cbc:CompanyID"
    )
    if not (named or ids.seller_vat):
        yield "BR-CO-26", "The seller has no identifier (BT-29, BT-30 or BT-31)."
    codes = [number[2:] for number in vat_ids if number.startswith("RO")]
    if party.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode") == "RO":
        codes += [
            each.text("cbc:CompanyID")
            for each in party.each("cac:PartyTaxScheme")
            if each.text("cac:TaxScheme/cbc:ID") != "VAT"
        ]
    for code in codes:
        try:
            cf.validate(code)
        except ValidationError:
            # Not of the schematron: ANAF looks at the check digit afterwards.
            yield "R_BT_32_cui", f"{code} is not a valid fiscal code."


def _family(root: Node, category: str, prefix: str, ids: _Ids) -> Found:
    lines = [
        x for x in root.lines if x.text("cac:Item/cac:ClassifiedTaxCategory/cbc:ID") == category
    ]
    sides: dict[str, list[Node]] = {"false": [], "true": []}
    for each in root.each("cac:AllowanceCharge"):
        if each.text("cac:TaxCategory/cbc:ID") == category:
            sides[each.text("cbc:ChargeIndicator")].append(each)
    rows = [
        row
        for row in root.each("cac:TaxTotal/cac:TaxSubtotal")
        if row.text("cac:TaxCategory/cbc:ID") == category
    ]
    used = [("02", "05", lines), ("03", "06", sides["false"]), ("04", "07", sides["true"])]
    if any(part for *_, part in used) and not rows:
        yield f"{prefix}-01", f"VAT category {category} is missing in the breakdown."
    if category != "S" and len(rows) > 1:
        yield f"{prefix}-01", f"VAT category {category} stands more than once in the breakdown."
    for who, rate, part in used:
        if part and not ids.fit(category):
            yield (
                f"{prefix}-{who}",
                f"VAT category {category}: the parties' VAT numbers do not fit.",
            )
        if any(not _rate_fits(category, each) for each in part):
            yield f"{prefix}-{rate}", f"VAT category {category}: a rate does not fit."
    for row in rows:
        yield from _row(row, category, prefix, lines, sides)
    if category == "K" and rows:
        delivery = root.first("cac:Delivery")
        if not root.has("cac:InvoicePeriod/cbc:StartDate") and not (
            delivery and delivery.text("cbc:ActualDeliveryDate")
        ):
            yield "BR-IC-11", "An intra-community supply needs its delivery date (BT-72)."
        path = "cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
        if not (delivery and delivery.text(path)):
            yield "BR-IC-12", "An intra-community supply needs the country it went to (BT-80)."


def _rate(each: Node) -> Decimal | None:
    for tag in ("cac:TaxCategory", "cac:Item/cac:ClassifiedTaxCategory"):
        if each.has(tag):
            return each.number(f"{tag}/cbc:Percent")
    return None


def _rate_fits(category: str, each: Node) -> bool:
    rate = _rate(each)
    if category == "O":
        return rate is None
    return rate is not None and (rate > 0 if category == "S" else rate == 0)


def _row(
    row: Node, category: str, prefix: str, lines: list[Node], sides: dict[str, list[Node]]
) -> Found:
    base, tax = row.amount("cbc:TaxableAmount"), row.amount("cbc:TaxAmount")
    rate = row.number("cac:TaxCategory/cbc:Percent")

    def total(part: list[Node], path: str) -> Decimal:
        same = [each for each in part if category != "S" or _rate(each) == rate]
        return sum((each.amount(path) for each in same), Decimal(0))

    wanted = total(lines, "cbc:LineExtensionAmount")
    wanted += total(sides["true"], "cbc:Amount") - total(sides["false"], "cbc:Amount")
    # As BR-CO-17: for taxed categories one unit of currency passes.
    if abs(base - wanted) >= 1 if category == "S" else base != wanted:
        yield f"{prefix}-08", f"The base of VAT category {category} is not the sum of its lines."
    if category != "S" and tax != 0:
        yield f"{prefix}-09", f"VAT category {category} has no VAT."
    reasoned = row.text("cac:TaxCategory/cbc:TaxExemptionReason") or row.text(
        "cac:TaxCategory/cbc:TaxExemptionReasonCode"
    )
    if bool(reasoned) == (category in UNREASONED):
        said = "no" if category in UNREASONED else "a"
        yield f"{prefix}-10", f"VAT category {category} has {said} reason for exemption."


def _alone(root: Node) -> Found:
    """BR-O-11 to 14: what is not subject to VAT stands on no document with what is."""
    rows = {row.text("cac:TaxCategory/cbc:ID") for row in root.each("cac:TaxTotal/cac:TaxSubtotal")}
    if "O" not in rows:
        return
    if rows != {"O"}:
        yield "BR-O-11", "Category O does not go with others in the VAT breakdown."
    if any(x.text("cac:Item/cac:ClassifiedTaxCategory/cbc:ID") != "O" for x in root.lines):
        yield "BR-O-12", "Category O does not go with lines of others."
    for each in root.each("cac:AllowanceCharge"):
        if each.text("cac:TaxCategory/cbc:ID") != "O":
            charge = each.text("cbc:ChargeIndicator") == "true"
            yield f"BR-O-1{4 if charge else 3}", "Category O does not go with others."
