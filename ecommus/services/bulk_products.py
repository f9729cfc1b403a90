"""Many products changed at once and written down, so that it can be taken back by ``undo``.

What a change makes of a product is ``core.bulk``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from ecommus.core import bulk
from ecommus.core.catalog import Product
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.queries import products as queries
from ecommus.db.tables import catalog as t
from ecommus.db.tables.back_office import bulk_changes as table
from ecommus.services import catalog, variants
from ecommus.services.work import Work

MOST = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """Titles of the products that are as before, and of those that somebody changed since."""

    restored: tuple[str, ...]
    skipped: tuple[str, ...]


def asked(work: Work, given: Mapping[str, Any]) -> bulk.Change:
    """The one change that ``given`` names. Invalid: none, several, or it cannot be."""
    named = {name: value for name, value in given.items() if value not in (None, "")}
    if len(named) != 1:
        text = "Name one change: a status, a percentage or a category."
        raise Invalid("change_missing", text, field="change")
    ((name, value),) = named.items()
    if name == "price_percent":
        change: bulk.Change = bulk.Price(Decimal(value))
    elif name == "status":
        change = bulk.Status(value)
    else:
        (category_id,) = catalog.category_ids(work, [str(value)])
        change = bulk.InCategory(category_id, name == "add_category")
    change.check()
    return change


def plan(work: Work, change: bulk.Change, products: Sequence[Product]) -> list[bulk.Step]:
    """What would happen to each product; nothing is changed."""
    inside = set()
    if isinstance(change, bulk.InCategory):
        inside = _inside(work, change.category_id, products)
    return bulk.plan(change, products, inside)


def carry_out(
    work: Work, change: bulk.Change, products: Sequence[Product]
) -> tuple[UUID | None, list[bulk.Step]]:
    """Do what ``plan`` says; answers the id by which it can be undone (None: nothing changed)."""
    steps, rows = plan(work, change, products), []
    for step in steps:
        if not step.rows:
            continue
        _write(work, step.product, change, {row.variant_id: row.after for row in step.rows})
        rows += [_kept(step.product, row) for row in step.rows]
    if not rows:
        return None, steps
    change_id = uuid7()
    kind, said = _said(change)
    values = {"id": change_id, "kind": kind, "change": said, "rows": rows, "actor": work.actor}
    work.db.execute(insert(table).values(values))
    return change_id, steps


def undo(work: Work, row: Any) -> Undone:
    """Put back what a bulk change changed, but for what was changed since. Conflict: it is done."""
    if row.undone_at is not None:
        raise Conflict("undone", "This change was taken back already.")
    change = _change(row)
    by_product: dict[UUID, list[dict[str, Any]]] = {}
    for entry in row.rows:
        by_product.setdefault(UUID(entry["product_id"]), []).append(entry)
    products = {p.id: p for p in queries.by_ids(work.db, list(by_product))}
    inside = set()
    if isinstance(change, bulk.InCategory):
        inside = _inside(work, change.category_id, list(products.values()))
    restored, skipped = [], []
    for product_id, entries in by_product.items():
        product = products.get(product_id)
        if product is None or not _untouched(product, change, entries, inside):
            skipped.append(entries[0]["title"])
            continue
        _write(work, product, change, {_id(entry): entry["before"] for entry in entries})
        restored.append(product.title)
    work.db.execute(
        update(table).where(table.c.id == row.id).values(undone_at=func.clock_timestamp())
    )
    return Undone(tuple(restored), tuple(skipped))


def _untouched(
    product: Product, change: bulk.Change, entries: list[dict[str, Any]], inside: set[UUID]
) -> bool:
    if isinstance(change, bulk.Price):
        known = {variant.id: variant for variant in product.variants}
        found = [(known.get(_id(entry)), entry) for entry in entries]
        return all(
            variant is not None
            and variant.price == entry["after"]
            # A previous price that was set since would be none.
            and (variant.compare_at is None or variant.compare_at > entry["before"])
            for variant, entry in found
        )
    now = product.status if isinstance(change, bulk.Status) else product.id in inside
    return now == entries[0]["after"]


def _write(
    work: Work, product: Product, change: bulk.Change, values: Mapping[UUID | None, Any]
) -> None:
    if isinstance(change, bulk.Price):
        prices = {key: {"price": price} for key, price in values.items() if key is not None}
        variants.change_all(work, product, prices)
    elif isinstance(change, bulk.Status):
        catalog.change(work, product, {"status": values[None]})
    else:
        links = t.product_categories.c
        found = select(links.category_id).where(links.product_id == product.id).order_by(links.id)
        kept = [key for key in work.db.execute(found).scalars() if key != change.category_id]
        wanted = [*kept, change.category_id] if values[None] else kept
        catalog.change(work, product, {"categories": [str(key) for key in wanted]})


def _inside(work: Work, category_id: UUID, products: Sequence[Product]) -> set[UUID]:
    links = t.product_categories.c
    wanted = [product.id for product in products]
    found = select(links.product_id).where(
        links.category_id == category_id, links.product_id.in_(wanted)
    )
    return set(work.db.execute(found).scalars())


def _kept(product: Product, row: bulk.Row) -> dict[str, Any]:
    return {
        "product_id": str(product.id),
        "title": product.title,
        "variant_id": str(row.variant_id) if row.variant_id else None,
        "name": row.name,
        "before": row.before,
        "after": row.after,
    }


def _id(entry: dict[str, Any]) -> UUID | None:
    return UUID(entry["variant_id"]) if entry["variant_id"] else None


def _said(change: bulk.Change) -> tuple[str, dict[str, Any]]:
    if isinstance(change, bulk.Price):
        return "price", {"percent": str(change.percent)}
    if isinstance(change, bulk.Status):
        return "status", {"status": change.status}
    return "category", {"category_id": str(change.category_id), "there": change.there}


def _change(row: Any) -> bulk.Change:
    """The change of a stored row."""
    if row.kind == "price":
        return bulk.Price(Decimal(row.change["percent"]))
    if row.kind == "status":
        return bulk.Status(row.change["status"])
    return bulk.InCategory(UUID(row.change["category_id"]), row.change["there"])
