"""The forensic log: written under a lock at the end of each transaction, read, and signed for.

Entries wait in the session until it commits. So the lock of the chain is the last one that is
taken, it is held for the length of a commit only, and two hundred writers make one chain.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB

from ecommus.core.log_chain import HEAD_TYPE, START, Entry, linked
from ecommus.core.signed import sign
from license_service.db.ledger import log
from license_service.db.session import ServiceSession

WAITING = "forensic"
LOCK = text("SELECT pg_advisory_xact_lock(7310003)")
PUBLISHING = tuple(
    f"publisher.{what}" for what in ("made", "rotated", "suspended", "restored", "revoked")
)
LAST = select(log.c.seq, log.c.hash).order_by(log.c.seq.desc()).limit(1)


def remember(db: ServiceSession, entry: dict[str, Any]) -> None:
    db.info.setdefault(WAITING, []).append(entry)


@event.listens_for(ServiceSession, "before_commit")
def _write(session: ServiceSession) -> None:
    waiting = session.info.pop(WAITING, [])
    if not waiting:
        return
    session.flush()
    session.execute(LOCK)
    row = session.execute(LAST).one_or_none()
    last = (row.seq, row.hash) if row else None
    rows = []
    for said in waiting:
        entry = linked(last, datetime.now(UTC), said)
        last = (entry.seq, entry.hash)
        rows.append({"seq": entry.seq, "prev": entry.prev, "hash": entry.hash, "body": entry.body})
    session.execute(insert(log), rows)


@event.listens_for(ServiceSession, "after_rollback")
def _forget(session: ServiceSession) -> None:
    session.info.pop(WAITING, None)


def entries(db: ServiceSession, *, after: int = 0, most: int | None = None) -> Iterator[Entry]:
    """The log in its order."""
    query = select(log.c.seq, log.c.prev, log.c.hash, log.c.body).where(log.c.seq > after)
    query = query.order_by(log.c.seq).limit(most)
    for row in db.execute(query, execution_options={"yield_per": 1000}):
        yield Entry(*row)


def of_license(db: ServiceSession, license_id: UUID, most: int = 500) -> list[Entry]:
    """What was noted of one license, the newest first."""
    query = select(log.c.seq, log.c.prev, log.c.hash, log.c.body)
    query = query.where(log.c.license_id == str(license_id))
    return [Entry(*row) for row in db.execute(query.order_by(log.c.seq.desc()).limit(most))]


def of_publisher(db: ServiceSession, kid: str, most: int = 100) -> list[Entry]:
    """What was noted of a publisher's key, the newest first."""
    query = select(log.c.seq, log.c.prev, log.c.hash, log.c.body)
    data = log.c.body.cast(JSONB)["data"]
    query = query.where(log.c.kind.in_(PUBLISHING), data["kid"].astext == kid)
    return [Entry(*row) for row in db.execute(query.order_by(log.c.seq.desc()).limit(most))]


def requested(db: ServiceSession, license_id: UUID, actor: str, key: str) -> bool:
    """Whether ``actor`` has had this done to the license before; ask under the license's lock."""
    said = log.c.body.cast(JSONB)
    query = select(log.c.seq).where(
        log.c.license_id == str(license_id),
        said["actor"].astext == actor,
        said["data"]["request"].astext == key,
    )
    return db.execute(query.limit(1)).first() is not None


def newest(db: ServiceSession, *, kind: str = "", before: int = 0, most: int = 50) -> list[Entry]:
    """A page of the log, the newest first."""
    query = select(log.c.seq, log.c.prev, log.c.hash, log.c.body)
    if kind:
        query = query.where(log.c.kind == kind)
    if before:
        query = query.where(log.c.seq < before)
    return [Entry(*row) for row in db.execute(query.order_by(log.c.seq.desc()).limit(most))]


def head(work: Any, kid: str, key: Any) -> dict[str, Any]:
    """The signed statement about the log as it is now."""
    row = work.db.execute(LAST).one_or_none()
    size, last = (row.seq, row.hash) if row else (0, START)
    token = sign({"size": size, "hash": last}, key, kid, HEAD_TYPE, work.now)
    return {"size": size, "hash": last, "head": token}
