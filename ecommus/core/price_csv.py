"""A price list as a file: ``sku, min_quantity, price``. A faulty row never loses the good ones."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ecommus.core.catalog_csv.drafts import CatalogFormatError
from ecommus.core.catalog_csv.encoding import decode
from ecommus.core.catalog_csv.values import guard, unguard
from ecommus.core.errors import Invalid
from ecommus.core.money import Money, exponent, parse, plain

COLUMNS = ("sku", "min_quantity", "price")
MOST_ROWS = 50_000
MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A price as a line of the file says it; ``amount`` in minor units."""

    line: int
    sku: str
    min_quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a line is no price: a message with its parameters."""

    line: int
    message: str
    params: dict[str, Any]


def read(data: bytes, currency: str) -> tuple[list[Row], list[RowError]]:
    """The prices and the faulty lines. Invalid: the file as a whole cannot be read."""
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", "The file has more than 5 MB. Split it.", field="file")
    try:
        text = decode(data)
    except CatalogFormatError as error:
        raise Invalid("file_unreadable", error.message, field="file", **error.params) from None
    first = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=mark)
    header = [cell.strip().lower().lstrip("\ufeff") for cell in next(lines, [])]
    missing = [name for name in ("sku", "price") if name not in header]
    if missing:
        words = "The first line must name the columns sku, min_quantity and price."
        raise Invalid("columns_missing", words, field="file")
    rows: list[Row] = []
    errors: list[RowError] = []
    for number, cells in enumerate(lines, 2):
        if number - 1 > MOST_ROWS:
            words = "At most %(most)s rows in one file. Split it."
            raise Invalid("too_many", words, field="file", most=MOST_ROWS)
        if any(cell.strip() for cell in cells):
            found = _row(number, dict(zip(header, map(str.strip, cells), strict=False)), currency)
            if isinstance(found, Row):
                rows.append(found)
            else:
                errors.append(found)
    return rows, errors


def _row(line: int, cells: dict[str, str], currency: str) -> Row | RowError:
    sku, units, price = (unguard(cells.get(name, "")) for name in COLUMNS)
    if not sku:
        return RowError(line, "The SKU is missing.", {})
    if units and not (units.isascii() and units.isdigit() and 1 <= int(units) <= 1_000_000):
        words = "“%(value)s” is no quantity: write a whole number from 1 on."
        return RowError(line, words, {"value": units})
    try:
        amount = parse(plain(price, exponent(currency)), currency).amount
    except ValueError:
        amount = -1
    if amount < 0:
        words = "“%(value)s” is no price: write it like 19.99."
        return RowError(line, words, {"value": price})
    return Row(line, sku, int(units or 1), amount)


def write(rows: Iterable[tuple[str, int, int]], currency: str) -> str:
    """The file of (SKU, from so many units on, minor units)."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sku, units, amount in rows:
        writer.writerow((guard(sku), units, Money(amount, currency).decimal))
    return file.getvalue()
