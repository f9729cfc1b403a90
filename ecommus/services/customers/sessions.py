"""Being signed in: a session per browser or program, and the refresh tokens of a program.

All refresh tokens of a session share a first half, the family. One of the family that is not the
youngest was used before, so it was stolen, or its owner was robbed: the session ends.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from ecommus.core.ids import uuid7
from ecommus.db.tables.customers import customer_sessions as table
from ecommus.services.tokens import new_token, token_hash
from ecommus.services.work import Work

LIVES = {"page": timedelta(days=30), "api": timedelta(days=30)}
SEPARATOR = "."


def start(
    work: Work, customer_id: UUID, kind: str, *, user_agent: str = "", address: str = ""
) -> tuple[UUID, str]:
    """A session for a browser (``page``) or a program (``api``): its id and its token."""
    session_id, token = uuid7(), new_token()
    family = new_token() if kind == "api" else None
    token = f"{family}{SEPARATOR}{token}" if family else token
    work.db.execute(
        insert(table).values(
            id=session_id,
            customer_id=customer_id,
            token_hash=token_hash(token),
            family_hash=token_hash(family) if family else None,
            kind=kind,
            expires_at=func.clock_timestamp() + LIVES[kind],
            user_agent=user_agent[:300],
            address=address,
        )
    )
    return session_id, token


def rotate(work: Work, token: str) -> tuple[UUID, str] | None:
    """Exchange a refresh token: the session's id and its next token; None for one that is no more.

    The caller returns its refusal, for raising would undo what a stolen token brought about.
    """
    row = _session(work, token)
    if row is None:
        return None
    if bytes(row.token_hash) != token_hash(token):
        end(work, row.id)
        return None
    family = token.partition(SEPARATOR)[0]
    new = f"{family}{SEPARATOR}{new_token()}"
    work.db.execute(update(table).where(table.c.id == row.id).values(token_hash=token_hash(new)))
    return row.id, new


def leave(work: Work, token: str) -> None:
    """End the session of a refresh token, whichever of its family it is."""
    row = _session(work, token)
    if row is not None:
        end(work, row.id)


def end(work: Work, session_id: UUID) -> None:
    """Sign out of one place."""
    work.db.execute(
        update(table)
        .where(table.c.id == session_id, table.c.revoked_at.is_(None))
        .values(revoked_at=func.clock_timestamp())
    )


def _session(work: Work, token: str) -> Any:
    family, separator, _rest = token.partition(SEPARATOR)
    if not separator:
        return None
    return work.db.execute(
        select(table.c.id, table.c.token_hash)
        .where(
            table.c.family_hash == token_hash(family),
            table.c.revoked_at.is_(None),
            table.c.expires_at > func.clock_timestamp(),
        )
        .with_for_update()
    ).one_or_none()
