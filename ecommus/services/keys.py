"""API keys: made for an integration, shown once, kept as a hash."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.permissions import STAFF
from ecommus.db.tables.accounts import api_keys
from ecommus.services.tokens import new_token, token_hash
from ecommus.services.work import Work

PREFIX = "eck_"


def create(
    work: Work,
    name: str,
    scopes: Sequence[str],
    held: frozenset[str],
    expires_at: datetime | None = None,
) -> tuple[UUID, str]:
    """A key with ``scopes``, at most those that its maker holds. Answers its id and the key itself.

    Invalid when a scope is unknown, not held, or the expiry has passed.
    """
    for index, scope in enumerate(scopes):
        if scope not in STAFF:
            raise Invalid("scope_unknown", "There is no such scope.", field=f"scopes.{index}")
        if scope not in held:
            text = "You cannot give what you do not hold."
            raise Invalid("scope_not_held", text, field=f"scopes.{index}")
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise Invalid("expiry_past", "Choose a time in the future.", field="expires_at")
    key, key_id = PREFIX + new_token(), uuid7()
    work.db.execute(
        insert(api_keys).values(
            id=key_id,
            name=name,
            prefix=key[:10],
            key_hash=token_hash(key),
            scopes=sorted(set(scopes)),
            created_by=work.actor,
            expires_at=expires_at,
        )
    )
    return key_id, key


def revoke(work: Work, key_id: UUID) -> None:
    """End a key; from the next request on it is nobody's."""
    work.db.execute(
        update(api_keys)
        .where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=func.clock_timestamp())
    )


def living(work: Work) -> list[Any]:
    """Keys that are not revoked, newest first."""
    statement = select(api_keys).where(api_keys.c.revoked_at.is_(None))
    return list(work.db.execute(statement.order_by(api_keys.c.id.desc())))
