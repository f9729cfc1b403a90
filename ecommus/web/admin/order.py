"""One order as the shop sees it: what was sold, for how much and why, where it goes, what happened.

Its parts are ``order_shapes``. What is done with it is ``order_actions``; a refused action shows
this page again.
"""

from typing import Any

from ecommus.core.customers import Address
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.states import TRANSITIONS, FulfilmentStatus, OrderStatus, PaymentStatus
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import (
    invoice_shapes,
    lists,
    notices,
    order_money,
    order_shapes,
    order_words,
    price_trace,
    return_shapes,
)
from ecommus.web.storefront import paid_with

DONE = {
    "placed": "The order is placed and confirmed; the customer is told by e-mail.",
    "noted": "The note is written down.",
    "confirmed": "The order is confirmed.",
    "fulfilled": "The parcel is noted; the customer is told by e-mail.",
    "paid": "The order is marked as paid.",
    "delivered": "The order is marked as delivered.",
    "refunded": "The refund is begun; how it goes stands below the payment.",
    "asked": "The provider was asked; this is how it stands.",
    "invoiced": "The invoice is issued.",
    "cancelled": "The order is cancelled and its goods are back in stock.",
    "edited": "The order is changed; the customer is told by e-mail.",
    "readdressed": "The addresses are changed.",
    "returned": "The return is entered, and its goods are counted.",
}


def possible(order: Any) -> dict[str, bool]:
    """What can be done with the order in its present states."""
    status, payment = OrderStatus(order.status), PaymentStatus(order.payment_status)
    fulfilment = FulfilmentStatus(order.fulfilment_status)
    unsent = fulfilment is FulfilmentStatus.UNFULFILLED
    home = fulfilment in (FulfilmentStatus.UNFULFILLED, FulfilmentStatus.RETURNED)
    return {
        "confirm": OrderStatus.CONFIRMED in TRANSITIONS[status],
        "fulfil": status is OrderStatus.CONFIRMED and any(x.open_quantity for x in order.lines),
        "paid": status is not OrderStatus.CANCELLED and PaymentStatus.PAID in TRANSITIONS[payment],
        "deliver": FulfilmentStatus.DELIVERED in TRANSITIONS[fulfilment],
        "cancel": OrderStatus.CANCELLED in TRANSITIONS[status] and home,
        "readdress": status is not OrderStatus.CANCELLED and unsent,
        "rebill": status is not OrderStatus.CANCELLED,
        "edit": status in (OrderStatus.PLACED, OrderStatus.CONFIRMED),
    }


def values(request: Any, order: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows; ``given`` is what was typed into a refused form."""
    notices.lead(request, "Orders", request.context.__parent__)
    shipping, billing = Address.of(order.shipping_address), Address.of(order.billing_address)
    may_edit = request.identity.may(P.ORDER_EDIT)
    return {
        "order": order,
        "placed_at": lists.when(request, order.placed_at),
        "total": Money(order.total, order.currency),
        "paid_with": paid_with.of_order(request, order),
        "to_pay": Money(order.to_pay, order.currency),
        "badges": order_words.badges(request, order),
        "lines": order_shapes.lines(request, order),
        "sums": order_shapes.sums(request, order),
        "trace": price_trace.rows(request, order),
        "shipping": shipping.lines(request.locale_name) if shipping else (),
        "billing": billing.lines(request.locale_name) if billing and billing != shipping else (),
        "money_box": order_money.box(request, order),
        "parcels": order_shapes.parcels(request, order),
        "timeline": order_shapes.timeline(request, order),
        "possible": {name: may_edit and can for name, can in possible(order).items()},
        "may_edit": may_edit,
        "given": given or {},
        "invoices": invoice_shapes.of_order(request, order),
        "returns": return_shapes.of_order(request, order),
        "customer_url": order_shapes.customer_url(request, order),
        "base": request.to(request.context),
    }


@page(IOrder, within=IAdmin, permission=P.ORDER_READ, template="order.pt")
def order(context: Any, request: Any) -> dict[str, Any]:
    """One order with everything the shop knows of it."""
    notices.told(request, DONE)
    return values(request, context.entity)
