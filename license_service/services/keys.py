"""Signing keys and key sets: made, proposed to the root, taken in, retired, removed.

``pending`` → ``active`` → ``retired`` → ``removed``. Only a key set that the root signed moves a
key; so whoever takes over the service cannot make installations trust another key.
"""

import secrets
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, insert, select, text, update

from ecommus.core.errors import Conflict
from ecommus.core.keysets import KeySet, jwk, verify_keys
from license_service.db.ledger import key_sets, signing_keys
from license_service.services.work import Work

LIFETIME = timedelta(days=400)
LOCK = text("SELECT pg_advisory_xact_lock(7310004)")


class NoKeys(Exception):
    """There is no key set yet: nothing can be signed."""


def make_key(work: Work) -> str:
    """A new pending key; answers its id."""
    key = Ed25519PrivateKey.generate()
    kid = f"k-{work.now:%Y%m%d}-{secrets.token_hex(3)}"
    work.db.execute(
        insert(signing_keys).values(
            kid=kid,
            public=b64encode(key.public_key().public_bytes_raw()).decode(),
            private=work.config.box.seal(b64encode(key.private_bytes_raw()).decode()),
            state="pending",
            created_at=work.now,
            changed_at=work.now,
        )
    )
    work.note("key.made", kid=kid)
    return kid


def newest_version(work: Work) -> int:
    return work.db.execute(select(func.coalesce(func.max(key_sets.c.version), 0))).scalar_one()


def proposal(work: Work, active: str = "", without: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the root is to sign: all keys but ``without``, ``active`` the one that signs (default:
    the newest pending one, else the present one)."""
    rows = work.db.execute(
        select(signing_keys)
        .where(signing_keys.c.state != "removed", signing_keys.c.kid.not_in(without))
        .order_by(signing_keys.c.created_at, signing_keys.c.kid)
    ).all()
    choice = [row.kid for row in rows if row.state == "pending"] or [
        row.kid for row in rows if row.state == "active"
    ]
    active = active or (choice[-1] if choice else "")
    found = next((row for row in rows if row.kid == active), None)
    if found is None or found.state == "retired":
        text = "There is no key %(kid)s that could sign; make one first."
        raise Conflict("no_such_key", text, kid=active or "-")
    return {
        "version": newest_version(work) + 1,
        "active": active,
        "expires_at": int((work.now + LIFETIME).timestamp()),
        "keys": [
            jwk(row.kid, _public(row.public), retired=row.kid != active)
            for row in rows
            if row.state != "pending" or row.kid == active
        ],
    }


def take_in(work: Work, token: str) -> KeySet:
    """Go on under the set that the root signed. SignedError or Conflict when it is not good."""
    work.db.execute(LOCK)
    offered = verify_keys(token, work.config.roots, work.now)
    present = newest_version(work)
    if offered.version <= present:
        text = "Key set %(offered)s is not newer than %(present)s, which is in use."
        raise Conflict("keys_older", text, offered=offered.version, present=present)
    rows = {row.kid: row for row in work.db.execute(select(signing_keys)).all()}
    for kid, key in offered.keys.items():
        row = rows.get(kid)
        if row is None or _public(row.public) != key:
            raise Conflict("key_unknown", "The key %(kid)s was not made here.", kid=kid)
    if rows[offered.active].private is None:
        text = "The key %(kid)s cannot sign any more."
        raise Conflict("key_removed", text, kid=offered.active)
    _move(work, rows, offered)
    work.db.execute(
        insert(key_sets).values(
            version=offered.version,
            token=offered.token,
            active=offered.active,
            expires_at=offered.expires_at,
            created_at=work.now,
        )
    )
    work.note(
        "keys.taken", version=offered.version, active=offered.active, kids=sorted(offered.keys)
    )
    return offered


def _move(work: Work, rows: dict[str, Any], offered: KeySet) -> None:
    def state(kid: str, name: str, **more: Any) -> None:
        statement = update(signing_keys).where(signing_keys.c.kid == kid)
        work.db.execute(statement.values(state=name, changed_at=work.now, **more))
        work.note(f"key.{name}", kid=kid)

    for kid, row in rows.items():
        if row.state in ("active", "retired") and kid not in offered.keys:
            # It verifies nothing any more, so it must not be able to sign either.
            state(kid, "removed", private=None)
        elif row.state == "active" and kid != offered.active:
            state(kid, "retired")
    if rows[offered.active].state != "active":
        state(offered.active, "active")


def current(work: Work) -> KeySet:
    """The set in use. NoKeys before the first one."""
    newest = select(key_sets.c.token).order_by(key_sets.c.version.desc()).limit(1)
    token = work.db.execute(newest).scalar_one_or_none()
    if token is None:
        raise NoKeys("there is no key set yet; see: python -m license_service keys --help")
    return verify_keys(token, work.config.roots, work.now, kept=True)


def signer(work: Work, kid: str) -> Ed25519PrivateKey:
    """The private half of a key. NoKeys when it cannot be opened."""
    found = select(signing_keys.c.private).where(signing_keys.c.kid == kid)
    sealed = work.db.execute(found).scalar_one()
    raw = work.config.box.open(sealed or "")
    if not raw:
        raise NoKeys(f"the key {kid} cannot be opened: is LICENSE_SERVICE_KEY the right one?")
    return Ed25519PrivateKey.from_private_bytes(b64decode(raw))


def _public(text: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(b64decode(text))


def jwks(work: Work) -> dict[str, Any]:
    """RFC 7517: every key of the set in use."""
    held = current(work)
    return {"keys": [jwk(kid, key, retired=kid != held.active) for kid, key in held.keys.items()]}


def listed(work: Work) -> list[Any]:
    """All keys there ever were, without their private halves."""
    s = signing_keys.c
    query = select(s.kid, s.state, s.created_at, s.changed_at).order_by(s.created_at.desc())
    return list(work.db.execute(query))
