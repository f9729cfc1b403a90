"""Measuring a route: the load runs elsewhere, the servers' CPU is read before and after."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.proof.installation import ROOT

from . import cpu
from .load import CONNECTIONS, Ask


@dataclass(frozen=True)
class Server:
    """A web process under load; ``data`` is the database's folder, None for a floor without one."""

    pid: int
    port: int
    host: str
    data: Path | None


def load(
    server: Server, asks: Sequence[Ask], seconds: float | None, connections: int = CONNECTIONS
) -> dict[str, Any]:
    """Run the load generator. AssertionError when an answer is not the one that was meant."""
    host = f"{server.host}:{server.port}"
    plan = {
        "port": server.port,
        "connections": connections,
        "seconds": seconds,
        "requests": [ask.wire(host).decode("latin-1") for ask in asks],
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    bad = {status: n for status, n in found["statuses"].items() if status not in GOOD}
    assert not bad, f"{asks[0].method} {asks[0].path}: {bad}"
    return found


GOOD = frozenset({"200", "201", "304"})
# As many of the requests that can be sent only once are sent one after another.
ALONE = 60


def measure(server: Server, asks: Sequence[Ask], seconds: float | None) -> dict[str, float]:
    """One run, in CPU milliseconds and wall time per request, all connections busy; ``alone_``:
    how long one waits when nobody else does. ``seconds`` None: each ask once."""
    crowd, lone = (asks, asks) if seconds else (asks[:-ALONE], asks[-ALONE:])
    web = cpu.spent([server.pid])
    database = cpu.database_spent(server.data) if server.data else 0.0
    found = load(server, crowd, seconds)
    web = cpu.spent([server.pid]) - web
    database = cpu.database_spent(server.data) - database if server.data else 0.0
    count = found["count"]
    alone = load(server, lone, seconds, connections=1)
    return {
        "rps": round(count / found["seconds"], 1),
        "p50_ms": round(found["p50_ms"], 2),
        "p95_ms": round(found["p95_ms"], 2),
        "p99_ms": round(found["p99_ms"], 2),
        "alone_p50_ms": round(alone["p50_ms"], 2),
        "alone_p95_ms": round(alone["p95_ms"], 2),
        "alone_p99_ms": round(alone["p99_ms"], 2),
        "cpu_ms": round(web / count, 3),
        "pg_cpu_ms": round(database / count, 3),
    }


def best(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The run that was disturbed least: the one with the smallest CPU time."""
    return min(runs, key=lambda run: run["cpu_ms"] + run["pg_cpu_ms"])
