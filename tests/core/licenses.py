"""Licenses for tests: genuine ones, and whatever a forger would write."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ecommus.core.license import TYPE, LicenseError, verify
from ecommus.core.signed import AUDIENCE, ISSUER

KEY = Ed25519PrivateKey.generate()
STRANGER = Ed25519PrivateKey.generate()
KEYS = {"k1": KEY.public_key()}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def claims(**changes):
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "jti": "l-1",
        "iat": SECONDS,
        "install_id": "i-1",
        "tier": "pro",
        "kind": "perpetual",
        "features": ["b2b"],
        "licensed_themes": ["theme-fashion"],
        "licensed_plugins": ["niche-booking"],
        "niche_packages": ["services"],
        "domain_binding": ["acme.ro"],
        "issued_at": SECONDS,
        "expires_at": None,
        "support_until": SECONDS + 86400,
    } | changes


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed(header, body, key=KEY):
    """A token signed with Ed25519 whatever its header and body say."""
    content = f"{part(header)}.{part(body)}"
    return f"{content}.{part(key.sign(content.encode()))}"


def header(**changes):
    return {"alg": "EdDSA", "typ": TYPE, "kid": "k1"} | changes


def a_token(*, key=KEY, head=None, **changes):
    return signed(header() | (head or {}), claims(**changes), key)


def refusal(token, keys=KEYS, now=NOW):
    with pytest.raises(LicenseError) as refused:
        verify(token, keys, now)
    assert str(refused.value)
    return refused.value.code
