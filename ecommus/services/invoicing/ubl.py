"""UBL 2.1 by CIUS-RO 1.0.1, from the model: what RO e-Factura takes.

The order of elements is the schema's and strict. Neighbours: ``core.invoice`` (the model),
``rules`` (reads what is written here), ``party_xml`` (seller, buyer, addresses).
"""

from collections.abc import Iterable
from decimal import Decimal
from xml.etree import ElementTree as ET  # writes only; ``reading`` parses

from ecommus.core.invoice import RON, Allowance, Category, Invoice, Kind, Line, Subtotal
from ecommus.core.money import exponent
from ecommus.services.invoicing.party_xml import add, add_address, add_party, new_root

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1"
CREDIT_TRANSFER = "30"


def to_xml(invoice: Invoice) -> bytes:
    """The document, UTF-8 with its declaration. The same model gives the same bytes."""
    return _Writer(invoice).write()


def decimal(amount: int, currency: str) -> str:
    """Minor units as a plain decimal: ``2997`` → ``29.97``."""
    return f"{Decimal(amount).scaleb(-exponent(currency)):f}"


class _Writer:
    """One document being written; knows its currency and whether it is a credit note."""

    def __init__(self, invoice: Invoice):
        self.invoice = invoice
        self.credit = invoice.kind is Kind.CREDIT_NOTE
        self.name = "CreditNote" if self.credit else "Invoice"
        self.root = new_root(self.name)

    def write(self) -> bytes:
        self._head()
        add_party(self.root, "AccountingSupplierParty", self.invoice.seller)
        add_party(self.root, "AccountingCustomerParty", self.invoice.buyer)
        self._delivery()
        self._payment()
        for each in self.invoice.allowances:
            self._allowance(self.root, each, with_tax=True)
        self._tax_totals()
        self._totals()
        for line in self.invoice.lines:
            self._line(line)
        ET.indent(self.root)
        return ET.tostring(self.root, encoding="UTF-8", xml_declaration=True)

    def _amount(self, parent: ET.Element, tag: str, amount: int) -> None:
        currency = self.invoice.currency
        add(parent, f"cbc:{tag}", decimal(amount, currency), currencyID=currency)

    def _head(self) -> None:
        invoice, root = self.invoice, self.root
        add(root, "cbc:UBLVersionID", "2.1")
        add(root, "cbc:CustomizationID", CUSTOMIZATION)
        add(root, "cbc:ID", invoice.full_number)
        add(root, "cbc:IssueDate", invoice.issued_on.isoformat())
        if not self.credit:
            add(root, "cbc:DueDate", invoice.due_on.isoformat())
        add(root, f"cbc:{self.name}TypeCode", invoice.kind.value)
        for note in invoice.notes:
            add(root, "cbc:Note", note)
        add(root, "cbc:DocumentCurrencyCode", invoice.currency)
        if invoice.currency != RON:
            add(root, "cbc:TaxCurrencyCode", RON)
        if invoice.vat_point:
            add(add(root, "cac:InvoicePeriod"), "cbc:DescriptionCode", invoice.vat_point)
        if invoice.order_number:
            add(add(root, "cac:OrderReference"), "cbc:ID", invoice.order_number)
        if invoice.preceding:
            reference = add(add(root, "cac:BillingReference"), "cac:InvoiceDocumentReference")
            add(reference, "cbc:ID", invoice.preceding.number)
            add(reference, "cbc:IssueDate", invoice.preceding.issued_on.isoformat())

    def _delivery(self) -> None:
        found = self.invoice.delivery
        if found is None:
            return
        delivery = add(self.root, "cac:Delivery")
        add(delivery, "cbc:ActualDeliveryDate", found.on.isoformat())
        add_address(add(delivery, "cac:DeliveryLocation"), "cac:Address", found.place)
        if found.name:
            party = add(add(delivery, "cac:DeliveryParty"), "cac:PartyName")
            add(party, "cbc:Name", found.name)

    def _payment(self) -> None:
        payment = self.invoice.payment
        means = add(self.root, "cac:PaymentMeans")
        named = {"name": payment.title} if payment.title else {}
        add(means, "cbc:PaymentMeansCode", payment.means, **named)
        if payment.reference:
            add(means, "cbc:PaymentID", payment.reference)
        if payment.means == CREDIT_TRANSFER:
            account = add(means, "cac:PayeeFinancialAccount")
            add(account, "cbc:ID", payment.iban)
            add(account, "cbc:Name", self.invoice.seller.name)
        if payment.terms:
            add(add(self.root, "cac:PaymentTerms"), "cbc:Note", payment.terms)

    def _allowance(self, parent: ET.Element, each: Allowance, *, with_tax: bool) -> None:
        element = add(parent, "cac:AllowanceCharge")
        add(element, "cbc:ChargeIndicator", str(each.charge).lower())
        add(element, "cbc:AllowanceChargeReasonCode", each.code)
        add(element, "cbc:AllowanceChargeReason", each.reason)
        self._amount(element, "Amount", each.amount)
        if with_tax:
            _category(element, "cac:TaxCategory", each.category, each.rate)

    def _tax_totals(self) -> None:
        invoice = self.invoice
        total = add(self.root, "cac:TaxTotal")
        self._amount(total, "TaxAmount", invoice.tax)
        for row in invoice.subtotals:
            subtotal = add(total, "cac:TaxSubtotal")
            self._amount(subtotal, "TaxableAmount", row.base)
            self._amount(subtotal, "TaxAmount", row.tax)
            _category(subtotal, "cac:TaxCategory", row.category, row.rate, row)
        if invoice.tax_ron is not None:
            own = add(self.root, "cac:TaxTotal")
            add(own, "cbc:TaxAmount", decimal(invoice.tax_ron, RON), currencyID=RON)

    def _totals(self) -> None:
        invoice = self.invoice
        totals = add(self.root, "cac:LegalMonetaryTotal")
        self._amount(totals, "LineExtensionAmount", invoice.lines_net)
        self._amount(totals, "TaxExclusiveAmount", invoice.net)
        self._amount(totals, "TaxInclusiveAmount", invoice.gross)
        if invoice.allowance_total:
            self._amount(totals, "AllowanceTotalAmount", invoice.allowance_total)
        if invoice.charge_total:
            self._amount(totals, "ChargeTotalAmount", invoice.charge_total)
        if invoice.prepaid:
            self._amount(totals, "PrepaidAmount", invoice.prepaid)
        self._amount(totals, "PayableAmount", invoice.payable)

    def _line(self, line: Line) -> None:
        element = add(self.root, f"cac:{self.name}Line")
        add(element, "cbc:ID", line.id)
        quantity = "CreditedQuantity" if self.credit else "InvoicedQuantity"
        add(element, f"cbc:{quantity}", str(line.quantity), unitCode=line.unit)
        self._amount(element, "LineExtensionAmount", line.net)
        for each in line.allowances:
            self._allowance(element, each, with_tax=False)
        item = add(element, "cac:Item")
        if line.description:
            add(item, "cbc:Description", line.description)
        add(item, "cbc:Name", line.name)
        if line.sku:
            add(add(item, "cac:SellersItemIdentification"), "cbc:ID", line.sku)
        _category(item, "cac:ClassifiedTaxCategory", line.category, line.rate)
        price = add(element, "cac:Price")
        add(price, "cbc:PriceAmount", f"{line.price:f}", currencyID=self.invoice.currency)


def _category(
    parent: ET.Element, tag: str, category: Category, rate: Decimal, row: Subtotal | None = None
) -> None:
    element = add(parent, tag)
    add(element, "cbc:ID", category.value)
    # BR-O-05: what is not subject to VAT has no rate, not even zero.
    if category is not Category.NOT_SUBJECT:
        add(element, "cbc:Percent", f"{rate:.2f}")
    for name, text in _reasons(row):
        add(element, name, text)
    add(add(element, "cac:TaxScheme"), "cbc:ID", "VAT")


def _reasons(row: Subtotal | None) -> Iterable[tuple[str, str]]:
    if row is not None and row.reason_code:
        yield "cbc:TaxExemptionReasonCode", row.reason_code
    if row is not None and row.reason:
        yield "cbc:TaxExemptionReason", row.reason
