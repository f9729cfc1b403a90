"""``python -m license_service``: what is done from a terminal, and what only may be done there."""

import argparse
import sys

from sqlalchemy.exc import DBAPIError

from ecommus.core.errors import Refusal
from ecommus.core.log_chain import Broken
from ecommus.core.signed import SignedError
from ecommus.db.base import OutOfDate
from license_service.cli import database, keys, licenses, log, people, publishers, releases, serve
from license_service.services.keys import NoKeys
from license_service.services.roots import BadRoot
from license_service.settings import BadSettings

SUBJECTS = (serve, database, keys, licenses, log, people, publishers, releases)
EXPECTED = (
    Refusal, SignedError, OutOfDate, Broken, NoKeys, BadRoot, BadSettings, DBAPIError, OSError,
    ValueError,
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """All commands."""
    top = argparse.ArgumentParser(
        prog="python -m license_service", description="Issue licenses and look after the service."
    )
    top.add_argument("-c", "--config", default="license_service/development.ini")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for subject in SUBJECTS:
        subject.add(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; a mistake is one line and exit code 1."""
    arguments = parser().parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except EXPECTED as error:
        text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        print(f"license_service: {text}", file=sys.stderr)  # noqa: T201  a command talks
        return 1
    except KeyboardInterrupt:
        return 130
