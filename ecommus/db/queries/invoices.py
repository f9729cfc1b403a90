"""Issued documents: one, an order's, the list, and the counter that numbers the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ecommus.core.ids import uuid7
from ecommus.core.text import fold
from ecommus.db.tables import sales
from ecommus.db.tables.invoices import invoice_series as series
from ecommus.db.tables.invoices import invoices as t


@dataclass(frozen=True, slots=True)
class Taken:
    """A number, and the day it was taken on."""

    series_id: UUID
    number: int
    issued_on: date


def one(db: Session, invoice_id: UUID) -> Row | None:
    """A document with the number of its order."""
    return db.execute(
        select(t, sales.orders.c.number.label("order_number"))
        .join(sales.orders, sales.orders.c.id == t.c.order_id)
        .where(t.c.id == invoice_id)
    ).one_or_none()


def of_order(db: Session, order_id: UUID) -> list[Row]:
    """An order's documents, oldest first."""
    return list(db.execute(select(t).where(t.c.order_id == order_id).order_by(t.c.id)))


def listed(
    *, kind: str = "", since: date | None = None, until: date | None = None, q: str = ""
) -> Select:
    """The operator's list: columns without the models; the caller adds order and limits."""
    c, newer = t.c, t.alias()
    corrected = (
        select(newer.c.full_number)
        .where(newer.c.preceding_id == c.id, newer.c.kind == "384")
        .scalar_subquery()
    )
    statement = select(
        c.id, c.order_id, c.kind, c.full_number, c.issued_on, c.buyer, c.currency, c.total,
        sales.orders.c.number.label("order_number"), corrected.label("corrected_by"),
    ).join(sales.orders, sales.orders.c.id == c.order_id)  # fmt: skip
    if kind:
        statement = statement.where(c.kind == kind)
    if since:
        statement = statement.where(c.issued_on >= since)
    if until:
        statement = statement.where(c.issued_on <= until)
    if q:
        needle = q.strip().lower()
        statement = statement.where(
            or_(
                func.strpos(func.lower(c.full_number), needle) > 0,
                func.strpos(func.lower(c.buyer), needle) > 0,
                func.strpos(func.lower(c.buyer), fold(needle)) > 0,
                sales.orders.c.number == needle.lstrip("#"),
            )
        )
    return statement


def lock_order(db: Session, order_id: UUID) -> None:
    """Two documents of one order are never made at once."""
    db.execute(select(sales.orders.c.id).where(sales.orders.c.id == order_id).with_for_update())


def series_kinds(db: Session, prefixes: Sequence[str]) -> dict[str, str]:
    """Of some prefixes those that number documents already, and of which kind."""
    found = select(series.c.prefix, series.c.kind).where(series.c.prefix.in_(prefixes))
    return dict(map(tuple, db.execute(found)))


def work_point(db: Session, series_id: UUID) -> str:
    """The code of the work point that a series belongs to."""
    return db.execute(select(series.c.work_point).where(series.c.id == series_id)).scalar_one()


def take_number(db: Session, kind: str, work_point: str, prefix: str, today: date) -> Taken | None:
    """The series' next number; its row stays locked until the commit, so an abort gives it back.

    None: the prefix belongs to another kind of document or another work point.
    """
    statement = insert(series).values(id=uuid7(), kind=kind, work_point=work_point, prefix=prefix)
    db.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "prefix"]))
    row = db.execute(
        update(series)
        .where(series.c.prefix == prefix, series.c.kind == kind, series.c.work_point == work_point)
        .values(
            next_number=series.c.next_number + 1,
            last_issued_on=func.greatest(series.c.last_issued_on, today),
        )
        .returning(series.c.id, series.c.next_number - 1, series.c.last_issued_on)
    ).one_or_none()
    return None if row is None else Taken(*row)
