"""The proof over a shop's documents: numbers without gaps, and nothing altered since.

Reads what is stored and trusts no column: each document is made again from its model, which checks
its sums, and compared with its digest and its row. What refers to what is ``invoice_chain_proof``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ecommus.core.invoice import Invoice, digest
from ecommus.db.tables.invoices import invoice_series, invoices
from ecommus.services.invoice_chain_proof import broken_chains


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: ``gap``, ``duplicate``, ``altered``, ``order`` or ``chain``, where, and in
    words."""

    kind: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How many documents were looked at, and what is wrong with them."""

    documents: int
    findings: tuple[Finding, ...]


def verify(db: Session, tenant_id: Any) -> Proof:
    """Look at every document of a shop, a thousand at a time."""
    count, findings = 0, []
    series = db.execute(
        select(invoice_series)
        .where(invoice_series.c.tenant_id == tenant_id)
        .order_by(invoice_series.c.prefix)
    ).all()
    for each in series:
        rows = db.execute(
            select(invoices)
            .where(invoices.c.tenant_id == tenant_id, invoices.c.series_id == each.id)
            .order_by(invoices.c.number, invoices.c.id),
            execution_options={"yield_per": 1000},
        )
        expected, before = 1, None
        for row in rows:
            count += 1
            findings += _numbers(each.prefix, expected, row)
            findings += _altered(each, row)
            if before is not None and row.issued_on < before:
                text = f"issued on {row.issued_on}, after one of {before}"
                findings.append(Finding("order", row.full_number, text))
            expected, before = row.number + 1, row.issued_on
        findings += _missing(each.prefix, expected, each.next_number - 1)
    findings += [Finding("chain", number, text) for number, text in broken_chains(db, tenant_id)]
    return Proof(count, tuple(findings))


def _numbers(prefix: str, expected: int, row: Any) -> Iterator[Finding]:
    if row.number < expected:
        yield Finding("duplicate", row.full_number, "the number was given twice")
    yield from _missing(prefix, expected, row.number - 1)


def _missing(prefix: str, first: int, last: int) -> Iterator[Finding]:
    if first <= last:
        numbers = f"{prefix}-{first:06d}"
        if first < last:
            numbers += f" … {prefix}-{last:06d}"
        yield Finding("gap", numbers, f"{last - first + 1} missing")


def _altered(series: Any, row: Any) -> Iterator[Finding]:
    if digest(row.model) != row.digest:
        yield Finding("altered", row.full_number, "the document is not the one that was issued")
        return
    try:
        made = Invoice.of(row.model)
    except (ValueError, TypeError, KeyError) as error:
        yield Finding("altered", row.full_number, f"the document cannot be read: {error}")
        return
    said = (made.series, made.number, made.full_number, made.kind.value, made.issued_on,
            made.gross, made.currency, made.buyer.name)  # fmt: skip
    stored = (series.prefix, row.number, row.full_number, row.kind, row.issued_on, row.total,
              row.currency, row.buyer)  # fmt: skip
    if said != stored:
        yield Finding("altered", row.full_number, "its row does not say what the document says")
