"""A shop's staff as its owner reads it: members, roles, sessions. Never a hash.

Looking somebody up by what a request showed is ``accounts``.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from ecommus.core.permissions import ROLES
from ecommus.db.tables import accounts as a

_PLACE = {code: place for place, code in enumerate(ROLES)}


def roles(db: Session) -> list[Row]:
    """The shop's roles: ours in their order, then its own."""
    place = case(_PLACE, value=a.roles.c.code, else_=len(_PLACE))
    return list(db.execute(select(a.roles).order_by(place, a.roles.c.name, a.roles.c.id)))


def members() -> Select:
    """Everybody who works here, with role and last sign-in; the caller adds order and limits."""
    last = (
        select(func.max(a.sessions.c.created_at))
        .where(a.sessions.c.staff_id == a.staff.c.id, a.sessions.c.tenant_id == a.staff.c.tenant_id)
        .scalar_subquery()
    )
    return select(*_MEMBER, last.label("last_seen")).join(*_ROLE)


def member(db: Session, staff_id: UUID, *, lock: bool = False) -> Row | None:
    """One of them; ``lock`` makes others wait until the transaction ends."""
    statement = select(*_MEMBER).join(*_ROLE).where(a.staff.c.id == staff_id)
    if lock:
        statement = statement.with_for_update(of=a.staff)
    return db.execute(statement).one_or_none()


def member_order() -> Sequence[Any]:
    """Active members first, by e-mail."""
    return (a.staff.c.active.desc(), func.lower(a.staff.c.email), a.staff.c.id)


def active_owners(db: Session) -> list[UUID]:
    """The owners who can sign in, locked: two who leave at once do not leave the shop to nobody."""
    statement = (
        select(a.staff.c.id)
        .join(*_ROLE)
        .where(a.roles.c.code == "owner", a.staff.c.active)
        .order_by(a.staff.c.id)
        .with_for_update(of=a.staff)
    )
    return list(db.execute(statement).scalars())


def email_taken(db: Session, email: str) -> bool:
    """Whether somebody has this address already, in any case of letters."""
    found = select(a.staff.c.id).where(func.lower(a.staff.c.email) == email.lower())
    return db.execute(found).first() is not None


def living_sessions(db: Session, staff_id: UUID) -> list[Row]:
    """Where a member is signed in at present, newest first."""
    s = a.sessions.c
    alive = s.revoked_at.is_(None) & (s.expires_at > func.clock_timestamp())
    return list(
        db.execute(
            select(s.id, s.kind, s.user_agent, s.address, s.created_at, s.expires_at)
            .where(s.staff_id == staff_id, alive)
            .order_by(s.id.desc())
        )
    )


_ROLE = (
    a.roles,
    (a.roles.c.id == a.staff.c.role_id) & (a.roles.c.tenant_id == a.staff.c.tenant_id),
)
_MEMBER = (
    a.staff.c.id,
    a.staff.c.email,
    a.staff.c.name,
    a.staff.c.active,
    a.staff.c.created_at,
    a.staff.c.role_id,
    a.roles.c.code.label("role"),
    a.roles.c.name.label("role_name"),
    a.roles.c.permissions,
)
