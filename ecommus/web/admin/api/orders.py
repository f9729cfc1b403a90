"""Orders: reading them, and what staff do with them."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.core.states import FulfilmentStatus, OrderStatus
from ecommus.db.queries import payments, sales
from ecommus.db.tables.sales import orders as table
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder, IOrders
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import orders, refunds
from ecommus.web.admin.api import order_schemas as schemas
from ecommus.web.admin.api.draft_schemas import NoteInput
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
        {name: getattr(row, name) for name in names}
        | {
            "total": money(row.total, row.currency),
            "refunded_total": money(row.refunded_total, row.currency),
        }
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


def present(request: Any, order: Any) -> dict[str, Any]:
    """An order as staff see it: five statements, however many lines."""
    names = ("id", "number", "status", "payment_status", "fulfilment_status", "placed_at", "email",
             "locale", "note", "shipping_address", "billing_address", "shipping_method",
             "payment_method", "version")  # fmt: skip
    return (
        totals(request, order)
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
                    "balance_id": row.balance_id,
                    "status": row.status,
                    "amount": money(row.amount, row.currency),
                    "captured": money(row.captured, row.currency),
                    "refunded": money(row.refunded, row.currency),
                    "reference": row.reference,
                    "claim": row.claim,
                    "error": row.error,
                }
                for row in payments.of_order(request.db, order.id)
            ],
            "refunded_total": money(order.refunded_total, order.currency),
            "exchange_rate": order.exchange_rate and f"{order.exchange_rate.normalize():f}",
            "refunds": [_refund(row) for row in payments.refunds_of(request.db, order.id)],
            "timeline": [
                {"kind": row.kind, "at": row.at, "actor": row.actor, "data": row.data}
                for row in sales.timeline(request.db, order.id)
            ],
            "explanation": order.trace,
        }
    )  # fmt: skip


def _refund(row: Any) -> dict[str, Any]:
    names = ("id", "payment_id", "balance_id", "part_of", "status", "lines", "reason",
             "reference", "error", "restock", "surplus", "credit_note_id", "created_at",
             "done_at")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "amount": money(row.amount, row.currency),
        "shipping": money(row.shipping_amount, row.currency),
    }


@api(IOrder, returns=schemas.Order, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One order with payments, parcels, timeline and the explanation of its sums."""
    return present(request, context.entity)


def done(context: Any, request: Any, **audit: Any) -> dict[str, Any]:
    request.audit.update(number=context.entity.number, **audit)
    return present(request, context.entity)


@api(IOrder, name="confirm", **ACT)
def confirm(context: Any, request: Any) -> dict[str, Any]:
    """Accept the order."""
    orders.confirm(request, context.entity)
    return done(context, request)


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
    return done(context, request)


@api(IOrder, name="deliver", **ACT)
def deliver(context: Any, request: Any) -> dict[str, Any]:
    """The parcel arrived."""
    orders.deliver(request, context.entity)
    return done(context, request)


@api(IOrder, name="capture", schema=schemas.PaidInput, **ACT)
def capture(context: Any, request: Any) -> dict[str, Any]:
    """The money is there: cash from the courier, or a transfer. What a provider holds is taken
    right after this answer."""
    orders.mark_paid(request, context.entity, request.validated["reference"])
    return done(context, request)


@api(IOrder, name="cancel", schema=schemas.CancelInput, **ACT)
def cancel(context: Any, request: Any) -> dict[str, Any]:
    """Nothing will be sent; the units go back to the shelf, and what was paid back to the buyer if
    ``refund`` says so."""
    given = request.validated
    orders.cancel(request, context.entity, given["reason"])
    if given["refund"]:
        refunds.apply_all(request, context.entity, given["reason"])
    return done(context, request, reason=given["reason"])


@api(IOrder, name="notes", method="POST", schema=NoteInput, within=IAdmin, permission=P.ORDER_EDIT,
     returns=schemas.Order)  # fmt: skip
def add_note(context: Any, request: Any) -> dict[str, Any]:
    """A note for the staff alone, at the order's timeline; nobody changes it afterwards."""
    orders.add_note(request, context.entity, request.validated["text"])
    return done(context, request)
