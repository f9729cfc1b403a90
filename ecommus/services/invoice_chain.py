"""Which of an order's documents counts: an invoice, what corrected it, what is credited of them.

All rows of one order, oldest first. A corrected invoice replaces the one before it: what was
credited of that counts against this, and only the newest can be credited.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ecommus.core import invoice_open
from ecommus.core.invoice import Invoice, Kind


def corrected_by(documents: Sequence[Any], row: Any) -> Any | None:
    """The invoice that replaces this one."""
    fits = (x for x in documents if x.preceding_id == row.id and x.kind == Kind.CORRECTED)
    return next(fits, None)


def notes_of(documents: Sequence[Any], row: Any) -> list[Any]:
    """The credit notes of an invoice and of those that it corrects."""
    ids = {each.id for each in _chain(documents, row)}
    return [x for x in documents if x.preceding_id in ids and x.kind == Kind.CREDIT_NOTE]


def left(documents: Sequence[Any], row: Any) -> dict[str, int]:
    """Units of each line that can still be credited: none of what is no newest invoice."""
    if row.kind == Kind.CREDIT_NOTE or corrected_by(documents, row):
        return {}
    return invoice_open.left(Invoice.of(row.model), models(notes_of(documents, row)))


def money_left(documents: Sequence[Any], row: Any) -> int:
    """The money that can still be credited, in minor units."""
    if row.kind == Kind.CREDIT_NOTE or corrected_by(documents, row):
        return 0
    return invoice_open.open_total(Invoice.of(row.model), models(notes_of(documents, row)))


def open_invoice(documents: Sequence[Any]) -> Any | None:
    """The invoice that is neither corrected nor credited whole; None: the order has none."""
    return next((row for row in documents if any(left(documents, row).values())), None)


def models(rows: Sequence[Any]) -> list[Invoice]:
    return [Invoice.of(row.model) for row in rows]


def _chain(documents: Sequence[Any], row: Any) -> Iterator[Any]:
    by_id = {each.id: each for each in documents}
    yield row
    while row.kind == Kind.CORRECTED and (row := by_id.get(row.preceding_id)):
        yield row
