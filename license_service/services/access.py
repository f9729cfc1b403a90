"""Who may call the API: service keys, kept as hashes, each with its scopes."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import insert, select, update

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from license_service.db.ledger import service_keys
from license_service.db.session import rows_of
from license_service.services.work import Work

PREFIX = "els_"
SCOPES = (
    "licenses.read", "licenses.write", "customers.read", "installs.read",
    "plans.read", "plans.write", "keys.read", "log.read", "index.read", "index.publish",
    "publishers.read", "publishers.write",
)  # fmt: skip


def new_token() -> str:
    """192 random bits, URL-safe."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> bytes:
    """What is kept of a token: it is random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def make(work: Work, name: str, scopes: tuple[str, ...]) -> str:
    """A new key, shown this once."""
    if not name.strip():
        raise Invalid("name_missing", "Name the key after who will hold it.", field="name")
    if not scopes or not set(scopes) <= set(SCOPES):
        text = "Scopes are: %(scopes)s."
        raise Invalid("scope_unknown", text, field="scopes", scopes=", ".join(SCOPES))
    key = PREFIX + new_token()
    work.db.execute(
        insert(service_keys).values(
            id=uuid7(),
            name=name.strip(),
            prefix=key[:8],
            hash=token_hash(key),
            scopes=sorted(set(scopes)),
            created_at=work.now,
        )
    )
    work.note("service_key.made", name=name.strip(), prefix=key[:8], scopes=sorted(set(scopes)))
    return key


def find(db: Any, key: str) -> Any:
    """The row of a key that is in use, or None."""
    if not key.startswith(PREFIX):
        return None
    query = select(service_keys).where(
        service_keys.c.hash == token_hash(key), service_keys.c.revoked_at.is_(None)
    )
    return db.execute(query).one_or_none()


def revoke(work: Work, prefix: str) -> int:
    """End the keys that begin so; answers how many there were."""
    statement = update(service_keys).where(
        service_keys.c.prefix == prefix[:8], service_keys.c.revoked_at.is_(None)
    )
    ended = rows_of(work.db.execute(statement.values(revoked_at=work.now)))
    if ended:
        work.note("service_key.revoked", prefix=prefix[:8])
    return ended


def listed(work: Work) -> list[Any]:
    s = service_keys.c
    query = select(s.name, s.prefix, s.scopes, s.created_at, s.revoked_at)
    return list(work.db.execute(query.order_by(s.created_at)))
