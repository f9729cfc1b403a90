"""A catalogue file in, drafts and errors out. ``sniff`` cuts it into rows, ``settle`` judges."""

from collections.abc import Mapping

from ecommus.core.catalog_csv import sniff
from ecommus.core.catalog_csv.drafts import Reading
from ecommus.core.catalog_csv.settle import settle
from ecommus.core.money import exponent


def read(
    data: bytes,
    *,
    currency: str,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
) -> Reading:
    """What the file says, in ``currency`` (ISO 4217), product by product and error by error.

    ``format``: ``shopify``, ``woocommerce``, ``ecommus`` or ``auto`` (by header). ``mapping``:
    column in the file → column of the format; it wins over a column that bears the name by chance.
    Raises ``CatalogFormatError`` when the file as a whole is no catalogue, ``ValueError`` for an
    unknown currency. A faulty row never does.
    """
    exponent(currency)
    table = sniff.table(data, format, mapping or {})
    refused = len(table.errors)
    candidates = sniff.FORMATS[table.format].candidates(table, currency)
    drafts, errors = settle(candidates, table)
    return Reading(
        format=table.format,
        drafts=drafts,
        errors=errors,
        rows=len(table.rows) + refused,
        skipped_columns=table.skipped,
        warnings=sorted(table.warnings, key=lambda warning: warning.row),
    )
