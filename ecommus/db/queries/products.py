"""The operator's list of products: one statement for a page, one for the counts of all states.

The shopper's lists are in ``storefront``; single products with their parts in ``catalog``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session, selectinload

from ecommus.core.catalog import Product
from ecommus.db.tables import catalog as t

_OFFER = """
CROSS JOIN LATERAL (
  SELECT count(*) AS variants, min(x.price) AS lowest, max(x.price) AS highest,
         sum(coalesce(l.free, 0)) FILTER (WHERE x.track_stock) AS stock
  FROM variants x
  LEFT JOIN LATERAL (
    SELECT sum(s.on_hand - s.allocated - s.reserved) AS free FROM stock_levels s
    WHERE s.tenant_id = x.tenant_id AND s.variant_id = x.id) l ON true
  WHERE x.tenant_id = p.tenant_id AND x.product_id = p.id) v"""
# First which products, then what a row shows of them.
_PAGE = """
WITH shown AS MATERIALIZED (
  SELECT p.id FROM products p {needed} WHERE true {where}
  ORDER BY {order} LIMIT :limit OFFSET :offset)
SELECT p.id, p.slug, p.title, p.status, p.vendor, p.featured, p.updated_at,
       v.variants, v.lowest, v.highest, v.stock, m.renditions
FROM shown JOIN products p ON p.id = shown.id {offer}
LEFT JOIN LATERAL (
  SELECT m.renditions FROM product_media pm
  JOIN media m ON m.tenant_id = pm.tenant_id AND m.id = pm.media_id AND m.status = 'ready'
  WHERE pm.tenant_id = p.tenant_id AND pm.product_id = p.id
  ORDER BY pm.position, pm.id LIMIT 1) m ON true
ORDER BY {order}"""
_COUNTS = "SELECT p.status, count(*) FROM products p WHERE true"

SORTS = {
    "title": "p.title, p.id",
    "-title": "p.title DESC, p.id DESC",
    "price": "v.lowest, p.id",
    "-price": "v.highest DESC, p.id DESC",
    # Products whose stock nobody counts come last either way.
    "stock": "v.stock NULLS LAST, p.id",
    "-stock": "v.stock DESC NULLS LAST, p.id DESC",
    "changed": "p.updated_at, p.id",
    "-changed": "p.updated_at DESC, p.id DESC",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products: all conditions hold together. ``words`` as in ``queries.cards``."""

    words: Sequence[str] | None = None
    status: str = ""
    categories: Sequence[UUID] = ()


def rows(db: Session, wanted: Wanted, *, sort: str, limit: int, offset: int) -> list[Row]:
    """A page: title, status, number of variants, lowest and highest price in minor units, units
    that can be sold (None: not counted), renditions of the first picture."""
    where, params = _conditions(wanted)
    if wanted.status:
        where += " AND p.status = :status"
        params["status"] = wanted.status
    order = SORTS[sort]
    needed = _OFFER if "v." in order else ""
    statement = text(_PAGE.format(needed=needed, where=where, order=order, offer=_OFFER))
    return list(db.execute(statement, params | {"limit": limit, "offset": offset}))


def counts(db: Session, wanted: Wanted) -> dict[str, int]:
    """How many products of each status fit, whatever status is wanted."""
    where, params = _conditions(wanted)
    statement = f"{_COUNTS}{where} GROUP BY p.status"
    return dict(map(tuple, db.execute(text(statement), params)))


def by_ids(db: Session, ids: Sequence[UUID]) -> list[Product]:
    """Products with their variants; locked in the order of their ids when the session may write."""
    statement = (
        select(Product)
        .where(Product.id.in_(ids))
        .options(selectinload(Product.variants))
        .order_by(Product.id)
    )
    if not db.read_only:
        statement = statement.with_for_update(of=t.products)
    return list(db.execute(statement).scalars())


def in_category(db: Session) -> dict[UUID, int]:
    """Products per category, of any status, not counting sub-categories."""
    statement = "SELECT category_id, count(*) FROM product_categories GROUP BY category_id"
    return dict(map(tuple, db.execute(text(statement))))


def _conditions(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    where, params = "", {}
    if wanted.words is not None:
        where += " AND p.id IN (SELECT products_found(:words))"
        params["words"] = list(wanted.words)
    if wanted.categories:
        where += (
            " AND EXISTS (SELECT FROM product_categories c WHERE c.tenant_id = p.tenant_id"
            " AND c.product_id = p.id AND c.category_id = ANY(:categories))"
        )
        params["categories"] = list(wanted.categories)
    return where, params
