"""What ``matrix`` puts into the calls and forms of promotions and coupons."""

import secrets
from collections.abc import Callable
from typing import Any

SEGMENTS: dict[str, Callable[[Any], Any]] = {}
BODIES: dict[str, Callable[[Any], Any]] = {
    "PATCH /api/admin/promotions/{promotion_id}": lambda t: {"priority": 3},
    "POST /api/admin/promotions": lambda t: {
        "name": "Sale", "actions": [{"type": "order_percentage", "percentage": "5.00"}]
    },
    "POST /api/admin/promotions/{promotion_id}/coupons": lambda t: {
        "code": secrets.token_hex(6)
    },
    "POST /api/admin/promotions/{promotion_id}/coupons/generate": lambda t: {"count": 2},
    "PATCH /api/admin/promotions/{promotion_id}/coupons/{coupon_id}": lambda t: {
        "usage_limit": 10
    },
}  # fmt: skip


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    bare = form(None)
    return {
        "POST /cart/coupon": bare,
        "POST /admin/promotions/new": form("/admin/promotions/new", fill={"name": "Sale"}),
        "POST /admin/promotions/{promotion_id}/enable": bare,
        "POST /admin/promotions/{promotion_id}/disable": bare,
        "POST /admin/promotions/{promotion_id}/add-rule": form(
            "/admin/promotions/{promotion_id}/add-rule", "?type=cart_quantity", {"count": "2"}
        ),
        "POST /admin/promotions/{promotion_id}/add-action": form(
            "/admin/promotions/{promotion_id}/add-action", "?type=order_fixed", {"amount": "5"}
        ),
        "POST /admin/promotions/{promotion_id}/remove-rule": bare,
        "POST /admin/promotions/{promotion_id}/remove-action": bare,
        "POST /admin/promotions/{promotion_id}/coupons": form(
            "/admin/promotions/{promotion_id}/coupons", fill={"code": "%s"}
        ),
        "POST /admin/promotions/{promotion_id}/coupons/generate": form(
            "/admin/promotions/{promotion_id}/coupons"
        ),
        "POST /admin/promotions/{promotion_id}/coupons/{coupon_id}/delete": bare,
    }
