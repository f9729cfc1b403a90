"""Signing in: checking a password, opening a session. Used by the pages and by the API.

Failures are counted by the rate limit, outside the transaction. What a caller learns is one
sentence, whether the address exists or not, and the time it takes is the same.
"""

from typing import Any

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import update

from ecommus.core.events import UserLoggedIn
from ecommus.db.queries import accounts
from ecommus.db.tables import accounts as a
from ecommus.db.tables import platform as p
from ecommus.services.tenants import PASSWORDS
from ecommus.services.tokens import new_token, token_hash
from ecommus.web.credentials import REFRESH_LIFE, SESSION_LIFE

# A hash of nothing anybody can type: what is compared when the address is unknown.
DUMMY = PASSWORDS.hash("\0no password")


def check(request: Any, email: str, password: str) -> Any:
    """The person, when the password is right; else None."""
    person = accounts.person(request.db, email[:254], platform=request.tenant is None)
    try:
        PASSWORDS.verify(person.password_hash if person else DUMMY, password[:1000])
    except (VerifyMismatchError, InvalidHashError):
        return None
    if person is not None and PASSWORDS.check_needs_rehash(person.password_hash):
        table = p.platform_users if request.tenant is None else a.staff
        request.db.execute(
            update(table)
            .where(table.c.id == person.id)
            .values(password_hash=PASSWORDS.hash(password))
        )
    return person


def open_session(request: Any, person: Any, kind: str) -> tuple[Any, str]:
    """A session of a person (``page`` or ``api``): its id and its token."""
    token = new_token()
    session_id = accounts.open_session(
        request.db,
        person.id,
        token_hash(token),
        platform=request.tenant is None,
        kind=kind,
        life=REFRESH_LIFE if kind == "api" else SESSION_LIFE,
        user_agent=request.user_agent or "",
        address=request.client_addr or "",
    )
    if request.tenant is not None:
        request.publish(UserLoggedIn(person.id))
    return session_id, token
