"""Buyers: what one of them does through the API, and the books of the shop afterwards."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy.orm import Session

from ecommus.db.base import make_engine
from ecommus.db.queries import balances
from ecommus.db.stock_proof import difference
from ecommus.testing import an_address

from .http import Answer, Api
from .installation import Installation

CARTS = "/api/storefront/carts"


def a_product(owner: Api, quantity: int, price: int = 4500) -> str:
    """A product that is on sale, with so many units; answers its SKU."""
    sku = f"P-{token_hex(4)}"
    variant = {"sku": sku, "price": {"amount": price, "currency": "RON"}}
    body = {"title": f"Proof {sku}", "status": "active", "variants": [variant]}
    owner.good("POST", "/api/admin/products", body)
    move = {"sku": sku, "kind": "received", "quantity": quantity}
    owner.good("POST", "/api/admin/stock/movements", move)
    return sku


def a_ready_cart(buyer: Api, *skus: str, email: str = "ana@example.com") -> str:
    """A cart with one unit of each and all that checkout asks for; answers its address."""
    path = f"{CARTS}/{buyer.good('POST', CARTS, {})['id']}"
    got = 0
    for sku in skus:
        answer = buyer.patient("POST", f"{path}/lines", {"sku": sku, "quantity": 1})
        assert answer.status == 200 or answer.reason == "out_of_stock", answer
        got += answer.status == 200
    change = {"email": email, "shipping_address": an_address()}
    # Nothing is offered for an empty cart: who came too late for every line chooses nothing.
    if got:
        change |= {"shipping_method": "flat", "payment_method": "cod"}
    buyer.good("PATCH", path, change)
    return path


def checkout(buyer: Api, path: str, key: str | None = None) -> Answer:
    """Order a cart."""
    headers = {"Idempotency-Key": key} if key else None
    return buyer.patient("POST", f"{path}/checkout", {}, headers)


def together(count: int, do: Callable[[int], Any]) -> list[Any]:
    """``do(0)`` … ``do(count - 1)``, each in a thread of its own; an error in one is raised."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(do, range(count)))


def rows(installation: Installation, statement: str, *values: Any) -> list[Any]:
    """Rows of a query by the owner, who sees every shop."""
    info = installation.cluster.conninfo("ecommus", user="ecommus_owner")
    with psycopg.connect(info, row_factory=namedtuple_row) as connection:
        return connection.execute(statement, values).fetchall()


def orders_of(installation: Installation, skus: Iterable[str]) -> list[Any]:
    """The orders that hold one of these SKUs: id, number, cart."""
    return rows(
        installation,
        "SELECT DISTINCT o.id, o.number, o.cart_id, o.placed_at FROM orders o JOIN order_lines l"
        " ON l.tenant_id = o.tenant_id AND l.order_id = o.id WHERE l.sku = ANY(%s)"
        " ORDER BY o.placed_at",
        list(skus),
    )


def level(installation: Installation, sku: str) -> tuple[int, int, int]:
    """On hand, allocated, reserved."""
    (row,) = rows(
        installation,
        "SELECT l.on_hand, l.allocated, l.reserved FROM stock_levels l JOIN variants v"
        " ON v.tenant_id = l.tenant_id AND v.id = l.variant_id WHERE v.sku = %s",
        sku,
    )
    return tuple(row)


def check_books(installation: Installation) -> None:
    """What must hold whatever happened: ledger, levels, allocations and orders agree."""
    engine = make_engine(installation.cluster.url("ecommus", user="ecommus_owner"))
    try:
        with Session(engine) as db:
            assert difference(db) == []
            assert balances.difference(db) == []
    finally:
        engine.dispose()
    assert rows(installation, UNEVEN) == []
    assert (
        rows(installation, "SELECT 1 FROM stock_levels WHERE on_hand < allocated + reserved") == []
    )
    twice = "SELECT cart_id FROM orders GROUP BY tenant_id, cart_id HAVING count(*) > 1"
    assert rows(installation, twice) == []
    same = "SELECT number FROM orders GROUP BY tenant_id, number HAVING count(*) > 1"
    assert rows(installation, same) == []


# Levels whose allocated or reserved units no order and no cart accounts for.
UNEVEN = """
SELECT l.variant_id, l.allocated, a.units AS allocations, l.reserved, r.units AS held
FROM stock_levels l
LEFT JOIN LATERAL (SELECT sum(quantity) AS units FROM allocations a
  WHERE a.tenant_id = l.tenant_id AND a.variant_id = l.variant_id
    AND a.location_id = l.location_id) a ON true
LEFT JOIN LATERAL (SELECT sum(quantity) AS units FROM reservations r
  WHERE r.tenant_id = l.tenant_id AND r.variant_id = l.variant_id
    AND r.location_id = l.location_id) r ON true
WHERE l.allocated <> coalesce(a.units, 0) OR l.reserved <> coalesce(r.units, 0)
"""
