"""The development license: everything, for localhost, signed by a key made at first start.

The key's id begins with ``dev-``; only ``license.development = true`` makes it trusted, and the
production .ini does not say so.
"""

import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ecommus.core.license import NICHES, TYPE
from ecommus.core.signed import AUDIENCE, ISSUER

KID = "dev-1"
FEATURES = ("multi_tenant", "tenant_provisioning", "white_label", "marketplace_publisher", "b2b",
            "audit_log")  # fmt: skip


def _private(folder: Path) -> Ed25519PrivateKey:
    path = folder / "development-key.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        # Written aside and moved: two processes that start together must agree on one key.
        aside = path.with_suffix(f".{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_bytes(pem)
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def keys(folder: Path) -> dict[str, Ed25519PublicKey]:
    """The development key, by its ``kid``."""
    return {KID: _private(folder).public_key()}


def sign(claims: dict, key: Ed25519PrivateKey, kid: str) -> str:
    """A license token with ``claims``."""
    return jwt.encode(claims, key, "EdDSA", headers={"kid": kid, "typ": TYPE})


def claims(now: datetime, **changes) -> dict:
    """Everything allowed; ``changes`` replace single claims."""
    seconds = int(now.timestamp())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "jti": str(uuid4()),
        "iat": seconds,
        "install_id": "development",
        "tier": "dev",
        "kind": "perpetual",
        "features": list(FEATURES),
        "licensed_themes": ["*"],
        "licensed_plugins": ["*"],
        "niche_packages": sorted(NICHES),
        "domain_binding": ["localhost"],
        "issued_at": seconds,
        "expires_at": None,
        "support_until": None,
        "customer_email": "",
        "customer_company": "",
        "customer_cif": "",
    } | changes


def token(folder: Path, now: datetime) -> str:
    """A fresh development license."""
    return sign(claims(now), _private(folder), KID)
