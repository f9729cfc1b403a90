"""The load generator: kept-alive connections that ask one after another, in a process of its own.

``python -m tests.bench.load`` reads a plan from standard input (JSON: ports, connections, rate,
seconds, requests) and answers with latencies and statuses. Connections go round the ports, as a
proxy's would. Without ``seconds`` each request is sent once; with it they are repeated until the
time is over. With a ``rate`` so many requests become due each second, evenly, and a latency counts
from then: who had to wait for a free connection waited, too.
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


async def _connection(port: int, due: Any, deadline: float, found: list[tuple[float, int]]):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    closed = False
    for wire, at in due:
        now = time.perf_counter()
        if max(at, now) > deadline:
            break
        if at > now:
            await asyncio.sleep(at - now)
        started = at or now
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
    started = time.perf_counter()
    times = itertools.count(started, 1 / plan["rate"]) if plan["rate"] else itertools.repeat(0.0)
    due = zip(wires if once else itertools.cycle(wires), times, strict=False)
    deadline = float("inf") if once else started + plan["seconds"]
    found: list[tuple[float, int]] = []
    ports = itertools.islice(itertools.cycle(plan["ports"]), plan["connections"])
    await asyncio.gather(*(_connection(port, due, deadline, found) for port in ports))
    seconds = time.perf_counter() - started
    latencies = sorted(latency * 1000 for latency, _ in found)
    return {
        "count": len(found),
        "seconds": seconds,
        "p50_ms": latencies[len(latencies) // 2],
        "p95_ms": latencies[int(len(latencies) * 0.95)],
        "p99_ms": latencies[int(len(latencies) * 0.99)],
        "statuses": Counter(str(status) for _, status in found),
    }


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
