"""Where the money of an order is, and where it goes when it is given back."""

from typing import Any
from uuid import UUID

from ecommus.core.balances import Taken, way_back
from ecommus.core.errors import Conflict
from ecommus.core.orders import Order
from ecommus.core.states import AttemptStatus, PaymentStatus
from ecommus.db.queries import customers as people
from ecommus.db.queries import payments as queries
from ecommus.services import balances
from ecommus.services.work import Work

HAS_MONEY = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED)


def paid(work: Work, order: Order) -> list[Any]:
    """The payments that have the order's money; none before all of it is there."""
    if order.payment_status not in HAS_MONEY:
        return []
    return [row for row in queries.of_order(work.db, order.id) if row.status == AttemptStatus.PAID]


def ways(work: Work, order: Order, amount: int) -> list[tuple[Any, int]]:
    """The payments that ``amount`` goes back to, and how much to each: the provider's first."""
    rows = {row.id: row for row in paid(work, order)}
    taken = [Taken(row.id, row.captured - row.refunded, bool(row.balance_id)) for row in
             rows.values()]  # fmt: skip
    return [(rows[payment_id], part) for payment_id, part in way_back(amount, taken)]


def credit_of(work: Work, order: Order) -> UUID:
    """The store credit of whoever ordered; a guest has none."""
    customer = people.customer(work.db, order.customer_id) if order.customer_id else None
    if customer is None or customer.erased_at is not None:
        text = "This order was placed without an account: nobody could use store credit."
        raise Conflict("no_customer", text, field="as_store_credit")
    return balances.credit_id(work, customer.id, order.currency)
