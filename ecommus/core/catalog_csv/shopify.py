"""Shopify's product export: one row per variant, more rows for further pictures.

Read as follows (help.shopify.com, "Using CSV files to import and export products"):

- Rows of one Handle are one product. A row without price, SKU, barcode and option value only
  adds a picture.
- ``Title`` / ``Default Title`` means that the product has no options.
- A quantity is tracked even where Inventory Tracker is empty, as in Shopify's own samples; without
  a quantity, stock is tracked when there is a tracker. A negative quantity is 0.
- Variant Grams is in grams whatever Variant Weight Unit says; 0 means not weighed.
- A compare-at price that is not above the price is dropped.
- Type is the product type and also a category. Status ``archived`` becomes draft.
- Gift cards are refused: nothing here could redeem them.

The column names of 2025's template ("URL handle", "Price", …) are understood too.
"""

import re
from typing import Any

from ecommus.core.catalog_csv.drafts import NO_TAX, ImageDraft, RowError, VariantDraft
from ecommus.core.catalog_csv.grouped import (
    Options,
    by_handle,
    candidate,
    carrier,
    option_names,
    option_values,
)
from ecommus.core.catalog_csv.settle import Candidate
from ecommus.core.catalog_csv.table import Row, Table, first_text, normal, unique_images
from ecommus.core.catalog_csv.values import boolean, distinct, quantity, shown, status, weight
from ecommus.core.errors import Invalid

NAME = "shopify"
TITLE = "Shopify"
NEEDED = ("Handle", "Title", "Variant Price")
GUARDED = False

_COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "description": ("Body (HTML)", "Description"),
    "vendor": ("Vendor",),
    "product_type": ("Type",),
    "tags": ("Tags",),
    "published": ("Published", "Published on online store"),
    "status": ("Status",),
    "sku": ("Variant SKU", "SKU"),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "tracker": ("Variant Inventory Tracker", "Inventory tracker"),
    "quantity": ("Variant Inventory Qty", "Inventory quantity"),
    "policy": ("Variant Inventory Policy", "Continue selling when out of stock"),
    "price": ("Variant Price", "Price"),
    "compare_at": ("Variant Compare At Price", "Compare-at price"),
    "taxable": ("Variant Taxable", "Charge tax"),
    "barcode": ("Variant Barcode", "Barcode"),
    "image": ("Image Src", "Product image URL"),
    "image_position": ("Image Position",),
    "image_alt": ("Image Alt Text",),
    "variant_image": ("Variant Image", "Variant image URL"),
    "gift_card": ("Gift Card",),
    "seo_title": ("SEO Title",),
    "seo_description": ("SEO Description",),
}
_FIELDS = {normal(name): field for field, names in _COLUMNS.items() for name in names}
_SAID_ONCE = (
    "title description vendor product_type tags published status gift_card seo_title "
    "seo_description option1_name option2_name option3_name"
).split()
_VARIANT_MARKS = "price option1_value option2_value option3_value sku barcode".split()
_DEFAULT = "Default Title"


def recognises(names: set[str]) -> bool:
    """Is this the header of such a file? ``names`` are normal."""
    return {"handle", "title", "variant price"} <= names or {
        "url handle",
        "title",
        "price",
    } <= names


def field(name: str) -> str | None:
    """The field that a column holds; None when it is not read."""
    if match := re.fullmatch(r"option([1-3]) (name|value)", normal(name)):
        return f"option{match[1]}_{match[2]}"
    return _FIELDS.get(normal(name))


def candidates(table: Table, currency: str) -> list[Candidate]:
    """Every product the file describes, good or not."""

    def variants(rows: list[Row], options: Options, faults: list[RowError]) -> list[VariantDraft]:
        read = (_variant(row, options, currency, faults) for row in rows if _is_variant(row))
        return [variant for variant in read if variant]

    return [
        candidate(handle, rows, _SAID_ONCE, _details, variants, _options(rows))
        for handle, rows in by_handle(table).items()
    ]


def _options(rows: list[Row]) -> Options:
    options = option_names(rows)
    values = {row.text("option1_value") for row in rows if _is_variant(row)}
    stand_in = [name for _, name in options] == ["Title"] and values == {_DEFAULT}
    return [] if stand_in else options


def _is_variant(row: Row) -> bool:
    return any(row.text(field) for field in _VARIANT_MARKS)


def _variant(
    row: Row, options: Options, currency: str, faults: list[RowError]
) -> VariantDraft | None:
    wrong: list[RowError] = []
    price = row.price(wrong, "price", currency)
    compare_at = row.price(wrong, "compare_at", currency) if row.text("compare_at") else None
    count = row.take(wrong, "quantity", quantity, True)
    grams = row.take(wrong, "grams", weight)
    backorder = row.take(wrong, "policy", _policy)
    stand_in = not options and row.text("option1_value") == _DEFAULT
    values = () if stand_in else option_values(row, options, wrong)
    faults += wrong
    if wrong or price is None:
        return None
    return VariantDraft(
        row=row.number,
        sku=row.text("sku") or None,
        option_values=values,
        price=price,
        compare_at=compare_at if compare_at and compare_at > price else None,
        quantity=count,
        track_stock=count is not None or bool(row.text("tracker")),
        backorder=bool(backorder),
        barcode=row.text("barcode") or None,
        weight_grams=grams,
        image=row.image("variant_image"),
    )


def _policy(text: str) -> bool:
    """Is it sold when there is none left?"""
    word = {"continue": "true", "deny": "false"}.get(text.casefold(), text)
    return boolean(word, default=False)


def _details(rows: list[Row], faults: list[RowError]) -> dict[str, Any]:
    card = carrier(rows, "gift_card")
    if card.take(faults, "gift_card", boolean, False):
        refusal = Invalid(
            "gift_card", "“%(title)s” is a gift card; those cannot be imported.", title=_title(rows)
        )
        faults.append(card.fault("gift_card", refusal))
    published = carrier(rows, "published").take(faults, "published", boolean, True)
    state = carrier(rows, "status").take(faults, "status", status)
    kind = first_text(rows, "product_type")
    taxable = carrier(rows, "taxable").take(faults, "taxable", boolean, True)
    return {
        "tags": distinct(tag.strip() for tag in first_text(rows, "tags").split(",")),
        "status": state if published and state else "draft",
        "images": unique_images(_images(rows)),
        "categories": ((kind,),) if kind else (),
        "tax_category": None if taxable else NO_TAX,
    }


def _title(rows: list[Row]) -> str:
    return shown(first_text(rows, "title"))


def _images(rows: list[Row]) -> list[ImageDraft]:
    """Pictures by their position; those without one after them, in file order."""
    found = []
    for row in rows:
        position = row.text("image_position")
        place = int(position) if re.fullmatch(r"[0-9]{1,4}", position) else 10_000
        images = row.images("image", [row.text("image")], [row.text("image_alt")])
        found += [(place, image) for image in images]
    return [image for _, image in sorted(found, key=lambda placed: placed[0])]
