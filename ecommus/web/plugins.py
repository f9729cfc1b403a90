"""The directives that plugins use, and the including of plugins.

*Included once, enabled per tenant*: everything a plugin registers carries its id and exists only
where the tenant has it on. A directive that the manifest asks no permission for is refused.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.path import package_path

from ecommus.core.entitlements import Requirement, require_plugin
from ecommus.plugin_sdk.loader import discover
from ecommus.plugin_sdk.manifest import Plugin
from ecommus.services import plugins

log = logging.getLogger(__name__)


class PluginFailed(Exception):
    """A plugin did not start: the configuration must be built anew without it."""

    def __init__(self, plugin: Plugin, reason: str):
        super().__init__(f"plugin {plugin.id} failed: {reason}")
        self.plugin, self.reason = plugin, reason


@dataclass
class Filler:
    """A template for a slot: where it stands, and what gathers its data."""

    slot: str
    template: str
    plugin: str
    package: Any
    order: int
    data: Callable | None
    when: Callable | None


@dataclass
class Extensions:
    """What plugins brought, by kind."""

    slots: dict[str, list[Filler]] = field(default_factory=dict)
    admin_slots: dict[str, list[Filler]] = field(default_factory=dict)
    payments: dict[str, tuple[str, Any]] = field(default_factory=dict)
    carriers: dict[str, tuple[str, Any]] = field(default_factory=dict)
    migrations: dict[str, Path] = field(default_factory=dict)
    presets: dict[str, dict[str, Any]] = field(default_factory=dict)
    health: dict[str, Callable] = field(default_factory=dict)
    menu: list[tuple[str, str, str, Any]] = field(default_factory=list)


def requirements_of(plugin: Plugin) -> tuple[Requirement, ...]:
    """What a shop must hold to use a plugin: nothing when it is free."""
    return () if plugin.free else (require_plugin(plugin.id),)


def find_owner(registry: Any, package: Any) -> Plugin | None:
    """The plugin that a package belongs to, or None: it is the platform's."""
    name = package.__name__
    for plugin in registry.plugins.values():
        if name == plugin.package or name.startswith(plugin.package + "."):
            return plugin
    return None


def owner(config: Any) -> Plugin:
    """The plugin whose package is being configured."""
    plugin = find_owner(config.registry, config.package)
    if plugin is None:
        name = config.package.__name__
        raise ConfigurationError(f"{name} is no plugin: call config.add_plugin(plugin) first")
    return plugin


def add_plugin(config: Any, plugin: Plugin) -> None:
    """First thing in a plugin's includeme: here I am."""
    plugin.package = plugin.package or config.package.__name__
    config.registry.plugins[plugin.id] = plugin
    folder = Path(package_path(config.package)) / "locale"
    if folder.is_dir():
        config.registry.locale_folders.append(folder)
    plugin.attach(config)


def add_child(config: Any, interface: Any, name: str, factory: Callable) -> None:
    """Mount a place of one's own: ``config.add_child(IAdmin, "bookings", Bookings)``."""
    plugin = owner(config)
    plugin.demand("tree.extend")
    config.registry.mounts.add(interface, name, factory, plugin.id)


def add_slot(
    config: Any,
    slot: str,
    template: str,
    *,
    order: int = 0,
    data: Callable | None = None,
    when: Callable | None = None,
) -> None:
    """Fill a hole in the shop's pages. ``data(request, **context)`` gathers what it shows."""
    plugin = owner(config)
    plugin.demand("slots.fill")
    _add_filler(config.registry.extensions.slots, config, plugin, slot, template, order, data, when)


def add_admin_slot(
    config: Any,
    slot: str,
    template: str,
    *,
    order: int = 0,
    data: Callable | None = None,
    when: Callable | None = None,
) -> None:
    """Fill a hole in the admin's pages; listed at ``/api/admin/slots``."""
    plugin = owner(config)
    plugin.demand("admin.ui.inject")
    slots = config.registry.extensions.admin_slots
    _add_filler(slots, config, plugin, slot, template, order, data, when)


def _add_filler(slots, config, plugin, slot, template, order, data, when) -> None:
    filler = Filler(slot, template, plugin.id, config.package, order, data, when)
    entries = slots.setdefault(slot, [])
    entries.append(filler)
    entries.sort(key=lambda entry: (entry.order, entry.plugin))


def add_payment(config: Any, code: str, gateway: Any) -> None:
    """A way to pay; ``gateway`` is a ``core.ports.PaymentGateway``."""
    plugin = owner(config)
    plugin.demand("payments.register")
    _strategy(config.registry.extensions.payments, "payment", code, plugin, gateway)


def add_carrier(config: Any, code: str, carrier: Any) -> None:
    """A way to send; ``carrier`` is a ``core.ports.ShippingCarrier``, and a ``FarReaching`` one
    where it goes abroad."""
    plugin = owner(config)
    plugin.demand("shipping.register")
    _strategy(config.registry.extensions.carriers, "carrier", code, plugin, carrier)


def _strategy(known: dict, kind: str, code: str, plugin: Plugin, strategy: Any) -> None:
    if code in known:
        raise ConfigurationError(f"{plugin.id} and {known[code][0]} both bring the {kind} {code!r}")
    known[code] = (plugin.id, strategy)


def add_migrations(config: Any, folder: str) -> None:
    """A folder of ``NNNN_name.sql`` files, applied once each in a schema of the plugin's own."""
    plugin = owner(config)
    plugin.demand("migrations.register")
    config.registry.extensions.migrations[plugin.id] = Path(package_path(config.package)) / folder


def add_niche_preset(config: Any, niche: str, *, theme: str, plugins: tuple[str, ...]) -> None:
    """What a shop of a niche starts with."""
    owner(config).demand("niches.register")
    config.registry.extensions.presets[niche] = {"theme": theme, "plugins": plugins}


def add_health_check(config: Any, check: Callable) -> None:
    """``check(registry)`` raises when the plugin is not well; asked by ``/health/ready``."""
    plugin = owner(config)
    plugin.demand("health.register")
    config.registry.extensions.health[plugin.id] = check


def add_menu(config: Any, label: str, path: str, *, icon: str = "plugins") -> None:
    """An entry in the admin's menu, shown where the plugin is on."""
    plugin = owner(config)
    plugin.demand("admin.ui.inject")
    config.registry.extensions.menu.append((plugin.id, label, path, icon))


def load_plugins(config: Any) -> None:
    """Include every plugin that can be. PluginFailed names the first that cannot.

    Each is committed by itself, so a failing action has a name too. Names of views that collide
    are found by our own check (``views``), which does not depend on Pyramid's conflict detection.
    """
    registry = config.registry
    skip = registry.settings.get("plugins.failed", {})
    found = discover(skip=skip)
    registry.failed_plugins = found.failed | dict(skip)
    config.commit()
    developing = registry.settings.get("plugins.development") == "true"
    for plugin in found.plugins:
        if plugin.development and not developing:
            continue
        try:
            config.include(plugin.package)
            if plugin.id not in registry.plugins:
                raise ConfigurationError("includeme does not call config.add_plugin(plugin)")
            config.commit()
        except Exception as error:
            reason = "".join(traceback.format_exception(error))
            log.error("plugin %s failed and is left out: %s", plugin.id, error)
            raise PluginFailed(plugin, reason) from error


def plugin_settings(request: Any, plugin_id: str) -> dict[str, Any]:
    """What a plugin works with in this shop: see ``services.plugins.settings_of``."""
    return plugins.settings_of(request, plugin_id)


DIRECTIVES = (
    add_plugin, add_child, add_slot, add_admin_slot, add_payment, add_carrier, add_migrations,
    add_niche_preset, add_health_check, add_menu,
)  # fmt: skip


def includeme(config: Any) -> None:
    """The directives; ``config.load_plugins()`` itself comes last."""
    registry = config.registry
    registry.plugins = {}
    registry.failed_plugins = {}
    registry.extensions = Extensions()
    # Plugins whose migrations have not run yet (``checks`` looks): they cannot be turned on.
    registry.pending_plugins = {}
    for directive in DIRECTIVES:
        config.add_directive(directive.__name__, directive, action_wrap=False)
    bus = registry.bus
    config.add_directive("add_event_subscriber", lambda _c, *a: bus.on(*a), action_wrap=False)
    config.add_directive("add_outbox_subscriber", lambda _c, *a: bus.after(*a), action_wrap=False)
    config.add_directive(
        "add_filter",
        lambda _c, point, function, plugin, order=0: bus.filter(point, function, plugin, order),
        action_wrap=False,
    )
    config.add_directive("load_plugins", load_plugins, action_wrap=False)
    config.add_request_method(plugin_settings, "plugin_settings")
