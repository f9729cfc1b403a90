"""Credit notes of refunds: each refund of an invoiced order has its own, to the cent.

What was given back before there was an invoice is credited when it is issued. Money that was never
on the invoice (the difference of an edit) is credited by nobody.
"""

from typing import Any
from uuid import UUID

from ecommus.core.errors import Refusal
from ecommus.core.events import InvoiceIssued
from ecommus.core.invoice import Kind
from ecommus.core.invoice_build import SHIPPING
from ecommus.core.orders import Order
from ecommus.core.states import RefundStatus
from ecommus.db.queries import invoices as documents
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.services import invoices
from ecommus.services.crash import boundary
from ecommus.services.gateways import OpenWork
from ecommus.services.invoice_chain import open_invoice
from ecommus.services.refund_ways import paid
from ecommus.services.work import Work

ENDED = {"credit": False, "claimed_at": None, "tries": 0}


def write(open_work: OpenWork, refund_id: UUID) -> None:
    """The credit note of a refund, in a short transaction of its own; made once."""
    boundary("credit.claimed")
    try:
        with open_work() as work:
            _credit(work, refund_id)
            boundary("credit.written")
    except Refusal as refusal:
        # Somebody credited it by hand, or a rule is in the way: staff see why, and decide.
        with open_work() as work:
            queries.change_refund(work.db, refund_id, error=str(refusal)[:500], **ENDED)


def invoiced(event: InvoiceIssued, work: Work) -> None:
    """An order has its invoice: what was given back before is credited now, in its order."""
    if event.kind != Kind.INVOICE:
        return
    for row in queries.refunds_of(work.db, event.order_id):
        done = row.status == RefundStatus.DONE and row.part_of is None and not row.surplus
        if done and row.credit_note_id is None and not row.credit:
            queries.change_refund(work.db, row.id, credit=True, claimed_at=work.now, tries=0)
            _afterwards(work, row.id)


def _afterwards(work: Work, refund_id: UUID) -> None:
    work.afterwards(lambda open_work: write(open_work, refund_id))


def _credit(work: Work, refund_id: UUID) -> None:
    found = queries.refund(work.db, refund_id)
    order = sales.order(work.db, Order.id == found.order_id)
    row = queries.refund(work.db, refund_id)
    if not row.credit or order is None:
        return
    rows = documents.of_order(work.db, row.order_id)
    issued, note_id = open_invoice(rows), None
    if issued is not None:
        total = row.amount + sum(part.amount for part in queries.parts_of(work.db, row.id))
        if row.lines or row.shipping_amount:
            what = _of_refund(row, issued) | {"total": total}
        else:
            what = {"amount": total - min(total, _beyond(work, order, issued, row))}
        if what.get("amount", 1) > 0:
            note_id = invoices.credit(work, issued, reason=row.reason, **what)
    queries.change_refund(work.db, row.id, credit_note_id=note_id, **ENDED)


def _beyond(work: Work, order: Order, issued: Any, row: Any) -> int:
    """What was paid beyond the invoice, an edit's difference for one, and has not gone back yet."""
    beyond = sum(one.captured for one in paid(work, order)) - issued.total
    for other in queries.refunds_of(work.db, order.id):
        given = other.status == RefundStatus.DONE and other.credit_note_id is None
        if given and row.id not in (other.id, other.part_of):
            beyond -= other.amount
    return max(beyond, 0)


def _of_refund(row: Any, issued: Any) -> dict[str, Any]:
    """What of the invoice a refund is: units, and a part of the delivery."""
    of_source = {line["source"]: line for line in issued.model["lines"]}
    units = {
        of_source[part["line_id"]]["id"]: part["quantity"]
        for part in row.lines
        if part["line_id"] in of_source
    }
    shipping = of_source.get(SHIPPING)
    if not row.shipping_amount or shipping is None:
        return {"quantities": units}
    if row.shipping_amount == shipping["net"] + shipping["tax"]:
        return {"quantities": units | {shipping["id"]: 1}}
    return {"quantities": units, "parts": {shipping["id"]: row.shipping_amount}}
