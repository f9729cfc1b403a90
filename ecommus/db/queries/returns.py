"""Returns: one with its order, an order's, the list; withdrawals that name no order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from ecommus.core.orders import Order
from ecommus.core.returns import Return
from ecommus.core.text import fold
from ecommus.db.queries import sales
from ecommus.db.tables.customers import withdrawals
from ecommus.db.tables.returns import returns as t
from ecommus.db.tables.sales import fulfilments, order_timeline, orders


def one(db: Session, return_id: UUID) -> tuple[Return, Order] | None:
    """A return and its order; both locked when the session may write, the order first."""
    order_id = db.execute(select(t.c.order_id).where(t.c.id == return_id)).scalar()
    order = sales.order(db, Order.id == order_id) if order_id else None
    if order is None:
        return None
    return next((x, order) for x in of_order(db, order.id) if x.id == return_id)


def of_order(db: Session, order_id: UUID) -> list[Return]:
    """An order's returns, oldest first. Whoever changes one holds the order's lock."""
    statement = select(Return).where(t.c.order_id == order_id).order_by(t.c.id)
    return list(db.execute(statement).scalars())


def rows_of_order(order_id: UUID) -> Select:
    """The same as columns, for the caller to order and limit."""
    return select(t).where(t.c.order_id == order_id)


def arrived(db: Session, order_id: UUID) -> datetime | None:
    """When the order's goods reached the buyer, or else left the shop last; None: not yet."""
    delivered = select(func.max(order_timeline.c.at)).where(
        order_timeline.c.order_id == order_id, order_timeline.c.kind == "delivered"
    )
    sent = select(func.max(fulfilments.c.created_at)).where(fulfilments.c.order_id == order_id)
    found = func.coalesce(delivered.scalar_subquery(), sent.scalar_subquery())
    return db.execute(select(found)).scalar()


def listed(*, status: str = "", q: str = "") -> Select:
    """The operator's list with orders; the caller adds order and limits."""
    c, o = t.c, orders.c
    statement = select(
        c.id, c.number, c.status, c.lines, c.created_at, c.order_id, c.withdrawal_id, c.version,
        o.number.label("order_number"), o.email, o.shipping_address,
        o.status.label("order_status"),
    ).join(orders, (o.id == c.order_id) & (o.tenant_id == c.tenant_id))  # fmt: skip
    if status:
        statement = statement.where(c.status == status)
    if q:
        needle = q.strip().lower().lstrip("#")
        name = (
            o.shipping_address["first_name"].astext + " " + o.shipping_address["last_name"].astext
        )
        statement = statement.where(
            or_(
                func.lower(c.number) == needle,
                o.number == needle,
                func.strpos(func.lower(o.email), fold(needle)) > 0,
                func.strpos(func.lower(name), needle) > 0,
            )
        )
    return statement


def unplaced(db: Session) -> list[Row]:
    """Withdrawals that name no order of the shop, oldest first; at most twenty at a time."""
    w = withdrawals.c
    waiting = select(withdrawals).where(w.order_id.is_(None), w.settled_at.is_(None))
    return list(db.execute(waiting.order_by(w.id).limit(20)))
