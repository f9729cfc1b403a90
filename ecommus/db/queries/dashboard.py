"""The figures of the admin's first page: a few statements, whatever the shop sold."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, select, text
from sqlalchemy.orm import Session

from ecommus.core.states import FulfilmentStatus, OrderStatus
from ecommus.db.queries import proofs, sales
from ecommus.db.tables import catalog
from ecommus.db.tables.sales import orders

# Fulfilment states in which something is still to be sent.
OPEN = (FulfilmentStatus.UNFULFILLED.value, FulfilmentStatus.PARTIAL.value)

_DAYS = text(
    """
SELECT (placed_at AT TIME ZONE :zone)::date AS day, currency, count(*) AS orders,
       sum(total) AS total
FROM orders WHERE placed_at >= :since AND status <> 'cancelled'
GROUP BY 1, 2 ORDER BY 1, 2
"""
)


# updated_at is never before created_at, and it is what there is an index of.
_FUNNEL = text(
    """
SELECT created_at >= :middle AS now, count(*) AS carts,
       count(*) FILTER (WHERE email IS NOT NULL OR ordered_at IS NOT NULL) AS checkouts,
       count(*) FILTER (WHERE ordered_at IS NOT NULL) AS orders
FROM carts WHERE updated_at >= :since AND created_at >= :since GROUP BY 1
"""
)
_TOP = text(
    """
SELECT (array_agg(v.product_id))[1] AS product_id,
       (array_agg(l.name ORDER BY l.id DESC))[1] AS name,
       sum(l.quantity) FILTER (WHERE o.placed_at >= :middle) AS units,
       sum(l.total) FILTER (WHERE o.placed_at >= :middle) AS sales,
       coalesce(sum(l.total) FILTER (WHERE o.placed_at < :middle), 0) AS before
FROM orders o JOIN order_lines l ON l.tenant_id = o.tenant_id AND l.order_id = o.id
LEFT JOIN variants v ON v.tenant_id = l.tenant_id AND v.id = l.variant_id
WHERE o.placed_at >= :since AND o.status <> 'cancelled' AND o.currency = :currency
GROUP BY coalesce(v.product_id::text, l.product_slug, l.name)
HAVING count(*) FILTER (WHERE o.placed_at >= :middle) > 0
ORDER BY sales DESC, name LIMIT :limit
"""
)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Carts that were begun in some days, and how far they went."""

    carts: int = 0
    checkouts: int = 0
    orders: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What was sold on a day of the shop's calendar; ``total`` in minor units of ``currency``."""

    day: date
    currency: str
    orders: int
    total: int


def daily_sales(db: Session, since: datetime, zone: str) -> list[Day]:
    """Days with orders since a moment, cancelled ones left out."""
    rows = db.execute(_DAYS, {"since": since, "zone": zone})
    return [Day(row.day, row.currency, row.orders, int(row.total)) for row in rows]


def funnels(db: Session, since: datetime, middle: datetime) -> tuple[Funnel, Funnel]:
    """What became of carts begun from ``middle`` on, and of those between ``since`` and it."""
    rows = db.execute(_FUNNEL, {"since": since, "middle": middle})
    found = {row.now: Funnel(row.carts, row.checkouts, row.orders) for row in rows}
    return found.get(True, Funnel()), found.get(False, Funnel())


def top_products(
    db: Session, since: datetime, middle: datetime, currency: str, limit: int
) -> list[Row]:
    """What sold best from ``middle`` on: units and sums, and the sum between ``since`` and it."""
    given = {"since": since, "middle": middle, "currency": currency, "limit": limit}
    return list(db.execute(_TOP, given))


def open_orders(db: Session) -> Row:
    """How many orders wait to be confirmed (``placed``) and to be sent (``to_send``)."""
    c = orders.c
    to_send = (c.status == OrderStatus.CONFIRMED.value) & c.fulfilment_status.in_(OPEN)
    placed = c.status == OrderStatus.PLACED.value
    return db.execute(
        select(
            func.count().filter(placed).label("placed"),
            func.count().filter(to_send).label("to_send"),
        ).where(c.status.in_((OrderStatus.PLACED.value, OrderStatus.CONFIRMED.value)))
    ).one()


def beginnings(db: Session) -> Row:
    """Whether the shop has any order, any product that shoppers see; what the last proof found."""
    shown = exists().where(catalog.products.c.status == "active")
    return db.execute(
        select(
            exists().select_from(orders).label("orders"),
            shown.label("products"),
            proofs.newest().label("findings"),
        )
    ).one()


def order_list(*, status: str = "", fulfilment: str = "", q: str = "") -> Select:
    """The orders' list; ``fulfilment`` may also be ``open``: something is still to be sent."""
    if fulfilment == "open":
        return sales.order_list(status=status, q=q).where(orders.c.fulfilment_status.in_(OPEN))
    return sales.order_list(status=status, fulfilment=fulfilment, q=q)


def newest_orders(db: Session, limit: int) -> list[Row]:
    """The last orders, newest first."""
    statement = sales.order_list().order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    return list(db.execute(statement.limit(limit)))


def order_sort(name: str) -> list[Any]:
    """ORDER BY of ``placed`` or ``total``, with ``-`` in front for downwards."""
    column = {"placed": orders.c.placed_at, "total": orders.c.total}[name.removeprefix("-")]
    if name.startswith("-"):
        return [column.desc(), orders.c.id.desc()]
    return [column, orders.c.id]
