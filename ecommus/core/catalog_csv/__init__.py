"""Catalogues as CSV, in and out: Shopify's, WooCommerce's and our own (see ``own``).

Pure: bytes in, drafts and row errors out, and back. ``ecommus.db`` stores drafts, ``ecommus.web``
and the command line show the errors.
"""

from ecommus.core.catalog_csv.drafts import (
    NO_TAX,
    CatalogFormatError,
    ImageDraft,
    ProductDraft,
    Reading,
    RowError,
    VariantDraft,
)
from ecommus.core.catalog_csv.reading import read
from ecommus.core.catalog_csv.writing import write

__all__ = [
    "NO_TAX",
    "CatalogFormatError",
    "ImageDraft",
    "ProductDraft",
    "Reading",
    "RowError",
    "VariantDraft",
    "read",
    "write",
]
