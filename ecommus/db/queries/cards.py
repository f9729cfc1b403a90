"""Lists of products as shoppers see them: a page of cards, counted or not, in one statement.

First which products, then their cards: what a card needs is read for those shown, not for all.
Row-level security adds the tenant; ``products_found``, which looks words up, names it itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

# The cheapest variant's price, and whether any can be bought.
_OFFER = """
CROSS JOIN LATERAL (
  SELECT min(x.sells_at) AS price, max(x.sells_at) AS highest,
         (array_agg(x.original ORDER BY x.sells_at, x.position))[1] AS compare_at,
         bool_or(NOT x.track_stock OR x.backorder OR coalesce(l.free, 0) > 0) AS available
  FROM variants x
  LEFT JOIN LATERAL (
    SELECT sum(s.on_hand - s.allocated - s.reserved) AS free FROM stock_levels s
    WHERE s.tenant_id = x.tenant_id AND s.variant_id = x.id) l ON true
  WHERE x.tenant_id = p.tenant_id AND x.product_id = p.id) v"""

_FOUND = "SELECT p.id, {key} AS key FROM products p {offer} WHERE p.status = 'active' {where}"
_PAGE = "ORDER BY key {direction}, id {direction} LIMIT :limit OFFSET :offset"

# The one row beside the cards is there when no card is: it carries the total.
_CARDS = """
SELECT {total} AS total, c.* FROM (VALUES (1)) AS one LEFT JOIN (
  SELECT p.id, p.slug, p.title, p.vendor, p.tags, p.translations, p.created_at,
         v.price, v.highest, v.compare_at, v.available, m.media, shown.key
  FROM shown JOIN products p ON p.id = shown.id {offer}
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
         'content_type', m.content_type, 'digest', m.digest, 'renditions', m.renditions) AS media
    FROM product_media pm
    JOIN media m ON m.tenant_id = pm.tenant_id AND m.id = pm.media_id AND m.status = 'ready'
    WHERE pm.tenant_id = p.tenant_id AND pm.product_id = p.id
    ORDER BY pm.position, pm.id LIMIT 1) m ON true) c ON true
ORDER BY c.key {direction}, c.id {direction}
"""

SORTS = {
    "newest": ("p.created_at", "DESC"),
    "title": ("p.title", ""),
    "price": ("v.price", ""),
    "-price": ("v.price", "DESC"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products: all conditions hold together. Prices in minor units.

    ``words`` come from ``core.text.words``; each is the beginning of a word of the product. Where
    none was understood, there is nothing to find.
    """

    categories: Sequence[UUID] = ()
    words: Sequence[str] | None = None
    featured: bool = False
    in_stock: bool = False
    min_price: int | None = None
    max_price: int | None = None
    # Option name as the shop wrote it → values, any of which will do.
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    but_not: UUID | None = None


def cards(
    db: Session, wanted: Wanted, *, sort: str = "newest", limit: int = 24, offset: int = 0
) -> list[Row]:
    """Some cards, whatever their number."""
    where, params = _conditions(wanted)
    rows = db.execute(
        _statement(where, sort, counted=False), params | {"limit": limit, "offset": offset}
    )
    return [row for row in rows if row.id]


def counted(
    db: Session, wanted: Wanted, *, sort: str = "newest", limit: int = 24, offset: int = 0
) -> tuple[int, list[Row]]:
    """How many products are wanted, and a page of their cards."""
    where, params = _conditions(wanted)
    rows = db.execute(
        _statement(where, sort, counted=True), params | {"limit": limit, "offset": offset}
    ).all()
    return rows[0].total, [row for row in rows if row.id]


@lru_cache(maxsize=500)
def _statement(where: str, sort: str, *, counted: bool) -> TextClause:
    key, direction = SORTS[sort]
    offer = _OFFER if "v." in key + where else ""
    found = _FOUND.format(key=key, offer=offer, where=where)
    page = _PAGE.format(direction=direction)
    if counted:
        found = f"{found}), shown AS MATERIALIZED (SELECT id, key FROM found {page}"
        name, total = "found", "(SELECT count(*) FROM found)"
    else:
        name, found, total = "shown", f"{found} {page}", "0"
    cards = _CARDS.format(total=total, offer=_OFFER, direction=direction)
    return text(f"WITH {name} AS MATERIALIZED ({found}) {cards}")


def _conditions(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """SQL to append to a WHERE, and its parameters."""
    where: list[str] = []
    params: dict[str, Any] = {}
    if wanted.categories:
        where.append(
            "p.id IN (SELECT pc.product_id FROM product_categories pc"
            " WHERE pc.category_id = ANY(:categories))"
        )
        params["categories"] = list(wanted.categories)
    if wanted.words is not None:
        where.append("p.id IN (SELECT products_found(:words))")
        params["words"] = list(wanted.words)
    if wanted.featured:
        where.append("p.featured")
    if wanted.but_not:
        where.append("p.id <> :but_not")
        params["but_not"] = wanted.but_not
    if wanted.in_stock:
        where.append("v.available")
    for name, sign in (("min_price", ">="), ("max_price", "<=")):
        if (value := getattr(wanted, name)) is not None:
            where.append(f"v.price {sign} :{name}")
            params[name] = value
    for index, (name, values) in enumerate(wanted.options):
        where.append(
            f"EXISTS (SELECT FROM variants o WHERE o.tenant_id = p.tenant_id"
            f" AND o.product_id = p.id AND o.option_values[array_position(p.options, :on{index})]"
            f" = ANY(:ov{index}))"
        )
        params |= {f"on{index}": name, f"ov{index}": list(values)}
    return "".join(f" AND {condition}" for condition in where), params
