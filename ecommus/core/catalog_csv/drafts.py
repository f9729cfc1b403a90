"""What a catalogue file says, before anything is stored: drafts, and what is wrong by row.

``read`` makes them, the importer in ``ecommus.db`` stores them, ``write`` turns them into a file.
Messages are msgids with ``params``, as in ``ecommus.core.errors``.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from ecommus.core.errors import Invalid

# A tax category of a draft that says "sold without tax"; None says nothing at all.
NO_TAX = "none"


class CatalogFormatError(Invalid):
    """The file as a whole cannot be read as a catalogue; nothing of it was."""


@dataclass(frozen=True, slots=True)
class ImageDraft:
    """A picture of a product: an http(s) address, or a path on the shop's own host."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One thing sold. ``price`` and ``compare_at`` in minor units of the shop's currency.

    ``quantity`` None: the file does not say. ``row`` is where it stood, not part of what it is.
    """

    row: int = field(compare=False)
    sku: str | None
    option_values: tuple[str, ...]
    price: int
    compare_at: int | None = None
    quantity: int | None = None
    track_stock: bool = False
    backorder: bool = False
    barcode: str | None = None
    weight_grams: int | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product with its variants. Two drafts are equal when a shop could not tell them apart.

    ``status``: ``active`` or ``draft``. ``description_html`` is as in the file: sanitise it.
    ``attributes``: (name, value), sorted by name. ``categories``: paths from the top.
    ``tax_category`` None: the file does not say; ``NO_TAX``: not taxed.
    ``translations``: locale → ``title`` and/or ``description_html``.
    """

    row: int = field(compare=False)
    rows: tuple[int, ...] = field(compare=False)
    handle: str
    title: str
    description_html: str = ""
    vendor: str | None = None
    product_type: str | None = None
    tags: tuple[str, ...] = ()
    status: str = "active"
    options: tuple[str, ...] = ()
    variants: tuple[VariantDraft, ...] = ()
    images: tuple[ImageDraft, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    tax_category: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row: ``field`` is the column as the file calls it, ``code`` is stable.

    ``row`` is what a spreadsheet shows: the header is row 1, records count, not lines.
    """

    row: int
    field: str
    code: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in English, filled in."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read. Every data row is in a draft's ``rows`` or has an error (or both).

    ``warnings`` lose nothing that is sold: a picture without address, a sale with dates.
    ``skipped_columns`` are those that mean nothing to us; a mapping can rename them.
    """

    format: str
    drafts: list[ProductDraft]
    errors: list[RowError]
    rows: int
    skipped_columns: tuple[str, ...] = ()
    warnings: list[RowError] = field(default_factory=list)
