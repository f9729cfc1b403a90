"""Measuring a route: the load runs elsewhere, the servers' CPU is read before and after."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.proof.installation import ROOT

from . import cpu
from .load import CONNECTIONS, Ask


@dataclass(frozen=True)
class Server:
    """Web processes under load, by port; ``data`` is the database's folder, None for a floor
    without one."""

    pids: Mapping[int, int]
    host: str
    data: Path | None

    @property
    def ports(self) -> list[int]:
        return list(self.pids)


def load(
    server: Server, asks: Sequence[Ask], seconds: float | None, *,
    connections: int = CONNECTIONS, rate: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Run the load generator. AssertionError when an answer is not the one that was meant."""
    host = f"{server.host}:{server.ports[0]}"
    plan = {
        "ports": server.ports,
        "connections": connections,
        "rate": rate,
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
# As many of the requests that can be sent only once are kept for the calm.
CALM = 120


def measure(server: Server, asks: Sequence[Ask], seconds: float | None) -> dict[str, float]:
    """CPU milliseconds and wall time per request with all connections busy; ``calm_``: how long one
    waits when half as many come as could be answered. ``seconds`` None: each ask once."""
    crowd, calm = (asks, asks) if seconds else (asks[:-CALM], asks[-CALM:])
    web = cpu.spent(server.pids.values())
    database = cpu.database_spent(server.data) if server.data else 0.0
    found = load(server, crowd, seconds)
    web = cpu.spent(server.pids.values()) - web
    database = cpu.database_spent(server.data) - database if server.data else 0.0
    count = found["count"]
    rps = count / found["seconds"]
    waits = load(server, calm, seconds, rate=rps / 2)
    return {
        "rps": round(rps, 1),
        "p50_ms": round(found["p50_ms"], 2),
        "p95_ms": round(found["p95_ms"], 2),
        "p99_ms": round(found["p99_ms"], 2),
        "calm_p50_ms": round(waits["p50_ms"], 2),
        "calm_p95_ms": round(waits["p95_ms"], 2),
        "calm_p99_ms": round(waits["p99_ms"], 2),
        "cpu_ms": round(web / count, 3),
        "pg_cpu_ms": round(database / count, 3),
    }


def best(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The run that was disturbed least: the one with the smallest CPU time."""
    return min(runs, key=lambda run: run["cpu_ms"] + run["pg_cpu_ms"])
