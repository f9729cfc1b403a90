"""Sent orders and their returns, and what ``matrix`` puts into their calls and forms."""

from collections.abc import Callable
from typing import Any

from ecommus.core.orders import Order
from ecommus.core.returns import Asked, Reason
from ecommus.db.queries import sales
from ecommus.services import orders, returns


def send(shop: Any, order_id: Any) -> Order:
    """The order as it is once everything of it was sent."""
    with shop.work() as job:
        order = sales.order(job.db, Order.id == order_id)
        if order.status == "placed":
            orders.confirm(job, order)
        if order.fulfilment_status == "unfulfilled":
            orders.fulfil(job, order, {})
    return order


def a_return(shop: Any, order_id: Any, quantity: int = 1) -> Any:
    """The id of a return of the order's first line that the customer asked for."""
    send(shop, order_id)
    with shop.work() as job:
        job.__dict__["actor"] = "shopper"
        order = sales.order(job.db, Order.id == order_id)
        asked = [Asked(order.lines[0].id, quantity, Reason.DOES_NOT_FIT)]
        return returns.request(job, order, asked, "Too small.").id


def _lines(things: Any) -> dict[str, Any]:
    line = send(things.shop, things.order[0]).lines[0]
    return {"lines": [{"line_id": str(line.id), "quantity": 1, "reason": "damaged"}]}


def waiting(things: Any) -> Any:
    """The return of some things' order that waits for the shop."""
    if not hasattr(things, "return_id"):
        things.return_id = a_return(things.shop, things.order[0])
    return things.return_id


SEGMENTS = {"returns/return_id": waiting}
# What staff did with the return before.
EARLIER = {"receive": ("approve",), "finish": ("approve", "receive")}
# JSON bodies, by method and address.
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/orders/{order_id}/return": _lines,
    "POST /api/admin/returns/{return_id}/refuse": lambda t: {"answer": "It was worn."},
    "POST /api/storefront/orders/{order_token}/returns": _lines,
}


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    one = "/admin/returns/{return_id}"
    return {
        f"POST {one}/approve": form(one),
        f"POST {one}/refuse": form(one, fill={"answer": "It was worn."}),
        f"POST {one}/receive": form(one),
        f"POST {one}/finish": form(one),
        "POST /admin/returns/withdrawal": form(None, fill={"order_number": "no such number"}),
        "POST /admin/orders/{order_id}/return": form(None, fill={"version": "0"}),
        "POST /order/{order_token}/return": form(None, fill={"note": ""}),
        "POST /account/orders/{order_id}/reorder": form(None),
        "POST /order/{order_token}/reorder": form(None),
        "POST /account/email": form(
            "/account/details", fill={"email": "n@example.com", "password": "not this one"}
        ),
        "POST /account/new-email": form(None, fill={"token": "x"}),
    }
