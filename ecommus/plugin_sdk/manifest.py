"""A plugin's manifest: data, validated, and the permissions it asks for."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import colander

from ecommus.core.events import Event
from ecommus.plugin_sdk.views import api, page

PERMISSIONS = frozenset(
    {
        "events.subscribe",
        "filters.register",
        "routes.register",
        "admin.ui.inject",
        "slots.fill",
        "tree.extend",
        "migrations.register",
        "payments.register",
        "shipping.register",
        "niches.register",
        "health.register",
    }
)
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")


class PluginError(Exception):
    """A plugin cannot be used as it is; the text names the field and the fix."""


class PluginPermissionError(PluginError):
    """A directive was used that the manifest does not ask permission for."""


@dataclass(eq=False)
class Plugin:
    """The manifest. ``settings`` is a colander schema class; the admin renders its form.

    ``free``: needs no license. ``critical``: when it fails, what it guards is closed.
    ``development``: it exists only where the .ini says ``plugins.development = true``.
    """

    id: str
    version: str
    title: str
    description: str = ""
    min_core: str = "0.1"
    requires: Sequence[str] = ()
    permissions: Sequence[str] = ()
    niches: Sequence[str] = ()
    settings: type[colander.MappingSchema] | None = None
    free: bool = False
    critical: bool = False
    development: bool = False
    package: str = field(default="", init=False)
    _waiting: list[Callable[[Any], None]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self):
        self.logger = logging.getLogger(f"ecommus.plugin.{self.id}")

    def check(self) -> None:
        """PluginError naming the field that is wrong, and how to mend it."""
        if not ID.fullmatch(self.id):
            raise PluginError(f"id: {self.id!r} should be lower case words joined by hyphens")
        for name in ("version", "min_core"):
            if not VERSION.fullmatch(getattr(self, name)):
                raise PluginError(f"{name}: {getattr(self, name)!r} should be like 1.0 or 1.0.0")
        if not str(self.title).strip():
            raise PluginError("title: say in a few words what the plugin does")
        if unknown := set(self.permissions) - PERMISSIONS:
            raise PluginError(
                f"permissions: {', '.join(sorted(unknown))} unknown; there are"
                f" {', '.join(sorted(PERMISSIONS))}"
            )
        if self.settings is not None and not issubclass(self.settings, colander.Schema):
            raise PluginError("settings: give a colander schema class")

    def demand(self, permission: str) -> None:
        """PluginPermissionError unless the manifest asks for ``permission``."""
        if permission not in self.permissions:
            raise PluginPermissionError(
                f"plugin {self.id} uses {permission!r} without asking: add it to permissions"
            )

    def on(self, event: type[Event]) -> Callable:
        """Decorator: call with ``(event, request)`` in the event's own transaction."""
        return self._subscriber("add_event_subscriber", event)

    def after(self, event: type[Event]) -> Callable:
        """Decorator: call with ``(event, job)`` after the commit, from the outbox."""
        return self._subscriber("add_outbox_subscriber", event)

    def filter(self, point: str, *, order: int = 0) -> Callable:
        """Decorator: pass the value of a filter point through ``(value, request)``."""

        def decorate(function):
            self.demand("filters.register")
            self._waiting.append(lambda c: c.add_filter(point, function, self.id, order=order))
            return function

        return decorate

    def _subscriber(self, directive: str, event: type[Event]) -> Callable:
        def decorate(function):
            self.demand("events.subscribe")
            self._waiting.append(lambda c: getattr(c, directive)(event, function, self.id))
            return function

        return decorate

    def attach(self, config) -> None:
        """Hand what the decorators gathered to the configuration."""
        for register in self._waiting:
            register(config)

    def page(self, context, **options) -> Callable:
        """Decorator: a page of this plugin; see ``views.page``."""
        return page(context, plugin=self.id, **options)

    def api(self, context, **options) -> Callable:
        """Decorator: a call of this plugin; see ``views.api``."""
        return api(context, plugin=self.id, **options)

    def read_settings(self, request) -> dict[str, Any]:
        """The shop's settings of this plugin, defaults filled in."""
        return request.plugin_settings(self.id)
