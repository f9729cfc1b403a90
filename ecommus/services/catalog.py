"""Changing the catalogue: products with variants, categories; slugs, search text, events."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from ecommus.core.catalog import Category, Product, Variant
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import CategoryChanged, ProductCreated, ProductDeleted, ProductUpdated
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.text import slugify
from ecommus.db.queries import catalog
from ecommus.db.tables import catalog as t
from ecommus.services.html import clean
from ecommus.services.repricing import categories_moved, reprice
from ecommus.services.work import Work

LINKS = ("categories", "media")


def create(work: Work, fields: dict[str, Any], variants: Sequence[dict[str, Any]]) -> Product:
    """A new product with its variants. Invalid names the field that is wrong."""
    fields = dict(fields)
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    fields["slug"] = _slug(work, t.products, fields.get("slug"), fields.get("title", ""))
    fields["description"] = clean(fields.get("description", ""))
    fields["translations"] = _clean_texts(fields.get("translations", {}))
    now = datetime.now(UTC)
    product = Product(**fields, created_at=now, updated_at=now)
    product.variants = [Variant(**values, position=index) for index, values in enumerate(variants)]
    check(work, product)
    work.db.add(product)
    product.words = product.found_by()
    work.db.flush()
    _link(work, product, links)
    reprice(work, [product.id])
    work.publish(ProductCreated(product.id))
    return product


def change(work: Work, product: Product, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change a product; answers what really changed. Slugs stay unless asked for."""
    changes = dict(changes)
    links = {name: changes.pop(name) for name in LINKS if name in changes}
    if "slug" in changes and changes["slug"] != product.slug:
        changes["slug"] = _slug(work, t.products, changes["slug"], "", but=product.id)
    if "description" in changes:
        changes["description"] = clean(changes["description"])
    if "translations" in changes:
        changes["translations"] = _clean_texts(changes["translations"])
    changed = product.change(**changes)
    check(work, product)
    changed += _link(work, product, links)
    if changed:
        saved(work, product, changed)
    return changed


def check(work: Work, product: Product) -> None:
    """Invalid when the product or its variants cannot be, in themselves or beside others."""
    product.check()
    product.check_variants(product.variants)
    skus = [variant.sku for variant in product.variants if variant.sku]
    if len(set(skus)) != len(skus):
        raise Invalid("sku_duplicate", "Two variants have the same SKU.", field="variants")
    if skus and (taken := catalog.skus_taken(work.db, skus, product.id)):
        raise Invalid(
            "sku_taken",
            "Another product has the SKU %(sku)s.",
            field="variants",
            sku=sorted(taken)[0],
        )


def _clean_texts(translations: dict[str, Any]) -> dict[str, Any]:
    """Translations with safe descriptions: pages show them as they are."""
    return {
        locale: texts | {"description": clean(texts["description"])}
        if texts.get("description")
        else texts
        for locale, texts in translations.items()
    }


def add_variant(work: Work, product: Product, values: dict[str, Any]) -> Variant:
    """One more variant."""
    variant = Variant(**values, position=len(product.variants), product_id=product.id)
    product.variants.append(variant)
    _variants_changed(work, product)
    return variant


def change_variant(work: Work, product: Product, variant: Variant, values: dict[str, Any]) -> None:
    """Change a variant."""
    for name, value in values.items():
        setattr(variant, name, value)
    _variants_changed(work, product)


def remove_variant(work: Work, product: Product, variant: Variant) -> None:
    """Take a variant away; a product keeps at least one."""
    if len(product.variants) == 1:
        raise Conflict("last_variant", "A product needs a variant; delete the product instead.")
    product.variants.remove(variant)
    _variants_changed(work, product)


def delete_product(work: Work, product: Product) -> None:
    """Delete a product. Orders keep their own copy of what was sold."""
    work.db.execute(delete(t.products).where(t.products.c.id == product.id))
    work.db.expunge(product)
    work.publish(ProductDeleted(product.id))


def _variants_changed(work: Work, product: Product) -> None:
    product.touch()
    check(work, product)
    saved(work, product, ("variants",))


def saved(work: Work, product: Product, changed: tuple[str, ...]) -> None:
    """What follows every change of a product or its parts: search text, time, event."""
    product.updated_at = datetime.now(UTC)
    product.words = product.found_by()
    work.db.flush()
    if not {"variants", "categories"}.isdisjoint(changed):
        reprice(work, [product.id])
    work.publish(ProductUpdated(product.id, changed))


def _slug(work: Work, table: Any, wanted: str | None, title: str, but: UUID | None = None) -> str:
    """The slug asked for when it is free, else one made from the title."""
    if wanted:
        if catalog.slug_taken(work.db, table, wanted, but):
            raise Invalid("slug_taken", "This address is taken.", field="slug")
        return wanted
    return catalog.free_slug(work.db, table, slugify(title) or "p")


def _link(work: Work, product: Product, links: dict[str, Any]) -> tuple[str, ...]:
    """Put a product into categories and give it pictures; answers which of both changed."""
    changed = []
    for name, table, column, resolve in (
        ("categories", t.product_categories, "category_id", category_ids),
        ("media", t.product_media, "media_id", media_ids),
    ):
        if name not in links:
            continue
        wanted = resolve(work, links[name])
        order = table.c.position if "position" in table.c else table.c.id
        statement = select(table.c[column]).where(table.c.product_id == product.id).order_by(order)
        if list(work.db.execute(statement).scalars()) == wanted:
            continue
        work.db.execute(delete(table).where(table.c.product_id == product.id))
        rows = [
            {"id": uuid7(), "product_id": product.id, column: value}
            | ({"position": index} if "position" in table.c else {})
            for index, value in enumerate(wanted)
        ]
        if rows:
            work.db.execute(insert(table), rows)
        product.touch()
        changed.append(name)
    return tuple(changed)


def category_ids(work: Work, references: Sequence[str]) -> list[UUID]:
    """Ids of categories named by id or slug. Invalid names the one that does not exist."""
    if not references:
        return []
    rows = work.db.execute(select(t.categories.c.id, t.categories.c.slug)).all()
    known = {str(row.id): row.id for row in rows} | {row.slug: row.id for row in rows}
    for index, reference in enumerate(references):
        if reference not in known:
            field = f"categories.{index}"
            raise Invalid("unknown_category", "There is no such category.", field=field)
    return list(dict.fromkeys(known[reference] for reference in references))


def media_ids(work: Work, references: Sequence[Any]) -> list[UUID]:
    """Ids of pictures that exist. Invalid names the one that does not."""
    wanted = [parse_uuid(str(reference)) for reference in references]
    found = set(work.db.execute(select(t.media.c.id).where(t.media.c.id.in_(wanted))).scalars())
    for index, media_id in enumerate(wanted):
        if media_id not in found:
            raise Invalid("unknown_media", "There is no such picture.", field=f"media.{index}")
    return list(dict.fromkeys(media_id for media_id in wanted if media_id))


def create_category(work: Work, fields: dict[str, Any]) -> Category:
    """A new category."""
    slug = _slug(work, t.categories, fields.get("slug"), fields.get("name", ""))
    category = Category(**(fields | {"slug": slug}))
    _check_category(work, category)
    work.db.add(category)
    work.db.flush()
    work.publish(CategoryChanged(category.id))
    return category


def change_category(work: Work, category: Category, changes: dict[str, Any]) -> None:
    """Change a category; it never becomes its own ancestor."""
    moved = changes.get("parent_id", category.parent_id) != category.parent_id
    if changes.get("slug", category.slug) != category.slug:
        _slug(work, t.categories, changes["slug"], "", but=category.id)
    for name, value in changes.items():
        setattr(category, name, value)
    _check_category(work, category)
    category.version += 1
    work.db.flush()
    if moved:
        categories_moved(work)
    work.publish(CategoryChanged(category.id))


def delete_category(work: Work, category: Category) -> None:
    """Delete a category that has no sub-categories; its products stay."""
    below = select(t.categories.c.id).where(t.categories.c.parent_id == category.id).limit(1)
    if work.db.execute(below).first():
        raise Conflict("category_not_empty", "Move or delete its sub-categories first.")
    work.db.delete(category)
    work.db.flush()
    categories_moved(work)
    work.publish(CategoryChanged(category.id))


def _check_category(work: Work, category: Category) -> None:
    category.check()
    if category.parent_id is None:
        return
    rows = work.db.execute(select(t.categories.c.id, t.categories.c.parent_id)).all()
    parents = {row.id: row.parent_id for row in rows}
    if category.parent_id not in parents:
        raise Invalid("unknown_category", "There is no such category.", field="parent_id")
    place: UUID | None = category.parent_id
    while place is not None:
        if place == category.id:
            raise Invalid(
                "category_circle", "A category cannot be below itself.", field="parent_id"
            )
        place = parents.get(place)
