"""What ``matrix`` puts into the calls and forms of payments and refunds."""

from collections.abc import Callable
from typing import Any

# A plugin that a provider reports to.
HOOKED = "payment-sandbox"
SEGMENTS: dict[str, Callable[[Any], Any]] = {"webhooks/plugin_id": lambda t: HOOKED}
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/orders/{order_id}/refund": lambda t: {
        "amount": {"amount": 1, "currency": "RON"}
    },
}


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    bare = form(None)
    return {
        "POST /order/{order_token}/payment": bare,
        "POST /order/{order_token}/payment/method": form(None, fill={"method": "cod"}),
        "POST /webhooks/{plugin_id}": bare,
        "POST /admin/orders/{order_id}/refund": form(None, fill={"amount": "1"}),
        "POST /admin/orders/{order_id}/refund-now": form(None, fill={"amount": "1"}),
        "POST /admin/orders/{order_id}/ask-provider": bare,
    }
