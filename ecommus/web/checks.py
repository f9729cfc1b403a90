"""Last look before serving: what must not be served is refused here, with a reason."""

from typing import Any

from ecommus.db import plugin_schema
from ecommus.web.views import check_permissions


def includeme(config: Any) -> None:
    config.commit()
    check_permissions(config.registry)
    registry = config.registry
    if registry.settings.get("checks.database", "true") != "false":
        registry.databases.check()
        registry.sites.check()
        find_pending(registry)
    registry.directory.watch()


def find_pending(registry: Any) -> None:
    """Note the plugins whose migrations have not run: they cannot be turned on."""
    with registry.databases.app.connect() as connection:
        migrations = registry.extensions.migrations
        registry.pending_plugins = plugin_schema.pending(connection, migrations)
