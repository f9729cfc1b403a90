"""Reading the license service's forensic log again, from where it was read last.

The end that is kept here is a copy that the service cannot change: whoever rewrites or cuts the log
over there, with all its keys, is found by the next reading. The network stands between two
transactions, as with heartbeats.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from ecommus.core import log_chain
from ecommus.core.keysets import verify_keys
from ecommus.core.signed import Keys, SignedError
from ecommus.db.tables.licensing import license_log
from ecommus.services.heartbeat import ask_keys
from ecommus.services.license_office import Office
from ecommus.services.service_calls import Away, other

# A long log is read in several goes: a page is not waited for longer.
WITHIN = 20.0


@dataclass(frozen=True)
class End:
    """The log up to an entry, and what its hash is."""

    size: int = 0
    hash: str = log_chain.START


@dataclass(frozen=True)
class Reading:
    """How far it holds, the signed head it was held against, and whether all of it was read."""

    end: End
    head: log_chain.Head
    token: str
    whole: bool


def stored(db: Session) -> Row:
    """How far the log was read; there is always a row."""
    return db.execute(select(license_log)).one()


def known(row: Row, office: Office) -> End:
    """Where to go on: of another service nothing was read yet."""
    return End(row.size, row.hash) if row.service == office.url and row.size else End()


def read_on(office: Office, before: End, roots: Keys, now: datetime) -> Reading:
    """Read the log from ``before`` on. Broken where it does not hold; Away, SignedError."""
    if not roots:
        raise SignedError("root_missing", "no root key is named (license.root_key)")
    held = verify_keys(ask_keys(office.url), roots, now)
    said = office.ask("/v1/log/head")
    if not isinstance(token := said.get("head"), str):
        raise other()
    head = log_chain.verify_head(token, held.keys, now)
    size, last = before.size, before.hash
    at_head = last if head.size == size else ""
    ends, whole = time.monotonic() + WITHIN, False
    while not whole and time.monotonic() < ends:
        lines = office.lines("/v1/log/export", after=size)
        for entry in log_chain.load(lines):
            size, last = log_chain.follow(entry, size, last)
            at_head = last if size == head.size else at_head
        whole = not lines or size >= head.size
    if head.size < before.size:
        text = f"{before.size} entries were read before, the head speaks of {head.size}"
        raise log_chain.Broken("log_cut", text, signed=before.size, size=head.size)
    if whole:
        log_chain.hold(head, size, at_head)
    return Reading(End(size, last), head, token, whole)


def record(db: Session, office: Office, reading: Reading, now: datetime) -> None:
    """Keep how far it holds."""
    _change(db, office, size=reading.end.size, hash=reading.end.hash, read_at=now,
            head=reading.token, head_size=reading.head.size, problem="",
            problem_told={})  # fmt: skip


def failed(db: Session, office: Office, error: Away | SignedError | log_chain.Broken) -> None:
    """Note that it does not hold, or could not be read; what held before is kept."""
    told = {"code": error.code, "params": error.params}
    if stored(db).service != office.url:
        # What is kept is of another service.
        _change(db, office, size=0, hash="", read_at=None, head="", head_size=0)
    _change(db, office, problem=str(error)[:500], problem_told=told)


def _change(db: Session, office: Office, **values: Any) -> None:
    db.execute(update(license_log).values(service=office.url, **values))
