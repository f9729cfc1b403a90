"""The operator's reads of the catalogue, and entities loaded with their parts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, selectinload

from ecommus.core.catalog import Category, Product, Variant
from ecommus.db.tables import catalog as t
from ecommus.db.tables.stock import stock_levels


def product(db: Session, product_id: UUID) -> Product | None:
    """A product with its variants; locked when the session may write, so edits come in turn."""
    statement = (
        select(Product).where(Product.id == product_id).options(selectinload(Product.variants))
    )
    if not db.read_only:
        statement = statement.with_for_update(of=t.products)
    return db.execute(statement).scalar_one_or_none()


def category(db: Session, category_id: UUID) -> Category | None:
    statement = select(Category).where(Category.id == category_id)
    if not db.read_only:
        statement = statement.with_for_update()
    return db.execute(statement).scalar_one_or_none()


def categories(db: Session) -> list[Category]:
    """All categories, parents before children's siblings, in shop order."""
    return list(
        db.execute(
            select(Category).order_by(Category.position, Category.name, Category.id)
        ).scalars()
    )


def slug_taken(db: Session, table: Any, slug: str, but: UUID | None = None) -> bool:
    """Whether another row of ``table`` has this slug."""
    statement = select(table.c.id).where(table.c.slug == slug)
    if but:
        statement = statement.where(table.c.id != but)
    return db.execute(statement.limit(1)).first() is not None


def free_slug(db: Session, table: Any, wanted: str) -> str:
    """``wanted``, or with the first free number behind it."""
    taken = set(db.execute(select(table.c.slug).where(table.c.slug.startswith(wanted))).scalars())
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def skus_taken(db: Session, skus: Sequence[str], but_product: UUID | None) -> set[str]:
    """Those of ``skus`` that a variant of another product has."""
    statement = select(t.variants.c.sku).where(t.variants.c.sku.in_(skus))
    if but_product:
        statement = statement.where(t.variants.c.product_id != but_product)
    return set(db.execute(statement).scalars())


def product_media(db: Session, product_ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """The pictures of products, in order."""
    rows = db.execute(
        select(t.product_media.c.product_id, t.media)
        .join(t.media, t.media.c.id == t.product_media.c.media_id)
        .where(t.product_media.c.product_id.in_(product_ids))
        .order_by(t.product_media.c.position, t.product_media.c.id)
    )
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.product_id, []).append(row)
    return found


def product_category_ids(db: Session, product_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The categories of products."""
    rows = db.execute(
        select(t.product_categories.c.product_id, t.product_categories.c.category_id)
        .where(t.product_categories.c.product_id.in_(product_ids))
        .order_by(t.product_categories.c.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.product_id, []).append(row.category_id)
    return found


def stock_of(db: Session, variant_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """On hand, allocated and reserved units of variants, over all places."""
    levels = stock_levels.c
    rows = db.execute(
        select(
            levels.variant_id,
            func.sum(levels.on_hand),
            func.sum(levels.allocated),
            func.sum(levels.reserved),
        )
        .where(levels.variant_id.in_(variant_ids))
        .group_by(levels.variant_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in rows}


def variants_by_key(db: Session, keys: Sequence[Any], by: str = "id") -> dict[Any, Variant]:
    """Variants by id or SKU."""
    column = getattr(Variant, by)
    return {
        getattr(variant, by): variant
        for variant in db.execute(select(Variant).where(column.in_(keys))).scalars()
    }
