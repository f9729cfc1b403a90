"""Secrets that stand in links, cookies and headers: made here, stored only as hashes."""

import base64
import hashlib
import hmac
import re
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


def cart_token(secret: str, cart_id: UUID, email: str) -> str:
    """The token of a cart's link in a mail: the cart, and proof that the shop wrote to ``email``.

    Once the cart has another address, the link is nobody's.
    """
    return seal(secret, f"cart-mail:{email.lower()}", cart_id.hex)


def cart_of_token(token: str) -> UUID | None:
    """The cart that a link names; whether the shop made the link, ``cart_token`` says."""
    value, _dot, _signature = token.partition(".")
    return UUID(value) if re.fullmatch("[0-9a-f]{32}", value) else None


def optout_token(secret: str, tenant_id: UUID, email: str) -> str:
    """The token of the link by which somebody wants no more mail: it works for years."""
    return seal(secret, f"mail-optout:{tenant_id}", _urlsafe(email.encode()))


def email_of_optout(secret: str, tenant_id: UUID, token: str) -> str | None:
    """Whose link it is, or None when the shop did not make it."""
    value = unseal(secret, f"mail-optout:{tenant_id}", token)
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode() if value else None


def _urlsafe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def gift_card_hash(secret: str, tenant_id: UUID, code: str) -> bytes:
    """What the database keeps of a gift card's code: short enough to be guessed in bulk by whoever
    has a copy of it, so the hash is keyed."""
    named = f"gift-card:{tenant_id}:{code}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), named, "sha256")


def seal(secret: str, purpose: str, value: str) -> str:
    """A value nobody else can have made, for one purpose: ``value.signature``."""
    return f"{value}.{_signature(secret, purpose, value)}"


def unseal(secret: str, purpose: str, sealed: str) -> str | None:
    """The value, or None when it was not sealed here for this purpose."""
    value, _, signature = sealed.rpartition(".")
    given = signature.encode("utf-8", "surrogatepass")
    good = hmac.compare_digest(given, _signature(secret, purpose, value).encode())
    return value if good else None


def _signature(secret: str, purpose: str, value: str) -> str:
    named = f"{purpose}:{value}".encode("utf-8", "surrogatepass")
    raw = hmac.digest(secret.encode(), named, "sha256")
    return _urlsafe(raw[:24])
