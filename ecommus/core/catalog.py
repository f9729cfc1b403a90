"""The catalogue's entities and what must hold of them. Mapped imperatively in ``ecommus.db``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT
from ecommus.core.text import slugify, words

MAX_OPTIONS = 3
MAX_VARIANTS = 200
PRODUCT_STATUSES = ("draft", "active", "archived")


@dataclass(eq=False)
class Variant:
    """What is actually sold: one combination of option values, with its price and stock."""

    option_values: list[str] = field(default_factory=list)
    sku: str | None = None
    price: int = 0
    compare_at: int | None = None
    # No promotion goes below it.
    min_price: int | None = None
    barcode: str | None = None
    weight_grams: int | None = None
    track_stock: bool = True
    backorder: bool = False
    # So many units or fewer are told as low; None: as the shop's settings say.
    low_stock: int | None = None
    position: int = 0
    media_id: UUID | None = None
    product_id: UUID | None = None
    id: UUID = field(default_factory=uuid7)

    def check(self) -> None:
        """Invalid when the variant cannot be sold as it stands."""
        if not 0 <= self.price <= MAX_AMOUNT:
            raise Invalid("price_invalid", "A price is zero or more.", field="price")
        if self.compare_at is not None and self.compare_at <= self.price:
            raise Invalid(
                "compare_at_too_low",
                "The previous price must be higher than the price.",
                field="compare_at",
            )
        if self.min_price is not None and not 0 <= self.min_price <= self.price:
            raise Invalid(
                "min_price_invalid",
                "The lowest price is at most the price.",
                field="min_price",
            )


@dataclass(eq=False)
class Product:
    """A product: texts, options and the variants that fill them."""

    title: str
    slug: str
    description: str = ""
    status: str = "draft"
    vendor: str | None = None
    product_type: str | None = None
    tags: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    tax_category: str | None = "standard"
    seo_title: str | None = None
    seo_description: str | None = None
    translations: dict[str, Any] = field(default_factory=dict)
    featured: bool = False
    # The handle of the file it came from: how an import finds it again after a rename.
    import_handle: str | None = None
    # What a search finds it by (``found_by``), kept with the product for the index.
    words: list[str] = field(default_factory=list)
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)
    variants: list[Variant] = field(default_factory=list)

    def change(self, **changes: Any) -> tuple[str, ...]:
        """Set fields; answers the names of those that really changed, and bumps the version."""
        changed = tuple(name for name, value in changes.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, changes[name])
        self.check()
        if changed:
            self.touch()
        return changed

    def touch(self) -> None:
        """A part changed (a variant, a picture): the version is the aggregate's."""
        self.version += 1

    def found_by(self) -> list[str]:
        """Its different folded words, in all languages; codes of its variants too."""
        texts = [self.title, self.vendor, self.product_type, *self.tags]
        texts += [translated.get("title") for translated in self.translations.values()]
        texts += [code for variant in self.variants for code in (variant.sku, variant.barcode)]
        return words(" ".join(filter(None, texts)))

    def check(self) -> None:
        """Invalid when the product breaks an invariant."""
        if not self.title.strip():
            raise Invalid("required", "A product needs a title.", field="title")
        if self.status not in PRODUCT_STATUSES:
            raise Invalid("status_invalid", "Unknown status.", field="status")
        if not self.slug or slugify(self.slug) != self.slug:
            raise Invalid("slug_invalid", "Use a-z, 0-9 and single hyphens.", field="slug")
        if len(self.options) > MAX_OPTIONS or len(set(self.options)) != len(self.options):
            raise Invalid("options_invalid", "At most three different options.", field="options")

    def check_variants(self, variants: Sequence[Variant]) -> None:
        """Invalid when variants do not fill the options, or two fill them alike."""
        if not variants:
            raise Invalid("variants_missing", "A product needs a variant.", field="variants")
        if len(variants) > MAX_VARIANTS:
            raise Invalid("variants_too_many", "At most 200 variants.", field="variants")
        seen: set[tuple[str, ...]] = set()
        for index, variant in enumerate(variants):
            variant.check()
            values = tuple(variant.option_values)
            if len(values) != len(self.options) or not all(values):
                raise Invalid(
                    "option_values_invalid",
                    "Each variant needs one value per option.",
                    field=f"variants.{index}.option_values",
                )
            if values in seen:
                raise Invalid(
                    "variant_duplicate",
                    "Two variants have the same options.",
                    field=f"variants.{index}.option_values",
                )
            seen.add(values)


@dataclass(eq=False)
class Category:
    """A place in the category tree."""

    name: str
    slug: str
    parent_id: UUID | None = None
    description: str = ""
    position: int = 0
    translations: dict[str, Any] = field(default_factory=dict)
    media_id: UUID | None = None
    version: int = 1
    id: UUID = field(default_factory=uuid7)

    def check(self) -> None:
        if not self.name.strip():
            raise Invalid("required", "A category needs a name.", field="name")
        if not self.slug or slugify(self.slug) != self.slug:
            raise Invalid("slug_invalid", "Use a-z, 0-9 and single hyphens.", field="slug")
