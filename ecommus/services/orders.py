"""What staff do with an order: confirm, send, mark paid or delivered, cancel."""

import re
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import insert

from ecommus.core.errors import Invalid
from ecommus.core.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaid,
    OrderShipped,
)
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.orders import Order
from ecommus.core.states import AttemptStatus, PaymentStatus
from ecommus.db.queries import payments as queries
from ecommus.db.tables import sales as t
from ecommus.services import allocations, balances, payments, promotion_uses
from ecommus.services.crash import boundary
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
    allocations.move(work, order, sent, Movement.SOLD, "sent")
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
    # What a provider holds is taken when the first parcel leaves.
    if order.payment_status == PaymentStatus.AUTHORIZED:
        payments.capture(work, order)
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
    """The money is there (cash from the courier, a bank transfer); or, where a provider only holds
    it so far, it is asked to take it."""
    if payments.capture(work, order):
        return
    order.mark_paid()
    payment_id = payments.by_hand(work, order)
    paid = {"status": AttemptStatus.PAID.value, "captured": order.to_pay, "reference": reference}
    queries.change(work.db, payment_id, **paid)
    _paid(work, order, reference)


def settle(work: Work, order: Order) -> None:
    """Gift cards and store credit paid all of it."""
    order.mark_paid()
    _paid(work, order)


def recost(work: Work, order: Order) -> None:
    """Its total is another: so much is waited for, and nothing once balances pay all of it."""
    attempt = queries.live(work.db, order.id)
    if payments.due(order) and order.balance_total and not order.to_pay:
        if attempt is not None:
            payments.let_go(work, order, attempt)
        settle(work, order)
    elif attempt is not None and not attempt.captured:
        queries.change(work.db, attempt.id, amount=order.to_pay)


def cancel(work: Work, order: Order, reason: str = "") -> None:
    """Nothing will be sent: the units go back to the shelf, money that a provider holds is let go
    of, and what balances paid of an order that was never paid whole goes back to them. What was
    taken is given back by ``refunds``, whoever cancels decides."""
    order.cancel()
    # Locked in the order of the checkout: promotions, balances, stock.
    promotion_uses.give_back(work, order)
    balances.release(work, order)
    allocations.move(
        work, order, [(line, line.open_quantity) for line in order.lines], Movement.RELEASED,
        "order cancelled",
    )  # fmt: skip
    attempt = queries.live(work.db, order.id)
    if attempt is not None and not attempt.captured:
        payments.let_go(work, order, attempt)
        boundary("void.noted")
    _touched(order)
    note(work, order.id, "cancelled", reason=reason)
    work.publish(OrderCancelled(order.id))


def add_note(work: Work, order: Order, text: str) -> None:
    """Write down what the staff should know; nobody changes it afterwards. Invalid: no words."""
    if not text.strip():
        raise Invalid("required", "Write the note first.", field="text")
    note(work, order.id, "note", text=text.strip())


def _paid(work: Work, order: Order, reference: str = "") -> None:
    _touched(order)
    note(work, order.id, "paid", reference=reference)
    work.publish(OrderPaid(order.id))


def _touched(order: Order) -> None:
    order.updated_at = datetime.now(UTC)
