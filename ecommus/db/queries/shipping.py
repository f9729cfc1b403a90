"""A shop's own ways of delivery, and how many of its products have no weight."""

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ecommus.db.tables import catalog
from ecommus.db.tables.shipping import shipping_methods as t


def enabled(db: Session) -> list[Row]:
    """Those that are on, in the shop's order."""
    statement = select(t).where(t.c.enabled).order_by(t.c.position, t.c.name, t.c.id)
    return list(db.execute(statement))


def without_weight(db: Session) -> int:
    """Products on sale with a variant that has no weight."""
    v, p = catalog.variants.c, catalog.products.c
    statement = (
        select(func.count(p.id.distinct()))
        .select_from(catalog.products)
        .join(catalog.variants, v.product_id == p.id)
        .where(p.status == "active", func.coalesce(v.weight_grams, 0) == 0)
    )
    return db.execute(statement).scalar_one()
