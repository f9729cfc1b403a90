"""What the contract asks for (design, operations), as the report checks it."""

from collections.abc import Callable
from typing import Any

Result = dict[str, Any]


def _of(route: str, figure: str, *, generated: bool = False) -> Callable[[Result], float | None]:
    def value(result: Result) -> float | None:
        place = result.get("generated") if generated else result
        return place["routes"][route][figure] if place else None

    return value


# The largest cart has an aim of its own.
LARGEST = "cart_change_50_lines"


def _slowest(figure: str) -> Callable[[Result], float]:
    return lambda result: max(
        run[figure] for name, run in result["routes"].items() if name != LARGEST
    )


# fmt: off
# (what, how it is read from the result, sign, wanted)
AIMS: tuple[tuple[str, Callable[[Result], float | None], str, float], ...] = (
    ("product JSON, to_sql", _of("product_json", "to_sql"), "≥", 0.7),
    ("product page uncached, to_sql", _of("product_html", "to_sql"), "≥", 0.5),
    ("cached 200, to_hello", _of("product_html_repeat", "to_hello"), "≥", 0.5),
    ("304, to_hello", _of("product_html_304", "to_hello"), "≥", 0.6),
    ("slowest p99 at half the load, ms", _slowest("calm_p99_ms"), "≤", 40),
    ("the same, all connections busy, ms", _slowest("p99_ms"), "≤", 40),
    ("cart of 50 lines and 50 promotions, p95 at half the load, ms", _of(LARGEST, "calm_p95_ms"),
     "≤", 60),
    ("the same, all connections busy, ms", _of(LARGEST, "p95_ms"), "≤", 60),
    ("10,000 variants through 1,000 promotions, ms", lambda r: r["repricing_ms"], "≤", 250),
    ("orders/s", _of("checkout", "rps"), "≥", 60),
    ("search in the generated shop, p95 ms", _of("search_json", "p95_ms", generated=True), "≤", 50),
    ("start to first page, s", lambda result: result["start_seconds"], "≤", 3),
)
# fmt: on

# Measured side by side on one box: CPU ms per request, web and database. There, too, waitress with
# psycopg and nothing else answered the product's JSON: our floor `sql`.
PEERS_SQL = 1.4
PEERS = (
    ("Fastify + drizzle, product JSON", "product_json", 2.0),
    ("Fastify + drizzle, list of 24 as JSON", "search_json", 4.3),
    ("Fastify + drizzle, add to cart", "cart_add", 5.1),
    ("Astro SSR, product page", "product_html", 3.8),
    ("Astro SSR, list page", "listing_html", 7.6),
)
