"""Stock as the operator reads it: levels by variant, one variant's ledger.

Moving stock is ``ecommus.db.stock``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.orm import Session

from ecommus.core.inventory import LOW
from ecommus.core.text import words
from ecommus.db.tables import catalog, sales
from ecommus.db.tables import stock as t

FIGURES = ("on_hand", "allocated", "reserved")

_LEVELS = """
LEFT JOIN LATERAL (
  SELECT coalesce(sum(s.on_hand), 0) AS on_hand, coalesce(sum(s.allocated), 0) AS allocated,
         coalesce(sum(s.reserved), 0) AS reserved,
         coalesce(sum(s.on_hand - s.allocated - s.reserved), 0) AS available
  FROM stock_levels s WHERE s.tenant_id = v.tenant_id AND s.variant_id = v.id) l ON true
"""
_VARIANTS = "FROM variants v JOIN products p ON p.tenant_id = v.tenant_id AND p.id = v.product_id"
_COLUMNS = (
    "v.tenant_id, v.id, v.product_id, v.sku, v.option_values, v.track_stock, v.backorder,"
    " v.low_stock, v.position, p.title, p.status"
)
STATES = {
    "low": "v.track_stock AND l.available BETWEEN 1 AND coalesce(v.low_stock, :low)",
    "out": "v.track_stock AND l.available <= 0",
    # Both, where nothing is sold ahead: what wants ordering.
    "scarce": "v.track_stock AND NOT v.backorder AND l.available <= coalesce(v.low_stock, :low)",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which variants: ``q`` in title, SKU or barcode; ``state`` a key of ``STATES`` or ""."""

    q: str = ""
    state: str = ""
    active: bool = False
    # So many units or fewer are low, where a variant says nothing else.
    low: int = LOW


def count(db: Session, wanted: Wanted) -> int:
    """How many variants ``wanted`` names."""
    where, params = _conditions(wanted)
    levels = _LEVELS if wanted.state else ""
    return db.execute(text(f"SELECT count(*) {_VARIANTS} {levels} {where}"), params).scalar_one()


def variants(
    db: Session, wanted: Wanted, *, limit: int, offset: int = 0, scarce_first: bool = False
) -> list[Row]:
    """A page of variants with their units over all places: one statement.

    Levels are summed for the page alone, unless the filter or the order is about them.
    """
    where, params = _conditions(wanted)
    levels = _LEVELS if wanted.state or scarce_first else ""
    order = "title, product_id, position, id"
    inner = f"l.available, {order}" if scarce_first else order
    statement = text(
        f"SELECT v.*, l.on_hand, l.allocated, l.reserved, l.available FROM ("
        f"SELECT {_COLUMNS} {_VARIANTS} {levels} {where}"
        f" ORDER BY {_qualified(inner)} LIMIT :limit OFFSET :offset) v {_LEVELS}"
        f" ORDER BY {inner}"
    )
    return list(db.execute(statement, params | {"limit": limit, "offset": offset}))


def levels(db: Session, variant_id: UUID) -> list[Row]:
    """A variant's units place by place, every place of the shop included."""
    place, level = t.stock_locations.c, t.stock_levels.c
    return list(
        db.execute(
            select(
                place.id,
                place.code,
                place.name,
                *(func.coalesce(level[name], 0).label(name) for name in FIGURES),
            )
            .outerjoin(
                t.stock_levels,
                (level.location_id == place.id)
                & (level.tenant_id == place.tenant_id)
                & (level.variant_id == variant_id),
            )
            .order_by(place.priority.desc(), place.id)
        )
    )


def movements(variant_id: UUID) -> Select:
    """A variant's ledger with the numbers of the orders in it; the caller adds order and limits."""
    return _ledger().where(t.stock_movements.c.variant_id == variant_id)


@dataclass(frozen=True, slots=True)
class Moved:
    """Which rows of the ledger: words as in ``Wanted``, a kind, a place, a span of time."""

    q: str = ""
    kind: str = ""
    location_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


def everything_moved(wanted: Moved) -> Select:
    """The whole ledger with what moved; the caller adds order and limits."""
    move, variant, product = t.stock_movements.c, catalog.variants.c, catalog.products.c
    statement = (
        _ledger()
        .outerjoin(
            catalog.variants,
            (variant.id == move.variant_id) & (variant.tenant_id == move.tenant_id),
        )
        .outerjoin(
            catalog.products,
            (product.id == variant.product_id) & (product.tenant_id == variant.tenant_id),
        )
        .add_columns(variant.sku, variant.option_values, product.title)
    )
    if wanted.q:
        found = select(func.products_found(words(wanted.q, 10)))
        statement = statement.where(product.id.in_(found))
    if wanted.kind:
        statement = statement.where(move.kind == wanted.kind)
    if wanted.location_id:
        statement = statement.where(move.location_id == wanted.location_id)
    if wanted.since:
        statement = statement.where(move.at >= wanted.since)
    if wanted.before:
        statement = statement.where(move.at < wanted.before)
    return statement


def _ledger() -> Select:
    move, order = t.stock_movements.c, sales.orders.c
    return (
        select(t.stock_movements, order.number, t.stock_locations.c.name.label("location"))
        .outerjoin(sales.orders, (order.id == move.order_id) & (order.tenant_id == move.tenant_id))
        .outerjoin(
            t.stock_locations,
            (t.stock_locations.c.id == move.location_id)
            & (t.stock_locations.c.tenant_id == move.tenant_id),
        )
    )


def _qualified(order: str) -> str:
    """The same order where title is the product's column and the others are the variant's."""
    names = {"title": "p.title", "l.available": "l.available"}
    return ", ".join(names.get(name, f"v.{name}") for name in order.split(", "))


def _conditions(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    where: list[str] = []
    params: dict[str, Any] = {}
    if wanted.q:
        where.append("p.id IN (SELECT products_found(:words))")
        params["words"] = words(wanted.q, 10)
    if wanted.state:
        where.append(STATES[wanted.state])
        if ":low" in STATES[wanted.state]:
            params["low"] = wanted.low
    if wanted.active:
        where.append("p.status = 'active'")
    return f"WHERE {' AND '.join(where)}" if where else "", params
