"""Sets of public keys: versioned, with an end, signed by an offline root key.

The root key is pinned (``license.root_key``); which keys sign licenses is said by the newest set it
signed, so keys rotate without a release. A retired key still verifies what it signed; one that is
no longer in the set verifies nothing. A set of a lower version is refused.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ecommus.core.signed import Keys, SignedError, claim, read, time_of

TYPE = "ecommus-keys+jwt"
WHAT = "key set"


@dataclass(frozen=True)
class KeySet:
    """``keys``: all that verify; ``active``: the kid that signs at present. Times aware UTC."""

    version: int
    keys: dict[str, Ed25519PublicKey]
    active: str
    expires_at: datetime
    token: str = ""


def verify_keys(token: str, roots: Keys, now: datetime, *, kept: bool = False) -> KeySet:
    """The set in ``token``, or SignedError. ``kept``: it was taken in before its end, and goes on
    verifying what is installed."""
    claims, _kid = read(token, roots, TYPE, WHAT, now)
    version, active = claim(claims, "version", int, WHAT), claim(claims, "active", str, WHAT)
    expires_at = time_of(claims, "expires_at", WHAT)
    if version < 1 or expires_at is None:
        raise SignedError("claim_invalid", "The key set's version or end is malformed.")
    keys = keys_of(claim(claims, "keys", list, WHAT))
    if active not in keys:
        raise SignedError("claim_invalid", "The key set's active key is not in it.")
    if not kept and now >= expires_at:
        day = f"{expires_at:%Y-%m-%d}"
        raise SignedError("keys_expired", f"The key set expired on {day}.", day=day)
    return KeySet(version, keys, active, expires_at, token.strip())


def newer(present: KeySet | None, offered: KeySet) -> KeySet:
    """The set to go on with. SignedError ``keys_older`` when the offered one was replaced."""
    if present is not None and offered.version < present.version:
        text = f"Key set {offered.version} is older than {present.version}, which is in use."
        raise SignedError("keys_older", text, offered=offered.version, present=present.version)
    return offered


def jwk(kid: str, key: Ed25519PublicKey, *, retired: bool = False) -> dict[str, Any]:
    """A key as RFC 8037 writes it; ``status`` is ours."""
    return {
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid,
        "x": _text(key.public_bytes_raw()), "status": "retired" if retired else "active",
    }  # fmt: skip


def root_id(key: Ed25519PublicKey) -> str:
    """A root's id is made of its key, so that one text is enough to pin it."""
    return "root-" + hashlib.sha256(key.public_bytes_raw()).hexdigest()[:12]


def pinned(key: Ed25519PublicKey) -> str:
    """How a public root is written into settings: ``root-…:base64url``."""
    return f"{root_id(key)}:{_text(key.public_bytes_raw())}"


def root_of(text: str) -> tuple[str, Ed25519PublicKey]:
    """What ``pinned`` wrote. SignedError ``root_invalid`` for anything else."""
    name, _, raw = text.partition(":")
    try:
        key = Ed25519PublicKey.from_public_bytes(_raw(raw))
    except (binascii.Error, ValueError):
        raise SignedError("root_invalid", "A root key is written root-…:… .") from None
    if name != root_id(key):
        raise SignedError("root_invalid", f"{name} is not the id of that root key.")
    return name, key


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def keys_of(entries: list[Any]) -> dict[str, Ed25519PublicKey]:
    """``kid`` → key of entries as ``jwk`` writes them, or SignedError."""
    keys: dict[str, Ed25519PublicKey] = {}
    for entry in entries:
        kid, x = (entry.get("kid"), entry.get("x")) if isinstance(entry, dict) else (None, None)
        if not isinstance(kid, str) or not isinstance(x, str) or not kid or kid in keys:
            raise SignedError("claim_invalid", "The key set names a key badly, or twice.")
        try:
            keys[kid] = Ed25519PublicKey.from_public_bytes(_raw(x))
        except (binascii.Error, ValueError):
            raise SignedError("claim_invalid", f"The key {kid} cannot be read.") from None
    return keys
