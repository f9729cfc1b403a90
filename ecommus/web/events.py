"""Publishing: subscribers run in the transaction, the outbox serves everything after the commit."""

from collections.abc import Callable
from typing import Any

from ecommus.core import events as e
from ecommus.core.events import Event
from ecommus.db import outbox, versions
from ecommus.services.work import runs

# Events after which kept pages and menus are out of date.
CATALOGUE = (e.ProductCreated, e.ProductUpdated, e.ProductDeleted, e.CategoryChanged,
             e.CatalogImported, e.StockChanged)  # fmt: skip
CONFIG = (e.PluginEnabled, e.PluginDisabled, e.TenantStateChanged)


class Bus:
    """Who listens to what, and who changes which value."""

    def __init__(self):
        self.inside: dict[type[Event], list[tuple[str | None, Callable]]] = {}
        self.outside: dict[type[Event], list[tuple[str | None, Callable]]] = {}
        self.filters: dict[str, list[tuple[int, str, Callable]]] = {}

    def on(self, event: type[Event], function: Callable, plugin: str | None) -> None:
        self.inside.setdefault(event, []).append((plugin, function))

    def after(self, event: type[Event], function: Callable, plugin: str | None) -> None:
        self.outside.setdefault(event, []).append((plugin, function))

    def filter(self, point: str, function: Callable, plugin: str, order: int) -> None:
        entries = self.filters.setdefault(point, [])
        entries.append((order, plugin, function))
        entries.sort(key=lambda entry: entry[:2])


def publish(request: Any, event: Event) -> None:
    """Say what happened, in the transaction it happened in.

    ``request`` may be a job too: anything with ``db``, ``tenant`` and ``bus``.
    """
    for plugin, function in request.bus.inside.get(type(event), ()):
        if runs(request, plugin):
            function(event, request)
    wanted = type(event) in request.bus.outside
    if wanted or event.kept:
        outbox.write(request.db, event, wanted=wanted)
    if isinstance(event, CATALOGUE):
        request.changed(catalogue=True)
    elif isinstance(event, CONFIG):
        request.changed(config=True)


def apply_filters(request: Any, point: str, value: Any) -> Any:
    """``value`` after the filter of every plugin that runs here had its turn at ``point``."""
    for _order, plugin, function in request.bus.filters.get(point, ()):
        if runs(request, plugin):
            value = function(value, request)
    return value


class Change:
    """Raises a tenant's versions once, last thing before the commit, and tells this process after.

    Last, because the row stays locked until the commit and every sale of the shop would wait.
    """

    def __init__(self, db: Any, tenant_id: Any, directory: Any, manager: Any):
        self.config = self.catalogue = False
        self._db, self._tenant_id, self._directory = db, tenant_id, directory
        manager.get().addBeforeCommitHook(self._write)
        manager.get().addAfterCommitHook(self._forget)

    def _write(self) -> None:
        self._db.flush()
        versions.bump(self._db, self._tenant_id, config=self.config, catalogue=self.catalogue)

    def _forget(self, committed: bool) -> None:
        if committed:
            self._directory.forget(self._tenant_id)


def changed(request: Any, *, config: bool = False, catalogue: bool = False) -> None:
    """Note that other processes must look at this tenant anew after the commit."""
    change = request.pending_change
    change.config |= config
    change.catalogue |= catalogue


def pending_change(request: Any) -> Change:
    registry = request.registry
    return Change(request.db, request.tenant.id, registry.directory, request.tm)


def includeme(config: Any) -> None:
    """``request.publish``, ``request.filtered``, ``request.changed``."""
    config.registry.bus = Bus()
    config.add_request_method(lambda request: request.registry.bus, "bus", reify=True)
    config.add_request_method(publish, "publish")
    config.add_request_method(apply_filters, "filtered")
    config.add_request_method(changed, "changed")
    config.add_request_method(pending_change, "pending_change", reify=True)
