"""A file as rows whose cells go by field name, whatever the file calls its columns.

``sniff`` makes tables; ``shopify``, ``woocommerce`` and ``own`` read them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ecommus.core.catalog_csv.drafts import ImageDraft, RowError
from ecommus.core.catalog_csv.prices import foreign_sign, price
from ecommus.core.catalog_csv.values import image_url, unguard
from ecommus.core.errors import Invalid

Value = TypeVar("Value")


class Row:
    """One record. Columns that the file does not have read as blank."""

    __slots__ = ("cells", "number", "table")

    def __init__(self, table: "Table", number: int, cells: Sequence[str]):
        self.table = table
        self.number = number
        self.cells = cells

    def raw(self, field: str) -> str:
        """The cell to the byte, without the guard against formulas."""
        index = self.table.columns.get(field)
        # Short rows are not filled up: a narrow file under a wide header would eat the memory.
        if index is None or index >= len(self.cells):
            return ""
        cell = self.cells[index]
        return unguard(cell) if self.table.guarded and cell[:1] == "'" else cell

    def text(self, field: str) -> str:
        """The cell without white space around it."""
        index = self.table.columns.get(field)
        if index is None or index >= len(self.cells):
            return ""
        cell = self.cells[index].strip()
        return unguard(cell).strip() if self.table.guarded and cell[:1] == "'" else cell

    def fault(self, field: str, refusal: Invalid) -> RowError:
        """What is wrong with this row's ``field``."""
        return self.table.fault(self.number, field, refusal)

    def take(
        self, faults: list[RowError], field: str, parse: Callable[..., Value], *arguments: object
    ) -> Value | None:
        """``parse(cell, *arguments)``; when it refuses, None and one more of ``faults``."""
        try:
            return parse(self.text(field), *arguments)
        except Invalid as refusal:
            faults.append(self.fault(field, refusal))
            return None

    def price(self, faults: list[RowError], field: str, currency: str) -> int | None:
        """A price; a sign that is not the shop's own is remarked on once in a file."""
        amount = self.take(faults, field, price, currency)
        cell = self.text(field)
        # A bare number has no sign: most cells cost no second look.
        if amount is None or cell.replace(".", "").isdecimal():
            return amount
        sign = foreign_sign(cell, currency)
        if sign and sign not in self.table.signs:
            self.table.signs.add(sign)
            self.warn(
                field,
                "price_sign",
                "Prices carry “%(sign)s” and are taken as %(currency)s, without conversion.",
                sign=sign,
                currency=currency,
            )
        return amount

    def image(self, field: str) -> str | None:
        """A picture's address; one that is none costs a warning, not the product."""
        text = self.text(field)
        return self.take(self.table.warnings, field, image_url) if text else None

    def images(
        self, field: str, addresses: Iterable[str], alts: Iterable[str] = ()
    ) -> list[ImageDraft]:
        """Pictures at ``addresses`` (of this row's ``field``), blanks and no-addresses left out."""
        found, texts = [], iter(alts)
        for address in addresses:
            alt = next(texts, "")
            try:
                if address:
                    found.append(ImageDraft(image_url(address), alt))
            except Invalid as refusal:
                self.table.warnings.append(self.fault(field, refusal))
        return found

    def warn(self, field: str, code: str, message: str, **params: Any) -> None:
        self.table.warnings.append(self.fault(field, Invalid(code, message, **params)))


@dataclass(slots=True)
class Table:
    """``columns``: field → position. ``names``: field → what the file calls it.

    ``guarded``: an apostrophe before a formula is a guard to take off (our exports, WooCommerce's).
    ``errors`` belong to rows that could not even be cut into cells; they are not in ``rows``.
    """

    format: str
    columns: dict[str, int]
    names: dict[str, str]
    guarded: bool
    skipped: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """``numbers``: n of each numbered column, ``option{n}_value`` or ``attribute{n}_value``."""
        found = (re.fullmatch(r"(?:option|attribute)(\d+)_value", field) for field in self.columns)
        self.numbers = tuple(sorted(int(match[1]) for match in found if match))

    @property
    def identity(self) -> str:
        """The field that tells a user which product is meant."""
        return "handle" if "handle" in self.columns else "title"

    def fault(self, number: int, field: str, refusal: Invalid) -> RowError:
        """What is wrong with ``field`` in row ``number``, the column as the file calls it."""
        column = self.names.get(field, field)
        return RowError(number, column, refusal.code, refusal.message, refusal.params)


def normal(name: str) -> str:
    """A column's name as names are compared: ``" Variant  SKU"`` is ``"variant sku"``."""
    return " ".join(name.split()).casefold()


def unique_images(images: Iterable[ImageDraft]) -> tuple[ImageDraft, ...]:
    """``images`` without those whose address came before."""
    first: dict[str, ImageDraft] = {}
    for image in images:
        first.setdefault(image.url, image)
    return tuple(first.values())


def first_text(rows: Iterable[Row], field: str) -> str:
    """The first cell of ``field`` that says something."""
    return next((text for row in rows if (text := row.text(field))), "")
