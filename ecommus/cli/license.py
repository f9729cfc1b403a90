"""``ecommus license show``: what this installation may use, and why."""

from typing import Any

from ecommus.cli.app import answer, application, say


def add(commands: Any) -> None:
    license = commands.add_parser("license", help="the license")
    actions = license.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help="what it allows")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)


def run_show(arguments: Any) -> int:
    """Exit code 1 when a license was given and refused."""
    with application(arguments) as registry:
        held = registry.licensing.held
    license = held.license
    shown = {
        "tier": license.tier,
        "kind": license.kind,
        "features": sorted(license.features),
        "themes": sorted(license.licensed_themes),
        "plugins": sorted(license.licensed_plugins),
        "niches": sorted(license.niche_packages),
        "domains": list(license.domain_binding),
        "expires_at": license.expires_at,
        "support_until": license.support_until,
        "state": held.grace.value,
        "source": held.source,
        "problem": str(held.problem) if held.problem else None,
    }
    if arguments.json:
        answer(shown)
    else:
        for name, value in shown.items():
            text = ", ".join(value) if isinstance(value, list) else value
            say(f"{name:14} {'–' if text in (None, '') else text}")
    return int(held.problem is not None)
