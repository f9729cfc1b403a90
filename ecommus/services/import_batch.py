"""A hundred drafts at once: what is known of them is read in a few statements, and changes too."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import selectinload

from ecommus.core.attributes import with_columns
from ecommus.core.catalog import Category, Product, Variant
from ecommus.core.catalog_csv import NO_TAX
from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.text import slugify
from ecommus.db.queries import catalog
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.tables import catalog as t
from ecommus.services import stock_notices
from ecommus.services.html import clean
from ecommus.services.repricing import reprice
from ecommus.services.work import Work

# A file of the shop's own pictures: its path begins with the digest (``media.encode``).
OWN = re.compile(r"/media/([0-9a-f]{2})/([0-9a-f]{32})\b")
DIGEST = 34


class Batch:
    """Finds, compares and writes the products of some drafts."""

    def __init__(self, work: Work, drafts: list[Any], *, dry_run: bool):
        self.work, self.db, self.dry_run = work, work.db, dry_run
        self._read(drafts)
        self._quantities: list[tuple[Variant, int]] = []
        self._links: list[tuple[Any, list[dict[str, Any]]]] = []

    def _read(self, drafts: list[Any]) -> None:
        handles = [draft.handle for draft in drafts]
        skus = [v.sku for draft in drafts for v in draft.variants if v.sku]
        owners = select(t.variants.c.product_id).where(t.variants.c.sku.in_(skus))
        # What was never imported goes by its slug: an export writes that as its handle.
        by_hand = Product.import_handle.is_(None) & Product.slug.in_(handles)
        found = self.db.execute(
            select(Product)
            .where(or_(Product.import_handle.in_(handles), by_hand, Product.id.in_(owners)))
            .options(selectinload(Product.variants))
            .order_by(Product.id)
            .with_for_update(of=t.products)
        ).scalars()
        self.products = list(found)
        self.by_handle = {p.import_handle or p.slug: p for p in self.products}
        self.by_sku = {v.sku: p for p in self.products for v in p.variants if v.sku}
        wanted = {slugify(draft.handle) or slugify(draft.title) or "p" for draft in drafts}
        rows = self.db.execute(select(t.products.c.slug).where(t.products.c.slug.in_(wanted)))
        self.slugs = set(rows.scalars())
        ids = [product.id for product in self.products]
        self.media_of = catalog.product_media(self.db, ids)
        self.categories_of = catalog.product_category_ids(self.db, ids)
        self.categories = {(c.parent_id, c.slug): c for c in catalog.categories(self.db)}
        self.category_slugs = {c.slug for c in self.categories.values()}
        urls = [image.url for draft in drafts for image in draft.images]
        urls += [v.image for draft in drafts for v in draft.variants if v.image]
        media = self.db.execute(select(t.media).where(t.media.c.source_url.in_(urls)))
        self.media = {row.source_url: row.id for row in media} | self._own_pictures(urls)
        self.levels = catalog.stock_of(
            self.db, [v.id for product in self.products for v in product.variants]
        )

    def _own_pictures(self, urls: list[str]) -> dict[str, UUID]:
        """Addresses that an export gave to pictures of the shop's own: no need to fetch them."""
        digests = {url: "".join(found.groups()) for url in urls if (found := OWN.search(url))}
        if not digests:
            return {}
        start = func.left(t.media.c.digest, DIGEST)
        rows = self.db.execute(
            select(start, t.media.c.id).where(
                start.in_(set(digests.values())), t.media.c.status == "ready"
            )
        )
        known = {row[0]: row[1] for row in rows}
        return {url: known[digest] for url, digest in digests.items() if digest in known}

    def apply(self, draft: Any) -> str:
        """``created``, ``updated`` or ``unchanged``. Refusal: nothing of the draft was kept."""
        product = self._find(draft)
        if product is None:
            self._create(draft)
            return "created"
        return "updated" if self._update(product, draft) else "unchanged"

    def _find(self, draft: Any) -> Product | None:
        owners = {self.by_sku[v.sku].id for v in draft.variants if v.sku in self.by_sku}
        if len(owners) > 1:
            raise Invalid(
                "sku_elsewhere", "Its SKUs belong to different products of the shop.", field="SKU"
            )
        if owners:
            return next(p for p in self.products if p.id in owners)
        return self.by_handle.get(draft.handle)

    def _fields(self, draft: Any, attributes: dict[str, Any]) -> dict[str, Any]:
        """What a file says of a product; what it does not say stays as it is.

        ``attributes``: those that the product has.
        """
        fields: dict[str, Any] = {
            "title": draft.title,
            "description": clean(draft.description_html),
            "vendor": draft.vendor,
            "product_type": draft.product_type,
            "tags": list(draft.tags),
            "status": draft.status,
            "options": list(draft.options),
            "attributes": with_columns(attributes, draft.attributes, self.work.tenant.locales),
            "seo_title": draft.seo_title,
            "seo_description": draft.seo_description,
            "translations": {
                locale: {
                    key: clean(text) if key == "description_html" else text
                    for key, text in texts.items()
                    if text
                }
                for locale, texts in draft.translations.items()
            },
            "tax_category": draft.tax_category,
        }
        for texts in fields["translations"].values():
            if "description_html" in texts:
                texts["description"] = texts.pop("description_html")
        silent = {"vendor", "product_type", "seo_title", "seo_description", "tax_category"}
        said = {k: v for k, v in fields.items() if v is not None or k not in silent}
        return said | ({"tax_category": None} if draft.tax_category == NO_TAX else {})

    def _create(self, draft: Any) -> None:
        now = datetime.now(UTC)
        fields = self._fields(draft, {})
        fields.setdefault("tax_category", "standard")
        product = Product(slug=self._slug(draft), created_at=now, updated_at=now, **fields)
        product.import_handle = draft.handle
        product.variants = []
        for index, entry in enumerate(draft.variants):
            variant = Variant(**self._variant_fields(entry), position=index)
            product.variants.append(variant)
            if entry.track_stock and entry.quantity:
                self._quantities.append((variant, entry.quantity))
        product.check()
        product.check_variants(product.variants)
        product.words = product.found_by()
        self.db.add(product)
        self.slugs.add(product.slug)
        self.by_handle[draft.handle] = product
        self.by_sku |= {v.sku: product for v in product.variants if v.sku}
        self.products.append(product)
        self._link(product, draft)

    def _update(self, product: Product, draft: Any) -> bool:
        fields = self._fields(draft, product.attributes)
        texts = product.translations
        # A file has no words for the names of options in another language: those stay.
        fields["translations"] = texts | {
            locale: texts.get(locale, {}) | new for locale, new in fields["translations"].items()
        }
        changed = bool(product.change(**fields))
        if product.import_handle != draft.handle:
            product.import_handle = draft.handle
        by_sku = {v.sku: v for v in product.variants if v.sku}
        by_options = {tuple(v.option_values): v for v in product.variants}
        for entry in draft.variants:
            variant = by_sku.get(entry.sku) or by_options.get(tuple(entry.option_values))
            values = self._variant_fields(entry)
            if variant is None:
                variant = Variant(**values, position=len(product.variants), product_id=product.id)
                product.variants.append(variant)
                changed = True
            for name, value in values.items():
                if value is not None and getattr(variant, name) != value:
                    setattr(variant, name, value)
                    changed = True
            on_hand = self.levels.get(variant.id, (0, 0, 0))[0]
            if entry.track_stock and entry.quantity is not None and entry.quantity != on_hand:
                self._quantities.append((variant, entry.quantity - on_hand))
                changed = True
        product.check_variants(product.variants)
        changed |= self._link(product, draft)
        if changed:
            product.updated_at = datetime.now(UTC)
            product.touch()
            product.words = product.found_by()
        return changed

    def _variant_fields(self, entry: Any) -> dict[str, Any]:
        return {
            "sku": entry.sku,
            "option_values": list(entry.option_values),
            "price": entry.price,
            "compare_at": entry.compare_at,
            "barcode": entry.barcode,
            "weight_grams": entry.weight_grams,
            "track_stock": entry.track_stock,
            "backorder": entry.backorder,
            "media_id": self._media(entry.image, "") if entry.image else None,
        }

    def _slug(self, draft: Any) -> str:
        wanted = slugify(draft.handle) or slugify(draft.title) or "p"
        return wanted if wanted not in self.slugs else catalog.free_slug(
            self.db, t.products, wanted
        )  # fmt: skip

    def _media(self, url: str, alt: str) -> UUID:
        """The picture behind an address; a new one waits to be fetched."""
        if url not in self.media:
            media_id = uuid7()
            locale = self.work.tenant.locale
            self.db.execute(
                insert(t.media).values(
                    id=media_id,
                    status="pending",
                    filename=url.rpartition("/")[2][:200] or "picture",
                    source_url=url,
                    alt={locale: alt} if alt else {},
                )
            )
            self.media[url] = media_id
            if not self.dry_run:
                self.work.defer("media.fetch", media_id)
        return self.media[url]

    def _link(self, product: Product, draft: Any) -> bool:
        """Pictures and categories; answers whether they differ from what is there."""
        media = list(dict.fromkeys(self._media(i.url, i.alt or "") for i in draft.images))
        categories = list(dict.fromkeys(self._category(path) for path in draft.categories))
        changed = False
        had_media = [row.id for row in self.media_of.get(product.id, [])]
        if media and media != had_media:
            rows = [
                {"id": uuid7(), "product_id": product.id, "media_id": m, "position": index}
                for index, m in enumerate(media)
            ]
            self._links.append((t.product_media, rows))
            changed = True
        had_categories = self.categories_of.get(product.id, [])
        new = [c for c in categories if c not in had_categories]
        if new:
            rows = [{"id": uuid7(), "product_id": product.id, "category_id": c} for c in new]
            self._links.append((t.product_categories, rows))
            changed = True
        return changed

    def _category(self, path: tuple[str, ...]) -> UUID:
        """The category at the end of a path of names, made where it is missing."""
        parent: UUID | None = None
        for name in path:
            base = slugify(name) or "category"
            known = self.categories.get((parent, base)) or next(
                (c for (p, _s), c in self.categories.items() if p == parent and c.name == name),
                None,
            )
            if known is None:
                slug, number = base, 2
                while slug in self.category_slugs:
                    slug, number = f"{base}-{number}", number + 1
                known = Category(name=name, slug=slug, parent_id=parent)
                columns = {"id": known.id, "name": name, "slug": slug, "parent_id": parent}
                self.db.execute(insert(t.categories).values(**columns))
                self.categories[parent, slug] = known
                self.category_slugs.add(slug)
            parent = known.id
        assert parent is not None
        return parent

    def flush(self) -> None:
        """Write products, links and stock: a handful of statements for the whole batch."""
        self.db.flush()
        for table, rows in self._links:
            if table is t.product_media:
                mine = table.c.product_id == rows[0]["product_id"]
                self.db.execute(delete(table).where(mine))
            self.db.execute(insert(table), rows)
        reprice(self.work, [product.id for product in self.products])
        if self._quantities:
            stock = Stock(self.db, [v.id for v, _q in self._quantities], datetime.now(UTC))
            place = default_location(self.db)
            stock.open_places([v.id for v, _q in self._quantities], place)
            why = Why(self.work.actor, "catalogue import")
            for variant, quantity in self._quantities:
                stock.move(variant.id, place, Movement.ADJUSTED, quantity, why)
            # Those who wait are told; the shop's own events are one for the whole file.
            stock_notices.due(self.work, [v for v, available in stock.flush() if available])
