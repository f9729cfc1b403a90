"""Stock-takes: what a sheet asks about, what its rows mean, how the shelves stand now."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ecommus.core.inventory import Level
from ecommus.db.tables import catalog
from ecommus.db.tables import stock as t

NEWEST = t.stock_takes.c.id.desc()
Shelf = tuple[UUID, UUID]


def listed() -> Select:
    """The stock-takes without their rows; the caller adds order and limits."""
    take = t.stock_takes.c
    named = (
        take.id, take.filename, take.reason, take.basis, take.created_by, take.created_at,
        take.queued_at, take.applied_at, take.applied_by,
    )  # fmt: skip
    return select(*named, func.jsonb_array_length(take.lines).label("lines"))


def shelves(db: Session, location_id: UUID | None = None) -> list[Row]:
    """Every shelf that has a level, and for a variant that has none, the first place.

    With ``location_id``: every variant at that place, whether it was ever there or not.
    """
    variant, level, place = catalog.variants.c, t.stock_levels.c, t.stock_locations.c
    first = select(place.id).order_by(place.priority.desc(), place.id).limit(1).scalar_subquery()
    here = location_id or func.coalesce(level.location_id, first)
    at = and_(level.variant_id == variant.id, level.tenant_id == variant.tenant_id)
    if location_id:
        at = and_(at, level.location_id == location_id)
    return list(
        db.execute(
            select(
                variant.id, variant.sku, variant.option_values, catalog.products.c.title,
                place.code, func.coalesce(level.on_hand, 0).label("on_hand"),
            )
            .join(
                catalog.products,
                and_(
                    catalog.products.c.id == variant.product_id,
                    catalog.products.c.tenant_id == variant.tenant_id,
                ),
            )
            .outerjoin(t.stock_levels, at)
            .join(t.stock_locations, place.id == here)
            .where(variant.track_stock)
            .order_by(
                place.priority.desc(), place.id, catalog.products.c.title, variant.product_id,
                variant.position, variant.id,
            )
        )
    )  # fmt: skip


def named(db: Session, skus: Iterable[str], ids: Iterable[UUID]) -> list[Row]:
    """The variants that a sheet names, with what people call them."""
    variant = catalog.variants.c
    return list(
        db.execute(
            select(
                variant.id, variant.sku, variant.track_stock, variant.option_values,
                catalog.products.c.title,
            )
            .join(catalog.products, catalog.products.c.id == variant.product_id)
            .where(or_(variant.sku.in_(list(skus)), variant.id.in_(list(ids))))
        )
    )  # fmt: skip


def now(db: Session, variant_ids: Sequence[UUID]) -> dict[Shelf, Level]:
    """(variant, place) → its level; a shelf without one is empty."""
    level = t.stock_levels.c
    rows = db.execute(select(t.stock_levels).where(level.variant_id.in_(variant_ids)))
    return {
        (row.variant_id, row.location_id): Level(row.on_hand, row.allocated, row.reserved)
        for row in rows
    }


def sellers_ahead(db: Session, variant_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the variants that are sold beyond their stock."""
    variant = catalog.variants.c
    statement = select(variant.id).where(variant.id.in_(variant_ids), variant.backorder)
    return set(db.execute(statement).scalars())
