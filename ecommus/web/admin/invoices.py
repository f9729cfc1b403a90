"""Invoices and credit notes: the list, one, its files; and issuing one from the order's page.

The rules are ``services.invoices``. What is done with a document is crediting it: ``credit``.
"""

from decimal import Decimal
from typing import Any

from pyramid.response import Response

from ecommus.core.errors import Invalid, Refusal, Stale
from ecommus.core.invoice import Invoice, Kind
from ecommus.core.money import Money, parse, plain
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import invoices as queries
from ecommus.db.tables.invoices import invoices as table
from ecommus.plugin_sdk.interfaces import IAdmin, IInvoice, IInvoices, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import invoice_chain
from ecommus.services import invoices as service
from ecommus.web import invoice_files
from ecommus.web.admin import invoice_shapes, lists, notices
from ecommus.web.admin.order_actions import attempt, text
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.INVOICE_READ}
MANAGE = {"within": IAdmin, "permission": P.INVOICE_MANAGE, "method": "POST"}
ORDER = (table.c.issued_on.desc(), table.c.id.desc())
DONE = {
    "issued": "The invoice is issued.",
    "credited": "The credit note is issued.",
    "corrected": "The corrected invoice is issued.",
}


@page(IInvoices, template="invoices.pt", **READ)
def invoices(context: Any, request: Any) -> dict[str, Any]:
    """All documents, newest first; searched by number, buyer and order."""
    q, kind = lists.search(request), lists.chosen(request, "kind", invoice_shapes.KINDS)
    rows, pager = lists.fetch(request, queries.listed(kind=kind, q=q), *ORDER)
    return {
        "documents": [
            invoice_shapes.document(request, row, row.order_number, row.corrected_by)
            for row in rows
        ],
        "pager": pager,
        "q": q,
        "kind": kind,
        "kinds": [
            (code, translate(request, label)) for code, label in invoice_shapes.KINDS.items()
        ],
        "filtered": bool(q or kind),
        "list_url": request.to(context),
        "orders_url": invoice_shapes.place(request, "orders"),
    }


def shown(context: Any, request: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    """One document's page; ``given`` is what was typed into a refused form."""
    notices.lead(request, "Invoices", context.__parent__)
    row = context.entity
    invoice = Invoice.of(row.model)
    is_note = row.kind == Kind.CREDIT_NOTE
    documents = queries.of_order(request.db, row.order_id)
    left = invoice_chain.left(documents, row)
    money_left = invoice_chain.money_left(documents, row)
    newer = invoice_chain.corrected_by(documents, row)
    may = request.identity.may(P.INVOICE_MANAGE)

    def money(amount: int) -> Money:
        return Money(amount, invoice.currency)

    return {
        "document": invoice_shapes.document(request, row, row.order_number),
        "newer": newer and invoice_shapes.document(request, newer),
        "related": invoice_shapes.related(request, documents, row),
        "buyer": invoice.buyer,
        "place": ", ".join(filter(None, (invoice.buyer.place.street, invoice.buyer.place.city))),
        "due_on": invoice_shapes.day(request, invoice.due_on),
        "is_note": is_note,
        "lines": invoice_shapes.lines(row, left),
        "sums": [
            (translate(request, "Total without VAT"), money(invoice.net)),
            (translate(request, "VAT"), money(invoice.tax)),
        ],
        "total": money(invoice.gross),
        "may_credit": may and any(left.values()),
        "may_correct": may and any(left.values()),
        "money_left": money(money_left),
        "left": _left(documents, row),
        "given": given or {},
        "base": request.to(context),
    }


@page(IInvoice, template="invoice.pt", **READ)
def invoice(context: Any, request: Any) -> dict[str, Any]:
    """One document: what it says, and what was credited of it."""
    notices.told(request, DONE)
    return shown(context, request)


@page(IInvoice, name="pdf", **READ)
def pdf(context: Any, _request: Any) -> Response:
    """The document as people read it."""
    return invoice_files.response(context.entity, "pdf")


@page(IInvoice, name="xml", **READ)
def xml(context: Any, _request: Any) -> Response:
    """The document as RO e-Factura takes it."""
    return invoice_files.response(context.entity, "xml")


@page(IOrder, name="invoice", template="order.pt", **MANAGE)
def issue(context: Any, request: Any) -> Any:
    """Issue the order's invoice."""
    return attempt(context, request, "invoiced", lambda: _issue(context, request))


def _issue(context: Any, request: Any) -> None:
    order = context.entity
    rate = _rate(text(request, "exchange_rate"))
    invoice_id = service.issue(request, order, exchange_rate=rate)
    request.audit.update(invoice=str(invoice_id))


def _rate(typed: str) -> Decimal | None:
    try:
        return Decimal(plain(typed, decimals=4)) if typed else None
    except ValueError:
        raise Invalid("exchange_rate_invalid", "This is not an exchange rate.") from None


@page(IInvoice, name="credit", template="invoice.pt", **MANAGE)
def credit(context: Any, request: Any) -> Any:
    """Credit the units that one form says, or the amount that the other does."""
    row = context.entity
    try:
        documents = queries.of_order(request.db, row.order_id)
        if text(request, "left") != _left(documents, row):
            raise Stale("stale", "More was credited meanwhile: look again, then decide.")
        what: dict[str, Any] = {"reason": text(request, "reason")}
        if "amount" in request.POST:
            what["amount"] = _amount(request, row.currency)
        else:
            left = invoice_chain.left(documents, row)
            what["quantities"] = {line: _units(request, line) for line in left}
        note_id = service.credit(request, row, **what)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return shown(context, request, dict(request.POST))
    request.audit.update(credited=row.full_number)
    return notices.done(request, context.__parent__, "credited", str(note_id))


def _left(documents: Any, row: Any) -> str:
    """What a form was drawn from."""
    units = sum(invoice_chain.left(documents, row).values())
    return f"{units}/{invoice_chain.money_left(documents, row)}"


def _amount(request: Any, currency: str) -> int:
    try:
        amount = parse(plain(text(request, "amount")), currency).amount
    except ValueError:
        raise Invalid("amount_invalid", "Write an amount like 19.99.", field="amount") from None
    if amount <= 0:
        raise Invalid("amount_invalid", "Give an amount above zero.", field="amount")
    return amount


def _units(request: Any, line: str) -> int:
    typed = text(request, f"units-{line}") or "0"
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid("quantity_invalid", "Write whole numbers of units.")
    return int(typed)
