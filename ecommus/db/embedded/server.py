"""Making, starting and stopping the server of a data directory.

Callers hold the start lock. Errors carry the end of the server's log, ``<data>.log``.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, BinaryIO

from ecommus.db.embedded import accounts, binaries, processes, sockets, supervisor
from ecommus.db.embedded.binaries import EmbeddedError
from ecommus.db.embedded.shares import Shares

LIMIT = 60  # seconds, to start or to stop
POLL = 0.02
LOG_SIZE = 10_000_000  # bytes, before the log is put aside
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "TZ")

SETTINGS = {
    "listen_addresses": "",
    "port": sockets.PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 200,
    "shared_buffers": "128MB",
    "jit": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# Under plain C, lower('Î') does nothing. macOS has no C.UTF-8; sorting is by code point either way.
LOCALE = ("C", "en_US.UTF-8") if sys.platform == "darwin" else ("C.UTF-8", "C.UTF-8")


def create(data: Path, *, durable: bool) -> None:
    """initdb beside the place, then move it in: a kill leaves no half-made data directory."""
    staging = data.with_name(f"{data.name}.new")
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)
    programs = binaries.find(data)
    account = accounts.choose(programs, staging)
    command = [*account.prefix, str(programs / "initdb"), "-D", str(staging)]
    command += ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    command += ["--encoding=UTF8", f"--locale={LOCALE[0]}", f"--lc-ctype={LOCALE[1]}"]
    command += ["--no-instructions"] if durable else ["--no-instructions", "--no-sync"]
    try:
        made = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=_environment(),
            check=False,
            timeout=LIMIT,
            **account.options,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedError(f"initdb for {data} is not done after {LIMIT} s") from error
    if made.returncode:
        raise EmbeddedError(f"initdb failed for {data}:\n{made.stdout}")
    try:
        staging.rename(data)
    except OSError as error:
        raise EmbeddedError(
            f"{data} cannot be put in place ({error.strerror}): if it is a mount point, keep the "
            "data in a directory below it."
        ) from error


def launch(data: Path, shares: Shares, deadline: float, *, durable: bool) -> None:
    """Start a server that is down and wait until it answers. ``deadline`` is a monotonic time."""
    if not (data / "PG_VERSION").exists():
        raise EmbeddedError(
            f"{data} is neither empty nor a PostgreSQL data directory: empty it or choose another."
        )
    programs = binaries.find(data)
    account = accounts.choose(programs, data)
    processes.clear_remains(data)
    # Whoever reaches the socket is let in as whom he says: only the owner may.
    data.chmod(0o700)
    place = str(sockets.prepare(data, account)).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{place}"'} | ({} if durable else FORGETFUL)
    command = [*account.prefix, str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    order: dict[str, Any] = {"lock": str(shares.lock), "shares": str(shares.clients)}
    order |= {"command": command, "options": account.options}
    with (
        _open_log(data) as log,
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", supervisor.__file__, json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd="/",
            env=_environment(),
            # Ctrl-C reaches the terminal's session: the web process finishes first.
            start_new_session=True,
        ) as parent,
    ):
        assert parent.stdout is not None
        while not sockets.answers(data):
            # The supervisor writes nothing: readable means that it, and so the server, has ended.
            if wait([parent.stdout.fileno()], POLL):
                raise failure(data, "PostgreSQL did not start")
            if time.monotonic() > deadline:
                raise failure(data, f"PostgreSQL is not ready after {LIMIT} s")


def shut_down(data: Path) -> None:
    """Stop the server: sessions are ended, the data is written. Nothing to do when it is down.

    A fast shutdown asked of a server that just starts to recover from a crash may never come to its
    end; the immediate one that follows is as safe as a crash, and the next start recovers again.
    """
    place = sockets.directory(data)
    if pid := processes.postmaster(data):
        if not (_ends(data, pid, signal.SIGINT) or _ends(data, pid, signal.SIGQUIT)):
            raise failure(data, f"PostgreSQL does not stop within {LIMIT} s")
        sockets.discard(data, place)


def _ends(data: Path, pid: int, order: signal.Signals) -> bool:
    """Send ``order``; whether the server was gone within half of ``LIMIT``."""
    with suppress(ProcessLookupError):
        os.kill(pid, order)
    deadline = time.monotonic() + LIMIT / 2
    while (alive := pid in processes.living(data)) and time.monotonic() < deadline:
        time.sleep(POLL)
    return not alive


def is_durable(data: Path) -> bool:
    """Whether the running server was started to keep what it confirms."""
    return "fsync=off" not in (data / "postmaster.opts").read_text()


def failure(data: Path, what: str) -> EmbeddedError:
    """``what`` went wrong, and how the log ends."""
    log = _log(data)
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    tail = "\n".join(f"    {line}" for line in lines[-12:])
    return EmbeddedError(f"{what} (data in {data}). The end of {log}:\n{tail}")


def _log(data: Path) -> Path:
    return data.with_name(f"{data.name}.log")


def _open_log(data: Path) -> BinaryIO:
    log = _log(data)
    if log.exists() and log.stat().st_size > LOG_SIZE:
        log.replace(f"{log}.1")
    return open(log, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def _environment() -> dict[str, str]:
    """The web process's secrets are no business of the server's; macOS insists on a locale."""
    return {name: os.environ[name] for name in ENVIRONMENT if name in os.environ} | {"LC_ALL": "C"}
