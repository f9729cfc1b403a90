"""The load generator: kept-alive connections that ask one after another, in a process of its own.

``python -m tests.bench.load`` reads a plan from standard input (JSON: port, host, connections,
seconds, requests) and answers with latencies and statuses. Without ``seconds`` each request is sent
once; with it they are repeated until the time is over.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; ``body`` is sent as JSON."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None

    def wire(self, host: str) -> bytes:
        """As HTTP/1.1 has it."""
        data = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", "Accept: */*"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        return "\r\n".join([*lines, "", ""]).encode() + data


async def _connection(port: int, wires: Any, deadline: float, found: list[tuple[float, int]]):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    closed = False
    for wire in wires:
        started = time.perf_counter()
        if started > deadline:
            break
        if closed:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        if status not in (204, 304):
            _, _, rest = head.lower().partition(b"content-length:")
            await reader.readexactly(int(rest.partition(b"\r\n")[0]))
        found.append((time.perf_counter() - started, status))
        # waitress 3 closes after every answer without a body.
        if closed := b"\r\nconnection: close" in head.lower():
            writer.close()
    writer.close()
    await writer.wait_closed()


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Answers count, seconds, latencies in milliseconds and how often each status came."""
    once = plan["seconds"] is None
    wires = [ask.encode("latin-1") for ask in plan["requests"]]
    shared = iter(wires) if once else itertools.cycle(wires)
    started = time.perf_counter()
    deadline = float("inf") if once else started + plan["seconds"]
    found: list[tuple[float, int]] = []
    await asyncio.gather(
        *(_connection(plan["port"], shared, deadline, found) for _ in range(plan["connections"]))
    )
    seconds = time.perf_counter() - started
    times = sorted(latency * 1000 for latency, _ in found)
    return {
        "count": len(found),
        "seconds": seconds,
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
        "p99_ms": times[int(len(times) * 0.99)],
        "statuses": Counter(str(status) for _, status in found),
    }


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
