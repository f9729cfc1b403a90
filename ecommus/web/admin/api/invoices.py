"""Invoices: issuing, crediting, and their files."""

from base64 import b64encode
from decimal import Decimal
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.invoice import Invoice, Kind
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import invoices as queries
from ecommus.db.tables.invoices import invoices as table
from ecommus.plugin_sdk.interfaces import IAdmin, IInvoice, IInvoices, IOrder
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import invoice_chain
from ecommus.services import invoices as service
from ecommus.web import invoice_files
from ecommus.web.admin.api import invoice_schemas as schemas
from ecommus.web.admin.api.order_schemas import InvoiceInput
from ecommus.web.admin.api.products import filters
from ecommus.web.api import listing, money, newest_first

READ = {"within": IAdmin, "permission": P.INVOICE_READ}
MANAGE = {"within": IAdmin, "permission": P.INVOICE_MANAGE, "method": "POST", "errors": (409,),
          "returns": schemas.Invoice, "status": 201}  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "order_id": row.order_id,
        "order_number": row.order_number,
        "kind": row.kind,
        "number": row.full_number,
        "issued_on": row.issued_on.isoformat(),
        "buyer": row.buyer,
        "total": money(row.total, row.currency),
    }


@api(IInvoices, query=schemas.InvoiceQuery, returns=Listing(schemas.InvoiceRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Documents, newest first; ``q`` searches number, buyer and order."""
    wanted = filters(request, {"kind": list(Kind)})
    statement = queries.listed(kind=wanted.get("kind", ""), q=request.query["q"])
    rows, cursor, total = newest_first(request, statement, table.c.id)
    return listing(request, [_row(row) for row in rows], next_cursor=cursor, total=total)


def present(request: Any, row: Any) -> dict[str, Any]:
    """One document: two statements, however many lines."""
    invoice = Invoice.of(row.model)
    documents = queries.of_order(request.db, row.order_id)
    left = invoice_chain.left(documents, row)

    def amount(value: int) -> Any:
        return money(value, row.currency)

    return _row(row) | {
        "due_on": invoice.due_on.isoformat(),
        "net": amount(invoice.net),
        "tax": amount(invoice.tax),
        "payable": amount(invoice.payable),
        "left": amount(invoice_chain.money_left(documents, row)),
        "digest": row.digest,
        "preceding_id": row.preceding_id,
        "corrected_by_id": getattr(invoice_chain.corrected_by(documents, row), "id", None),
        "lines": [
            {
                "id": line.id,
                "name": line.name,
                "quantity": line.quantity,
                "left": left.get(line.id, 0),
                "category": line.category.value,
                "rate": f"{line.rate:.2f}",
                "net": amount(line.net),
                "tax": amount(line.tax),
                "total": amount(line.gross),
            }
            for line in invoice.lines
        ],
    }


@api(IInvoice, returns=schemas.Invoice, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One document with its lines, and what of them can still be credited."""
    return present(request, context.entity)


@api(IOrder, name="invoice", schema=InvoiceInput, **MANAGE)
def issue(context: Any, request: Any) -> dict[str, Any]:
    """Issue the order's invoice."""
    given = request.validated
    rate = given["exchange_rate"]
    invoice_id = service.issue(
        request,
        context.entity,
        exchange_rate=None if rate is None else Decimal(rate),
        work_point=given["work_point"],
    )
    return _issued(request, invoice_id)


@api(IInvoice, name="credit", schema=schemas.CreditInput, **MANAGE)
def credit(context: Any, request: Any) -> dict[str, Any]:
    """Issue a credit note: of the units named, of an amount, or of all that is left."""
    given, row = request.validated, context.entity
    units: dict[str, int] = {}
    for line in given["lines"]:
        units[line["line_id"]] = units.get(line["line_id"], 0) + line["quantity"]
    amount = given["amount"]
    if amount and units:
        text = "Give an amount by itself, or lines, not both."
        raise Invalid("amount_beside_lines", text, field="amount")
    if amount and amount["currency"] != row.currency:
        text = "The invoice is in %(currency)s."
        raise Invalid("currency_other", text, field="amount", currency=row.currency)
    if amount and amount["amount"] <= 0:
        raise Invalid("amount_invalid", "Give an amount above zero.", field="amount")
    note_id = service.credit(
        request, row, units or None, given["reason"], amount=amount["amount"] if amount else 0
    )
    return _issued(request, note_id)


def _issued(request: Any, invoice_id: Any) -> dict[str, Any]:
    row = queries.one(request.db, invoice_id)
    request.audit.update(number=row.full_number)
    request.response.status_int = 201
    return present(request, row)


def _file(context: Any, extension: str) -> dict[str, Any]:
    row = context.entity
    return {
        "filename": invoice_files.name_of(row, extension),
        "content_type": invoice_files.KINDS[extension][0],
        "content": b64encode(invoice_files.content(row, extension)).decode(),
    }


@api(IInvoice, name="pdf", returns=schemas.File, **READ)
def pdf(context: Any, _request: Any) -> dict[str, Any]:
    """The document as people read it."""
    return _file(context, "pdf")


@api(IInvoice, name="xml", returns=schemas.File, **READ)
def xml(context: Any, _request: Any) -> dict[str, Any]:
    """The document as RO e-Factura takes it (UBL 2.1, CIUS-RO)."""
    return _file(context, "xml")
