"""Giving money back, and asking the provider how a payment stands."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.core.refunds import Proposal, Wanted
from ecommus.db.queries import payments as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import api
from ecommus.services import payments, refunds
from ecommus.web.admin.api import order_schemas
from ecommus.web.admin.api import refund_schemas as schemas
from ecommus.web.admin.api.orders import done
from ecommus.web.api import money

ACT = {"within": IAdmin, "permission": P.ORDER_EDIT, "method": "POST", "errors": (409,)}


@api(IOrder, name="refund", schema=schemas.RefundInput, returns=schemas.Refund, **ACT)
def refund(context: Any, request: Any) -> dict[str, Any]:
    """Give money back: units of lines, delivery, or an amount; a dry run only says how much.

    With a provider the refund is made right after this answer: its state is in the order.
    """
    order, given = context.entity, request.validated
    wanted = _wanted(order, given)
    made = refunds.propose(request, order, wanted)
    if given["dry_run"]:
        return present(made, None, "proposed")
    refund_id = refunds.apply(
        request, order, wanted, reason=given["reason"], restock=given["restock"],
        reference=given["reference"], as_credit=given["as_store_credit"],
    )  # fmt: skip
    request.audit.update(number=order.number, refund=str(refund_id), amount=made.total)
    return present(made, refund_id, queries.refund(request.db, refund_id).status)


def _wanted(order: Any, given: dict[str, Any]) -> Wanted:
    units: dict[str, int] = {}
    for line in given["lines"]:
        key = str(line["line_id"])
        units[key] = units.get(key, 0) + line["quantity"]
    shipping: bool | int = given["shipping"]
    if given["shipping_amount"] is not None:
        shipping = _amount(order, given["shipping_amount"], "shipping_amount")
    amount = given["amount"]
    return Wanted(units, shipping, None if amount is None else _amount(order, amount, "amount"))


def _amount(order: Any, given: dict[str, Any], field: str) -> int:
    if given["currency"] != order.currency:
        text = "The order is in %(currency)s."
        raise Invalid("currency_other", text, field=field, currency=order.currency)
    return given["amount"]


def present(made: Proposal, refund_id: Any, status: str) -> dict[str, Any]:
    """A refund's money, before or after it was begun."""
    return {
        "id": refund_id,
        "status": status,
        "lines": [
            {
                "line_id": part.line_id,
                "quantity": part.quantity,
                "amount": money(part.amount, made.currency),
                "tax": money(part.tax, made.currency),
            }
            for part in made.parts
        ],
        "shipping": money(made.shipping, made.currency),
        "total": money(made.total, made.currency),
        "tax": money(made.tax, made.currency),
    }


@api(IOrder, name="ask-provider", returns=order_schemas.Order, **ACT)
def ask_provider(context: Any, request: Any) -> dict[str, Any]:
    """Ask the provider how the newest payment stands; it is recorded right after this answer."""
    found = queries.last(request.db, context.entity.id)
    if found is not None:
        payments.inquire(request, context.entity, found)
    return done(context, request)
