"""Events on their way out: written in the transaction that caused them, delivered after it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, Row, func, insert, select, text, update
from sqlalchemy.orm import Session

from ecommus.core.events import Event
from ecommus.core.ids import uuid7
from ecommus.db.tables.ops import outbox

MAX_ATTEMPTS = 12
_READY = text("SELECT tenant_id, id FROM outbox_ready(:most)")
_TO_DELIVER = insert(outbox).inline()
_TO_KEEP = insert(outbox).inline().values(done_at=func.clock_timestamp())


def write(db: Session, event: Event, *, wanted: bool) -> None:
    """Put an event down; it is delivered when, and only if, the transaction commits.

    Not ``wanted``: nobody listens, so it is only kept for who asks what happened since.
    """
    row = {"id": uuid7(), "name": event.name, "aggregate": event.aggregate}
    db.execute(_TO_DELIVER if wanted else _TO_KEEP, row | {"payload": event.payload()})


def ready(engine: Engine, most: int = 50) -> list[Row]:
    """``(tenant_id, id)`` of events to deliver next, over all tenants."""
    with engine.connect() as connection:
        return list(connection.execute(_READY, {"most": most}))


def claim(db: Session, event_id: UUID) -> Row | None:
    """The event, locked until this transaction ends; None when another worker has it."""
    return db.execute(
        select(outbox)
        .where(outbox.c.id == event_id, outbox.c.done_at.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()


def done(db: Session, event_id: UUID) -> None:
    """Delivered."""
    db.execute(update(outbox).where(outbox.c.id == event_id).values(done_at=func.clock_timestamp()))


def failed(db: Session, row: Row, error: str, now: datetime) -> None:
    """Not delivered: again later, doubling the wait; after the last attempt a dead letter."""
    attempts = row.attempts + 1
    values = {"attempts": attempts, "error": error[:2000]}
    if attempts >= MAX_ATTEMPTS:
        # A dead letter unblocks its aggregate.
        values["done_at"] = now
    else:
        values["retry_at"] = now + timedelta(seconds=2**attempts)
    db.execute(update(outbox).where(outbox.c.id == row.id).values(**values))
