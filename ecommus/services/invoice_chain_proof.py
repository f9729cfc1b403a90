"""The proof of what refers to what: credit notes and corrected invoices, and what they name.

A document names in its model the one that it credits or corrects, and its row holds that one's id;
no invoice is replaced twice, none is credited after it was replaced, and never for more than it is.
Neighbours: ``invoice_proof``, ``invoice_chain``.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ecommus.core.invoice import Kind
from ecommus.db.tables.invoices import invoices as t


def broken_chains(db: Session, tenant_id: Any) -> Iterator[tuple[str, str]]:
    """(number, what is wrong), of the orders that have more than an invoice."""
    preceding = t.c.model["preceding"]
    columns = (
        t.c.id, t.c.order_id, t.c.kind, t.c.full_number, t.c.total, t.c.preceding_id,
        preceding["number"].astext.label("names"),
        preceding["issued_on"].astext.label("of_day"), t.c.issued_on,
    )  # fmt: skip
    several = select(t.c.order_id).where(
        t.c.tenant_id == tenant_id, t.c.kind != Kind.INVOICE.value
    )  # fmt: skip
    rows = db.execute(
        select(*columns)
        .where(t.c.tenant_id == tenant_id, t.c.order_id.in_(several))
        .order_by(t.c.order_id, t.c.id),
        execution_options={"yield_per": 1000},
    )
    documents: list[Row] = []
    for row in rows:
        if documents and documents[0].order_id != row.order_id:
            yield from _of_order(documents)
            documents = []
        documents.append(row)
    yield from _of_order(documents)


def _of_order(documents: list[Row]) -> Iterator[tuple[str, str]]:
    by_id = {row.id: row for row in documents}
    newer: dict[UUID, Row] = {}
    credited: dict[UUID, int] = defaultdict(int)
    for row in documents:
        if row.kind == Kind.INVOICE:
            continue
        earlier = by_id.get(row.preceding_id)
        if earlier is None or earlier.kind == Kind.CREDIT_NOTE:
            yield row.full_number, "what it credits or corrects is no invoice of its order"
            continue
        if (row.names, row.of_day) != (earlier.full_number, earlier.issued_on.isoformat()):
            yield row.full_number, f"it names {row.names}, but stands behind {earlier.full_number}"
        if earlier.id in newer:
            replaced = newer[earlier.id].full_number
            yield row.full_number, f"{earlier.full_number} had been replaced by {replaced}"
        if row.kind == Kind.CREDIT_NOTE:
            credited[_first(by_id, earlier).id] += row.total
        else:
            newer[earlier.id] = row
            if row.total != earlier.total:
                yield row.full_number, f"its sum is not that of {earlier.full_number}"
    for invoice_id, total in credited.items():
        if total > by_id[invoice_id].total:
            yield by_id[invoice_id].full_number, "more of it was credited than it is"


def _first(by_id: dict[UUID, Row], row: Row) -> Row:
    """The invoice that was there before all corrections."""
    # No more steps than there are documents, whatever somebody wrote into the table.
    for _step in by_id:
        if row.kind != Kind.CORRECTED or row.preceding_id not in by_id:
            break
        row = by_id[row.preceding_id]
    return row
