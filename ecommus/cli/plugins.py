"""``ecommus plugin …``: what is installed, what failed, where it is on; more from the index."""

from typing import Any

from sqlalchemy import func, select

from ecommus.cli import packages
from ecommus.cli.app import answer, application, say
from ecommus.db.tables.ops import tenant_plugins
from ecommus.services.plugins import licensed


def add(commands: Any) -> None:
    plugin = commands.add_parser("plugin", help="the plugins")
    actions = plugin.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="installed and failed plugins")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    packages.add(actions)


def run_list(arguments: Any) -> int:
    """Exit code 1 when a plugin failed to start."""
    with application(arguments) as registry:
        used = select(tenant_plugins.c.plugin, func.count()).where(tenant_plugins.c.enabled)
        with registry.databases.platform.connect() as connection:
            rows = connection.execute(used.group_by(tenant_plugins.c.plugin)).all()
        tenants = {row[0]: row[1] for row in rows}
        held = registry.licensing.entitlements(None)
        found = [
            {
                "id": plugin.id,
                "version": plugin.version,
                "title": str(plugin.title),
                "licensed": licensed(plugin, held),
                "tenants": tenants.get(plugin.id, 0),
                "pending": registry.pending_plugins.get(plugin.id, []),
            }
            for plugin in registry.plugins.values()
        ]
        failed = dict(registry.failed_plugins)
    if arguments.json:
        answer({"plugins": found, "failed": failed})
    else:
        for entry in found:
            state = "licensed" if entry["licensed"] else "not licensed"
            say(f"{entry['id']:20} {entry['version']:8} {state:13} {entry['tenants']:4} shops")
        for name, reason in failed.items():
            say(f"{name:20} FAILED   {reason.strip().splitlines()[-1]}")
    return int(bool(failed))
