"""CPU time of processes, from ``/proc/<pid>/stat``: it holds still where wall time does not."""

import os
from collections.abc import Iterable
from pathlib import Path

from ecommus.db.embedded import processes

TICK = 1000 / os.sysconf("SC_CLK_TCK")


def spent(pids: Iterable[int]) -> float:
    """CPU milliseconds, user and system, of these processes and their finished children."""
    return sum(_ticks(pid, with_children=True) for pid in pids) * TICK


def database_spent(data: Path) -> float:
    """The same for a database server: the postmaster, its children, and those that have ended."""
    postmaster = processes.postmaster(data)
    pids = processes.living(data)
    return sum(_ticks(pid, with_children=pid == postmaster) for pid in pids) * TICK


def _ticks(pid: int, *, with_children: bool) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return 0
    # The name in parentheses may hold spaces; utime is field 14 (proc(5)).
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if with_children else 13]))
