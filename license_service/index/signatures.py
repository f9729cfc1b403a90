"""Signatures of releases, each in a file beside devpi's own, named by the wheel's SHA-256."""

import os
import re
from pathlib import Path

FOLDER = "+signatures"


class Signatures:
    """In ``folder`` of the server. A signature is there before its wheel; the same wheel sent again
    replaces it, so that a publisher with a new key signs anew what the old one signed."""

    def __init__(self, server: Path):
        self._folder = server / FOLDER

    def _path(self, sha256: str) -> Path:
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise ValueError(sha256)
        return self._folder / sha256

    def keep(self, sha256: str, signature: str) -> None:
        path = self._path(sha256)
        self._folder.mkdir(exist_ok=True)
        # Written aside and moved: a reader finds all of it or nothing.
        aside = path.with_name(f".{sha256}.{os.getpid()}.{os.urandom(4).hex()}")
        aside.write_text(signature + "\n")
        aside.replace(path)

    def find(self, sha256: str) -> str | None:
        path = self._path(sha256)
        return path.read_text() if path.exists() else None
