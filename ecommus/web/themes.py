"""Themes: found, checked, chained; and the slots that themes and plugins fill.

A theme that the license does not hold falls back to ``base``: shoppers never see an error.
"""

import hashlib
import logging
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import colander
from markupsafe import Markup
from pyramid.path import package_path
from pyramid.renderers import render
from sqlalchemy import event as sql_event

from ecommus.core.entitlements import require_theme
from ecommus.plugin_sdk.loader import packages
from ecommus.services.work import runs
from ecommus.theme_sdk import Theme, ThemeError

log = logging.getLogger(__name__)
DEFAULT = "base"


@dataclass(frozen=True)
class Chain:
    """A theme and its parents, nearest first."""

    theme: Theme
    themes: tuple[Theme, ...]
    folders: tuple[str, ...]
    statics: tuple[Path, ...]

    def static(self, path: str) -> tuple[str, Path] | None:
        """(theme id, file) of the nearest theme that has ``static/<path>``."""
        for theme, folder in zip(self.themes, self.statics, strict=True):
            file = folder / path
            if file.is_file():
                return theme.id, file
        return None

    def settings(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The shop's theme settings, parents' fields included, defaults filled in."""
        values: dict[str, Any] = {}
        for theme in reversed(self.themes):
            for node in theme.settings().children if theme.settings else ():
                default = None if node.default is colander.null else node.default
                values[node.name] = stored.get(node.name, default)
        return values


def discover(failed: dict[str, str]) -> dict[str, Chain]:
    """All themes with their chains; what is wrong with one goes to ``failed``."""
    themes: dict[str, Theme] = {}
    for name in dict.fromkeys(packages("ecommus_themes", "ecommus.themes")):
        try:
            theme = import_module(name).theme
            if not isinstance(theme, Theme):
                raise ThemeError("theme: name the manifest `theme`, made with Theme(…)")
            theme.package = name
            theme.check()
            themes[theme.id] = theme
        except Exception as error:
            failed[name.rpartition(".")[2].replace("_", "-")] = str(error)
            log.error("theme %s failed and is left out: %s", name, error)
    chains = {}
    for theme in themes.values():
        line = _line(theme, themes)
        if line is None:
            failed[theme.id] = f"extends: {theme.extends!r} is missing, or a circle"
            continue
        roots = [Path(package_path(import_module(t.package))) for t in line]
        folders = tuple(str(root / "templates") for root in roots)
        statics = tuple(root / "static" for root in roots)
        chains[theme.id] = Chain(theme, tuple(line), folders, statics)
    return chains


def _line(theme: Theme, themes: dict[str, Theme]) -> list[Theme] | None:
    line = [theme]
    while line[-1].extends is not None:
        parent = themes.get(line[-1].extends)
        if parent is None or parent in line:
            return None
        line.append(parent)
    return line


def request_theme(request: Any) -> Chain:
    """The chain of the shop's theme, or of ``base`` where it is missing or not licensed."""
    themes = request.registry.themes
    chosen = themes.get(request.tenant.theme) if request.tenant else None
    if chosen is None or not require_theme(chosen.theme.id).met(request.entitlements):
        return themes[DEFAULT]
    return chosen


def fill_slot(
    request: Any, name: str, context: dict[str, Any], slots: dict | None = None
) -> Markup:
    """What stands in a slot: the theme's default, then enabled and licensed plugins by order.

    A filler that fails leaves a hole and a log line. It gathers its data first, inside a savepoint
    that opens only if it sends SQL, and renders second.
    """
    parts = []
    template = request.theme.theme.slots.get(name) if slots is None else None
    if template:
        parts.append(render(template, context, request))
    registry = request.registry
    known = registry.extensions.slots if slots is None else slots
    for filler in known.get(name, ()):
        if not runs(request, filler.plugin):
            continue
        try:
            if filler.when is not None and not filler.when(request, **context):
                continue
            values = dict(context)
            if filler.data is not None:
                values |= _guarded(request.db, lambda f=filler: f.data(request, **context)) or {}
            parts.append(render(filler.template, values, request, package=filler.package))
        except Exception:
            log.exception("slot %s: %s left a hole", name, filler.plugin)
    return Markup("").join(Markup(part) for part in parts)


def _guarded(db: Any, gather: Any) -> Any:
    """Run ``gather``; a savepoint is opened before its first statement, if there is one."""
    savepoint = None

    def before(*_args: Any) -> None:
        nonlocal savepoint
        if savepoint is None:
            savepoint = db.begin_nested()

    sql_event.listen(db, "do_orm_execute", before)
    try:
        result = gather()
    except Exception:
        if savepoint is not None:
            savepoint.rollback()
        raise
    finally:
        # Not inside ``before``: the session is going through its listeners then.
        sql_event.remove(db, "do_orm_execute", before)
    if savepoint is not None:
        savepoint.commit()
    return result


def digest(path: Path) -> str:
    """A short hash of a file's content, for its address."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def includeme(config: Any) -> None:
    """``request.theme`` and ``request.themed``; themes' translations."""
    registry = config.registry
    registry.failed_themes = {}
    registry.themes = discover(registry.failed_themes)
    if DEFAULT not in registry.themes:
        raise RuntimeError(f"the theme {DEFAULT!r} is missing: {registry.failed_themes}")
    for chain in registry.themes.values():
        folder = Path(chain.folders[0]).parent / "locale"
        if folder.is_dir():
            registry.locale_folders.append(folder)
    config.add_request_method(request_theme, "theme", reify=True)
    config.add_request_method(
        lambda request: request.tenant is not None and not request.in_back_office,
        "themed",
        reify=True,
    )
