"""A stock-take: the sheet that is printed or filled in, read back, and what a count means.

Pure: bytes in, counts and row errors out. ``services.stocktakes`` looks the rows up and applies
them. Files are read as catalogues are (``core.catalog_csv``): any delimiter, any encoding.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ecommus.core.catalog_csv.drafts import CatalogFormatError, RowError
from ecommus.core.catalog_csv.encoding import decode
from ecommus.core.catalog_csv.sniff import DELIMITERS, records
from ecommus.core.catalog_csv.table import Row, Table, normal
from ecommus.core.catalog_csv.values import guard, quantity
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.inventory import Level
from ecommus.core.orders import MAX_QUANTITY

COLUMNS = ("sku", "title", "options", "location", "on_hand", "counted", "variant_id")
MOST = 20_000


class Basis(StrEnum):
    """What a count is held against."""

    # The shelf was counted as the sheet was made: what was sent since is taken off.
    SHEET = "sheet"
    # The shelf was counted just now.
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Count:
    """A row that was counted; ``expected`` is the sheet's ``on_hand``, when it has one."""

    row: int
    sku: str
    variant_id: str
    location: str
    counted: int
    expected: int | None = None


@dataclass(slots=True)
class Sheet:
    """A sheet, read. ``blank``: rows that nobody counted."""

    counts: list[Count] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    blank: int = 0

    def refuse(self, count: Count, refusal: Invalid) -> None:
        """What a row says means nothing here."""
        self.errors.append(
            RowError(count.row, refusal.field, refusal.code, refusal.message, refusal.params)
        )


def write(rows: Iterable[Sequence[object]]) -> bytes:
    """The sheet, in UTF-8 with the mark by which Excel knows it. ``rows`` as in ``COLUMNS``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard(str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read(data: bytes) -> Sheet:
    """What a sheet says, row by row. CatalogFormatError when the file as a whole is none."""
    table = _table(decode(data))
    sheet = Sheet()
    for row in table.rows:
        if not row.text("counted"):
            sheet.blank += 1
            continue
        faults: list[RowError] = []
        counted = row.take(faults, "counted", quantity)
        expected = row.take(faults, "on_hand", _signed)
        if not faults and not (row.text("sku") or row.text("variant_id")):
            text = "The row names no variant. Write its SKU."
            faults.append(row.fault("sku", Invalid("required", text)))
        if not faults and (counted or 0) > MAX_QUANTITY * 100:
            text = "This quantity cannot be."
            faults.append(row.fault("counted", Invalid("quantity_invalid", text)))
        if faults or counted is None:
            sheet.errors += faults[:1]
            continue
        names = (row.text("sku"), row.text("variant_id"), row.text("location"))
        sheet.counts.append(Count(row.number, *names, counted, expected))
    return sheet


def difference(counted: int, expected: int | None, now: int, basis: Basis) -> int:
    """What the shelf is corrected by. ``now``: units on hand by the ledger."""
    if basis is Basis.SHEET and expected is not None:
        return counted - expected
    return counted - now


def judge(level: Level, change: int, *, backorder: bool) -> None:
    """Conflict when the shelf cannot be corrected so, with what to do about it."""
    if level.on_hand + change < 0:
        text = (
            "%(on_hand)s are on hand by the ledger now, and the count takes off %(change)s. "
            "Count this shelf again."
        )
        raise Conflict("count_below_zero", text, on_hand=level.on_hand, change=-change)
    if change < 0 and level.available + change < 0 and not backorder:
        text = (
            "%(promised)s are promised to orders or held in carts, and only %(left)s would be "
            "left. Find the goods or cancel orders, then count again."
        )
        promised = level.allocated + level.reserved
        raise Conflict("count_promised", text, promised=promised, left=level.on_hand + change)


def _signed(text: str) -> int | None:
    """Units by the ledger, below zero where more was sent than was there."""
    number = quantity(text.removeprefix("-"))
    return -number if number and text.startswith("-") else number


def _table(text: str) -> Table:
    for delimiter in DELIMITERS:
        try:
            (_first, header), *rest = records(text, delimiter)
        except CatalogFormatError:  # quoted cells between other delimiters
            continue
        names = [normal(name).replace(" ", "_") for name in header]
        if "counted" in names and {"sku", "variant_id"} & set(names):
            break
    else:
        message = "This is no counting sheet: it needs the columns sku and counted."
        raise CatalogFormatError("no_sheet", message)
    if len(rest) > MOST:
        message = "A sheet has at most %(most)s rows. Count one location at a time."
        raise CatalogFormatError("sheet_too_long", message, most=MOST)
    columns = {name: names.index(name) for name in COLUMNS if name in names}
    table = Table("count", columns, {name: name for name in columns}, guarded=True)
    table.rows = [Row(table, number, cells) for number, cells in rest]
    return table
