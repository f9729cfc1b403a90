"""Attempts to pay, refunds, and which of them wait for somebody to look after them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from ecommus.core.ids import uuid7
from ecommus.core.states import LIVE, RefundStatus
from ecommus.db.tables.payments import payment_events, payments, refunds
from ecommus.db.tables.sales import orders

# Not what a gift card or store credit paid.
ATTEMPT = payments.c.balance_id.is_(None)


def of_order(db: Session, order_id: UUID) -> list[Row]:
    """An order's attempts and what balances paid, oldest first."""
    statement = select(payments).where(payments.c.order_id == order_id).order_by(payments.c.id)
    return list(db.execute(statement))


def one(db: Session, payment_id: UUID) -> Row | None:
    """An attempt. Whoever changes it holds its order's row already."""
    return db.execute(select(payments).where(payments.c.id == payment_id)).one_or_none()


def live(db: Session, order_id: UUID) -> Row | None:
    """The attempt that counts: it waits, holds or has the money."""
    wanted = payments.c.order_id == order_id, payments.c.status.in_(sorted(LIVE)), ATTEMPT
    return db.execute(select(payments).where(*wanted)).one_or_none()


def last(db: Session, order_id: UUID) -> Row | None:
    """The newest attempt, however it went."""
    mine = select(payments).where(payments.c.order_id == order_id, ATTEMPT)
    return db.execute(mine.order_by(payments.c.id.desc()).limit(1)).one_or_none()


def change(db: Session, payment_id: UUID, **values: Any) -> None:
    values["updated_at"] = func.clock_timestamp()
    db.execute(update(payments).where(payments.c.id == payment_id).values(**values))


def heard(db: Session, **values: Any) -> bool:
    """Write a provider's message down. False: it came before."""
    statement = upsert(payment_events).values(id=uuid7(), **values)
    statement = statement.on_conflict_do_nothing(
        index_elements=["tenant_id", "gateway", "event_id"]
    )
    return db.execute(statement.returning(payment_events.c.id)).scalar() is not None


def refunds_of(db: Session, order_id: UUID) -> list[Row]:
    """An order's refunds, oldest first."""
    statement = select(refunds).where(refunds.c.order_id == order_id).order_by(refunds.c.id)
    return list(db.execute(statement))


def refund(db: Session, refund_id: UUID) -> Row | None:
    return db.execute(select(refunds).where(refunds.c.id == refund_id)).one_or_none()


def parts_of(db: Session, refund_id: UUID) -> list[Row]:
    """The refunds that are made together with one, in the order of the balances they go to."""
    statement = select(refunds).where(refunds.c.part_of == refund_id)
    return list(db.execute(statement.order_by(refunds.c.balance_id)))


def change_refund(db: Session, refund_id: UUID, **values: Any) -> None:
    db.execute(update(refunds).where(refunds.c.id == refund_id).values(**values))


def _old(table: Any, seconds: float, now: datetime) -> Any:
    """Claimed so long ago that nobody is at it any more; each try waits twice as long."""
    wait = func.make_interval(
        0, 0, 0, 0, 0, 0, seconds * func.power(2, func.least(table.c.tries, 7))
    )
    return table.c.claimed_at + wait <= now


def unsettled(db: Session, seconds: float, now: datetime) -> list[UUID]:
    """Attempts whose claim was never recorded."""
    found = select(payments.c.id).where(payments.c.claim != "", _old(payments, seconds, now))
    return list(db.execute(found.order_by(payments.c.claimed_at).limit(50)).scalars())


def unsettled_refunds(db: Session, seconds: float, now: datetime) -> list[UUID]:
    """Refunds that were sent and never recorded, and those whose credit note is missing."""
    waits = (refunds.c.status == RefundStatus.PROCESSING) | refunds.c.credit
    found = select(refunds.c.id).where(waits, _old(refunds, seconds, now))
    return list(db.execute(found.order_by(refunds.c.claimed_at).limit(50)).scalars())


def overdue(now: datetime) -> Select:
    """Orders whose hosted payment never came."""
    late = select(orders.c.id).where(orders.c.pay_by < now, orders.c.status == "placed")
    return late.order_by(orders.c.pay_by).limit(50)
