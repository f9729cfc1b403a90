"""The root key: a file that the running service never opens. Only commands do, offline.

It signs key sets and nothing else.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from ecommus.core.keysets import TYPE, root_id
from ecommus.core.signed import sign


class BadRoot(Exception):
    """The root key cannot be read; the text says why."""


def make(path: Path, passphrase: str) -> Ed25519PublicKey:
    """A new root in a file that is not there yet, encrypted with ``passphrase``."""
    if not passphrase:
        raise BadRoot("a root key needs a passphrase")
    key = Ed25519PrivateKey.generate()
    locked = BestAvailableEncryption(passphrase.encode())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BadRoot(f"{path} exists; a root key is never overwritten") from None
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return key.public_key()


def load(path: Path, passphrase: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=passphrase.encode())
    except (ValueError, TypeError):
        raise BadRoot(f"{path} cannot be opened with this passphrase") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadRoot(f"{path} is no Ed25519 key")
    return key


def sign_set(proposal: dict[str, Any], root: Ed25519PrivateKey, now: datetime) -> str:
    """The token of a key set, from what the service proposed."""
    names = ("version", "active", "keys", "expires_at")
    if missing := [name for name in names if name not in proposal]:
        raise BadRoot(f"the proposal lacks {', '.join(missing)}")
    claims = {name: proposal[name] for name in names}
    return sign(claims, root, root_id(root.public_key()), TYPE, now)
