"""``publisher …``: who may publish to the package index."""

from pathlib import Path
from typing import Any
from uuid import UUID

from license_service.cli.common import say, work
from license_service.services import publishers


def add(commands: Any) -> None:
    subject = commands.add_parser("publisher", help="who may publish to the package index")
    actions = subject.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("add", help="register a publisher's public key")
    new.add_argument("name")
    new.add_argument("--key", type=Path, required=True, help="the public key, a PEM file")
    new.add_argument("--package", action="append", required=True, help="ecommus-plugin-…")
    new.add_argument("--license", type=UUID, help="the publisher's license; without: our own")
    new.set_defaults(run=run_add)
    end = actions.add_parser("revoke", help="end a key")
    end.add_argument("kid")
    end.add_argument("--reason", default="", help="for the log")
    end.set_defaults(run=run_revoke)
    pause = actions.add_parser("suspend", help="let a key count for nothing until it is restored")
    pause.add_argument("kid")
    pause.add_argument("--reason", required=True, help="for the log")
    pause.set_defaults(run=run_suspend)
    again = actions.add_parser("restore", help="let a suspended key count again")
    again.add_argument("kid")
    again.set_defaults(run=run_restore)
    actions.add_parser("list", help="the keys there are").set_defaults(run=run_list)


def run_add(arguments: Any) -> None:
    key = publishers.key_of(arguments.key.read_bytes())
    with work(arguments) as job:
        say(publishers.register(
            job, arguments.name, key, tuple(arguments.package), arguments.license
        ))  # fmt: skip


def run_revoke(arguments: Any) -> None:
    with work(arguments) as job:
        publishers.revoke(job, arguments.kid, arguments.reason)
    say(f"{arguments.kid} signs no more.")


def run_suspend(arguments: Any) -> None:
    with work(arguments) as job:
        publishers.suspend(job, arguments.kid, arguments.reason)
    say(f"{arguments.kid} counts for nothing until it is restored.")


def run_restore(arguments: Any) -> None:
    with work(arguments) as job:
        publishers.restore(job, arguments.kid)
    say(f"{arguments.kid} counts again.")


def run_list(arguments: Any) -> None:
    with work(arguments) as job:
        for row in publishers.listed(job):
            packages = " ".join(row.packages)
            say(f"{row.kid}  {row.name}  {publishers.state_of(row)}  {packages}")
