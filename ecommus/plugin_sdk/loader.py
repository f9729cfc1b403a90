"""Finding plugins and themes, and the order to include them in.

A plugin is a package in a plugins folder, or an installed distribution with an entry point in the
group ``ecommus.plugins``. Nothing here stops a start: what is wrong with one is said, and it is
left out, with all that depends on it.
"""

import pkgutil
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from packaging.version import Version

from ecommus.plugin_sdk.manifest import Plugin, PluginError

CORE_VERSION = "0.1.0"


@dataclass
class Found:
    """What was found: importable plugins in dependency order, and failures with their reason."""

    plugins: list[Plugin] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def packages(folder: str, group: str) -> Iterable[str]:
    """Names of packages inside ``folder`` and behind the entry points of ``group``."""
    try:
        root = import_module(folder)
    except ModuleNotFoundError:
        root = None
    if root is not None:
        for info in pkgutil.iter_modules(root.__path__):
            if info.ispkg:
                yield f"{folder}.{info.name}"
    for entry in entry_points(group=group):
        yield entry.value.partition(":")[0]


def load(name: str) -> ModuleType:
    """Import a plugin's package; PluginError when it has no manifest or no ``includeme``."""
    module = import_module(name)
    if not callable(getattr(module, "includeme", None)):
        raise PluginError("includeme: a plugin is a package with an includeme(config)")
    return module


def discover(folder: str = "ecommus_plugins", group: str = "ecommus.plugins", skip=()) -> Found:
    """All plugins that can be included, those in ``skip`` (ids) and their dependants left out."""
    found = Found()
    by_id: dict[str, Plugin] = {}
    for name in dict.fromkeys(packages(folder, group)):
        short = name.rpartition(".")[2].replace("_", "-")
        try:
            plugin = load(name).plugin
            if not isinstance(plugin, Plugin):
                raise PluginError("plugin: name the manifest `plugin`, made with Plugin(…)")
            plugin.package = name
            plugin.check()
            if Version(plugin.min_core) > Version(CORE_VERSION):
                raise PluginError(f"min_core: needs ecommus {plugin.min_core}, this is older")
            if plugin.id in by_id:
                raise PluginError(f"id: {plugin.id!r} is taken by {by_id[plugin.id].package}")
            by_id[plugin.id] = plugin
        except Exception as error:
            found.failed[short] = _reason(error)
    for culprit in skip:
        by_id.pop(culprit, None)
    found.plugins = order(by_id, found.failed)
    return found


def order(by_id: dict[str, Plugin], failed: dict[str, str]) -> list[Plugin]:
    """Dependencies first, else by id. Cycles and gaps go to ``failed``, named."""
    done: dict[str, Plugin] = {}
    path: list[str] = []

    def visit(name: str) -> str | None:
        """Why ``name`` cannot be had, or None when it is in ``done``."""
        if name in done:
            return None
        if name in path:
            return "requires: a circle, " + " → ".join([*path[path.index(name) :], name])
        if name not in by_id:
            return f"requires: {name} is missing or has failed"
        path.append(name)
        problem = next(filter(None, map(visit, sorted(by_id[name].requires))), None)
        path.pop()
        if problem:
            failed.setdefault(name, problem)
            return problem
        done[name] = by_id[name]
        return None

    for name in sorted(by_id):
        if name not in failed:
            visit(name)
    return list(done.values())


def _reason(error: Exception) -> str:
    if isinstance(error, PluginError):
        return str(error)
    return "".join(traceback.format_exception(error))
