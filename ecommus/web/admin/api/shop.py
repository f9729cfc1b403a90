"""The shop itself: plugins, theme, keys, settings, and the lists that explain them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from ecommus.core.entitlements import require_theme
from ecommus.core.errors import Invalid
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.left_carts import CartSettings
from ecommus.core.permissions import Permission as P
from ecommus.db.tables import accounts, ops
from ecommus.plugin_sdk.interfaces import (
    IAdmin,
    IApiKey,
    IApiKeys,
    IPlugin,
    IPlugins,
    ISettings,
    IStaff,
    IThemeSettings,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import keys, plugins, quoting, returns, settings, shelf, taxing
from ecommus.web import entitled
from ecommus.web.admin.api import shop_schemas as schemas
from ecommus.web.api import listing, newest_first, next_offset, no_content, offset_of
from ecommus.web.plugins import requirements_of

IN = {"within": IAdmin}


def plugin_shape(request: Any, plugin: Any) -> dict[str, Any]:
    return {
        "id": plugin.id,
        "title": str(plugin.title),
        "description": str(plugin.description),
        "version": plugin.version,
        "enabled": plugin.id in request.tenant.plugins,
        "licensed": plugins.licensed(plugin, request.entitlements),
        "free": plugin.free,
        "settings": plugins.shown_settings(request, plugin),
    }


@api(IPlugins, permission=P.PLUGIN_READ, returns=Listing(schemas.Plugin), **IN)
def plugin_list(_context: Any, request: Any) -> dict[str, Any]:
    """The installed plugins, and whether they are on here."""
    known = sorted(request.registry.plugins.values(), key=lambda plugin: plugin.id)
    offset = offset_of(request)
    shown = known[offset : offset + request.query["limit"]]
    items = [plugin_shape(request, plugin) for plugin in shown]
    cursor = next_offset(request, offset, len(known))
    return listing(request, items, next_cursor=cursor, total=len(known))


@api(IPlugin, permission=P.PLUGIN_READ, returns=schemas.Plugin, **IN)
def plugin_show(context: Any, request: Any) -> dict[str, Any]:
    """One plugin; secrets are never sent back."""
    return plugin_shape(request, context.entity)


@api(IPlugin, name="enable", method="POST", permission=P.PLUGIN_ACTIVATE,
     returns=schemas.Plugin, errors=(409,), **IN)  # fmt: skip
def plugin_enable(context: Any, request: Any) -> dict[str, Any]:
    """Turn a plugin on; 403 ``plugin_not_licensed`` when the license does not hold it."""
    needed = requirements_of(context.entity)
    entitled.demand(request, context, P.PLUGIN_ACTIVATE, needed)
    plugins.enable(request, context.entity)
    return plugin_shape(request, context.entity) | {"enabled": True}


@api(IPlugin, name="disable", method="POST", permission=P.PLUGIN_MANAGE,
     returns=schemas.Plugin, errors=(409,), **IN)  # fmt: skip
def plugin_disable(context: Any, request: Any) -> dict[str, Any]:
    """Turn a plugin off; its data and settings stay."""
    plugins.disable(request, context.entity)
    return plugin_shape(request, context.entity) | {"enabled": False}


@api(IPlugin, name="settings", method="PUT", permission=P.PLUGIN_MANAGE,
     schema=schemas.PluginSettings, returns=schemas.Plugin, **IN)  # fmt: skip
def plugin_settings(context: Any, request: Any) -> dict[str, Any]:
    """Replace a plugin's settings, checked by its own schema."""
    values = plugins.validate(context.entity, request.validated["settings"])
    plugins.save_settings(request, context.entity, values)
    return plugin_shape(request, context.entity)


@api(IThemeSettings, permission=P.PLUGIN_READ, returns=schemas.Themes, **IN)
def themes(_context: Any, request: Any) -> dict[str, Any]:
    """The installed themes."""
    stored = request.tenant.settings.get("theme", {})
    return {
        "items": [
            {
                "id": chain.theme.id,
                "title": chain.theme.title,
                "licensed": plugins.theme_allowed(request, chain.theme.id),
                "active": chain.theme.id == request.tenant.theme,
                "settings": chain.settings(stored),
            }
            for chain in request.registry.themes.values()
        ]
    }


@api(IThemeSettings, name="activate", method="POST", permission=P.PLUGIN_ACTIVATE,
     schema=schemas.ActivateInput, returns=schemas.Themes, **IN)  # fmt: skip
def activate(context: Any, request: Any) -> dict[str, Any]:
    """Show the shop in another theme; 403 ``theme_not_licensed`` without a license for it."""
    theme = request.validated["theme"]
    if theme not in request.registry.themes:
        raise Invalid("theme_unknown", "There is no such theme.", field="theme")
    entitled.demand(request, context, P.PLUGIN_ACTIVATE, (require_theme(theme),))
    settings.activate_theme(request, theme)
    answer = themes(context, request)
    for entry in answer["items"]:
        entry["active"] = entry["id"] == theme
    return answer


@api(IAdmin, name="slots", permission=P.PLUGIN_READ, returns=schemas.Slots, **IN)
def slots(_context: Any, request: Any) -> dict[str, Any]:
    """What enabled plugins put into the admin's pages."""
    return {
        "items": [
            {"slot": name, "plugin": filler.plugin, "template": filler.template}
            for name, fillers in sorted(request.registry.extensions.admin_slots.items())
            for filler in fillers
            if filler.plugin in request.tenant.plugins
        ]
    }


def key_shape(row: Any) -> dict[str, Any]:
    names = ("id", "name", "prefix", "scopes", "created_by", "created_at", "expires_at")
    return {name: getattr(row, name) for name in names}


@api(IApiKeys, permission=P.STAFF_READ, returns=Listing(schemas.Key), **IN)
def key_list(_context: Any, request: Any) -> dict[str, Any]:
    """Keys that are not revoked; never the keys themselves."""
    table = accounts.api_keys
    statement = select(table).where(table.c.revoked_at.is_(None))
    rows, cursor, total = newest_first(request, statement, table.c.id)
    return listing(request, [key_shape(row) for row in rows], next_cursor=cursor, total=total)


@api(IApiKeys, method="POST", permission=P.STAFF_MANAGE, schema=schemas.KeyInput,
     returns=schemas.NewKey, status=201, secret=True, **IN)  # fmt: skip
def key_create(context: Any, request: Any) -> dict[str, Any]:
    """A new key, shown this once."""
    given = request.validated
    held = frozenset(str(permission) for permission in request.identity.permissions)
    key_id, key = keys.create(
        request, given["name"], given["scopes"], held, expires_at=given["expires_at"]
    )
    request.audit.update(name=given["name"], scopes=sorted(given["scopes"]))
    request.response.status_int = 201
    return key_shape(context.by_id(key_id)) | {"key": key}


@api(IApiKey, method="DELETE", permission=P.STAFF_MANAGE, status=204, **IN)
def key_revoke(context: Any, request: Any) -> None:
    """End a key; from the next request on it is nobody's."""
    keys.revoke(request, context.entity.id)
    no_content(request)


@api(ISettings, permission=P.SETTINGS_READ, returns=schemas.Settings, **IN)
def settings_show(_context: Any, request: Any) -> dict[str, Any]:
    """The shop's settings, and what is missing before it can go live."""
    tenant = request.registry.directory.find("id", str(request.tenant.id)) or request.tenant
    return {
        "name": tenant.name,
        "slug": tenant.slug,
        "state": tenant.state.value,
        "currency": tenant.currency,
        "currencies": tenant.settings.get("currencies", []),
        "locales": list(tenant.locales),
        "timezone": tenant.timezone,
        "countries": list(quoting.offered(request)),
        "legal": asdict(tenant.legal),
        "legal_missing": list(tenant.legal.missing()),
        "tax": taxing.DEFAULTS | tenant.settings.get("tax", {}),
        "invoicing": asdict(InvoiceTerms.of(tenant.settings)),
        "returns": {"days": returns.days(request)},
        "stock": {"low": shelf.low(request)},
        "carts": asdict(CartSettings.of(tenant.settings)),
    }


@api(ISettings, method="PATCH", permission=P.SETTINGS_EDIT, schema=schemas.SettingsChange,
     status=204, conditional=False, **IN)  # fmt: skip
def settings_change(_context: Any, request: Any) -> None:
    """Change the shop's settings (RFC 7396)."""
    changes = dict(request.validated)
    stored = request.tenant.settings
    names = ("tax", "countries", "currencies", "invoicing", "returns", "stock", "carts")
    parts = {name: changes.pop(name) for name in names if name in changes}
    if parts:
        changes["settings"] = {
            name: stored.get(name, {}) | part if isinstance(part, dict) else part
            for name, part in parts.items()
        }
    settings.change(request, **changes)
    no_content(request)


@api(IStaff, permission=P.STAFF_READ, returns=Listing(schemas.StaffMember), **IN)
def staff(_context: Any, request: Any) -> dict[str, Any]:
    """People who work in the shop."""
    a = accounts
    statement = select(a.staff, a.roles.c.code.label("role")).join(
        a.roles, a.roles.c.id == a.staff.c.role_id
    )
    rows, cursor, total = newest_first(request, statement, a.staff.c.id)
    names = ("id", "email", "name", "role", "active", "created_at")
    items = [{name: getattr(row, name) for name in names} for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IAdmin, name="roles", permission=P.STAFF_READ, returns=Listing(schemas.Role), **IN)
def roles(_context: Any, request: Any) -> dict[str, Any]:
    """Named sets of permissions."""
    table = accounts.roles
    rows, cursor, total = newest_first(request, select(table), table.c.id)
    names = ("id", "code", "name", "permissions")
    items = [{name: getattr(row, name) for name in names} for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IAdmin, name="audit-log", permission=P.AUDIT_READ, returns=Listing(schemas.AuditRow), **IN)
def audit_log(_context: Any, request: Any) -> dict[str, Any]:
    """Who changed what, newest first."""
    table = ops.audit_log
    rows, cursor, total = newest_first(request, select(table), table.c.id)
    names = ("id", "at", "actor", "action", "target", "target_id", "data")
    items = [{name: getattr(row, name) for name in names} for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)
