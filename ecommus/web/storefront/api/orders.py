"""An order as its buyer sees it, by its token; and its lines and sums, which staff see too."""

from typing import Any

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IOrder, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.web.api import money
from ecommus.web.storefront import paid_with, pay
from ecommus.web.storefront.api import schemas


@api(IOrder, returns=schemas.Order, query=schemas.CartQuery, within=IStorefront,
     permission=P.SHOP_ORDER_VIEW)  # fmt: skip
def show_order(context: Any, request: Any) -> dict[str, Any]:
    """The buyer's own order, by its token."""
    explain = bool(request.query["explain"])
    return order_shape(request, context.entity, context.__name__, explain=explain)


def order_shape(
    request: Any, order: Any, token: str, *, explain: bool = False, placed_now: bool = False
) -> dict[str, Any]:
    """An order as its buyer sees it; one placed now has no parcels yet."""
    parcels = [] if placed_now else sales.fulfilments(request.db, order.id)
    answer = totals(request, order) | {
        "id": order.id,
        "token": token,
        "number": order.number,
        "status": order.status,
        "placed_at": order.placed_at,
        "email": order.email,
        "payment": {
            "status": order.payment_status,
            "method": order.payment_method,
            # Our page, which leads on to the provider; null when nothing is to be paid there.
            "redirect_url": request.pay_url(order) if pay.link(request, order) else None,
        },
        "fulfilment": {
            "status": order.fulfilment_status,
            "tracking": [
                {
                    "carrier": row.carrier,
                    "tracking_number": row.tracking_number,
                    "tracking_url": row.tracking_url,
                }
                for row in parcels
            ],
        },
        "shipping_address": order.shipping_address,
        "billing_address": order.billing_address,
        "shipping_method": order.shipping_method,
        "pickup": order.pickup,
    }
    if explain:
        answer["explanation"] = order.trace
    return answer


def totals(request: Any, order: Any) -> dict[str, Any]:
    """Lines and sums of an order, for its buyer and for staff."""

    def amount(value: int | None) -> Money | None:
        return money(value, order.currency)

    return {
        "currency": order.currency,
        "lines": [
            {
                "id": line.id,
                "variant_id": line.variant_id,
                "product": line.product_slug,
                "sku": line.sku,
                "name": line.name,
                "options": [{"name": name, "value": value} for name, value in line.options],
                "quantity": line.quantity,
                "unit_price": amount(line.unit_price),
                "original_unit_price": amount(line.original_unit_price),
                "discount": amount(line.discount),
                "tax": amount(line.tax),
                "tax_rate": line.tax_rate,
                "total": amount(line.total),
            }
            for line in order.lines
        ],
        "items_total": amount(order.items_total),
        "discount_total": amount(order.discount_total),
        "shipping_total": amount(order.shipping_total),
        "tax_total": amount(order.tax_total),
        "tax_included": order.tax_included,
        "total": amount(order.total),
        "balance_total": amount(order.balance_total),
        "to_pay": amount(order.to_pay),
        "paid_with": paid_with.shapes(paid_with.of_order(request, order)),
        "promotions": [entry | {"amount": amount(entry["amount"])} for entry in order.promotions],
        "taxes": [
            {
                "rate": f"{float(row['rate']):.2f}",
                "name": row["name"],
                "base": amount(row["base"]),
                "amount": amount(row["amount"]),
            }
            for row in order.taxes
        ],
    }
