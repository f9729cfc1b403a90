"""Sessions, keys and people, looked up by what a request showed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.orm import Session

from ecommus.core.ids import uuid7
from ecommus.db.tables import accounts as a
from ecommus.db.tables import platform as p


@dataclass(frozen=True, slots=True)
class Hash:
    """The hash of a session's token, as opposed to its id."""

    value: bytes


def _which(table: Any, key: Hash | UUID) -> Any:
    found = table.c.token_hash == key.value if isinstance(key, Hash) else table.c.id == key
    return found & table.c.revoked_at.is_(None) & (table.c.expires_at > func.clock_timestamp())


def staff_session(db: Session, key: Hash | UUID) -> Row | None:
    """The living session of an active member of staff, with the role's permissions."""
    return db.execute(
        select(
            a.sessions.c.id.label("session_id"),
            a.staff.c.id.label("staff_id"),
            a.staff.c.email,
            a.staff.c.name,
            a.staff.c.locale,
            a.roles.c.permissions,
        )
        .join(a.staff, a.staff.c.id == a.sessions.c.staff_id)
        .join(a.roles, a.roles.c.id == a.staff.c.role_id)
        .where(_which(a.sessions, key), a.staff.c.active)
    ).one_or_none()


def platform_session(db: Session, key: Hash | UUID) -> Row | None:
    """The living session of an active super-admin."""
    return db.execute(
        select(
            p.platform_sessions.c.id.label("session_id"),
            p.platform_users.c.id.label("user_id"),
            p.platform_users.c.email,
            p.platform_users.c.name,
        )
        .join(p.platform_users, p.platform_users.c.id == p.platform_sessions.c.user_id)
        .where(_which(p.platform_sessions, key), p.platform_users.c.active)
    ).one_or_none()


def api_key(db: Session, key_hash: bytes) -> Row | None:
    """A key that is neither revoked nor expired."""
    keys = a.api_keys
    return db.execute(
        select(keys).where(
            keys.c.key_hash == key_hash,
            keys.c.revoked_at.is_(None),
            or_(keys.c.expires_at.is_(None), keys.c.expires_at > func.clock_timestamp()),
        )
    ).one_or_none()


def person(db: Session, email: str, *, platform: bool) -> Row | None:
    """An active member of staff (or super-admin) by e-mail, in any case of letters."""
    table = p.platform_users if platform else a.staff
    return db.execute(
        select(table).where(func.lower(table.c.email) == email.strip().lower(), table.c.active)
    ).one_or_none()


def open_session(
    db: Session,
    person_id: UUID,
    token_hash: bytes,
    *,
    platform: bool,
    kind: str,
    life: Any,
    user_agent: str,
    address: str,
) -> UUID:
    """Write a session down; answers its id."""
    table = p.platform_sessions if platform else a.sessions
    session_id = uuid7()
    db.execute(
        insert(table).values(
            {
                "id": session_id,
                "user_id" if platform else "staff_id": person_id,
                "token_hash": token_hash,
                "kind": kind,
                "expires_at": func.clock_timestamp() + life,
                "user_agent": user_agent[:300],
                "address": address,
            }
        )
    )
    return session_id


def revoke_session(db: Session, session_id: UUID, *, platform: bool) -> None:
    table = p.platform_sessions if platform else a.sessions
    db.execute(
        update(table).where(table.c.id == session_id).values(revoked_at=func.clock_timestamp())
    )


def rotate(db: Session, token_hash: bytes, new_hash: bytes, *, platform: bool) -> tuple[str, Any]:
    """Exchange a refresh token: ``("ok", id)``, ``("reused", id)`` or ``("unknown", None)``.

    A token shown a second time was stolen, or its owner was robbed: the session ends.
    """
    table = p.platform_sessions if platform else a.sessions
    alive = table.c.revoked_at.is_(None) & (table.c.expires_at > func.clock_timestamp())
    row = db.execute(
        select(table.c.id, table.c.token_hash, table.c.kind)
        .where(or_(table.c.token_hash == token_hash, table.c.previous_hash == token_hash), alive)
        .with_for_update()
    ).one_or_none()
    if row is None or row.kind != "api":
        return "unknown", None
    if bytes(row.token_hash) != token_hash:
        revoke_session(db, row.id, platform=platform)
        return "reused", row.id
    db.execute(
        update(table)
        .where(table.c.id == row.id)
        .values(token_hash=new_hash, previous_hash=token_hash)
    )
    return "ok", row.id
