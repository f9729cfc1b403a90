"""``db upgrade``: the migrations."""

from typing import Any

from ecommus.db.base import upgrade
from license_service.cli.common import config_of, say
from license_service.db.migrations import SCRIPTS


def add(commands: Any) -> None:
    db = commands.add_parser("db", help="the database")
    actions = db.add_subparsers(dest="action", required=True, metavar="ACTION")
    up = actions.add_parser("upgrade", help="run the migrations")
    up.set_defaults(run=run_upgrade)


def run_upgrade(arguments: Any) -> None:
    upgrade(config_of(arguments).url, SCRIPTS)
    say("The database is up to date.")
