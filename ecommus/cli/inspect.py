"""``ecommus tree | routes | openapi | doctor``: looking at the application itself."""

import shutil
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from ecommus.cli.app import answer, application, say
from ecommus.cli.database import state
from ecommus.db.security import UnsafeDatabase
from ecommus.web.openapi import document
from ecommus.web.tree.walk import places


def add(commands: Any) -> None:
    for name, run, help in (
        ("tree", run_tree, "the tree with its views, permissions and requirements"),
        ("routes", run_routes, "every address, method and permission"),
        ("openapi", run_openapi, "the OpenAPI file"),
        ("doctor", run_doctor, "what is wrong, and how to mend it"),
    ):
        command = commands.add_parser(name, help=help)
        if name in ("doctor", "routes"):
            command.add_argument("--json", action="store_true")
        command.set_defaults(run=run)


def views_at(registry: Any, place: Any, kind: str) -> list[Any]:
    """The views that a place has, in a stable order."""
    found = [
        declared
        for declared in registry.declared
        if declared.kind == kind
        and declared.within is place.scope
        and place.provides(declared.context)
    ]
    return sorted(found, key=lambda declared: (declared.name, declared.methods))


def run_tree(arguments: Any) -> None:
    with application(arguments) as registry:
        say("Platform")
        for api in (False, True):
            say("├── pages" if not api else "└── api")
            bar = "│   " if not api else "    "
            for place in places(registry, api=api):
                requires = [f"{r.reason}:{r.name}" for r in getattr(place.factory, "requires", ())]
                note = f"  [{', '.join(requires)}]" if requires else ""
                depth = place.path.strip("/").count("/")
                say(f"{bar}{'  ' * depth}{place.path}  {place.interface.__name__}{note}")
                for declared in views_at(registry, place, "api" if api else "page"):
                    name = f"/{declared.name}" if declared.name else ""
                    plugin = f"  ({declared.plugin})" if declared.plugin else ""
                    methods = ",".join(declared.methods)
                    say(f"{bar}{'  ' * depth}  · {methods} {name or '.'}"
                        f"  {declared.permission.value}{plugin}")  # fmt: skip


def run_routes(arguments: Any) -> None:
    with application(arguments) as registry:
        rows = [
            {
                "methods": list(declared.methods),
                "path": place.path + (f"/{declared.name}" if declared.name else ""),
                "permission": declared.permission.value,
                "view": declared.where,
                "plugin": declared.plugin,
            }
            for api in (False, True)
            for place in places(registry, api=api)
            for declared in views_at(registry, place, "api" if api else "page")
        ]
    if arguments.json:
        answer(rows)
        return
    for row in rows:
        say(f"{','.join(row['methods']):8} {row['path']:58} {row['permission']:20} {row['view']}")


def run_openapi(arguments: Any) -> None:
    with application(arguments) as registry:
        answer(document(registry))


def _existing(folder: str) -> Path:
    """The folder, or the nearest one above it that is there yet."""
    path = Path(folder).resolve()
    return next(place for place in (path, *path.parents) if place.exists())


def run_doctor(arguments: Any) -> int:
    """Each check with a word on how to mend it. Exit code 1 when one failed."""
    checks: list[dict[str, Any]] = []

    def check(name: str, good: bool, mend: str = "", note: str = "") -> None:
        checks.append({"check": name, "ok": good, "note": note, "mend": "" if good else mend})

    with application(arguments, **{"checks.database": "false"}) as registry:
        opened = registry.databases
        found = state(opened.owner_url)
        check("migrations", found["current"] == found["head"], "ecommus db upgrade",
              f"{found['current']} of {found['head']}")  # fmt: skip
        try:
            opened.check()
            check("roles and row-level security", True)
        except UnsafeDatabase as error:
            check("roles and row-level security", False, str(error))
        with opened.app.connect() as connection:
            skew = connection.execute(
                text("SELECT abs(extract(epoch FROM clock_timestamp()) - :now)"),
                {"now": time.time()},
            ).scalar_one()
        check("clock", skew < 5, "synchronise the clocks (NTP)", f"{float(skew):.1f} s apart")
        held = registry.licensing.held
        check("license", held.problem is None, str(held.problem), held.license.tier)
        check("plugins", not registry.failed_plugins, "ecommus plugin list",
              f"{len(registry.plugins)} installed")  # fmt: skip
        check("themes", not registry.failed_themes, str(registry.failed_themes))
        free = shutil.disk_usage(_existing(registry.settings.get("media.folder", "."))).free
        check("disk", free > 2**30, "free some space", f"{free / 2**30:.1f} GiB free")
        check("secrets", registry.secret != registry.jwt_secret, "use two different secrets")
    if arguments.json:
        answer(checks)
    else:
        for entry in checks:
            mark = "ok  " if entry["ok"] else "FAIL"
            tail = f" → {entry['mend']}" if entry["mend"] else ""
            note = f" ({entry['note']})" if entry["note"] else ""
            say(f"{mark} {entry['check']}{note}{tail}")
    return int(not all(entry["ok"] for entry in checks))
