"""``ecommus db …``: migrations and their state."""

import os
import signal
import subprocess
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from ecommus.cli.app import Mistake, answer, application, databases, say
from ecommus.db import plugin_schema
from ecommus.db.base import downgrade, migration_config
from ecommus.db.migrations import SCRIPTS
from ecommus.db.provision import database_statements, provision, role_statements
from ecommus.db.security import OWNER


def add(commands: Any) -> None:
    db = commands.add_parser("db", help="the database")
    actions = db.add_subparsers(dest="action", required=True, metavar="ACTION")
    up = actions.add_parser("upgrade", help="run the migrations, plugins' too")
    up.add_argument("revision", nargs="?", default="head")
    up.set_defaults(run=run_upgrade)
    down = actions.add_parser("downgrade", help="go back to a revision")
    down.add_argument("revision")
    down.set_defaults(run=run_downgrade)
    status = actions.add_parser("status", help="what has run and what has not")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=run_status)
    lend = actions.add_parser("lend", help="run a command with another database beside this one")
    lend.add_argument("database", help="made on the embedded server when it is not there")
    lend.add_argument("variable", help="the environment variable that tells the command its URL")
    lend.add_argument("words", nargs="+", metavar="command", help="after --")
    lend.set_defaults(run=run_lend)
    bootstrap = actions.add_parser("bootstrap", help="print the SQL an administrator runs once")
    bootstrap.add_argument("--database", default="ecommus")
    bootstrap.set_defaults(run=run_bootstrap)


def run_upgrade(arguments: Any) -> None:
    """Core first, then plugins (whose tables refer to tenants)."""
    with databases(arguments) as opened:
        opened.upgrade(arguments.revision)
    if arguments.revision != "head":
        return
    with application(arguments) as registry:
        migrations = registry.extensions.migrations
        for name in plugin_schema.upgrade(registry.databases.owner_url, migrations):
            say(f"applied {name}")
    say("The database is up to date.")


def run_downgrade(arguments: Any) -> None:
    with databases(arguments) as opened:
        downgrade(opened.owner_url, SCRIPTS, arguments.revision)
    say(f"The database is at {arguments.revision}.")


def state(owner_url: str) -> dict[str, Any]:
    """The revision that the database has, and the newest there is."""
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(migration_config(owner_url, SCRIPTS))
    return {"current": current, "head": script.get_current_head()}


def run_status(arguments: Any) -> int:
    """Exit code 1 while something has not run."""
    with databases(arguments) as opened:
        found = state(opened.owner_url)
    if found["current"] == found["head"]:
        with application(arguments) as registry:
            found["pending_plugins"] = registry.pending_plugins
    if arguments.json:
        answer(found)
    else:
        say(f"database {found['current'] or 'is empty'}, newest {found['head']}")
        for plugin, names in found.get("pending_plugins", {}).items():
            say(f"plugin {plugin}: {', '.join(names)} not applied")
    return int(found["current"] != found["head"] or bool(found.get("pending_plugins")))


def run_lend(arguments: Any) -> int:
    """The license service in development has a database of its own, on the shop's embedded server:
    whichever of the two starts first brings the server up, the last to end takes it down."""
    with databases(arguments) as opened:
        if opened.cluster is None:
            raise Mistake("there is no embedded server; name the database of the other yourself")
        try:
            provision(opened.cluster.conninfo("postgres"), arguments.database)
        except ValueError as error:
            raise Mistake(str(error)) from error
        url = opened.cluster.url(arguments.database, user=OWNER)
        environ = os.environ | {arguments.variable: url}
        with subprocess.Popen(arguments.words, env=environ) as process:  # noqa: S603  as typed
            signal.signal(signal.SIGTERM, lambda *_: process.terminate())
            while True:
                try:
                    return process.wait()
                except KeyboardInterrupt:
                    # The terminal told the command too: its end is waited for.
                    continue


def run_bootstrap(arguments: Any) -> None:
    """The roles and the database, for a server of one's own."""
    name = arguments.database
    say("-- As an administrator of the server; then give each role a password.")
    for statement in role_statements():
        say(f"{statement};")
    say(f'CREATE DATABASE "{name}" OWNER ecommus_owner;')
    say(f"\\connect {name}")
    for statement in database_statements(name):
        say(f"{statement};")
