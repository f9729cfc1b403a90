"""Children that plugins mount into the tree: ``config.add_child(IAdmin, "bookings", Bookings)``."""

from collections.abc import Callable
from typing import Any

from pyramid.exceptions import ConfigurationError


class Mounts:
    """(interface, segment) → (plugin, factory). A child exists where its plugin is on."""

    def __init__(self):
        self._children: dict[str, list[tuple[Any, str, Callable]]] = {}

    def add(self, interface: Any, name: str, factory: Callable, plugin: str) -> None:
        for other, owner, _ in self._children.get(name, ()):
            if other is interface:
                raise ConfigurationError(
                    f"{plugin} and {owner} both mount {name!r} at {interface.__name__}"
                )
        self._children.setdefault(name, []).append((interface, plugin, factory))

    def child(self, parent: Any, name: str) -> Any:
        """The mounted child; KeyError when there is none, or its plugin is off here."""
        for interface, plugin, factory in self._children.get(name, ()):
            if interface.providedBy(parent) and _on(parent, plugin):
                return factory(parent, name)
        raise KeyError(name)

    def entries(self) -> list[tuple[Any, str, Callable]]:
        """(interface, segment, factory) of everything that is mounted."""
        return [
            (interface, name, factory)
            for name, entries in sorted(self._children.items())
            for interface, _plugin, factory in entries
        ]


def _on(parent: Any, plugin: str) -> bool:
    # Super-admin has no tenant; there a plugin counts as on when it is installed.
    return parent.tenant is None or plugin in parent.tenant.plugins


def includeme(config: Any) -> None:
    """``registry.mounts``, which the tree asks for children it does not know."""
    config.registry.mounts = Mounts()
