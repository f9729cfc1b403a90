"""Who works in a shop: joining, changing roles, leaving, ending sessions.

Two rules hold everywhere: a shop keeps an owner who can sign in, and nobody hands out, or touches
somebody with, permissions that they do not hold themselves. ``held`` is what the doer may.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update

from ecommus.core.customers import is_email
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.permissions import expand
from ecommus.db.queries import people
from ecommus.db.tables.accounts import sessions, staff
from ecommus.services.tenants import hash_password
from ecommus.services.work import Work


def add(
    work: Work, email: str, password: str, role: str, held: frozenset[str], *, name: str = ""
) -> UUID:
    """A new member with a first password. Invalid names the field: e-mail, password or role."""
    email = email.strip()
    if not is_email(email):
        raise Invalid("email_invalid", "This is no e-mail address.", field="email")
    if people.email_taken(work.db, email):
        raise Invalid("email_taken", "Somebody with this address works here.", field="email")
    staff_id = uuid7()
    work.db.execute(
        insert(staff).values(
            id=staff_id,
            email=email,
            name=name.strip(),
            password_hash=hash_password(password),
            role_id=_role(work, role, held).id,
        )
    )
    return staff_id


def change_role(work: Work, member: Any, role: str, held: frozenset[str]) -> None:
    """Give ``member`` (a row of ``queries.people``) another role; it holds from the next click."""
    _check_within(member, held)
    new = _role(work, role, held)
    if new.code != "owner":
        _check_not_last_owner(work, member)
    work.db.execute(update(staff).where(staff.c.id == member.id).values(role_id=new.id))


def deactivate(work: Work, member: Any, held: frozenset[str]) -> None:
    """Let somebody go: no sign-in any more, and every session ends now."""
    _check_within(member, held)
    _check_not_last_owner(work, member)
    work.db.execute(update(staff).where(staff.c.id == member.id).values(active=False))
    _end(work, sessions.c.staff_id == member.id)


def reactivate(work: Work, member: Any, held: frozenset[str]) -> None:
    """Let somebody back in, with the password and role of before."""
    _check_within(member, held)
    work.db.execute(update(staff).where(staff.c.id == member.id).values(active=True))


def set_password(work: Work, member: Any, password: str, held: frozenset[str]) -> None:
    """A new password for somebody who lost theirs; whoever is signed in with the old one is not."""
    _check_within(member, held)
    hashed = hash_password(password)
    work.db.execute(update(staff).where(staff.c.id == member.id).values(password_hash=hashed))
    _end(work, sessions.c.staff_id == member.id)


def end_session(work: Work, member: Any, session_id: UUID, held: frozenset[str]) -> None:
    """Sign a member out of one place; of a session that is not theirs nothing happens."""
    _check_within(member, held)
    _end(work, (sessions.c.staff_id == member.id) & (sessions.c.id == session_id))


def _end(work: Work, which: Any) -> None:
    work.db.execute(
        update(sessions)
        .where(which, sessions.c.revoked_at.is_(None))
        .values(revoked_at=func.clock_timestamp())
    )


def _role(work: Work, code: str, held: frozenset[str]) -> Any:
    found = next((row for row in people.roles(work.db) if row.code == code), None)
    if found is None:
        raise Invalid("role_unknown", "There is no such role.", field="role")
    if not expand(found.permissions) <= held:
        text = "You cannot give a role that may do more than you."
        raise Invalid("role_not_held", text, field="role")
    return found


def _check_within(member: Any, held: frozenset[str]) -> None:
    if not expand(member.permissions) <= held:
        text = "You cannot change somebody who may do more than you."
        raise Conflict("member_above", text)


def _check_not_last_owner(work: Work, member: Any) -> None:
    if people.active_owners(work.db) == [member.id]:
        raise Conflict("last_owner", "The shop needs an owner. Make somebody else an owner first.")
