"""What ``matrix`` puts into the calls and forms of orders."""

from collections.abc import Callable
from typing import Any

SEGMENTS: dict[str, Callable[[Any], Any]] = {}
BODIES: dict[str, Callable[[Any], Any]] = {
    "PATCH /api/admin/orders/{order_id}": lambda t: {"note": "Ring twice."},
    "POST /api/admin/orders/{order_id}/edit": lambda t: {
        "shipping": {"amount": 900, "currency": "RON"}
    },
}
# What staff did with the order before.
EARLIER = {"fulfil": ("confirm",), "deliver": ("confirm", "fulfil"), "refund": ("capture",)}


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    order = form("/admin/orders/{order_id}")
    names = ("confirm", "fulfil", "paid", "deliver", "invoice")
    return {f"POST /admin/orders/{{order_id}}/{name}": order for name in names} | {
        "POST /admin/orders/{order_id}/edit": form(
            "/admin/orders/{order_id}/edit", fill={"shipping": "9"}
        ),
    }
