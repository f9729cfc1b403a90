"""``python -m tests.bench``: measure the demo shop and a generated one, write what came out."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.proof.http import Api
from tests.proof.installation import ROOT, Installation, installed

from . import pricing, report, routes, shopdata
from .counting import counter
from .floors import THREADS
from .load import CONNECTIONS, Ask
from .measure import Server, best, load, measure
from .routes import Target

PORT = 8440
PROCESSES = min(os.cpu_count() or 1, CONNECTIONS)
WARM = 0.7  # seconds before a run: statements prepared, templates compiled
SHOP = "home"


@contextmanager
def floor(
    name: str, port: int, shop: Installation | None = None, tenant: str = ""
) -> Iterator[Any]:
    """A bare application on the shop's server."""
    command = [sys.executable, "-m", "tests.bench.floors", name, str(port)]
    if shop is not None:
        command += [shop.cluster.conninfo("ecommus", user="ecommus_app"), tenant]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            while True:
                with Api(port, "localhost") as api:
                    try:
                        api.call("GET", "/-")
                        break
                    except OSError:
                        time.sleep(0.1)
            yield Server({port: process.pid}, "localhost", shop.cluster.data if shop else None)
        finally:
            process.terminate()


def processes(shop: Installation, slug: str) -> Server:
    """The web processes of an installation."""
    pids = {shop.port + n: process.pid for n, process in enumerate(shop.processes)}
    return Server(pids, f"{slug}.localhost", shop.cluster.data)


@contextmanager
def serving(folder: Path, port: int, **settings: str) -> Iterator[Installation]:
    """As production.ini and the units of ``deploy`` have it: a process per core, two threads."""
    made = Installation(folder, port, ini=f"web{port}.ini", **settings)
    try:
        for n in range(PROCESSES):
            made.serve(port + n, "--threads", str(THREADS))
        yield made
    finally:
        made.stop()


def bench(shop: Installation, cached: Installation, target: Target, options: Any) -> dict[str, Any]:
    """``floors`` and ``routes`` of one shop, measured in several rounds; the best counts."""
    plain, pages = processes(shop, target.slug), processes(cached, target.slug)
    runs: dict[str, list[dict[str, float]]] = {}

    def run(name: str, server: Server, asks: list[Ask], seconds: float | None) -> None:
        if seconds:
            load(server, asks, WARM)
        runs.setdefault(name, []).append(measure(server, asks, seconds))
        report.tell(target.slug, name, runs[name][-1])

    with (
        floor("hello", PORT + 2) as hello,
        floor("sql", PORT + 3, shop, target.tenant) as sql,
        shop.api(target.slug, target.token) as api,
        cached.api(target.slug, port=cached.port) as visitor,
    ):
        routes.stock_up(api, target)
        for _ in range(options.rounds):
            run("hello", hello, [Ask("GET", "/")], options.seconds)
            run("sql", sql, [Ask("GET", f"/{slug}") for slug in target.products], options.seconds)
            for name, asks in routes.repeats(target, visitor).items():
                run(name, pages, asks, options.seconds)
            for name, asks in routes.reads(target).items():
                run(name, plain, asks, options.seconds)
            for name, make in (("cart_add", routes.cart_add), ("checkout", routes.checkout)):
                load(plain, make(api, target, 24), None)
                run(name, plain, make(api, target, options.writes), None)
            with routes.promotions(api):
                run("cart_change_50_lines", plain, routes.cart_change(api, target), options.seconds)
        found = {name: best(done) for name, done in runs.items()}
        _count(shop, target, api, found)
    return report.ratios(found)


def _count(shop: Installation, target: Target, api: Api, found: dict[str, Any]) -> None:
    """Statements per request, into ``found``."""
    with counter(shop, target.slug) as count:
        for name, asks in routes.reads(target).items():
            found[name]["queries"] = count(asks[0])
        for name, make in (("cart_add", routes.cart_add), ("checkout", routes.checkout)):
            first, second = make(api, target, 2)
            count(first, warm=False)
            found[name]["queries"] = count(second, warm=False)
        with routes.promotions(api):
            change = routes.cart_change(api, target)
            for ask in change[:2]:
                found["cart_change_50_lines"]["queries"] = count(ask, warm=False)
    with counter(shop, target.slug, **{"pagecache.enabled": "true"}) as count:
        page = routes.reads(target)["product_html"][0]
        found["product_html_repeat"]["queries"] = count(page)
        again = Ask("GET", page.path, {"If-None-Match": '"-"'})
        found["product_html_304"]["queries"] = count(again)


def scale(shop: Installation, options: Any) -> dict[str, Any]:
    """What reads of one shop cost while the number of shops grows around it."""
    found: dict[str, Any] = {}
    for tenants in (size for size in (10, 100, 1000) if size <= options.tenants):
        shopdata.generate(shop, SHOP, products=options.products, tenants=tenants)
        target = Target.of(shop, shopdata.BIG, shop.token(SHOP))
        server = processes(shop, target.slug)
        asks = routes.reads(target)
        found[str(tenants)] = {}
        for name in ("product_json", "listing_html"):
            load(server, asks[name], WARM)
            done = [measure(server, asks[name], options.seconds) for _ in range(options.rounds)]
            found[str(tenants)][name] = best(done)
            report.tell(f"{tenants} shops", name, found[str(tenants)][name])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--tenants", type=int, default=100)
    parser.add_argument("--full", action="store_true", help="100,000 products, 1,000 tenants")
    parser.add_argument("--seconds", type=float, default=3, help="per run of a reading route")
    parser.add_argument("--writes", type=int, default=340, help="requests per run of the others")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--demo-only", action="store_true", help="no generated shop")
    parser.add_argument("--folder", type=Path, help="keep the installation and its logs there")
    options = parser.parse_args()
    if options.full:
        options.products, options.tenants = 100_000, 1_000
    with tempfile.TemporaryDirectory(prefix="ecommus-bench-") as temporary:
        folder = options.folder or Path(temporary)
        with (
            # The first makes the shops and holds the database; nobody asks it anything.
            installed(folder, PORT),
            serving(folder, PORT + 10, **{"pagecache.enabled": "false"}) as shop,
        ):
            started = time.monotonic()
            with serving(folder, PORT + 20) as cached:
                with cached.api(SHOP) as api:
                    assert api.call("GET", "/").status == 200
                result = {"start_seconds": round((time.monotonic() - started) / PROCESSES, 2)}
                result |= {"processes": PROCESSES, "threads": THREADS}
                result["repricing_ms"] = pricing.milliseconds()
                result |= bench(shop, cached, Target.of(shop, SHOP, shop.token(SHOP)), options)
                if not options.demo_only:
                    grown = scale(shop, options)
                    big = Target.of(shop, shopdata.BIG, shop.token(SHOP))
                    size = {"products": options.products, "tenants": options.tenants}
                    result["generated"] = size | bench(shop, cached, big, options)
                    result["scale"] = grown
    report.write(result, ROOT)


if __name__ == "__main__":
    main()
