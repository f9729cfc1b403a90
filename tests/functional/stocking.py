"""What ``matrix`` puts into the calls and forms of stock and the places where it lies."""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.db.tables.stock import stock_locations
from ecommus.services import stocktakes, stocktaking


def a_place(shop: Any, code: str = "", priority: int = 0) -> Any:
    """One more stock location; answers its id."""
    place, code = uuid7(), code or f"p{secrets.token_hex(4)}"
    with shop.work() as job:
        values = {"id": place, "code": code, "name": code, "priority": priority}
        job.db.execute(insert(stock_locations).values(values))
    return place


def a_stock_take(shop: Any, variant: Any, counted: int = 7) -> Any:
    """A counted sheet of one row that was not applied yet; answers its id."""
    sheet = f"variant_id,location,counted\n{variant.id},main,{counted}\n".encode()
    with shop.work() as job:
        return stocktakes.draft(job, "sheet.csv", sheet, reason="spring", basis="now")


def sold_out(things: Any) -> str:
    """The id of the product's second variant, of which there is none any more."""
    variant_id = things.product.variants[1].id
    with things.shop.work() as job:
        stocktaking.count(job, variant_id, 0)
    return str(variant_id)


class Shelves:
    """Part of ``matrix.Things``."""

    shop: Any
    variant: Any

    @cached_property
    def location_id(self) -> Any:
        return a_place(self.shop)

    @cached_property
    def take_id(self) -> Any:
        return a_stock_take(self.shop, self.variant)


SEGMENTS: dict[str, Callable[[Any], Any]] = {
    "stock/variant_id": lambda t: t.variant.id,
    "stock-locations/location_id": lambda t: t.location_id,
    "stock-takes/take_id": lambda t: t.take_id,
}
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/stock/movements": lambda t: {
        "variant_id": str(t.variant.id), "kind": "received", "quantity": 1
    },
    "POST /api/admin/stock/transfers": lambda t: {
        "variant_id": str(t.variant.id), "source": "main", "target": str(a_place(t.shop)),
        "quantity": 1,
    },
    "POST /api/storefront/products/{slug}/notify": lambda t: {
        "email": "ana@example.com", "variant_id": sold_out(t)
    },
    "POST /api/admin/stock-takes": lambda t: {
        "content": f"variant_id,counted\n{t.variant.id},3\n", "reason": "spring"
    },
    "POST /api/admin/stock-locations": lambda t: {
        "code": f"p{secrets.token_hex(4)}", "name": "Shop"
    },
    "PATCH /api/admin/stock-locations/{location_id}": lambda t: {"priority": 3},
}  # fmt: skip


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    return {
        "POST /admin/stock/{variant_id}": form("/admin/stock/{variant_id}", fill={"quantity": "3"}),
        "POST /admin/stock/{variant_id}/transfer": form(None),
        "POST /admin/stock-locations/new": form(
            "/admin/stock-locations/new", fill={"name": "Shop", "code": "p%s"}
        ),
        "POST /product/{slug}/notify": form(
            "/product/{slug}/notify", fill={"email": "a@example.com"}
        ),
        "POST /forget-me": form(None),
        "POST /admin/stock-takes/{take_id}/apply": form(None),
        "POST /admin/stock-takes/{take_id}/discard": form(None),
    }
