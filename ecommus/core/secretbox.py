"""Secrets at rest, encrypted with Fernet under rotating keys."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SecretBox:
    """Seals with the first key, opens with any. ``keys``: secrets of any length, newest first."""

    def __init__(self, keys: list[str]):
        derived = [
            base64.urlsafe_b64encode(hashlib.sha256(b"at-rest:" + key.encode()).digest())
            for key in keys
        ]
        self._fernet = MultiFernet([Fernet(key) for key in derived])

    def seal(self, value: str) -> str:
        return self._fernet.encrypt(value.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret, or "" when its key is gone: the operator is asked for it again."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return ""
