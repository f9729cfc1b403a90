"""An order's timeline: what happened, for people to read."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.db.tables.sales import order_timeline
from ecommus.services.work import Work

_NOTE = insert(order_timeline).inline()
KINDS = {
    "placed": "Order placed",
    "confirmed": "Order confirmed",
    "fulfilled": "Sent",
    "delivered": "Delivered",
    "paid": "Paid",
    "balance_paid": "Paid from gift card or store credit",
    "balance_returned": "Given back to gift card or store credit",
    "authorized": "Payment authorized",
    "payment_failed": "Payment failed",
    "payment_method": "Another way to pay was chosen",
    "surplus": "Money came that nobody waited for; it goes back",
    "refund_requested": "Refund begun",
    "refunded": "Money refunded",
    "refund_failed": "Refund failed",
    "cancelled": "Cancelled",
    "edited": "Changed",
    "readdressed": "Addresses changed",
    "withdrawn": "Withdrawal from the contract declared",
    "mail": "E-mail sent",
    "invoiced": "Invoice issued",
    "credited": "Credit note issued",
    "invoice_corrected": "Invoice corrected",
    "return_requested": "Return requested",
    "return_approved": "Return approved",
    "return_refused": "Return refused",
    "return_received": "Returned goods received",
    "return_done": "Return closed",
    "note": "Note of the staff",
}


def note(work: Work, order_id: UUID, kind: str, **data: Any) -> None:
    """Write an entry down."""
    row = {"id": uuid7(), "order_id": order_id, "kind": kind, "data": data, "actor": work.actor}
    work.db.execute(_NOTE, row)
