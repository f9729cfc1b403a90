"""The command: ``ecommus -c production.ini …``. One module per subject, one place for mistakes.

A user's mistake is one line on standard error and exit code 1 or 2, never a traceback. Commands
that programs read take ``--json``.
"""

import argparse
import os
import sys

from ecommus.cli import catalog, database, inspect, invoices, license, plugins, serve, tenants
from ecommus.cli.app import Mistake, configure_logging

SUBJECTS = (serve, database, tenants, catalog, invoices, license, plugins, inspect)


def parser() -> argparse.ArgumentParser:
    """All commands."""
    top = argparse.ArgumentParser(prog="ecommus", description="Run and look after ecommus.")
    top.add_argument("-c", "--config", default="development.ini", help="the .ini file")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for subject in SUBJECTS:
        subject.add(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; answers the exit code."""
    arguments = parser().parse_args(argv)
    configure_logging(arguments.config)
    try:
        return arguments.run(arguments) or 0
    except Mistake as mistake:
        print(f"ecommus: {mistake}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read (``| head``) has enough; nothing more can be said, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


if __name__ == "__main__":
    sys.exit(main())
