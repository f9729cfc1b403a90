"""What ``matrix`` puts into the calls and forms that change many things at once."""

from collections.abc import Callable
from typing import Any

SEGMENTS: dict[str, Callable[[Any], Any]] = {}
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/products/bulk": lambda t: {
        "products": [str(t.product.id)], "status": "draft"
    },
    "POST /api/admin/orders/bulk": lambda t: {
        "action": "confirm", "orders": [str(t.order[0])], "dry_run": True
    },
}  # fmt: skip

LISTS = (
    "products", "orders", "customers", "customer-groups", "invoices", "stock",
    "stock/{variant_id}", "promotions", "promotions/{promotion_id}/coupons", "categories",
    "attributes", "gift-cards",
)  # fmt: skip


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    products, orders = "/admin/products/bulk", "/admin/orders/bulk"
    return {
        f"POST {products}": form(products, "?action=draft&product={product_id}"),
        f"POST {orders}": form(orders, "?action=confirm&order={order_id}"),
        "POST /admin/bulk-changes/{change_id}/undo": form(None),
    } | {
        f"POST /admin/{place}/{name}": form(None, fill=fill)
        for place in LISTS
        for name, fill in (("save-view", {"name": "Mine"}), ("delete-view", {}))
    }
