"""Which tenant is meant: host or slug to an immutable snapshot, kept in memory.

Every process keeps its own copy and watches the table ``versions`` from a thread of its own, so a
change made anywhere is seen within ``PERIOD`` seconds, and at once in the process that made it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from ecommus.core.tenants import LegalIdentity, Tenant, TenantState

PERIOD = 1.0
log = logging.getLogger(__name__)

_FIND = text("SELECT tenant_lookup(:kind, :value)")
_CHANGED = text("SELECT tenant_id, config, catalogue FROM tenant_versions(:seconds)")


class Directory:
    """Looks tenants up by ``host``, ``slug``, ``id`` or (single mode) as the ``only`` one."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._by_key: dict[tuple[str, str], Tenant | None] = {}
        self._versions: dict[UUID, tuple[int, int]] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self._seen = 0.0
        self._polls: list[Callable[[], None]] = []

    def also(self, poll: Callable[[], None]) -> None:
        """Call ``poll`` from the watching thread too."""
        self._polls.append(poll)

    def find(self, kind: str, value: str = "") -> Tenant | None:
        """The tenant, or None; unknown names are remembered too, until something changes."""
        key = (kind, value)
        try:
            return self._by_key[key]
        except KeyError:
            pass
        row = self._look(kind, value)
        tenant = _tenant(row) if row else None
        with self._lock:
            # A stranger who invents hosts must not fill the memory.
            if len(self._by_key) > 20_000:
                self._by_key.clear()
            self._by_key[key] = tenant
        return tenant

    def _look(self, kind: str, value: str) -> dict[str, Any] | None:
        parameters = {"kind": kind, "value": value}
        try:
            with self._engine.connect() as connection:
                return connection.execute(_FIND, parameters).scalar()
        except DBAPIError as error:
            # The server was restarted and the pool did not know: once more, on a new connection.
            if not error.connection_invalidated:
                raise
        with self._engine.connect() as connection:
            return connection.execute(_FIND, parameters).scalar()

    def forget(self, tenant_id: UUID | None = None) -> None:
        """Drop what is known of a tenant, and all that was not found."""
        with self._lock:
            self._by_key = {
                key: tenant
                for key, tenant in self._by_key.items()
                if tenant is not None and tenant_id is not None and tenant.id != tenant_id
            }

    def poll(self) -> None:
        """Ask what changed lately, and forget it."""
        now = time.monotonic()
        # A commit may land a while after its row was stamped, hence the wide look back.
        seconds = min(now - self._seen + 30, 10**6) if self._seen else 10**6
        with self._engine.connect() as connection:
            rows = connection.execute(_CHANGED, {"seconds": seconds}).all()
        self._seen = now
        for tenant_id, config, catalogue in rows:
            if self._versions.get(tenant_id) != (config, catalogue):
                self._versions[tenant_id] = (config, catalogue)
                self.forget(tenant_id)

    def watch(self) -> None:
        """Start the watching thread, once."""
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._run, name="versions", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(PERIOD):
            try:
                self.poll()
                for poll in self._polls:
                    poll()
            except Exception:
                # Without news nothing may be believed: look everything up anew until it is back.
                log.warning("versions cannot be read", exc_info=True)
                self.forget()


def _tenant(row: dict[str, Any]) -> Tenant:
    legal = {k: v for k, v in row["legal"].items() if k in LegalIdentity.__dataclass_fields__}
    return Tenant(
        id=UUID(row["id"]),
        slug=row["slug"],
        name=row["name"],
        state=TenantState(row["state"]),
        niche=row["niche"],
        theme=row["theme"],
        currency=row["currency"],
        locales=tuple(row["locales"]),
        timezone=row["timezone"],
        settings=row["settings"],
        legal=LegalIdentity(**legal),
        plugins=frozenset(row["plugins"]),
        version=row["config"],
        catalogue_version=row["catalogue"],
        hosts=tuple(row["hosts"]),
    )
