"""The catalogue as a file of our own format: what ``importing`` reads back changes nothing.

Products are read a few hundred at a time, so the number of statements grows with the batches and
never with the rows. The writing of files is ``core.catalog_csv``.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ecommus.core.attributes import columns
from ecommus.core.catalog import Category, Product, Variant
from ecommus.core.catalog_csv import NO_TAX, ImageDraft, ProductDraft, VariantDraft, write
from ecommus.db.queries import catalog
from ecommus.db.tables import catalog as t
from ecommus.services.work import Work

BATCH = 500
_ORDER = (t.products.c.title, t.products.c.id)


def to_csv(work: Work, base_url: str) -> bytes:
    """The whole catalogue as CSV in UTF-8, with the mark by which Excel knows it.

    ``base_url``: the shop's own address, for pictures that were uploaded and not fetched.
    """
    lines = write(drafts(work, base_url), currency=work.tenant.currency)
    return b"".join([b"\xef\xbb\xbf", *(line.encode() for line in lines)])


def drafts(work: Work, base_url: str) -> Iterator[ProductDraft]:
    """Every product by title, as an import would read it; five statements per ``BATCH``."""
    paths = category_paths(work)
    taken: set[str] = set()
    after: tuple[Any, ...] | None = None
    while batch := _batch(work, after):
        yield from _Batch(work, batch, paths, base_url, taken)
        last = batch[-1]
        after = (last.title, last.id)
        for product in batch:
            work.db.expunge(product)


def category_paths(work: Work) -> dict[UUID, tuple[str, ...]]:
    """Category → the names from the top down to it."""
    known = {category.id: category for category in catalog.categories(work.db)}
    paths: dict[UUID, tuple[str, ...]] = {}
    for category in known.values():
        names: list[str] = []
        place: Category | None = category
        while place is not None:
            names.append(place.name)
            place = known.get(place.parent_id) if place.parent_id else None
        paths[category.id] = tuple(reversed(names))
    return paths


def _batch(work: Work, after: tuple[Any, ...] | None) -> list[Product]:
    statement = select(Product).options(selectinload(Product.variants)).order_by(*_ORDER)
    if after is not None:
        title, product_id = _ORDER
        beyond = (title > after[0]) | ((title == after[0]) & (product_id > after[1]))
        statement = statement.where(beyond)
    return list(work.db.execute(statement.limit(BATCH)).scalars())


class _Batch:
    """Some products with what is kept beside them: pictures, categories, stock."""

    def __init__(
        self,
        work: Work,
        products: list[Product],
        paths: dict[UUID, tuple[str, ...]],
        base_url: str,
        taken: set[str],
    ):
        self.products, self.paths, self.base_url, self.taken = products, paths, base_url, taken
        self.locale, self.locales = work.tenant.locale, work.tenant.locales
        ids = [product.id for product in products]
        variants = [variant for product in products for variant in product.variants]
        self.media = catalog.product_media(work.db, ids)
        self.categories = catalog.product_category_ids(work.db, ids)
        self.levels = catalog.stock_of(work.db, [variant.id for variant in variants])
        self.pictures = {row.id: row for rows in self.media.values() for row in rows}
        own = {v.media_id for v in variants if v.media_id} - set(self.pictures)
        if own:
            rows = work.db.execute(select(t.media).where(t.media.c.id.in_(own)))
            self.pictures |= {row.id: row for row in rows}

    def __iter__(self) -> Iterator[ProductDraft]:
        for product in self.products:
            if product.variants:
                yield self._product(product)

    def _handle(self, product: Product) -> str:
        """What an import finds it by; two products never share one."""
        names = (product.import_handle, product.slug, f"{product.slug}-{product.id}")
        handle = next(name for name in names if name and name not in self.taken)
        self.taken.add(handle)
        return handle

    def _product(self, product: Product) -> ProductDraft:
        return ProductDraft(
            row=0,
            rows=(),
            handle=self._handle(product),
            title=product.title,
            description_html=product.description,
            vendor=product.vendor,
            product_type=product.product_type,
            tags=tuple(product.tags),
            status=product.status,
            options=tuple(product.options),
            variants=tuple(self._variant(variant) for variant in product.variants),
            images=tuple(self._images(product)),
            categories=tuple(
                self.paths[category] for category in self.categories.get(product.id, ())
            ),
            attributes=columns(product.attributes, self.locales),
            tax_category=product.tax_category or NO_TAX,
            seo_title=product.seo_title,
            seo_description=product.seo_description,
            translations=_translations(product),
        )

    def _variant(self, variant: Variant) -> VariantDraft:
        picture = self.pictures.get(variant.media_id) if variant.media_id else None
        on_hand = self.levels.get(variant.id, (0, 0, 0))[0]
        # A count below zero (sold ahead) is no count that a file can state.
        counted = variant.track_stock and on_hand >= 0
        return VariantDraft(
            row=0,
            sku=variant.sku,
            option_values=tuple(variant.option_values),
            price=variant.price,
            compare_at=variant.compare_at,
            quantity=on_hand if counted else None,
            track_stock=variant.track_stock,
            backorder=variant.backorder,
            barcode=variant.barcode,
            weight_grams=variant.weight_grams,
            image=self._address(picture) if picture is not None else None,
        )

    def _images(self, product: Product) -> Iterator[ImageDraft]:
        for row in self.media.get(product.id, ()):
            if address := self._address(row):
                yield ImageDraft(address, row.alt.get(self.locale, ""))

    def _address(self, picture: Any) -> str | None:
        """Where the picture can be had: the address it came from, else our largest file of it."""
        if picture.source_url:
            return picture.source_url
        files = picture.renditions
        return f"{self.base_url}/media/{files[-1]['path']}" if files else None


def _translations(product: Product) -> dict[str, dict[str, str]]:
    """What the format can say of other languages: title and description."""
    columns = {"title": "title", "description": "description_html"}
    return {
        locale: found
        for locale, texts in product.translations.items()
        if (found := {columns[key]: texts[key] for key in columns if texts.get(key)})
    }
