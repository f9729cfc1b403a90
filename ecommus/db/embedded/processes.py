"""Telling a living server from what a dead one left behind.

``postmaster.pid`` alone proves nothing: after a kill -9 its number may be a zombie's or, after a
restart of the machine or container, anybody's. A server's processes are those named ``postgres``
whose working directory is the data directory; zombies have none.
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from ecommus.db.embedded.binaries import EmbeddedError

PID_FILE = "postmaster.pid"
PROC = Path("/proc/self/cwd")


def living(data: Path) -> set[int]:
    """The ids of the server's living processes: the postmaster and its children."""
    directories = _from_proc() if PROC.exists() else _from_lsof()
    return {pid for pid, directory in directories.items() if directory == str(data)}


def _from_proc() -> dict[int, str]:
    found = {}
    for entry in os.scandir("/proc"):
        # Processes end while we look, and other users' are closed to us.
        with suppress(OSError):
            if entry.name.isdigit():
                program = os.readlink(f"/proc/{entry.name}/exe").removesuffix(" (deleted)")
                if program.endswith("/postgres"):
                    found[int(entry.name)] = os.readlink(f"/proc/{entry.name}/cwd")
    return found


def _from_lsof() -> dict[int, str]:
    """The same on macOS, which has no /proc. Lines are ``p<pid>``, ``fcwd``, ``n<directory>``."""
    program = shutil.which("lsof", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise EmbeddedError("Neither /proc nor lsof is here to tell whether PostgreSQL is running.")
    command = [program, "-w", "-a", "-c", "postgres", "-d", "cwd", "-Fpn"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    found: dict[int, str] = {}
    pid = 0
    for line in answer.stdout.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("n"):
            found[pid] = line[1:]
    return found


def pid_file(data: Path) -> list[str]:
    """The lines of ``postmaster.pid``: pid, data, start time, port, socket directory, address, …"""
    with suppress(FileNotFoundError):
        return (data / PID_FILE).read_text().splitlines()
    return []


def postmaster(data: Path) -> int | None:
    """The postmaster's pid, if it is alive."""
    lines = pid_file(data)
    # A server in single-user mode writes its pid as a negative number.
    pid = int(lines[0].lstrip("-") or 0) if lines else 0
    return pid if pid in living(data) else None


def clear_remains(data: Path) -> None:
    """After a postmaster's death: end its orphans, remove its pid file. Only when it *is* dead."""
    deadline = time.monotonic() + 10
    # An orphan that still computes would write into the data of the server that follows.
    while orphans := living(data):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"Processes of a dead PostgreSQL do not end: {sorted(orphans)}")
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    (data / PID_FILE).unlink(missing_ok=True)
