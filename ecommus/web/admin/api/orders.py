"""Orders: reading them, and what staff do with them."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.core.states import FulfilmentStatus, OrderStatus
from ecommus.db.queries import payments, sales
from ecommus.db.tables.sales import orders as table
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder, IOrders
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import orders
from ecommus.web.admin.api import order_schemas as schemas
from ecommus.web.admin.api.products import filters
from ecommus.web.api import listing, money, newest_first
from ecommus.web.storefront.api.orders import totals

READ = {"within": IAdmin, "permission": P.ORDER_READ}
ACT = {"within": IAdmin, "permission": P.ORDER_EDIT, "method": "POST", "errors": (409,),
       "returns": schemas.Order}  # fmt: skip


@api(IOrders, query=schemas.OrderQuery, returns=Listing(schemas.OrderRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Orders, newest first; ``q`` searches number, e-mail and name."""
    allowed = {"status": list(OrderStatus), "fulfilment_status": list(FulfilmentStatus)}
    wanted = filters(request, allowed)
    statement = sales.order_list(
        status=wanted.get("status", ""),
        fulfilment=wanted.get("fulfilment_status", ""),
        q=request.query["q"],
    )
    rows, cursor, total = newest_first(request, statement, table.c.id)
    names = ("id", "number", "placed_at", "email", "status", "payment_status",
             "fulfilment_status")  # fmt: skip
    items = [
        {name: getattr(row, name) for name in names} | {"total": money(row.total, row.currency)}
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


def present(request: Any, order: Any) -> dict[str, Any]:
    """An order as staff see it: four statements, however many lines."""
    names = ("id", "number", "status", "payment_status", "fulfilment_status", "placed_at", "email",
             "locale", "note", "shipping_address", "billing_address", "shipping_method",
             "payment_method", "version")  # fmt: skip
    return (
        totals(order)
        | {name: getattr(order, name) for name in names}
        | {
            "fulfilled": [{"id": line.id, "fulfilled": line.fulfilled} for line in order.lines],
            "fulfilments": [
                {
                    name: getattr(row, name)
                    for name in ("id", "lines", "carrier", "tracking_number", "tracking_url",
                                 "created_at")
                }
                for row in sales.fulfilments(request.db, order.id)
            ],
            "payments": [
                {
                    "id": row.id,
                    "gateway": row.gateway,
                    "status": row.status,
                    "amount": money(row.amount, row.currency),
                    "reference": row.reference,
                }
                for row in payments.of_order(request.db, order.id)
            ],
            "timeline": [
                {"kind": row.kind, "at": row.at, "actor": row.actor, "data": row.data}
                for row in sales.timeline(request.db, order.id)
            ],
            "explanation": order.trace,
        }
    )  # fmt: skip


@api(IOrder, returns=schemas.Order, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One order with payments, parcels, timeline and the explanation of its sums."""
    return present(request, context.entity)


def _done(context: Any, request: Any, **audit: Any) -> dict[str, Any]:
    request.audit.update(number=context.entity.number, **audit)
    return present(request, context.entity)


@api(IOrder, name="confirm", **ACT)
def confirm(context: Any, request: Any) -> dict[str, Any]:
    """Accept the order."""
    orders.confirm(request, context.entity)
    return _done(context, request)


@api(IOrder, name="fulfil", schema=schemas.FulfilInput, **ACT)
def fulfil(context: Any, request: Any) -> dict[str, Any]:
    """Send units: those named, or everything that is open."""
    given = request.validated
    quantities: dict[Any, int] = {}
    for line in given["lines"]:
        quantities[line["line_id"]] = quantities.get(line["line_id"], 0) + line["quantity"]
    orders.fulfil(
        request,
        context.entity,
        quantities,
        carrier=given["carrier"],
        tracking_number=given["tracking_number"],
        tracking_url=given["tracking_url"],
    )
    return _done(context, request)


@api(IOrder, name="deliver", **ACT)
def deliver(context: Any, request: Any) -> dict[str, Any]:
    """The parcel arrived."""
    orders.deliver(request, context.entity)
    return _done(context, request)


@api(IOrder, name="capture", schema=schemas.PaidInput, **ACT)
def capture(context: Any, request: Any) -> dict[str, Any]:
    """The money is there: cash from the courier, or a transfer."""
    orders.mark_paid(request, context.entity, request.validated["reference"])
    return _done(context, request)


@api(IOrder, name="cancel", schema=schemas.CancelInput, **ACT)
def cancel(context: Any, request: Any) -> dict[str, Any]:
    """Nothing will be sent; the units go back to the shelf."""
    orders.cancel(request, context.entity, request.validated["reason"])
    return _done(context, request, reason=request.validated["reason"])
