"""``operator create`` and ``service-key …``: who may come in."""

from typing import Any

from license_service.cli.common import say, secret, work
from license_service.services import access, operators


def add(commands: Any) -> None:
    people = commands.add_parser("operator", help="people who sign in")
    actions = people.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="a new operator")
    create.add_argument("email")
    create.set_defaults(run=run_create)
    reset = actions.add_parser("reset-code", help="let an operator set up a new second factor")
    reset.add_argument("email")
    reset.set_defaults(run=run_reset)
    remove = actions.add_parser("remove", help="an operator who left")
    remove.add_argument("email")
    remove.set_defaults(run=run_remove)
    machines = commands.add_parser("service-key", help="keys for the API")
    actions = machines.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("create", help="a new key, printed once")
    new.add_argument("name")
    new.add_argument("--scope", action="append", choices=access.SCOPES, help="default: all")
    new.set_defaults(run=run_key)
    end = actions.add_parser("revoke", help="end a key")
    end.add_argument("prefix", help="its first eight characters")
    end.set_defaults(run=run_end)
    actions.add_parser("list", help="the keys there are").set_defaults(run=run_list)


def run_create(arguments: Any) -> None:
    password = secret("LICENSE_OPERATOR_PASSWORD", "Password", twice=True)
    with work(arguments) as job:
        operators.create(job, arguments.email, password)
    say(f"{arguments.email} may sign in, and sets up the second factor then.")


def run_reset(arguments: Any) -> None:
    with work(arguments) as job:
        operators.reset_code(job, arguments.email)
    say(f"{arguments.email} sets up the second factor at the next sign-in.")


def run_remove(arguments: Any) -> None:
    with work(arguments) as job:
        operators.remove(job, arguments.email)
    say(f"{arguments.email} cannot sign in any more.")


def run_key(arguments: Any) -> None:
    with work(arguments) as job:
        say(access.make(job, arguments.name, tuple(arguments.scope or access.SCOPES)))


def run_end(arguments: Any) -> None:
    with work(arguments) as job:
        ended = access.revoke(job, arguments.prefix)
    say(f"{ended} ended.")


def run_list(arguments: Any) -> None:
    with work(arguments) as job:
        for row in access.listed(job):
            state = f"ended {row.revoked_at:%Y-%m-%d}" if row.revoked_at else "in use"
            say(f"{row.prefix}…  {row.name}  {state}  {' '.join(row.scopes)}")
