"""The figures for programs (``var/bench.json``) and for people (``docs/performance.md``)."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .aims import AIMS, PEERS, PEERS_SQL

FLOORS = ("hello", "sql")
KEPT = ("rps", "cpu_ms", "pg_cpu_ms")


def tell(shop: str, name: str, run: dict[str, float]) -> None:
    """A line while it runs."""
    both = run["cpu_ms"] + run["pg_cpu_ms"]
    print(  # noqa: T201
        f"{shop:>12} {name:22} {both:7.3f} ms CPU ({run['cpu_ms']:.3f} web, "
        f"{run['pg_cpu_ms']:.3f} PostgreSQL) {run['rps']:8.1f}/s  p99 {run['p99_ms']:.1f} ms",
        flush=True,
    )


def ratios(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """``floors`` and ``routes``, the latter with how near they come to the former."""
    floors = {name: {key: found[name][key] for key in KEPT} for name in FLOORS}
    routes = {name: dict(run) for name, run in found.items() if name not in FLOORS}
    for run in routes.values():
        for name in FLOORS:
            run[f"to_{name}"] = round(_both(floors[name]) / _both(run), 3)
    return {"floors": floors, "routes": routes}


def _both(run: dict[str, float]) -> float:
    return run["cpu_ms"] + run["pg_cpu_ms"]


def machine() -> dict[str, Any]:
    """Where it was measured."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text().splitlines()
        model = next(
            (x.partition(":")[2].strip() for x in lines if x.startswith("model name")), model
        )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def write(result: dict[str, Any], root: Path) -> None:
    """Both files."""
    result = result | {
        "machine": machine(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (root / "var").mkdir(exist_ok=True)
    (root / "var/bench.json").write_text(json.dumps(result, indent=2) + "\n")
    page = root / "docs/performance.md"
    page.write_text(_page(result, _remarks(page)))
    print("var/bench.json and docs/performance.md are written.")  # noqa: T201


REMARKS = "## Why\n"


def _remarks(page: Path) -> str:
    """What a person wrote below ``## Why`` outlives the next run."""
    text = page.read_text() if page.exists() else ""
    return REMARKS + text.partition(REMARKS)[2] if REMARKS in text else f"{REMARKS}\n"


def _page(result: dict[str, Any], remarks: str) -> str:
    where = result["machine"]
    parts = [
        "# What a request costs",
        f"Measured by `make bench` on {result['measured_at'][:10]}: {where['cpu']}, "
        f"{where['cores']} cores (load {where['load']} at the end), {where['system']}, Python "
        f"{where['python']}. {result['processes']} web processes of {result['threads']} threads, "
        "as production.ini has them, a durable embedded PostgreSQL, 4 connections.\n\n"
        "CPU is that of the web processes and of all PostgreSQL processes, in milliseconds per "
        "request, from `/proc`; wall times depend on what else the machine does, and the load "
        "generator shares it. `hello` is a bare WSGI application, `sql` one that sends the product "
        "route's statement through psycopg in one transaction with the tenant set and dumps the "
        "row; both run on the same server in the same minutes. p50 and p99 are with all four "
        "connections busy, one request after another on each; `calm` when half as many come as "
        "could be answered, counted from when a request was due. "
        "`to_hello` and `to_sql` are a floor's CPU over the route's: 1 is as cheap as the floor.",
        "## Demo shop",
        _table(result),
    ]
    if "generated" in result:
        made = result["generated"]
        parts += [
            f"## Generated: {made['products']:,} products, one of {made['tenants']:,} shops",
            _table(made),
            "## As the installation grows",
            _scale(result["scale"]),
        ]
    parts += ["## Aims", _aims(result), remarks.rstrip()]
    return "\n\n".join(parts) + "\n"


def _row(*cells: Any) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _table(result: dict[str, Any]) -> str:
    head = ("", "CPU web", "CPU PostgreSQL", "queries", "to_hello", "to_sql", "requests/s",
            "p50 ms", "p99 ms", "calm p50", "calm p99")  # fmt: skip
    lines = [_row(*head), _row(*("---" for _ in head))]
    for name, run in result["floors"].items():
        lines.append(_row(name, f"{run['cpu_ms']:.2f}", f"{run['pg_cpu_ms']:.2f}", "", "", "",
                          run["rps"], *[""] * 4))  # fmt: skip
    for name, run in result["routes"].items():
        lines.append(_row(f"`{name}`", f"{run['cpu_ms']:.2f}", f"{run['pg_cpu_ms']:.2f}",
                          run["queries"], f"{run['to_hello']:.2f}", f"{run['to_sql']:.2f}",
                          run["rps"], run["p50_ms"], run["p99_ms"], run["calm_p50_ms"],
                          run["calm_p99_ms"]))  # fmt: skip
    return "\n".join(lines)


def _scale(scale: dict[str, Any]) -> str:
    names = list(next(iter(scale.values())))
    lines = [_row("shops", *(f"`{name}`, ms CPU" for name in names))]
    lines.append(_row("---", *("---" for _ in names)))
    for size, runs in scale.items():
        lines.append(_row(size, *(f"{_both(runs[name]):.2f}" for name in names)))
    return "\n".join(lines)


def _aims(result: dict[str, Any]) -> str:
    lines = [_row("aim", "wanted", "measured", ""), _row("---", "---", "---", "---")]
    for text, value, sign, wanted in AIMS:
        got = value(result)
        if got is None:
            continue
        met = got >= wanted if sign == "≥" else got <= wanted
        by = abs(got - wanted) / wanted
        lines.append(_row(text, f"{sign} {wanted:g}", f"{got:g}",
                          "met" if met else f"missed by {by:.0%}"))  # fmt: skip
    floor = _both(result["floors"]["sql"])
    factor = floor / PEERS_SQL
    for text, route, cost in PEERS:
        got = _both(result["routes"][route])
        here = cost * factor
        verdict = "below" if got < here else f"above by {got / here - 1:.0%}"
        lines.append(_row(text, f"< {cost:g} (here {here:.2f})", f"{got:.2f}", verdict))
    note = (
        f"\nThe peers' figures are of another day and another box; “here” scales them by `sql`, "
        f"which took {PEERS_SQL} ms there and {floor:.2f} ms here."
    )
    return "\n".join([*lines, note])
