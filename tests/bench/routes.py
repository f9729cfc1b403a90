"""What is measured: the requests of each route, and the carts that some of them need."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ecommus.testing import an_address
from tests.proof.buying import CARTS, rows
from tests.proof.http import Api
from tests.proof.installation import Installation

from .load import Ask

PRODUCTS = 50
LINES = PROMOTIONS = 50


@dataclass(frozen=True)
class Target:
    """A shop to be measured, and what there is in it."""

    slug: str
    tenant: str
    token: str
    products: list[str]
    categories: list[str]
    skus: list[str]
    variants: list[str]
    words: list[str]

    @classmethod
    def of(cls, installation: Installation, slug: str, token: str) -> "Target":
        """A shop with ``PRODUCTS`` of its products, spread evenly, and a word of each title."""
        tenant = str(rows(installation, "SELECT id FROM tenants WHERE slug = %s", slug)[0].id)
        products = rows(installation, _PRODUCTS, tenant)
        products = products[:: max(len(products) // PRODUCTS, 1)][:PRODUCTS]
        categories = rows(installation, _CATEGORIES, tenant)
        return cls(
            slug,
            tenant,
            token,
            [row.slug for row in products],
            [row.slug for row in categories],
            [row.sku for row in products],
            [row.sku for row in rows(installation, _VARIANTS, tenant, LINES)],
            sorted({row.title.split()[0].lower() for row in products}),
        )


_PRODUCTS = """
SELECT p.slug, p.title, (SELECT min(v.sku) FROM variants v JOIN stock_levels l
  ON l.tenant_id = v.tenant_id AND l.variant_id = v.id AND l.on_hand - l.allocated > 0
  WHERE v.tenant_id = p.tenant_id AND v.product_id = p.id) AS sku
FROM products p WHERE p.tenant_id = %s AND p.status = 'active' AND EXISTS (SELECT FROM variants v
  JOIN stock_levels l ON l.tenant_id = v.tenant_id AND l.variant_id = v.id
  AND l.on_hand - l.allocated > 0 WHERE v.tenant_id = p.tenant_id AND v.product_id = p.id)
ORDER BY p.slug
"""
_VARIANTS = """
SELECT v.sku FROM variants v JOIN products p ON p.tenant_id = v.tenant_id AND p.id = v.product_id
WHERE v.tenant_id = %s AND p.status = 'active' ORDER BY v.sku LIMIT %s
"""
_CATEGORIES = """
SELECT c.slug FROM categories c JOIN product_categories pc
  ON pc.tenant_id = c.tenant_id AND pc.category_id = c.id
WHERE c.tenant_id = %s GROUP BY c.slug ORDER BY count(*) DESC, c.slug LIMIT 5
"""


def reads(target: Target) -> dict[str, list[Ask]]:
    """Routes that change nothing; the first three need nothing but the address."""
    key = {"Authorization": f"Bearer {target.token}"}
    return {
        "product_html": [Ask("GET", f"/produs/{slug}") for slug in target.products],
        "product_json": [
            Ask("GET", f"/api/storefront/products/{slug}") for slug in target.products
        ],
        "listing_html": [Ask("GET", f"/categorii/{slug}") for slug in target.categories],
        "search_json": [
            Ask("GET", f"/api/storefront/search?q={quote(word)}") for word in target.words
        ],
        "admin_orders": [Ask("GET", "/api/admin/orders", key)],
    }


def repeats(target: Target, api: Api) -> dict[str, list[Ask]]:
    """Product pages that the page cache holds, as a new visitor and as one who comes back."""
    asks = reads(target)["product_html"]
    again = [
        Ask("GET", ask.path, {"If-None-Match": api.call("GET", ask.path).headers["etag"]})
        for ask in asks
    ]
    return {"product_html_repeat": asks, "product_html_304": again}


def stock_up(api: Api, target: Target) -> None:
    """Enough of everything that is going to be bought."""
    for sku in {*target.skus, *target.variants}:
        move = {"sku": sku, "kind": "received", "quantity": 10_000}
        api.good("POST", "/api/admin/stock/movements", move)


def cart_add(api: Api, target: Target, count: int) -> list[Ask]:
    """One unit into an empty cart, a new cart each time."""
    skus = itertools.cycle(target.skus)
    return [
        Ask("POST", f"{_cart(api)}/lines", body={"sku": next(skus), "quantity": 1})
        for _ in range(count)
    ]


def checkout(api: Api, target: Target, count: int) -> list[Ask]:
    """Carts with one line and all that is needed, to be ordered."""
    skus = itertools.cycle(target.skus)
    asks = []
    for _ in range(count):
        path = _cart(api)
        api.good("POST", f"{path}/lines", {"sku": next(skus), "quantity": 1})
        api.good("PATCH", path, READY)
        asks.append(Ask("POST", f"{path}/checkout", body={}))
    return asks


READY: dict[str, Any] = {
    "email": "ana@example.com",
    "shipping_address": an_address(),
    "shipping_method": "flat",
    "payment_method": "cod",
}


def _cart(api: Api) -> str:
    return f"{CARTS}/{api.good('POST', CARTS, {})['id']}"


@contextmanager
def promotions(api: Api) -> Iterator[None]:
    """Fifty promotions of all kinds, each of which every cart of some lines gets."""
    actions: tuple[dict[str, Any], ...] = (
        {"type": "item_percentage", "percentage": "1.00"},
        {"type": "order_percentage", "percentage": "1.00"},
        {"type": "item_fixed", "amount": 5, "currency": "RON"},
        {"type": "buy_x_get_y", "buy": 2, "get": 1, "percentage": "10.00"},
    )
    made = []
    for number in range(PROMOTIONS):
        body = {
            "name": f"Promotion {number}",
            "enabled": True,
            "priority": number,
            "usage_limit": 1_000_000 if number % 2 else None,
            "rules": [{"type": "cart_quantity", "count": 1}],
            "actions": [actions[number % len(actions)]],
        }
        made.append(api.good("POST", "/api/admin/promotions", body)["id"])
    try:
        yield
    finally:
        for promotion in made:
            assert api.call("DELETE", f"/api/admin/promotions/{promotion}").status < 300


def cart_change(api: Api, target: Target) -> list[Ask]:
    """Another quantity in carts of fifty lines."""
    assert len(target.variants) == LINES, len(target.variants)
    asks: list[list[Ask]] = []
    for _ in range(4):
        path = _cart(api)
        for sku in target.variants:
            cart = api.good("POST", f"{path}/lines", {"sku": sku, "quantity": 1})
        line = f"{path}/lines/{cart['lines'][-1]['id']}"
        asks.append([Ask("PATCH", line, body={"quantity": number}) for number in (2, 1)])
    assert len(cart["promotions"]) > PROMOTIONS / 2
    return [ask for pair in zip(*asks, strict=True) for ask in pair]
