"""The plugins a shop can have: turned on and off, and their settings.

Settings forms are drawn from the plugin's colander schema; a secret is never sent back, and left
empty it stays as it is.
"""

from dataclasses import dataclass
from typing import Any

from deform import ValidationFailure
from deform.widget import TextInputWidget
from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.entitlements import Reason
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IPlugin, IPlugins
from ecommus.plugin_sdk.views import page
from ecommus.services import plugins as service
from ecommus.services import secretbox
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.entitled import demand
from ecommus.web.plugins import requirements_of
from ecommus.web.problems import REASONS, translate

DONE = {
    "enabled": "The plugin is on.",
    "disabled": "The plugin is off. Its settings and data stay.",
    "saved": "The settings were saved.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A plugin as this shop sees it. ``reason``: why it cannot be turned on, or does nothing."""

    id: str
    title: str
    description: str
    version: str
    on: bool
    licensed: bool
    free: bool
    reason: str | None
    settings: bool
    url: str


def shape(request: Any, plugin: Any, url: str) -> Shown:
    licensed = service.licensed(plugin, request.entitlements)
    reason = None
    if not licensed:
        reason = translate(request, REASONS[Reason.PLUGIN_NOT_LICENSED])
    elif plugin.id in request.registry.pending_plugins:
        reason = translate(request, "Its database migrations have not run: ecommus db upgrade.")
    return Shown(
        id=plugin.id,
        title=translate(request, plugin.title),
        description=translate(request, plugin.description),
        version=plugin.version,
        on=plugin.id in request.tenant.plugins,
        licensed=licensed,
        free=plugin.free,
        reason=reason,
        settings=plugin.settings is not None,
        url=url,
    )


def _page(context: Any, name: str, method: str, permission: P, template: str) -> Any:
    return page(
        context, within=IAdmin, name=name, method=method, permission=permission, template=template
    )


@_page(IPlugins, "", "GET", P.PLUGIN_READ, "plugins.pt")
def plugins(context: Any, request: Any) -> dict[str, Any]:
    """All installed plugins, those in use first; and those that did not start."""
    notices.told(request, DONE)
    return listing(context, request)


def listing(context: Any, request: Any) -> dict[str, Any]:
    installed = [
        shape(request, plugin, request.to(context, plugin.id))
        for plugin in request.registry.plugins.values()
    ]
    return {
        "plugins": sorted(installed, key=lambda p: (not p.on, p.title.lower())),
        # The last line says what went wrong; the whole traceback is for the platform's people.
        "failed": [
            (name, reason.strip().splitlines()[-1])
            for name, reason in sorted(request.registry.failed_plugins.items())
        ],
    }


def build(context: Any, request: Any) -> tuple[Any, Any]:
    """The settings form and the version of what it shows; None when the plugin has no settings."""
    plugin = context.entity
    if plugin.settings is None:
        return None, None
    schema = plugin.settings()
    known = service.stored(request).get(plugin.id, {})
    words = service.shop_words(request, plugin.id)
    for node in schema.children:
        if secretbox.is_secret(node) and known.get(node.name):
            node.missing = ""
            node.description = translate(request, "Stored. Leave it empty to keep it.")
        if word := words.get(node.name):
            node.widget = TextInputWidget(attributes={"placeholder": word})
    values = service.shown_settings(request, plugin)
    version = editing.snapshot(schema, values)
    buttons = editing.buttons(request, P.PLUGIN_MANAGE)
    hidden = editing.hidden(request, version)
    form = forms.form(schema, request, buttons=buttons, hidden=hidden)
    form.set_appstruct(values)
    return form, version


def shown(context: Any, request: Any, form: str | None, differences: Any = None) -> dict[str, Any]:
    plugin = context.entity
    notices.lead(request, "Plugins", context.__parent__)
    return {
        "plugin": shape(request, plugin, request.to(context)),
        "form": form,
        "differences": differences,
        "requires": [
            translate(request, request.registry.plugins[name].title) for name in plugin.requires
        ],
        "niches": list(plugin.niches),
    }


@_page(IPlugin, "", "GET", P.PLUGIN_READ, "plugin.pt")
def show_plugin(context: Any, request: Any) -> dict[str, Any]:
    """One plugin with its settings."""
    notices.told(request, DONE)
    form, _version = build(context, request)
    return shown(context, request, form and form.render())


@_page(IPlugin, "", "POST", P.PLUGIN_MANAGE, "plugin.pt")
def save_plugin(context: Any, request: Any) -> Any:
    """Keep the settings; secrets are sealed before they are stored."""
    form, version = build(context, request)
    if form is None:
        return HTTPSeeOther(request.to(context))
    if editing.is_stale(request, version):
        current = service.shown_settings(request, context.entity)
        differences = editing.stale(request, form, current)
        return shown(context, request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    service.save_settings(request, context.entity, given)
    request.audit.update(plugin=context.entity.id, settings=sorted(given))
    return notices.done(request, context, "saved")


@_page(IPlugin, "enable", "POST", P.PLUGIN_ACTIVATE, "plugins.pt")
def enable_plugin(context: Any, request: Any) -> Any:
    """Turn the plugin on, when the license holds it."""
    plugin = context.entity
    demand(request, context, P.PLUGIN_ACTIVATE, requirements_of(plugin))
    return _switch(context, request, service.enable, "enabled")


@_page(IPlugin, "disable", "POST", P.PLUGIN_MANAGE, "plugins.pt")
def disable_plugin(context: Any, request: Any) -> Any:
    """Turn the plugin off."""
    return _switch(context, request, service.disable, "disabled")


def _switch(context: Any, request: Any, act: Any, what: str) -> Any:
    try:
        act(request, context.entity)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        return listing(context.__parent__, request)
    request.audit.update(plugin=context.entity.id)
    return notices.done(request, context.__parent__, what)
