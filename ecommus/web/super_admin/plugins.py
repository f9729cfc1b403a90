"""What is installed: plugins and themes with their manifests, and those that did not start."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IPlugins, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services.plugins import licensed
from ecommus.web.problems import translate


def plugin(request: Any, found: Any) -> dict[str, Any]:
    """A manifest as the page shows it."""
    registry = request.registry
    return {
        "id": found.id,
        "title": translate(request, found.title),
        "description": translate(request, found.description),
        "version": found.version,
        "free": found.free,
        "licensed": licensed(found, request.entitlements),
        "critical": found.critical,
        "pending": registry.pending_plugins.get(found.id, []),
        "pairs": [
            (translate(request, "Package"), found.package),
            (translate(request, "Needs ecommus"), found.min_core),
            (translate(request, "Needs plugins"), ", ".join(found.requires)),
            (translate(request, "Made for"), ", ".join(found.niches)),
            (translate(request, "May do"), ", ".join(found.permissions)),
            (translate(request, "Migrations"), _migrations(registry, found.id)),
        ],
    }


def _migrations(registry: Any, plugin_id: str) -> str:
    folder = registry.extensions.migrations.get(plugin_id)
    return ", ".join(sorted(path.name for path in folder.glob("*.sql"))) if folder else ""


@page(IPlugins, within=ISuperAdmin, permission=P.PLATFORM_VIEW, template="installed.pt")
def installed(_context: Any, request: Any) -> dict[str, Any]:
    """Installed plugins and themes."""
    registry = request.registry
    held = request.entitlements.themes
    return {
        "plugins": [
            plugin(request, found)
            for found in sorted(registry.plugins.values(), key=lambda found: found.id)
        ],
        "failed": [
            (translate(request, kind), name, reason.strip().splitlines()[-1], reason)
            for kind, known in (
                ("Plugin", registry.failed_plugins),
                ("Theme", registry.failed_themes),
            )
            for name, reason in sorted(known.items())
        ],
        "themes": [
            (
                chain.theme,
                " → ".join(theme.title for theme in chain.themes[1:]),
                bool({"*", chain.theme.id} & held),
            )
            for chain in registry.themes.values()
        ],
    }
