"""Operators: a password, then a time-based code; sessions that are kept as hashes.

Five wrong passwords or codes close an account for a while, whoever enters them; a code is good
once.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from license_service.db.ledger import operators, sessions
from license_service.services.access import new_token, token_hash
from license_service.services.customers import checked_email
from license_service.services.work import Work

PASSWORDS = PasswordHasher()
SHORTEST = 12
LASTS = timedelta(hours=12)
HALF = timedelta(minutes=10)
FAILURES, CLOSED = 5, timedelta(minutes=15)
STEP = 30
ISSUER = "ecommus licenses"


def create(work: Work, email: str, password: str) -> UUID:
    """A new operator, who sets up the second factor at the first sign-in."""
    email = checked_email(email, "email").lower()
    if len(password) < SHORTEST:
        text = "The password has at least %(least)s characters."
        raise Invalid("password_short", text, field="password", least=SHORTEST)
    if _by_email(work, email) is not None:
        raise Conflict("operator_exists", "There is an operator %(email)s already.", email=email)
    made = uuid7()
    row = {"id": made, "email": email, "password": PASSWORDS.hash(password)}
    work.db.execute(insert(operators).values(**row, created_at=work.now))
    work.note("operator.made", email=email)
    return made


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Checked for an address that is nobody's, so that both take as long."""
    return PASSWORDS.hash(new_token())


def _by_email(work: Work, email: str) -> Any:
    email = email.replace("\0", "").strip().lower()
    query = select(operators).where(func.lower(operators.c.email) == email)
    return work.db.execute(query.with_for_update()).one_or_none()


def check_password(work: Work, email: str, password: str) -> str | None:
    """The token of a half session (the code is still to come), or None."""
    row = _by_email(work, email)
    good = False
    with suppress(VerificationError, InvalidHashError):
        good = PASSWORDS.verify(row.password if row else _nobodys(), password)
    if row is None or _closed(work, row):
        return None
    if not good:
        _failed(work, row)
        return None
    return _begin(work, row.id, passed=False)


def _closed(work: Work, row: Any) -> bool:
    return row.locked_until is not None and row.locked_until > work.now


def _failed(work: Work, row: Any) -> None:
    failures = row.failures + 1
    closed = work.now + CLOSED if failures >= FAILURES else None
    left = {"failures": 0 if closed else failures, "locked_until": closed}
    work.db.execute(update(operators).where(operators.c.id == row.id).values(**left))
    if closed:
        work.note("operator.closed", email=row.email, until=closed.isoformat())


def _begin(work: Work, operator_id: UUID, *, passed: bool) -> str:
    token = new_token()
    lasts = LASTS if passed else HALF
    work.db.execute(
        insert(sessions).values(
            hash=token_hash(token),
            operator_id=operator_id,
            passed=passed,
            created_at=work.now,
            expires_at=work.now + lasts,
        )
    )
    work.db.execute(delete(sessions).where(sessions.c.expires_at < work.now))
    return token


def signed_in(db: Any, token: str, now: datetime) -> Any:
    """Who holds this session: the operator's row with ``passed``, or None."""
    if not token:
        return None
    query = (
        select(operators, sessions.c.passed)
        .join(sessions)
        .where(sessions.c.hash == token_hash(token), sessions.c.expires_at > now)
    )
    return db.execute(query).one_or_none()


def secret_to_enrol(work: Work, row: Any) -> str:
    """The secret that an operator without a confirmed one is to scan; the same until then."""
    if row.totp_confirmed:
        raise Conflict("already_enrolled", "The second factor is set up already.")
    secret = work.config.box.open(row.totp) if row.totp else ""
    if not secret:
        secret = pyotp.random_base32()
        sealed = work.config.box.seal(secret)
        work.db.execute(update(operators).where(operators.c.id == row.id).values(totp=sealed))
    return secret


def uri_of(row: Any, secret: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=row.email, issuer_name=ISSUER)


def check_code(work: Work, token: str, code: str) -> str | None:
    """The token of a whole session, or None: a wrong code, one that was used, a closed account."""
    half = signed_in(work.db, token, work.now)
    if half is None:
        return None
    locked = select(operators).where(operators.c.id == half.id).with_for_update()
    row = work.db.execute(locked).one()
    secret = work.config.box.open(row.totp) if row.totp else ""
    if not secret or _closed(work, row):
        return None
    step = _step_of(secret, code, work.now)
    if step is None or step <= row.last_step:
        _failed(work, row)
        return None
    values = {"last_step": step, "totp_confirmed": True, "failures": 0, "locked_until": None}
    work.db.execute(update(operators).where(operators.c.id == row.id).values(**values))
    work.db.execute(delete(sessions).where(sessions.c.hash == token_hash(token)))
    work.note("operator.signed_in", email=row.email)
    return _begin(work, row.id, passed=True)


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that the code is of: this one, or a neighbour of it."""
    totp, code = pyotp.TOTP(secret), code.replace(" ", "")
    present = int(now.timestamp()) // STEP
    for step in (present, present - 1, present + 1):
        if pyotp.utils.strings_equal(code, totp.at(step * STEP)):
            return step
    return None


def sign_out(work: Work, token: str) -> None:
    work.db.execute(delete(sessions).where(sessions.c.hash == token_hash(token)))


def anybody(work: Work) -> bool:
    """Whether there is an operator."""
    return work.db.execute(select(func.count()).select_from(operators)).scalar_one() > 0


def remove(work: Work, email: str) -> None:
    """Somebody left: sessions end with the account; what they did stays in the log."""
    row = _by_email(work, email)
    if row is None:
        raise Conflict("operator_unknown", "There is no operator %(email)s.", email=email)
    work.db.execute(delete(operators).where(operators.c.id == row.id))
    work.note("operator.removed", email=row.email)


def reset_code(work: Work, email: str) -> None:
    """Forget the second factor of somebody who lost it, and end their sessions."""
    row = _by_email(work, email)
    if row is None:
        raise Conflict("operator_unknown", "There is no operator %(email)s.", email=email)
    values = {"totp": None, "totp_confirmed": False, "last_step": 0}
    work.db.execute(update(operators).where(operators.c.id == row.id).values(**values))
    work.db.execute(delete(sessions).where(sessions.c.operator_id == row.id))
    work.note("operator.code_reset", email=row.email)
