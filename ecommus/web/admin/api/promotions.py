"""Promotions and their coupons as JSON; their pages are ``web.admin.promotions``."""

from typing import Any

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import promotions as queries
from ecommus.db.tables import promotions as t
from ecommus.plugin_sdk.interfaces import IAdmin, ICoupon, ICoupons, IPromotion, IPromotions
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import coupons, promotions, whatif
from ecommus.web.admin.api import promotion_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
FIELDS = ("id", "name", "translations", "priority", "enabled", "exclusive", "coupon_based",
          "applies_to_discounted", "returns_use", "starts_at", "ends_at", "usage_limit", "used",
          "rules", "actions", "version", "created_at")  # fmt: skip
COUPON = ("id", "code", "usage_limit", "customer_limit", "expires_at", "used", "version",
          "created_at")  # fmt: skip


def present(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Promotions as the API shows them: two statements, however many."""
    ids = [row.id for row in rows]
    orders, codes = queries.uses(request.db, ids), coupons.counted(request, ids)
    return [
        {name: getattr(row, name) for name in FIELDS}
        | {"orders": orders.get(row.id, 0), "coupons": codes.get(row.id, 0)}
        for row in rows
    ]


@api(IPromotions, returns=Listing(schemas.Promotion), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Promotions, newest first."""
    rows, cursor, total = newest_first(request, queries.listed(), t.promotions.c.id)
    return listing(request, present(request, rows), next_cursor=cursor, total=total)


@api(IPromotions, method="POST", schema=schemas.PromotionInput, returns=schemas.Promotion,
     status=201, **EDIT)  # fmt: skip
def create_promotion(context: Any, request: Any) -> dict[str, Any]:
    """A new promotion; it applies once it is enabled."""
    promotion = context.wrap(context.by_id(promotions.create(request, request.validated)))
    created(request, promotion)
    return present(request, [promotion.entity])[0]


@api(IPromotion, returns=schemas.Promotion, **READ)
def show_promotion(context: Any, request: Any) -> dict[str, Any]:
    """One promotion."""
    return present(request, [context.entity])[0]


@api(IPromotion, method="PATCH", schema=schemas.PromotionChange, returns=schemas.Promotion, **EDIT)
def change_promotion(context: Any, request: Any) -> dict[str, Any]:
    """Change a promotion (RFC 7396); orders keep what they were promised."""
    promotions.change(request, context.entity, request.validated)
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(request, [context.entity])[0]


@api(IPromotion, method="DELETE", status=204, **EDIT)
def delete_promotion(context: Any, request: Any) -> None:
    """Delete a promotion and its coupons."""
    promotions.remove(request, context.entity)
    no_content(request)


@api(IPromotion, name="what-if", returns=schemas.WhatIf, **READ)
def what_if(context: Any, request: Any) -> dict[str, Any]:
    """What it would have taken off the orders of the last thirty days."""
    found = whatif.over_past_orders(request, context.entity)
    return {
        "days": whatif.DAYS,
        "orders": found.orders,
        "applied": found.applied,
        "amount": Money(found.amount, request.tenant.currency),
    }


def coupon_shape(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COUPON}


@api(ICoupons, returns=Listing(schemas.Coupon), **READ)
def coupon_index(context: Any, request: Any) -> dict[str, Any]:
    """The coupons of a promotion, newest first."""
    statement = queries.coupons_of(context.__parent__.entity.id)
    rows, cursor, total = newest_first(request, statement, t.coupons.c.id)
    return listing(request, [coupon_shape(r) for r in rows], next_cursor=cursor, total=total)


@api(ICoupons, method="POST", schema=schemas.CouponInput, returns=schemas.Coupon, status=201,
     errors=(409,), **EDIT)  # fmt: skip
def create_coupon(context: Any, request: Any) -> dict[str, Any]:
    """One coupon; 409 when its code is taken."""
    coupon_id = coupons.create(request, context.__parent__.entity.id, request.validated)
    coupon = context.wrap(context.by_id(coupon_id))
    created(request, coupon)
    return coupon_shape(coupon.entity)


@api(ICoupons, name="generate", method="POST", schema=schemas.CouponBatch, returns=schemas.Codes,
     status=201, **EDIT)  # fmt: skip
def generate(context: Any, request: Any) -> dict[str, Any]:
    """Many coupons at once; answers their codes."""
    request.response.status_int = 201
    promotion_id = context.__parent__.entity.id
    return {"codes": coupons.generate(request, promotion_id, dict(request.validated))}


@api(ICoupon, returns=schemas.Coupon, **READ)
def show_coupon(context: Any, _request: Any) -> dict[str, Any]:
    """One coupon."""
    return coupon_shape(context.entity)


@api(ICoupon, method="PATCH", schema=schemas.CouponChange, returns=schemas.Coupon, **EDIT)
def change_coupon(context: Any, request: Any) -> dict[str, Any]:
    """Change limits or expiry; a code stays."""
    coupons.change(request, context.entity, request.validated)
    context.entity = context.__parent__.by_id(context.entity.id)
    return coupon_shape(context.entity)


@api(ICoupon, method="DELETE", status=204, **EDIT)
def delete_coupon(context: Any, request: Any) -> None:
    """Delete a coupon."""
    coupons.remove(request, context.entity)
    no_content(request)
