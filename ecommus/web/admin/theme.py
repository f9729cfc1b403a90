"""The shop's theme: chosen among those installed, and its settings.

A theme inherits its parents' settings; of two fields of one name the nearer theme's is shown.
"""

from dataclasses import dataclass
from typing import Any

import colander
from deform import ValidationFailure

from ecommus.core.entitlements import Reason, require_theme
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IThemeSettings
from ecommus.plugin_sdk.views import page
from ecommus.services import plugins, settings
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.entitled import demand
from ecommus.web.problems import REASONS, translate

DONE = {
    "activated": "The shop has a new look.",
    "saved": "The settings were saved.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A theme to choose. ``current``: the one that was chosen; ``shown``: the one shoppers see."""

    id: str
    title: str
    description: str
    version: str
    parent: str | None
    current: bool
    shown: bool
    licensed: bool
    reason: str | None


def shape(request: Any, chain: Any) -> Shown:
    theme = chain.theme
    licensed = plugins.theme_allowed(request, theme.id)
    parent = chain.themes[1].title if len(chain.themes) > 1 else None
    return Shown(
        id=theme.id,
        title=translate(request, theme.title),
        description=translate(request, theme.description),
        version=theme.version,
        parent=parent and translate(request, parent),
        current=theme.id == request.tenant.theme,
        shown=theme.id == request.theme.theme.id,
        licensed=licensed,
        reason=None if licensed else translate(request, REASONS[Reason.THEME_NOT_LICENSED]),
    )


def values(request: Any) -> dict[str, Any]:
    """The stored settings of the theme that shoppers see, defaults filled in."""
    stored = request.theme.settings(request.tenant.settings.get("theme", {}))
    return {name: value for name, value in stored.items() if value is not None}


def build(request: Any) -> tuple[Any, Any]:
    """The settings form of that theme and the version of what it shows; None when it has none."""
    fields: dict[str, Any] = {}
    for theme in reversed(request.theme.themes):
        for node in theme.settings().children if theme.settings else ():
            fields[node.name] = node
    if not fields:
        return None, None
    schema = colander.SchemaNode(colander.Mapping(), *fields.values())
    version = editing.snapshot(schema, values(request))
    buttons = editing.buttons(request, P.PLUGIN_MANAGE)
    hidden = editing.hidden(request, version)
    form = forms.form(schema, request, buttons=buttons, hidden=hidden)
    form.set_appstruct(values(request))
    return form, version


def shown(request: Any, form: str | None, differences: Any = None) -> dict[str, Any]:
    themes = [shape(request, chain) for chain in request.registry.themes.values()]
    return {
        "themes": sorted(themes, key=lambda t: (not t.current, t.title.lower())),
        "form": form,
        "differences": differences,
        "look": translate(request, request.theme.theme.title),
        # The chosen theme may be gone, or its license.
        "fallback": request.theme.theme.id != request.tenant.theme,
        "chosen": request.tenant.theme,
        "activate_url": request.to(request.context, "activate"),
    }


def _page(name: str, method: str, permission: P) -> Any:
    return page(
        IThemeSettings, within=IAdmin, name=name, method=method, permission=permission,
        template="theme.pt",
    )  # fmt: skip


@_page("", "GET", P.PLUGIN_READ)
def show_theme(_context: Any, request: Any) -> dict[str, Any]:
    """The themes there are, and the settings of the present one."""
    notices.told(request, DONE)
    form, _version = build(request)
    return shown(request, form and form.render())


@_page("", "POST", P.PLUGIN_MANAGE)
def save_theme(context: Any, request: Any) -> Any:
    """Keep the theme's settings."""
    form, version = build(request)
    if form is None:
        return shown(request, None)
    if editing.is_stale(request, version):
        differences = editing.stale(request, form, values(request))
        return shown(request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(request, failure.render())
    settings.theme_settings(request, given)
    request.audit.update(theme=request.theme.theme.id, settings=sorted(given))
    return notices.done(request, context, "saved")


@_page("activate", "POST", P.PLUGIN_ACTIVATE)
def activate_theme(context: Any, request: Any) -> Any:
    """Show the shop in another theme, when the license holds it."""
    theme_id = request.POST.get("theme", "")
    if theme_id in request.registry.themes:
        demand(request, context, P.PLUGIN_ACTIVATE, [require_theme(theme_id)])
    try:
        settings.activate_theme(request, theme_id)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        form, _version = build(request)
        return shown(request, form and form.render())
    request.audit.update(theme=theme_id)
    return notices.done(request, context, "activated")
