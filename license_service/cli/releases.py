"""``release …``: withdraw one from the package index, or take that back."""

from typing import Any

from license_service.cli.common import say, work
from license_service.services import withdrawals


def add(commands: Any) -> None:
    subject = commands.add_parser("release", help="releases on the package index")
    actions = subject.add_subparsers(dest="action", required=True, metavar="ACTION")
    end = actions.add_parser("withdraw", help="pip chooses it no more (PEP 592)")
    end.add_argument("filename", help="the wheel's name, ecommus_plugin_x-1.0-py3-none-any.whl")
    end.add_argument("--reason", required=True, help="what whoever installs it is told")
    end.set_defaults(run=run_withdraw)
    back = actions.add_parser("restore", help="it was withdrawn by mistake")
    back.add_argument("filename")
    back.set_defaults(run=run_restore)
    actions.add_parser("withdrawn", help="those that are, and why").set_defaults(run=run_list)


def run_withdraw(arguments: Any) -> None:
    with work(arguments) as job:
        withdrawals.withdraw(job, arguments.filename, arguments.reason)
    say(f"{arguments.filename} is withdrawn; the index says so within a minute.")


def run_restore(arguments: Any) -> None:
    with work(arguments) as job:
        withdrawals.restore(job, arguments.filename)
    say(f"{arguments.filename} is as any other release again.")


def run_list(arguments: Any) -> None:
    with work(arguments) as job:
        for filename, reason in withdrawals.listed(job).items():
            say(f"{filename}  {reason}")
