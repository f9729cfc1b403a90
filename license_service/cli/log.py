"""``log …``: export the forensic log, and verify an export offline."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecommus.core import keysets
from ecommus.core import log_chain as chain
from ecommus.core.keysets import verify_keys
from license_service.cli.common import read, say, work
from license_service.services import forensic


def add(commands: Any) -> None:
    subject = commands.add_parser("log", help="the forensic log")
    actions = subject.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("export", help="print it").set_defaults(run=run_export)
    verify = actions.add_parser("verify", help="is an export whole? Needs no database")
    verify.set_defaults(run=run_verify)
    verify.add_argument("file")
    verify.add_argument("--head", help="what /v1/log/head answered, in a file")
    verify.add_argument("--keys", help="what /v1/keys answered, in a file")
    verify.add_argument("--root", help="the public root key, root-…:…")


def run_export(arguments: Any) -> None:
    with work(arguments) as job:
        for entry in forensic.entries(job.db):
            say(chain.dump(entry))


def run_verify(arguments: Any) -> None:
    with Path(arguments.file).open() as lines:
        _verify(arguments, chain.load(lines))


def _verify(arguments: Any, entries: Iterator[chain.Entry]) -> None:
    if not arguments.head:
        size, last = chain.verify(entries)
        say(f"{size} entries, whole; the last hash is {last}")
        return
    if not arguments.keys or not arguments.root:
        raise ValueError("a head is verified with --keys and --root")
    now, roots_known = datetime.now(UTC), dict([keysets.root_of(arguments.root)])
    held = verify_keys(json.loads(read(arguments.keys))["keys"], roots_known, now, kept=True)
    head = chain.verify_head(json.loads(read(arguments.head))["head"], held.keys, now)
    size, _last = chain.hold_against(entries, head)
    say(f"{size} entries, whole, among them the {head.size} that the head was signed for")
