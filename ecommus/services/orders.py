"""What staff do with an order: confirm, send, mark paid or delivered, cancel."""

import re
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update

from ecommus.core.errors import Invalid
from ecommus.core.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaid,
    OrderShipped,
    StockChanged,
)
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.orders import Order, OrderLine
from ecommus.core.states import PaymentStatus
from ecommus.db.stock import Stock, Why
from ecommus.db.tables import sales as t
from ecommus.db.tables.stock import stock_locations
from ecommus.services import offers
from ecommus.services.timeline import note
from ecommus.services.work import Work

# Shoppers are sent there: nothing but the web.
LINK = re.compile(r"https?://[^\s/]+(/\S*)?", re.IGNORECASE)


def confirm(work: Work, order: Order) -> None:
    """The shop accepts the order."""
    order.confirm()
    _touched(order)
    note(work, order.id, "confirmed")
    work.publish(OrderConfirmed(order.id))


def fulfil(
    work: Work,
    order: Order,
    quantities: dict[UUID, int],
    *,
    carrier: str = "",
    tracking_number: str = "",
    tracking_url: str = "",
) -> UUID:
    """Send units (``{line id: quantity}``; none named: everything open). Answers the fulfilment.

    Invalid when ``tracking_url`` is no address that a shopper may be sent to.
    """
    if tracking_url and not LINK.fullmatch(tracking_url):
        text = "Write the whole address, beginning with https://."
        raise Invalid("link_invalid", text, field="tracking_url")
    sent = order.fulfil(quantities)
    _move(work, order, sent, Movement.SOLD, "sent")
    fulfilment_id = uuid7()
    work.db.execute(
        insert(t.fulfilments).values(
            id=fulfilment_id,
            order_id=order.id,
            lines=[{"line_id": str(line.id), "quantity": quantity} for line, quantity in sent],
            carrier=carrier,
            tracking_number=tracking_number,
            tracking_url=tracking_url,
        )
    )
    _touched(order)
    note(work, order.id, "fulfilled", tracking_number=tracking_number, carrier=carrier)
    work.publish(OrderShipped(order.id, fulfilment_id))
    return fulfilment_id


def deliver(work: Work, order: Order) -> None:
    """The parcel arrived."""
    order.deliver()
    _touched(order)
    note(work, order.id, "delivered")
    work.publish(OrderDelivered(order.id))


def mark_paid(work: Work, order: Order, reference: str = "") -> None:
    """The money is there (cash from the courier, a bank transfer)."""
    order.mark_paid()
    _payments(work, order, PaymentStatus.PAID, reference)
    _touched(order)
    note(work, order.id, "paid", reference=reference)
    work.publish(OrderPaid(order.id))


def cancel(work: Work, order: Order, reason: str = "") -> None:
    """Nothing will be sent: the units go back to the shelf."""
    order.cancel()
    _move(
        work, order, [(line, line.open_quantity) for line in order.lines], Movement.RELEASED,
        "order cancelled",
    )  # fmt: skip
    offers.give_back(work, order)
    if order.payment_status == PaymentStatus.CANCELLED:
        _payments(work, order, PaymentStatus.CANCELLED, "")
    _touched(order)
    note(work, order.id, "cancelled", reason=reason)
    work.publish(OrderCancelled(order.id))


def _payments(work: Work, order: Order, status: PaymentStatus, reference: str) -> None:
    work.db.execute(
        update(t.payments)
        .where(t.payments.c.order_id == order.id, t.payments.c.status == "pending")
        .values(status=status.value, reference=reference, updated_at=func.clock_timestamp())
    )


def _move(
    work: Work, order: Order, lines: list[tuple[OrderLine, int]], kind: Movement, reason: str
) -> None:
    """Move the allocated units of lines, place by place: those that orders take from first."""
    wanted = {line.id: quantity for line, quantity in lines if quantity}
    rows = work.db.execute(
        select(t.allocations)
        .join(
            stock_locations,
            (stock_locations.c.id == t.allocations.c.location_id)
            & (stock_locations.c.tenant_id == t.allocations.c.tenant_id),
        )
        .where(t.allocations.c.order_line_id.in_(wanted), t.allocations.c.quantity > 0)
        .order_by(stock_locations.c.priority.desc(), stock_locations.c.id)
        .with_for_update(of=t.allocations)
    ).all()
    stock = Stock(work.db, [row.variant_id for row in rows], work.now)
    why = Why(work.actor, reason, order.id)
    for row in rows:
        part = min(wanted[row.order_line_id], row.quantity)
        # A variant deleted since then has no stock to move.
        if part and row.variant_id in stock.variants:
            stock.move(row.variant_id, row.location_id, kind, part, why)
        wanted[row.order_line_id] -= part
        work.db.execute(
            update(t.allocations)
            .where(t.allocations.c.id == row.id)
            .values(quantity=row.quantity - part)
        )
    for variant_id, available in stock.flush():
        work.publish(StockChanged(variant_id, available))


def _touched(order: Order) -> None:
    order.updated_at = datetime.now(UTC)
