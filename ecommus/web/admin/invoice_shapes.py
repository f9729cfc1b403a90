"""Invoices as the admin's pages show them: in the list, beside their order, on their own page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from pyramid.i18n import TranslationStringFactory

from ecommus.core.invoice import RON, Invoice, Kind
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.states import OrderStatus
from ecommus.db.queries import invoices as queries
from ecommus.services import invoice_chain
from ecommus.services.invoices import rate_of
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# What a correction may change, by its path in the document.
FIELDS = {
    "buyer.name": _("Buyer"),
    "buyer.legal_id": _("Fiscal code"),
    "buyer.vat_id": _("VAT number"),
    "buyer.street": _("Street"),
    "buyer.street2": _("Street, second line"),
    "buyer.city": _("Town"),
    "buyer.county": _("County"),
    "buyer.postal_code": _("Postal code"),
    "buyer.country": _("Country"),
    "buyer.email": _("E-mail"),
    "buyer.phone": _("Phone"),
    "due_on": _("Due on"),
    "payment.iban": _("IBAN"),
    "payment.bank": _("Bank"),
    "payment.title": _("Payment"),
}
KINDS = {"380": _("Invoice"), "381": _("Credit note"), "384": _("Corrected invoice")}


@dataclass(frozen=True, slots=True)
class Document:
    """A document in a list."""

    number: str
    url: str
    kind: str
    issued_on: str
    buyer: str
    order_number: str
    order_url: str
    total: Money
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class OfOrder:
    """What the order's page shows of its invoices. ``rate``: what the order was placed at."""

    documents: tuple[Document, ...]
    may_issue: bool
    needs_rate: bool
    rate: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; ``left``: units that can still be credited."""

    id: str
    name: str
    detail: str
    quantity: int
    left: int
    net: Money
    tax: Money
    total: Money
    rate: str


def kind(request: Any, code: str) -> str:
    return translate(request, KINDS[code])


def field(request: Any, path: str) -> str:
    return translate(request, FIELDS[path])


def day(request: Any, on: date) -> str:
    return format_date(on, "medium", locale=request.locale_name)


def place(request: Any, *path: str) -> str:
    """An address in the admin."""
    admin = request.context
    while admin.__parent__ is not None and admin.__name__ != "admin":
        admin = admin.__parent__
    return request.to(admin, *path)


def document(
    request: Any, row: Any, order_number: str = "", corrected_by: str | None = None
) -> Document:
    """``corrected_by``: the number of the invoice that replaces it."""
    return Document(
        number=row.full_number,
        url=place(request, "invoices", str(row.id)),
        kind=kind(request, row.kind),
        issued_on=day(request, row.issued_on),
        buyer=row.buyer,
        order_number=order_number,
        order_url=place(request, "orders", str(row.order_id)),
        total=Money(row.total, row.currency),
        corrected_by=corrected_by or "",
    )


def of_order(request: Any, order: Any) -> OfOrder | None:
    """None for whoever may not see invoices."""
    if not request.identity.may(P.INVOICE_READ):
        return None
    rows, rate = queries.of_order(request.db, order.id), rate_of(request, order)
    free = order.status != OrderStatus.CANCELLED and invoice_chain.open_invoice(rows) is None
    return OfOrder(
        documents=tuple(
            document(request, row, order.number, number_of(invoice_chain.corrected_by(rows, row)))
            for row in rows
        ),
        may_issue=free and request.identity.may(P.INVOICE_MANAGE),
        needs_rate=order.currency != RON,
        rate=f"{rate.normalize():f}" if rate else "",
    )


def related(request: Any, documents: Any, row: Any) -> list[tuple[str, list[Document]]]:
    """What a document corrects or credits, and what is credited of it."""
    before = [document(request, x) for x in documents if x.id == row.preceding_id]
    notes = [] if row.kind == Kind.CREDIT_NOTE else invoice_chain.notes_of(documents, row)
    after = [document(request, x) for x in notes]
    label = _("Credits") if row.kind == Kind.CREDIT_NOTE else _("Corrects")
    found = ((label, before), (_("Credited by"), after))
    return [(translate(request, title), rows) for title, rows in found if rows]


def number_of(row: Any | None) -> str:
    return "" if row is None else row.full_number


def lines(row: Any, left: dict[str, int]) -> list[Line]:
    """The lines of an issued document."""
    invoice = Invoice.of(row.model)

    def money(amount: int) -> Money:
        return Money(amount, invoice.currency)

    return [
        Line(
            id=line.id,
            name=line.name,
            detail=line.sku,
            quantity=line.quantity,
            left=left.get(line.id, 0),
            net=money(line.net),
            tax=money(line.tax),
            total=money(line.gross),
            rate=f"{line.rate.normalize():f} %" if line.rate else line.category.value,
        )
        for line in invoice.lines
    ]
