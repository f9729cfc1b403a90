"""Withdrawing from a contract made at a distance (OUG 34/2014, art. 9 to 16 and 11¹).

Whoever bought may declare it, account or not; the declaration is written down as it was made, its
receipt goes out by e-mail, and the shop is told. What follows waits among the returns.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from ecommus.core.customers import is_email
from ecommus.core.errors import Invalid
from ecommus.core.events import WithdrawalDeclared
from ecommus.core.ids import uuid7
from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.db.queries.customers import same_email
from ecommus.db.tables.customers import withdrawals
from ecommus.db.tables.sales import orders
from ecommus.services import returns
from ecommus.services.timeline import note as write
from ecommus.services.work import Work


def check(name: str, order_number: str, email: str) -> None:
    """Invalid when the declaration cannot be made like this."""
    if not name.strip():
        raise Invalid("required", "This field is needed.", field="name")
    if not order_number.strip():
        raise Invalid("required", "This field is needed.", field="order_number")
    if not is_email(email.strip()):
        raise Invalid("email_invalid", "This is no e-mail address.", field="email")


def declare(
    work: Work,
    name: str,
    order_number: str,
    email: str,
    note: str = "",
    customer_id: UUID | None = None,
) -> Any:
    """Write a declaration down; answers its row.

    Whether number and e-mail name an order is not told: it is received in any case, and staff look
    into what they cannot place. ``customer_id``: who is signed in.
    """
    check(name, order_number, email)
    number = order_number.strip().removeprefix("#").strip()
    whose = same_email(orders.c.email, email)
    if customer_id is not None:
        whose |= orders.c.customer_id == customer_id
    order = sales.order(work.db, (orders.c.number == number) & whose)
    order_id = order.id if order is not None else None
    row = work.db.execute(
        insert(withdrawals)
        .values(
            id=uuid7(),
            order_id=order_id,
            order_number=number,
            name=name.strip(),
            email=email.strip(),
            note=note.strip(),
            locale=work.locale_name,
        )
        .returning(withdrawals)
    ).one()
    if order is not None:
        # Without name and address: the timeline is never changed, not even by an erasure.
        write(work, order.id, "withdrawn", withdrawal=str(row.id))
        returns.withdrawn(work, order, row)
    work.publish(WithdrawalDeclared(row.id))
    return row


def settle(work: Work, withdrawal_id: UUID, order_number: str = "") -> Order | None:
    """What staff found out of a declaration that names no order: which it means, or (no number)
    that there is none. Answers the order, whose return now waits among the others."""
    number = order_number.strip().removeprefix("#").strip()
    order = sales.order(work.db, orders.c.number == number) if number else None
    if number and order is None:
        raise Invalid("order_unknown", "There is no order with this number.", field="order_number")
    waiting = (withdrawals.c.id == withdrawal_id) & withdrawals.c.settled_at.is_(None)
    row = work.db.execute(
        update(withdrawals)
        .where(waiting, withdrawals.c.order_id.is_(None))
        .values(settled_at=work.now, order_id=order.id if order else None)
        .returning(withdrawals)
    ).one_or_none()
    if row is not None and order is not None:
        write(work, order.id, "withdrawn", withdrawal=str(row.id))
        returns.withdrawn(work, order, row)
    return order
