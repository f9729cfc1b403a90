"""``ecommus license show|install|heartbeat|verify``: what this installation may use, and why."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecommus.cli.app import Mistake, answer, application, mistakes, say, settings_of
from ecommus.core.license import LicenseError, verify
from ecommus.db.session import TenantSession
from ecommus.services import license_state
from ecommus.services.license_state import parts_of
from ecommus.web import heartbeats
from ecommus.web.license import trust_of


def add(commands: Any) -> None:
    license = commands.add_parser("license", help="the license")
    actions = license.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help="what it allows")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)
    install = actions.add_parser("install", help="run under another one, in every process")
    install.add_argument("file", help="the license, and its key set if there is one; - for stdin")
    install.set_defaults(run=run_install)
    beat = actions.add_parser("heartbeat", help="ask the license service now")
    beat.set_defaults(run=run_heartbeat)
    check = actions.add_parser("verify", help="say whether a file holds a license; change nothing")
    check.add_argument("file", help="the license; - for stdin")
    check.set_defaults(run=run_verify)


def run_show(arguments: Any) -> int:
    """Exit code 1 when a license was given and refused."""
    with application(arguments) as registry:
        held, stores = registry.licensing.held, registry.licensing.entitlements(None).stores
    license = held.license
    shown = {
        "tier": license.tier,
        "kind": license.kind,
        "features": sorted(license.features),
        "themes": sorted(license.licensed_themes),
        "plugins": sorted(license.licensed_plugins),
        "niches": sorted(license.niche_packages),
        "domains": list(license.domain_binding),
        "stores": stores,
        "expires_at": license.expires_at,
        "support_until": license.support_until,
        "state": held.state.value,
        "source": held.source,
        "problem": str(held.problem) if held.problem else None,
    }
    if arguments.json:
        answer(shown)
    else:
        any_number = {"stores": "any number"} if stores is None else {}
        for name, value in (shown | any_number).items():
            text = ", ".join(value) if isinstance(value, list) else value
            say(f"{name:14} {'–' if text in (None, '') else text}")
    return int(held.problem is not None)


def run_install(arguments: Any) -> int:
    """Exit code 1 when it is none, or not for here."""
    text = _text(arguments.file)
    with application(arguments) as registry:
        if url := heartbeats.url_of(registry):
            heartbeats.first_keys(registry, url, "cli")
        trust, domain = trust_of(registry.settings), registry.licensing.domain
        with TenantSession(registry.databases.platform) as db:
            try:
                made = license_state.install(
                    db, text, trust, domain=domain, actor="cli", now=datetime.now(UTC)
                )
            except LicenseError as error:
                raise Mistake(f"not installed ({error.code}): {error}") from None
            db.commit()
    say(f"Installed: {made.tier}, {made.kind}. Running processes take it over by themselves.")
    return 0


def run_heartbeat(arguments: Any) -> int:
    """Exit code 1 when there was no answer that counts."""
    with application(arguments) as registry:
        problem = heartbeats.beat(registry, actor="cli", due_only=False)
        state = registry.licensing.held.state.value
    if problem:
        raise Mistake(f"no heartbeat: {problem}")
    say(f"The license service answered; the license stands: {state}.")
    return 0


def run_verify(arguments: Any) -> int:
    """Against the keys that the .ini names, and a key set in the file. Exit code 1: it is none."""
    token, stored = parts_of(_text(arguments.file))
    with mistakes():
        trust = trust_of(settings_of(arguments.config))
    now = datetime.now(UTC)
    try:
        keys, _kept = trust.keys(stored, now)
        made = verify(token, keys, now)
    except LicenseError as error:
        raise Mistake(f"{error.code}: {error}") from None
    say(f"A {made.tier} license ({made.kind}) for {', '.join(made.domain_binding) or 'nothing'}.")
    return 0


def _text(name: str) -> str:
    with mistakes():
        return sys.stdin.read() if name == "-" else Path(name).read_text()
