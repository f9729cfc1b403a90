"""Turning plugins on and off in a shop, and their settings there."""

from collections.abc import Sequence
from typing import Any

import colander
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.entitlements import Entitlements, require_plugin, require_theme, unmet
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import PluginDisabled, PluginEnabled
from ecommus.core.ids import uuid7
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.db.tables.ops import tenant_plugins
from ecommus.plugin_sdk.manifest import Plugin
from ecommus.services import secretbox
from ecommus.services.work import Work


def licensed(plugin: Plugin, held: Entitlements) -> bool:
    """Whether the license allows a plugin; free ones need none."""
    return plugin.free or require_plugin(plugin.id).met(held)


def stored(work: Work) -> dict[str, dict[str, Any]]:
    """Raw settings by plugin, of those that are off too: they can be set up before they are on."""
    rows = work.db.execute(select(tenant_plugins.c.plugin, tenant_plugins.c.settings))
    return {row.plugin: dict(row.settings) for row in rows}


def own_settings(work: Work, plugin_id: str) -> dict[str, Any]:
    """What was set for a plugin in this shop, made whole by the schema's defaults; secrets are
    opened."""
    known = work.remembered("plugins", lambda: stored(work)).get(plugin_id, {})
    values: dict[str, Any] = {}
    for node in _nodes(work, plugin_id):
        default = node.missing if node.default is colander.null else node.default
        value = known.get(node.name, default)
        if secretbox.is_secret(node) and node.name in known:
            value = work.registry.secretbox.open(known[node.name])
        values[node.name] = value
    return values


def settings_of(work: Work, plugin_id: str) -> dict[str, Any]:
    """What a plugin works with: its own settings, and the shop's words where they are empty."""
    return own_settings(work, plugin_id) | shop_words(work, plugin_id)


def shop_words(work: Work, plugin_id: str) -> dict[str, str]:
    """Of a plugin's empty fields (``plugin_sdk.shop_text``) what the shop says elsewhere.

    The invoices' bank goes with the invoices' account: beside another account it is not said.
    """
    fields = {node.name: getattr(node, "shop_word", "") for node in _nodes(work, plugin_id)}
    if not any(fields.values()):
        return {}
    terms, own = InvoiceTerms.of(work.tenant.settings), own_settings(work, plugin_id)
    said = {"iban": terms.iban, "bank": terms.bank, "legal_name": work.tenant.legal.legal_name}
    if any(own[name] for name, word in fields.items() if word == "iban"):
        del said["bank"]
    return {name: said[word] for name, word in fields.items() if not own[name] and said.get(word)}


def _nodes(work: Work, plugin_id: str) -> Sequence[Any]:
    schema = work.registry.plugins[plugin_id].settings
    return schema().children if schema else ()


def enable(work: Work, plugin: Plugin) -> None:
    """Turn a plugin on. Conflict when what it needs is off, or its migrations have not run."""
    missing = [name for name in plugin.requires if name not in work.tenant.plugins]
    if missing:
        raise Conflict("plugin_requires", "Turn on first: %(names)s.", names=", ".join(missing))
    if plugin.id in work.registry.pending_plugins:
        raise Conflict(
            "plugin_pending", "Its database migrations have not run: ecommus db upgrade."
        )
    _switch(work, plugin, True)
    work.publish(PluginEnabled(work.tenant.id, plugin.id))


def disable(work: Work, plugin: Plugin) -> None:
    """Turn a plugin off; its data and settings stay. Conflict while another one needs it."""
    users = [
        other.id
        for other in work.registry.plugins.values()
        if plugin.id in other.requires and other.id in work.tenant.plugins
    ]
    if users:
        raise Conflict("plugin_needed", "Turn off first: %(names)s.", names=", ".join(users))
    _switch(work, plugin, False)
    work.publish(PluginDisabled(work.tenant.id, plugin.id))


def _switch(work: Work, plugin: Plugin, enabled: bool) -> None:
    statement = upsert(tenant_plugins).values(id=uuid7(), plugin=plugin.id, enabled=enabled)
    work.db.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "plugin"],
            set_={"enabled": enabled, "version": tenant_plugins.c.version + 1},
        )
    )
    work.changed(config=True)


def validate(plugin: Plugin, values: dict[str, Any]) -> dict[str, Any]:
    """Settings checked by the plugin's schema. Invalid names the first field that is wrong."""
    if plugin.settings is None:
        raise Invalid("no_settings", "This plugin has no settings.")
    try:
        return plugin.settings().deserialize(values)
    except colander.Invalid as error:
        field, message = next(iter(error.asdict().items()))
        raise Invalid("setting_invalid", str(message), field=field) from None


def save_settings(work: Work, plugin: Plugin, values: dict[str, Any]) -> None:
    """Keep validated settings; secrets are sealed, and an empty one keeps what was there."""
    before = stored(work).get(plugin.id, {})
    kept = {}
    for node in plugin.settings().children if plugin.settings else ():
        value = values.get(node.name)
        if secretbox.is_secret(node):
            value = work.registry.secretbox.seal(value) if value else before.get(node.name)
            if value is None:
                continue
        kept[node.name] = value
    statement = upsert(tenant_plugins).values(
        id=uuid7(), plugin=plugin.id, enabled=plugin.id in work.tenant.plugins, settings=kept
    )
    work.db.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "plugin"],
            set_={"settings": kept, "version": tenant_plugins.c.version + 1},
        )
    )
    work.changed(config=True)


def shown_settings(work: Work, plugin: Plugin) -> dict[str, Any]:
    """Settings as they may be sent back: defaults filled in, secrets left out."""
    if plugin.settings is None:
        return {}
    values = own_settings(work, plugin.id)
    secret = {node.name for node in plugin.settings().children if secretbox.is_secret(node)}
    return {name: value for name, value in values.items() if name not in secret}


def theme_allowed(work: Work, theme_id: str) -> bool:
    """Whether the license holds a theme."""
    return not unmet([require_theme(theme_id)], work.entitlements)
