"""A price list out as a file and in again, with every row that cannot be told by its number."""

from dataclasses import dataclass
from typing import Any

from ecommus.core import price_csv
from ecommus.core.price_csv import RowError
from ecommus.db.queries import prices as queries
from ecommus.services import price_lists
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True)
class Filled:
    """``good`` rows were set (or would be), ``errors`` were left out."""

    good: int
    errors: tuple[RowError, ...]
    dry_run: bool


def fill(work: Work, price_list: Any, data: bytes, *, dry_run: bool) -> Filled:
    """Set the prices of a file. Invalid: the file as a whole cannot be read."""
    rows, errors = price_csv.read(data, price_list.currency)
    known = queries.by_sku(work.db, list({row.sku for row in rows}))
    entries = []
    for row in rows:
        if row.sku in known:
            entries.append(
                {"variant_id": known[row.sku], "min_quantity": row.min_quantity,
                 "amount": row.amount}
            )  # fmt: skip
        else:
            text = "No variant has the SKU %(sku)s."
            errors.append(RowError(row.line, text, {"sku": row.sku}))
    if not dry_run:
        price_lists.put(work, price_list.id, entries)
    errors.sort(key=lambda error: error.line)
    return Filled(len(entries), tuple(errors), dry_run)


def to_csv(work: Work, price_list: Any) -> str:
    """The list's prices; those of variants without a SKU are left out, nothing could find them."""
    statement = queries.prices_of(price_list.id)
    found = sorted(
        (row.sku, row.min_quantity, row.amount) for row in work.db.execute(statement) if row.sku
    )
    return price_csv.write(found, price_list.currency)
