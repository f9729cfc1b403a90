"""A product as shoppers see it: one statement. Lists of products are in ``cards``.

The hot reads skip the ORM and answer rows; ``ecommus.web.storefront.shapes`` turns them into what
templates and the API show. Row-level security adds the tenant.
"""

from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

PRODUCT = """
SELECT p.id, p.slug, p.title, p.description, p.vendor, p.product_type, p.tags, p.options,
       p.attributes, p.tax_category, p.seo_title, p.seo_description, p.translations, p.version,
       p.updated_at,
  (SELECT json_agg(json_build_object(
       'id', v.id, 'sku', v.sku, 'option_values', v.option_values, 'price', v.sells_at,
       'base', v.price, 'min_price', v.min_price, 'compare_at', v.original,
       'lowest_before', v.lowest_before,
       'track_stock', v.track_stock, 'backorder', v.backorder,
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

_PRODUCT = text(PRODUCT)


def product(db: Session, slug: str) -> Row | None:
    """One active product with variants, availability and pictures: one statement."""
    return db.execute(_PRODUCT, {"slug": slug}).one_or_none()


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
