"""Secrets that stand in links, cookies and headers: made here, stored only as hashes."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID


def new_token() -> str:
    """192 random bits, URL-safe, 32 characters."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token (SHA-256; the token is random, so no salt is needed)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def order_token(secret: str, order_id: UUID) -> str:
    """An order's link token: derived, so that a mail written later can name it too."""
    digest = hmac.digest(secret.encode(), b"order:" + order_id.bytes, "sha256")[:24]
    return _urlsafe(digest)


def account_token(secret: str, token_id: UUID) -> str:
    """The token of a link in a mail to a customer, derived for the same reason."""
    return _urlsafe(hmac.digest(secret.encode(), b"account:" + token_id.bytes, "sha256")[:24])


def _urlsafe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def seal(secret: str, purpose: str, value: str) -> str:
    """A value nobody else can have made, for one purpose: ``value.signature``."""
    return f"{value}.{_signature(secret, purpose, value)}"


def unseal(secret: str, purpose: str, sealed: str) -> str | None:
    """The value, or None when it was not sealed here for this purpose."""
    value, _, signature = sealed.rpartition(".")
    good = hmac.compare_digest(signature, _signature(secret, purpose, value))
    return value if good else None


def _signature(secret: str, purpose: str, value: str) -> str:
    raw = hmac.digest(secret.encode(), f"{purpose}:{value}".encode(), "sha256")
    return _urlsafe(raw[:24])
