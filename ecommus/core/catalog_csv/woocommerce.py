r"""WooCommerce's product export: a row per product, and a row per variation that names its parent.

Read as follows (woocommerce.com, "Product CSV Importer & Exporter", and its CSV schema):

- ``simple`` and ``variable`` + ``variation`` are read, virtual and downloadable ones too. Grouped,
  external and other types are not sold here and are refused.
- The handle is the name as an address; products of one name get their ID behind it.
- A sale price without dates is the price, the regular price then is what it is compared with. One
  with dates is left out, with a warning: a catalogue has no clock.
- Published 0 (private) and -1 (draft), and a product hidden from the catalogue, become drafts.
- Stock ``parent``, one count for all variations, cannot be shared out: tracked, count unknown.
  No count, but In stock? 0: the count is 0. A negative count is 0.
- The parent's attributes that its variations name are options (see ``variations``), the others
  plain attributes.
- Tax status ``taxable`` without a class is the category ``standard``; anything else but taxable
  is not taxed.
- Lists are separated by commas, ``\,`` is a comma, ``\n`` in descriptions a new line, as the
  exporter writes them.
"""

import html
import re
from dataclasses import replace

from ecommus.core.catalog_csv import parents
from ecommus.core.catalog_csv.drafts import NO_TAX, CatalogFormatError, ProductDraft, RowError
from ecommus.core.catalog_csv.settle import Candidate
from ecommus.core.catalog_csv.table import Row, Table, normal, unique_images
from ecommus.core.catalog_csv.values import distinct
from ecommus.core.catalog_csv.variations import (
    attributes,
    comma_list,
    option_names,
    published,
    sold_variant,
    sold_variations,
    weight_of,
)
from ecommus.core.errors import Invalid

NAME = "woocommerce"
TITLE = "WooCommerce"
NEEDED = ("Type", "Name", "Regular price")
GUARDED = True

# What "any" variations may stand for in one file; more is a mistake, or an attack on our memory.
_MAX_VARIANTS = 200_000
_FIELDS = {
    "id": "id",
    "type": "type",
    "sku": "sku",
    "name": "title",
    "published": "published",
    "visibility in catalog": "visibility",
    "short description": "short_description",
    "description": "description",
    "date sale price starts": "sale_starts",
    "date sale price ends": "sale_ends",
    "tax status": "tax_status",
    "tax class": "tax_class",
    "in stock?": "in_stock",
    "stock": "stock",
    "backorders allowed?": "backorders",
    "sale price": "sale_price",
    "regular price": "price",
    "categories": "categories",
    "tags": "tags",
    "images": "images",
    "parent": "parent",
    "gtin, upc, ean, or isbn": "barcode",
    "brands": "vendor",
}
_UNITS = {"kg": "kg", "g": "g", "lbs": "lb", "oz": "oz"}


def recognises(names: set[str]) -> bool:
    """Is this the header of such a file? ``names`` are normal."""
    return {"type", "name", "regular price"} <= names


def field(name: str) -> str | None:
    """The field that a column holds; None when it is not read."""
    key = normal(name)
    if match := re.fullmatch(r"attribute ([1-9][0-9]?) (name|value)(?:\(s\))?", key):
        return f"attribute{match[1]}_{match[2]}"
    if match := re.fullmatch(r"weight \((kg|g|lbs|oz)\)", key):
        return f"weight:{_UNITS[match[1]]}"
    return _FIELDS.get(key)


def candidates(table: Table, currency: str) -> list[Candidate]:
    """Every product the file describes, good or not."""
    kinds = [(row, row.take(table.errors, "type", parents.kind)) for row in table.rows]
    sold = [(row, kind) for row, kind in kinds if kind in ("simple", "variable")]
    families = parents.Parents(sold)
    variations = (row for row, kind in kinds if kind == "variation")
    children = families.adopt(variations, table)
    handles = parents.handles([row for row, _ in sold])
    found, count = [], 0
    for row, kind in sold:
        faults = list(families.faults.get(row.number, ()))
        rows = children.get(row.number, []) if kind == "variable" else None
        found.append(_candidate(row, rows, handles[row.number], currency, faults))
        count += len(found[-1].product.variants)
        if count > _MAX_VARIANTS:
            raise CatalogFormatError(
                "too_many_variants",
                "The file stands for more than %(limit)s variants. Split it.",
                limit=_MAX_VARIANTS,
            )
    return found


def _candidate(
    row: Row, variations: list[Row] | None, handle: str, currency: str, faults: list[RowError]
) -> Candidate:
    """A product; ``variations`` None for a simple one, which is its own variant."""
    said = attributes(row)
    options = option_names(said, variations or [])
    variant_faults: list[RowError] = []
    if variations is None:
        variants = sold_variant(row, currency, faults)
    else:
        grams = weight_of(row, faults)
        variants = [
            replace(variant, weight_grams=variant.weight_grams or grams)
            for variant in sold_variations(variations, options, said, currency, variant_faults)
        ]
    product = ProductDraft(
        row=row.number,
        rows=tuple(sorted({row.number, *(child.number for child in variations or ())})),
        handle=handle,
        title=row.text("title"),
        description_html=_description(row),
        vendor=row.text("vendor") or None,
        tags=distinct(html.unescape(tag) for tag in comma_list(row.text("tags"))),
        status=_status(row, faults),
        options=options,
        images=unique_images(row.images("images", comma_list(row.text("images")))),
        categories=_categories(row.text("categories")),
        attributes=_plain_attributes(said, options),
        tax_category=_tax_category(row),
        variants=tuple(variants),
    )
    if not product.title:
        refusal = Invalid("title_missing", "The product has no name. Write one.")
        faults.append(row.fault("title", refusal))
    return Candidate(product, faults, variant_faults, option_field="attribute1_value")


def _description(row: Row) -> str:
    texts = (row.text("short_description"), row.text("description"))
    return "\n\n".join(text.replace("\\n", "\n") for text in texts if text)


def _status(row: Row, faults: list[RowError]) -> str:
    hidden = row.text("visibility").casefold() == "hidden"
    return "active" if row.take(faults, "published", published) and not hidden else "draft"


def _categories(text: str) -> tuple[tuple[str, ...], ...]:
    split = ([html.unescape(level).strip() for level in p.split(">")] for p in comma_list(text))
    paths = (tuple(filter(None, levels)) for levels in split)
    return tuple(dict.fromkeys(filter(None, paths)))


def _plain_attributes(
    said: dict[str, list[str]], options: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    plain = {name: values for name, values in said.items() if values and name not in options}
    return tuple(sorted((name, ", ".join(values)) for name, values in plain.items()))


def _tax_category(row: Row) -> str | None:
    status = row.text("tax_status").casefold()
    if status and status != "taxable":
        return NO_TAX
    return row.text("tax_class") or ("standard" if status else None)
