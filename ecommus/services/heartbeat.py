"""Asking the license service, once a day: what it answers is verified before anything changes.

Three transactions of their own, the network between them: the row is claimed, the service asked,
the answer taken in. When it does not answer, or what it says does not verify, nothing changes but
the note of why; the next try comes soon, then later and later.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from ecommus.core.heartbeats import KEYS_PATH, PATH, Beat, verify_answer
from ecommus.core.license import License, LicenseError, verify
from ecommus.core.signed import SignedError
from ecommus.db.tables.licensing import license_state
from ecommus.services import license_state as state
from ecommus.services.license_state import Trust
from ecommus.services.service_calls import Away, call, odd, other

EVERY = timedelta(days=1)
# A license that is paid for by the month ends before its payment is told of: then it is asked after
# more often, and for so long.
RENEWING, WAITED_FOR = timedelta(hours=1), timedelta(days=14)
JITTER = 0.1
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=6)
# Longer than a try may take: another worker takes over when this one died in it.
CLAIM = timedelta(minutes=5)
# Of each wait on the wire, and of the whole answer.
TIMEOUT = 15.0
MOST_BYTES = 200_000
WORKER = "worker"


@dataclass(frozen=True)
class About:
    """What an installation says of itself."""

    version: str
    domain: str
    plugin_versions: Mapping[str, str]
    kpis: Mapping[str, Any] | None = None


def due(next_at: datetime, now: datetime) -> bool:
    """Whether it is time to ask. A time further off than any that is ever set was set by a clock
    that went wrong, and is no reason to wait."""
    return not now < next_at <= now + EVERY * (1 + JITTER)


def claim(
    db: Session, made: License, now: datetime, *, due_only: bool = True, token: str = ""
) -> Row | None:
    """The stored row, when it is time to ask; others look away for a while. Commit after it.

    ``token``: what this process runs under. Where another one was installed meanwhile, nothing is
    asked: it must not be taken for the old one, nor replaced by what the old one gets.
    """
    stored = state.read(db, lock=True)
    if token and stored.token not in (None, token):
        return None
    if not state.watched(made) or (due_only and not due(stored.next_at, now)):
        return None
    if stored.jti != made.jti:
        state.change(db, **state.fresh(made, now))
    state.change(db, seen=False, next_at=now + CLAIM, tried_at=now)
    return state.read(db)


def beat_of(made: License, stored: Row, about: About, trust: Trust, now: datetime) -> Beat:
    """What is posted; its nonce is new each time."""
    _keys, kept = trust.keys(stored.keys, now)
    return Beat(
        install_id=made.install_id,
        kid=made.kid,
        jti=made.jti,
        nonce=secrets.token_urlsafe(24),
        last_seen=now.isoformat(),
        keys_version=kept.version if kept else 0,
        version=about.version,
        domain=about.domain,
        plugin_versions=dict(about.plugin_versions),
        kpis=dict(about.kpis) if about.kpis else None,
    )


def ask(url: str, token: str, beat: Beat) -> dict[str, Any]:
    """The service's answer, nothing of it believed yet. Away says what went wrong."""
    headers = {"Authorization": f"Bearer {token}"}
    said = _said("POST", f"{url.rstrip('/')}{PATH}", json=beat.dump(), headers=headers)
    if not isinstance(said.get("answer"), str):
        raise other()
    return said


def ask_keys(url: str) -> str:
    """The newest key set, not believed yet. Away says what went wrong."""
    said = _said("GET", f"{url.rstrip('/')}{KEYS_PATH}")
    if not isinstance(said.get("keys"), str):
        raise other()
    return said["keys"]


def _said(method: str, url: str, **options: Any) -> dict[str, Any]:
    status, said = call(method, url, within=TIMEOUT, most=MOST_BYTES, **options)
    if status != 200:
        raise odd(status)
    return said


def take(
    db: Session,
    said: dict[str, Any],
    beat: Beat,
    trust: Trust,
    *,
    actor: str,
    now: datetime,
    ends: datetime | None = None,
) -> None:
    """Take an answer in. SignedError when it does not verify; abort then, and nothing changes.

    ``ends``: of the license that was asked after.
    """
    if isinstance(offered := said.get("keys"), str):
        state.take_keys(db, offered, trust, actor=actor, now=now)
    stored = state.read(db, lock=True)
    keys, _kept = trust.keys(stored.keys, now)
    values: dict[str, Any] = {}
    answer = verify_answer(said["answer"], keys, beat, now)
    if stored.jti != beat.jti:
        # Another license was installed while the service was asked.
        return
    if answer.license is not None:
        made = verify(answer.license, keys, now)
        if made.install_id != beat.install_id:
            raise LicenseError("other_install", "The new license is for another installation.")
        if made.jti != stored.jti:
            ends = made.expires_at
            values |= {"token": answer.license, **state.fresh(made, now)}
            state.note(db, "renewed", actor, **state.told(made))
    if answer.revoked and stored.revoked_at is None:
        values |= {"revoked_at": now, "revoked_reason": answer.reason}
        state.note(db, "revoked", actor, reason=answer.reason, jti=beat.jti)
    if not answer.revoked and stored.revoked_at is not None and "token" not in values:
        values |= {"revoked_at": None, "revoked_reason": ""}
        state.note(db, "restored", actor, jti=beat.jti)
    next_at = now + _wait(ends, now)
    state.change(db, **values | {"heard_at": now, "problem": "", "tries": 0, "next_at": next_at})


def _wait(ends: datetime | None, now: datetime) -> timedelta:
    """Until tomorrow; less where the license ends before, or ended lately."""
    day = EVERY * _jitter()
    if ends is None or now - ends > WAITED_FOR:
        return day
    return min(day, max(ends - now, timedelta()) + RENEWING * _jitter())


def failed(db: Session, error: Away | SignedError, now: datetime) -> None:
    """Note why there was no answer that counts, and when it is tried again."""
    stored = state.read(db, lock=True)
    wait = min(FIRST_RETRY * 2 ** min(stored.tries, 10), LAST_RETRY)
    wait *= _jitter()
    statement = update(license_state).values(
        problem=why(error)[:500],
        problem_told={"code": error.code, "params": error.params},
        tries=stored.tries + 1,
        next_at=now + wait,
    )
    db.execute(statement)


def _jitter() -> float:
    """So that thousands of installations do not ask in the same second."""
    return 1 + secrets.SystemRandom().uniform(-JITTER, JITTER)


def why(error: Away | SignedError) -> str:
    """A failure in words for logs and commands; pages have their own."""
    code = f" ({error.code})" if isinstance(error, SignedError) else ""
    return f"{error}{code}"
