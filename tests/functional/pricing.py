"""Price lists and catalogue promotions made for tests, and what shoppers then see."""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any

from ecommus.db.tables import prices

# What ``matrix`` puts into calls and forms.
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/catalog-promotions": lambda t: {"name": "Sale", "percentage": "5.00"},
    "PATCH /api/admin/catalog-promotions/{promotion_id}": lambda t: {"priority": 3},
    "POST /api/admin/price-lists": lambda t: {
        "code": secrets.token_hex(4), "name": "Trade", "currency": "RON"
    },
    "PATCH /api/admin/price-lists/{price_list_id}": lambda t: {"priority": 3},
    "POST /api/admin/price-lists/{price_list_id}/prices": lambda t: {
        "variant_id": str(t.variant.id), "min_quantity": 7, "price": money(4500)
    },
    "POST /api/admin/price-lists/{price_list_id}/prices/bulk": lambda t: {
        "prices": [{"variant_id": str(t.variant.id), "min_quantity": 8, "price": money(4400)}]
    },
    "PATCH /api/admin/price-lists/{price_list_id}/prices/{price_id}": lambda t: {
        "price": money(4300)
    },
}  # fmt: skip


SEGMENTS = {
    "catalog-promotions/promotion_id": lambda t: t.catalog_promotion_id,
    "price-lists/price_list_id": lambda t: t.price_list_id,
    "prices/price_id": lambda t: t.list_price_id,
}


class Things:
    """The part of ``matrix.Things`` that is about prices."""

    shop: Any
    variant: Any
    _row: Any

    @cached_property
    def catalog_promotion_id(self) -> Any:
        return self._row(prices.catalog_promotions, name="Sale", percentage=10)

    @cached_property
    def price_list_id(self) -> Any:
        code = secrets.token_hex(4)
        return self._row(prices.price_lists, code=code, name="Trade", currency="RON")

    @cached_property
    def list_price_id(self) -> Any:
        fields = {"price_list_id": self.price_list_id, "variant_id": self.variant.id}
        return self._row(prices.price_list_prices, amount=4000, **fields)


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    bare = form(None)
    return {
        "POST /admin/catalog-promotions/new": form(
            "/admin/catalog-promotions/new", fill={"name": "Sale", "percentage": "5"}
        ),
        "POST /currency": form(None, fill={"currency": "RON"}),
        "POST /admin/catalog-promotions/{promotion_id}/enable": bare,
        "POST /admin/catalog-promotions/{promotion_id}/disable": bare,
        "POST /admin/price-lists/new": form(
            "/admin/price-lists/new", fill={"name": "Trade", "code": "%s"}
        ),
        "POST /admin/price-lists/{price_list_id}/prices": bare,
        "POST /admin/price-lists/{price_list_id}/prices/upload": bare,
        "POST /admin/price-lists/{price_list_id}/prices/{price_id}/delete": bare,
    }


def money(amount: int, currency: str = "RON") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def a_promotion(shop: Any, **fields: Any) -> dict[str, Any]:
    """A running catalogue promotion; ten per cent off everything if nothing else is said."""
    what = {} if "amounts" in fields else {"percentage": "10.00"}
    body = {"name": "Sale", "enabled": True} | what | fields
    return shop.as_("owner").api_post("/api/admin/catalog-promotions", body, status=201).json


def a_list(shop: Any, *prices: tuple[Any, ...], **fields: Any) -> dict[str, Any]:
    """A price list that is on, with (product, amount[, from so many units]) of first variants."""
    owner, code = shop.as_("owner"), f"list-{secrets.token_hex(4)}"
    body = {"code": code, "name": "List", "currency": "RON", "enabled": True} | fields
    made = owner.api_post("/api/admin/price-lists", body, status=201).json
    entries = [
        {"variant_id": str(product.variants[0].id), "price": money(amount, body["currency"]),
         "min_quantity": (*rest, 1)[0]}
        for product, amount, *rest in prices
    ]  # fmt: skip
    path = f"/api/admin/price-lists/{made['id']}/prices/bulk"
    owner.api_post(path, {"prices": entries}, status=200)
    return made


def shown(client: Any, product: Any) -> tuple[int, int | None]:
    """(price, original price) of a product's first variant, as the API says."""
    path = f"/api/storefront/products/{product.slug}"
    (variant, *_others) = client.get(path, status=200).json["variants"]
    return variant["price"]["amount"], _amount(variant["original_price"])


def card(client: Any, word: str) -> tuple[int, int | None]:
    """The same of the only card that a search finds."""
    (found,) = client.get(f"/api/storefront/search?q={word}", status=200).json["items"]
    return found["price"]["amount"], _amount(found["original_price"])


def line(client: Any, product: Any, quantity: int = 1) -> dict[str, Any]:
    """A cart's line with so many of a product, explained."""
    path = f"/api/storefront/carts/{client.api_post('/api/storefront/carts').json['id']}"
    wanted = {"variant_id": str(product.variants[0].id), "quantity": quantity}
    client.api_post(f"{path}/lines", wanted, status=200)
    cart = client.get(f"{path}?explain=1", status=200).json
    return cart["lines"][0] | {"explanation": cart["explanation"]}


def _amount(found: Any) -> int | None:
    return None if found is None else found["amount"]
