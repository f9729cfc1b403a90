"""Bytes become a table: delimiter and format are found out, or the file is refused.

Neighbours: ``encoding`` (letters), ``table`` (what comes out), ``reading`` (what goes on).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from ecommus.core.catalog_csv import own, shopify, woocommerce
from ecommus.core.catalog_csv.drafts import CatalogFormatError
from ecommus.core.catalog_csv.encoding import decode
from ecommus.core.catalog_csv.table import Row, Table, normal
from ecommus.core.catalog_csv.values import shown
from ecommus.core.errors import Invalid

FORMATS = {module.NAME: module for module in (shopify, woocommerce, own)}
DELIMITERS = ",;\t"
MAX_COLUMNS = 1000
MAX_CELL = 2**20

# The limit is the process's, and Python's own (128 KiB) is less than a long description.
csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))


def table(data: bytes, format: str, mapping: Mapping[str, str]) -> Table:
    """The file's rows by field. ``CatalogFormatError`` says why it is no catalogue."""
    if format != "auto" and format not in FORMATS:
        raise CatalogFormatError(
            "format_unknown",
            "“%(format)s” is no format we read. Choose one of: %(formats)s.",
            format=shown(format),
            formats=", ".join(["auto", *FORMATS]),
        )
    text = decode(data)
    sheet = _best(text, format, mapping)
    if sheet is None:
        raise _no_catalogue(text, format)
    result = _table(sheet, mapping)
    for number, cells in sheet.records:
        _add(result, number, cells, len(sheet.header))
    return result


class _Sheet(NamedTuple):
    format: str
    header: list[str]
    records: Iterator[tuple[int, list[str]]]


def _best(text: str, format: str, mapping: Mapping[str, str]) -> _Sheet | None:
    """The sheet by the delimiter that makes a known header with the most columns, if any does."""
    best = None
    for delimiter in DELIMITERS:
        cut = records(text, delimiter)
        try:
            header = next((cells for _, cells in cut), [])
        except CatalogFormatError:  # quoted cells between other delimiters
            continue
        names = {normal(name) for name in _renamed(header, mapping)}
        found = next((f.NAME for f in _candidates(format) if f.recognises(names)), None)
        if found and (best is None or len(header) > len(best.header)):
            best = _Sheet(found, header, cut)
    if best and len(best.header) > MAX_COLUMNS:
        raise CatalogFormatError(
            "too_wide",
            "The file has %(columns)s columns; at most %(limit)s can be read.",
            columns=len(best.header),
            limit=MAX_COLUMNS,
        )
    return best


def _candidates(format: str) -> list:
    return list(FORMATS.values()) if format == "auto" else [FORMATS[format]]


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(row as a spreadsheet counts it, cells) of every record that is not blank."""
    # newline="" keeps line ends inside cells as they are. Strict, or a quote that is never closed
    # would swallow the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CatalogFormatError(
                "malformed",
                "Row %(row)s is not well-formed CSV: a quote is not closed or not doubled, or a "
                "cell is longer than %(limit)s characters. Mend it and try again.",
                row=number,
                limit=MAX_CELL,
            ) from None
        if any(map(str.strip, cells)):
            yield number, cells


def _renamed(header: list[str], mapping: Mapping[str, str]) -> list[str]:
    names = {normal(old): new for old, new in mapping.items()}
    return [names.get(normal(name), name) for name in header]


def _table(sheet: _Sheet, mapping: Mapping[str, str]) -> Table:
    format = FORMATS[sheet.format]
    _check_mapping(sheet, mapping)
    columns: dict[str, int] = {}
    skipped = []
    mapped = {normal(name) for name in mapping}
    # Columns that were mapped come first: they win over one that bears the name by chance.
    order = sorted(enumerate(sheet.header), key=lambda column: normal(column[1]) not in mapped)
    renamed = _renamed(sheet.header, mapping)
    for index, name in order:
        field = format.field(renamed[index])
        if field is None or field in columns:
            skipped.append((index, name.strip()))
        else:
            columns[field] = index
    names = {field: sheet.header[index].strip() for field, index in columns.items()}
    left = tuple(name for _, name in sorted(skipped) if name)
    return Table(sheet.format, columns, names, format.GUARDED, left)


def _check_mapping(sheet: _Sheet, mapping: Mapping[str, str]) -> None:
    header = {normal(name) for name in sheet.header}
    for column, target in mapping.items():
        if normal(column) not in header:
            raise CatalogFormatError(
                "mapping_column", "The file has no column “%(column)s” to map.", column=column
            )
        if FORMATS[sheet.format].field(target) is None:
            raise CatalogFormatError(
                "mapping_field",
                "“%(target)s”, which “%(column)s” is mapped to, is no column of the format.",
                target=target,
                column=column,
            )


def _add(table: Table, number: int, cells: list[str], width: int) -> None:
    row = Row(table, number, cells)
    if any(cell.strip() for cell in cells[width:]):
        refusal = Invalid(
            "cells_extra",
            "The row has %(cells)s cells, the header %(columns)s. A comma inside a cell needs "
            "quotes around the cell.",
            cells=len(cells),
            columns=width,
        )
        table.errors.append(row.fault("", refusal))
    else:
        table.rows.append(row)


def _no_catalogue(text: str, format: str) -> CatalogFormatError:
    line = next(filter(str.strip, islice(io.StringIO(text), 100)), "")
    expected = "; ".join(f"{f.TITLE}: {', '.join(f.NEEDED)}" for f in _candidates(format))
    return CatalogFormatError(
        "no_known_header",
        "This is no product catalogue: its first row is “%(header)s”. The first row must name "
        "the columns, at least (%(expected)s). Rename columns or map them to these.",
        header=shown(line, 120),
        expected=expected,
    )
