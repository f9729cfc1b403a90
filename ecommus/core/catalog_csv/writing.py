"""Our own format, written: what ``own`` reads back is equal to what was written.

For Excel, encode the text as ``utf-8-sig``: without that mark it takes UTF-8 for Windows-1252.
"""

import csv
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from ecommus.core.catalog_csv.drafts import ProductDraft, VariantDraft
from ecommus.core.catalog_csv.own import (
    IMAGE_MARKS,
    PATH_MARKS,
    PRODUCT_FIELDS,
    TAG_MARKS,
    VARIANT_FIELDS,
)
from ecommus.core.catalog_csv.prices import plain
from ecommus.core.catalog_csv.values import escape, guard


def write(products: Iterable[ProductDraft], *, currency: str) -> Iterator[str]:
    """A header line, then one line per variant, each with its line end.

    ``products`` are read twice (the columns depend on all of them), so they are held in memory.
    ValueError for a product without variants, which no row could stand for.
    """
    products = list(products)
    header = _header(products)
    # csv.writer answers what its file's write answers: here the finished line.
    writer = csv.writer(SimpleNamespace(write=str), lineterminator="\r\n")
    yield writer.writerow(header)
    for product in products:
        if not product.variants:
            raise ValueError(f"{product.handle!r} has no variants and cannot be written")
        cells = _product_cells(product)
        for variant in product.variants:
            cells |= _variant_cells(variant, currency)
            yield writer.writerow([guard(cells.get(field, "")) for field in header])
            cells = {"handle": product.handle}


def _header(products: list[ProductDraft]) -> list[str]:
    options = max((len(product.options) for product in products), default=0)
    attributes = {name for product in products for name, _ in product.attributes}
    translations = {
        f"{_column(key)}:{locale}"
        for product in products
        for locale, texts in product.translations.items()
        for key in texts
    }
    return [
        "handle",
        *PRODUCT_FIELDS,
        *sorted(translations),
        *sorted(f"attribute:{name}" for name in attributes),
        *(f"option{n + 1}_{part}" for n in range(options) for part in ("name", "value")),
        *VARIANT_FIELDS,
    ]


def _column(key: str) -> str:
    return key.removesuffix("_html")


def _product_cells(product: ProductDraft) -> dict[str, str]:
    cells = {
        "handle": product.handle,
        "title": product.title,
        "description": product.description_html,
        "vendor": product.vendor or "",
        "product_type": product.product_type or "",
        "status": product.status,
        "tags": ", ".join(escape(tag, TAG_MARKS) for tag in product.tags),
        "categories": " | ".join(
            " > ".join(escape(level, PATH_MARKS) for level in path) for path in product.categories
        ),
        "images": "|".join(escape(image.url, IMAGE_MARKS) for image in product.images),
        "image_alts": "|".join(escape(image.alt, IMAGE_MARKS) for image in product.images),
        "tax_category": product.tax_category or "",
        "seo_title": product.seo_title or "",
        "seo_description": product.seo_description or "",
    }
    cells |= {f"attribute:{name}": value for name, value in product.attributes}
    cells |= {f"option{n}_name": name for n, name in enumerate(product.options, start=1)}
    for locale, texts in product.translations.items():
        cells |= {f"{_column(key)}:{locale}": text for key, text in texts.items()}
    return cells


def _variant_cells(variant: VariantDraft, currency: str) -> dict[str, str]:
    cells = {
        "sku": variant.sku or "",
        "price": plain(variant.price, currency),
        "compare_at": "" if variant.compare_at is None else plain(variant.compare_at, currency),
        "quantity": "" if variant.quantity is None else str(variant.quantity),
        "track_stock": str(variant.track_stock).lower(),
        "backorder": str(variant.backorder).lower(),
        "barcode": variant.barcode or "",
        "weight_grams": "" if variant.weight_grams is None else str(variant.weight_grams),
        "variant_image": variant.image or "",
    }
    values = enumerate(variant.option_values, start=1)
    return cells | {f"option{n}_value": value for n, value in values}
