"""One piece of work: a transaction, a time, somebody who does it, and what is noted of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from license_service.db.session import ServiceSession
from license_service.services import forensic
from license_service.settings import Config


@dataclass
class Work:
    """``actor``: ``operator:ana@…``, ``key:panel``, ``install:…``, ``stripe`` or ``cli``.
    ``request_key``: the caller's own name for it, noted with what is done."""

    db: ServiceSession
    config: Config
    now: datetime
    actor: str
    request_key: str = ""

    def note(self, kind: str, license_id: UUID | None = None, /, **data: Any) -> None:
        """Into the forensic log, as the last thing of this transaction."""
        if self.request_key:
            data["request"] = self.request_key
        entry = {"kind": kind, "actor": self.actor, "data": data}
        if license_id is not None:
            entry["license_id"] = str(license_id)
        forensic.remember(self.db, entry)
