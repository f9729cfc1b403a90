"""As whom the server runs. PostgreSQL refuses to be root, and containers often are.

As root the server gets a user namespace in which root's id looks like an ordinary one: its files
stay root's, and nothing is created or opened up. Where namespaces are forbidden (Docker's default)
it becomes an existing unprivileged user, if that user can reach the programs and own the data.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecommus.db.embedded.binaries import EmbeddedError

NAMESPACE_UID = 1000
UNPRIVILEGED = ("postgres", "nobody")
REACHES = 'test -x "$0" && cd "$1" && test -w . && test -O .'


@dataclass(frozen=True)
class Account:
    """A way of running a program: what goes before its command, and which user it becomes."""

    name: str
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    @property
    def options(self) -> dict[str, Any]:
        """Keyword arguments for ``subprocess``."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Make ``path`` this account's."""
        if self.uid is not None:
            os.chown(path, self.uid, -1)

    def reaches(self, binaries: Path, data: Path) -> bool:
        """Whether it can run ``binaries`` and owns and can write ``data``."""
        script = ["/bin/sh", "-c", REACHES, str(binaries / "postgres"), str(data)]
        command = [*self.prefix, *script]
        tried = subprocess.run(command, stderr=subprocess.DEVNULL, check=False, **self.options)  # noqa: S603
        return tried.returncode == 0


def choose(binaries: Path, data: Path) -> Account:
    """The account for ``data``, an existing directory; an empty one may change its owner.

    EmbeddedError when root has no account to give up its rights to.
    """
    if os.geteuid() != 0:
        return Account("the current user")
    owner = data.stat().st_uid
    fresh = not any(data.iterdir())
    tried = []
    for account in _for_fresh(data) if fresh else _for_owner(owner):
        if fresh:
            account.own(data)
        if account.reaches(binaries, data):
            return account
        tried.append(account.name)
    if fresh:
        os.chown(data, owner, -1)
    raise EmbeddedError(
        f"PostgreSQL does not run as root, and no other account can run {binaries / 'postgres'} "
        f"and own {data}; tried: {', '.join(tried) or 'none'}. Run as an ordinary user, allow user "
        "namespaces, or keep the program and the data where an unprivileged user can reach them."
    )


def _for_owner(owner: int) -> Iterator[Account]:
    """Data that exists stays with whom it belongs to."""
    if owner != 0:
        yield _user(owner)
    else:
        yield from _namespace()


def _for_fresh(data: Path) -> Iterator[Account]:
    yield from _namespace()
    if (above := data.parent.stat().st_uid) != 0:
        yield _user(above)
    for name in UNPRIVILEGED:
        try:
            yield _user(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue


def _namespace() -> Iterator[Account]:
    if unshare := shutil.which("unshare"):
        uid = _known_uid()
        map_ids = (f"--map-user={uid}", f"--map-group={uid}")
        yield Account("a user namespace", (unshare, "--user", *map_ids))


def _known_uid() -> int:
    """An id inside the namespace. initdb insists on one with a name: minimal images lack 1000."""
    named = {entry.pw_uid for entry in pwd.getpwall()} - {0}
    return NAMESPACE_UID if NAMESPACE_UID in named or not named else max(named)


def _user(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(f"user {uid}", uid=uid, gid=uid)
    return Account(f"user {entry.pw_name}", uid=uid, gid=entry.pw_gid)
