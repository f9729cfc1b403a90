"""The shopper's hot reads: one statement for a product, one for a page of cards.

They skip the ORM and answer rows; ``ecommus.web.storefront.shapes`` turns them into what templates
and the API show. Row-level security adds the tenant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

PRODUCT = """
SELECT p.id, p.slug, p.title, p.description, p.vendor, p.product_type, p.tags, p.options,
       p.attributes, p.tax_category, p.seo_title, p.seo_description, p.translations, p.version,
       p.updated_at,
  (SELECT json_agg(json_build_object(
       'id', v.id, 'sku', v.sku, 'option_values', v.option_values, 'price', v.price,
       'compare_at', v.compare_at, 'track_stock', v.track_stock, 'backorder', v.backorder,
       'barcode', v.barcode, 'weight_grams', v.weight_grams, 'media_id', v.media_id,
       'available', (SELECT coalesce(sum(l.on_hand - l.allocated - l.reserved), 0)
                     FROM stock_levels l
                     WHERE l.tenant_id = v.tenant_id AND l.variant_id = v.id))
     ORDER BY v.position, v.id)
   FROM variants v WHERE v.tenant_id = p.tenant_id AND v.product_id = p.id) AS variants,
  (SELECT json_agg(json_build_object(
       'id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
       'content_type', m.content_type, 'digest', m.digest, 'renditions', m.renditions)
     ORDER BY pm.position, pm.id)
   FROM product_media pm
   JOIN media m ON m.tenant_id = pm.tenant_id AND m.id = pm.media_id AND m.status = 'ready'
   WHERE pm.tenant_id = p.tenant_id AND pm.product_id = p.id) AS media,
  (SELECT json_agg(pc.category_id) FROM product_categories pc
   WHERE pc.tenant_id = p.tenant_id AND pc.product_id = p.id) AS categories
FROM products p
WHERE p.slug = :slug AND p.status = 'active'
"""

# One card: the cheapest variant's price, whether any can be bought, the first picture.
CARDS = """
SELECT p.id, p.slug, p.title, p.vendor, p.tags, p.translations, p.created_at,
       v.price, v.highest, v.compare_at, v.available, m.media
FROM products p
CROSS JOIN LATERAL (
  SELECT min(x.price) AS price, max(x.price) AS highest,
         (array_agg(x.compare_at ORDER BY x.price, x.position))[1] AS compare_at,
         bool_or(NOT x.track_stock OR x.backorder OR coalesce(l.free, 0) > 0) AS available
  FROM variants x
  LEFT JOIN LATERAL (
    SELECT sum(s.on_hand - s.allocated - s.reserved) AS free FROM stock_levels s
    WHERE s.tenant_id = x.tenant_id AND s.variant_id = x.id) l ON true
  WHERE x.tenant_id = p.tenant_id AND x.product_id = p.id) v
LEFT JOIN LATERAL (
  SELECT json_build_object('id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
       'content_type', m.content_type, 'digest', m.digest, 'renditions', m.renditions) AS media
  FROM product_media pm
  JOIN media m ON m.tenant_id = pm.tenant_id AND m.id = pm.media_id AND m.status = 'ready'
  WHERE pm.tenant_id = p.tenant_id AND pm.product_id = p.id
  ORDER BY pm.position, pm.id LIMIT 1) m ON true
WHERE p.status = 'active' AND v.price IS NOT NULL
"""

SORTS = {
    "newest": "p.created_at DESC, p.id DESC",
    "title": "p.title, p.id",
    "price": "v.price, p.id",
    "-price": "v.price DESC, p.id DESC",
}

_PRODUCT = text(PRODUCT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products: all conditions hold together. Prices in minor units."""

    categories: Sequence[UUID] = ()
    words: Sequence[str] = ()
    featured: bool = False
    in_stock: bool = False
    min_price: int | None = None
    max_price: int | None = None
    # Option name as the shop wrote it → values, any of which will do.
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    but_not: UUID | None = None


def product(db: Session, slug: str) -> Row | None:
    """One active product with variants, availability and pictures: one statement."""
    return db.execute(_PRODUCT, {"slug": slug}).one_or_none()


def cards(
    db: Session, wanted: Wanted, *, sort: str = "newest", limit: int = 24, offset: int = 0
) -> list[Row]:
    """A page of cards: one statement, whatever their number."""
    where, params = _conditions(wanted)
    statement = f"{CARDS}{where} ORDER BY {SORTS[sort]} LIMIT :limit OFFSET :offset"
    return list(db.execute(text(statement), params | {"limit": limit, "offset": offset}))


def count(db: Session, wanted: Wanted) -> int:
    """How many products ``wanted`` names."""
    where, params = _conditions(wanted)
    needs_variants = "v." in where
    source = CARDS.partition("FROM products p")[2] if needs_variants else (
        "\nWHERE p.status = 'active' AND EXISTS (SELECT FROM variants x"
        " WHERE x.tenant_id = p.tenant_id AND x.product_id = p.id)"
    )  # fmt: skip
    return db.execute(text(f"SELECT count(*) FROM products p{source}{where}"), params).scalar_one()


def counts(db: Session) -> dict[UUID, int]:
    """Active products per category, not counting sub-categories."""
    rows = db.execute(
        text(
            "SELECT pc.category_id, count(*) FROM product_categories pc"
            " JOIN products p ON p.tenant_id = pc.tenant_id AND p.id = pc.product_id"
            " WHERE p.status = 'active' GROUP BY pc.category_id"
        )
    )
    return {row[0]: row[1] for row in rows}


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
    for index, word in enumerate(wanted.words):
        # strpos, not LIKE: what the shopper typed is text, never a pattern.
        where.append(f"strpos(p.search_text, :word{index}) > 0")
        params[f"word{index}"] = word
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
    return "".join(f"\n  AND {condition}" for condition in where), params
