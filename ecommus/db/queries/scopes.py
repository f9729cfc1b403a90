"""What catalogue promotions are about: names to ids, ids to names, and all products they reach."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from ecommus.core.ids import parse_uuid
from ecommus.db.tables import catalog as t

# kind → (id, what people call it, what they see)
_KINDS: dict[str, tuple[ColumnElement, ColumnElement, ColumnElement]] = {
    "products": (t.products.c.id, t.products.c.slug, t.products.c.title),
    "categories": (t.categories.c.id, t.categories.c.slug, t.categories.c.name),
    "variants": (t.variants.c.id, t.variants.c.sku, t.variants.c.sku),
}
_PRODUCTS = text(
    """
WITH RECURSIVE below AS (
  SELECT id FROM categories WHERE id = ANY(:categories)
  UNION SELECT c.id FROM categories c JOIN below ON c.parent_id = below.id)
SELECT product_id FROM product_categories WHERE category_id IN (SELECT id FROM below)
UNION SELECT product_id FROM variants WHERE id = ANY(:variants)
UNION SELECT id FROM products WHERE id = ANY(:products)"""
)


def found(db: Session, kind: str, given: Sequence[str]) -> dict[str, UUID]:
    """Ids by what they were named: an id, an address, a SKU."""
    if not given:
        return {}
    key, name, _shown = _KINDS[kind]
    ids = [value for value in map(parse_uuid, given) if value is not None]
    rows = db.execute(select(key, name).where(or_(key.in_(ids), name.in_(given)))).all()
    return {str(row[0]): row[0] for row in rows} | {row[1]: row[0] for row in rows if row[1]}


def names(db: Session, rows: Iterable[Any]) -> dict[UUID, tuple[str, str]]:
    """(address or code, what people see) of all that promotions name: at most three statements."""
    rows = list(rows)
    shown: dict[UUID, tuple[str, str]] = {}
    for kind, (key, name, label) in _KINDS.items():
        ids = {value for row in rows for value in getattr(row, kind)}
        if ids:
            wanted = select(key, name, label).where(key.in_(ids))
            shown |= {row[0]: (row[1] or str(row[0]), row[2] or "") for row in db.execute(wanted)}
    return shown


def products(db: Session, row: Any) -> list[UUID]:
    """The products that a promotion is about, those below its categories too."""
    given = {kind: list(getattr(row, kind)) for kind in _KINDS}
    return list(db.execute(_PRODUCTS, given).scalars())
