"""``keys …``: the root and the key sets that it signs.

On the service: ``keys new``, ``keys propose FILE``. Offline, where the root is: ``keys sign``. Back
on the service: ``keys take FILE``. Who has the root at hand does all of it by ``keys rotate``.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecommus.core import keysets
from license_service.cli.common import read, say, secret, work
from license_service.services import keys, roots

PASSPHRASE = "LICENSE_ROOT_PASSPHRASE"  # noqa: S105  the variable's name


def add(commands: Any) -> None:
    subject = commands.add_parser("keys", help="the root key, signing keys, key sets")
    actions = subject.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Any, help: str) -> Any:
        made = actions.add_parser(name, help=help)
        made.set_defaults(run=run)
        return made

    action("root", run_root, "make a root key (offline)").add_argument("file", type=Path)
    action("show-root", run_show, "print a root's public half").add_argument("file", type=Path)
    action("new", run_new, "make a signing key")
    propose = action("propose", run_propose, "print what the root is to sign")
    propose.add_argument("--active", default="", help="the key that signs from then on")
    propose.add_argument("--without", action="append", default=[], help="a key to remove")
    sign = action("sign", run_sign, "sign a proposal with the root (offline)")
    sign.add_argument("proposal")
    sign.add_argument("--root", type=Path, required=True)
    action("take", run_take, "go on under a signed set").add_argument("file")
    rotate = action("rotate", run_rotate, "all of it at once; the present key is retired")
    rotate.add_argument("--root", type=Path, required=True)
    remove = action("remove", run_remove, "a set without a key: what it signed is good no more")
    remove.add_argument("kid")
    remove.add_argument("--root", type=Path, required=True)
    action("list", run_list, "the keys and the set in use")


def run_root(arguments: Any) -> None:
    public = roots.make(arguments.file, secret(PASSPHRASE, "Passphrase", twice=True))
    say(f"LICENSE_ROOT_KEY={keysets.pinned(public)}")


def run_show(arguments: Any) -> None:
    root = roots.load(arguments.file, secret(PASSPHRASE, "Passphrase"))
    say(f"LICENSE_ROOT_KEY={keysets.pinned(root.public_key())}")


def run_new(arguments: Any) -> None:
    with work(arguments) as job:
        say(keys.make_key(job))


def run_propose(arguments: Any) -> None:
    with work(arguments) as job:
        say(json.dumps(keys.proposal(job, arguments.active, tuple(arguments.without)), indent=2))


def run_sign(arguments: Any) -> None:
    proposal = json.loads(read(arguments.proposal))
    root = roots.load(arguments.root, secret(PASSPHRASE, "Passphrase"))
    say(roots.sign_set(proposal, root, datetime.now(UTC)))


def run_take(arguments: Any) -> None:
    with work(arguments) as job:
        taken = keys.take_in(job, read(arguments.file))
        say(f"Key set {taken.version}; {taken.active} signs.")


def run_rotate(arguments: Any) -> None:
    root = roots.load(arguments.root, secret(PASSPHRASE, "Passphrase"))
    with work(arguments) as job:
        kid = keys.make_key(job)
        taken = keys.take_in(job, roots.sign_set(keys.proposal(job, kid), root, job.now))
        say(f"Key set {taken.version}; {kid} signs.")


def run_remove(arguments: Any) -> None:
    root = roots.load(arguments.root, secret(PASSPHRASE, "Passphrase"))
    with work(arguments) as job:
        held = keys.current(job)
        active = held.active if held.active != arguments.kid else ""
        proposed = keys.proposal(job, active, without=(arguments.kid,))
        taken = keys.take_in(job, roots.sign_set(proposed, root, job.now))
        say(f"Key set {taken.version}, without {arguments.kid}; {taken.active} signs.")


def run_list(arguments: Any) -> None:
    with work(arguments) as job:
        held = keys.current(job)
        say(f"Key set {held.version}, good until {held.expires_at:%Y-%m-%d}")
        for row in keys.listed(job):
            say(f"{row.kid}  {row.state}  since {row.changed_at:%Y-%m-%d}")
