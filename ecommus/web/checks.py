"""Last look before serving: what must not be served is refused here, with a reason."""

from typing import Any

from ecommus.web.views import check_permissions


def includeme(config: Any) -> None:
    config.commit()
    check_permissions(config.registry)
    registry = config.registry
    if registry.settings.get("checks.database", "true") != "false":
        registry.databases.check()
        registry.sites.check()
    registry.directory.watch()
