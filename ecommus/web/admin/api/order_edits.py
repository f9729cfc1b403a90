"""Changing a placed order: lines and delivery price with a preview, addresses without one."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import api
from ecommus.services import edits, readdressing
from ecommus.web.admin.api import order_schemas as schemas
from ecommus.web.admin.api.orders import present
from ecommus.web.api import money

EDIT = {"within": IAdmin, "permission": P.ORDER_EDIT, "errors": (409,)}


def wanted(given: dict[str, Any]) -> edits.Wanted:
    """An edit as the API takes it."""
    shipping = given["shipping"]
    return edits.Wanted(
        quantities={line["line_id"]: line["quantity"] for line in given["lines"]},
        added=[(line["sku"], line["quantity"]) for line in given["added"]],
        shipping=None if shipping is None else shipping["amount"],
        reason=given["reason"],
    )


@api(IOrder, name="edit", method="POST", schema=schemas.EditInput, returns=schemas.Edit, **EDIT)
def edit(context: Any, request: Any) -> dict[str, Any]:
    """Change lines or the delivery price; with ``dry_run`` only say what it would come to."""
    given, order = request.validated, context.entity
    schemas.check_currency(given["shipping"], order.currency)
    if given["dry_run"]:
        proposal = edits.propose(request, order, wanted(given))
    else:
        proposal = edits.apply(request, order, wanted(given))
        request.audit.update(number=order.number, difference=proposal.difference)

    def amount(value: int) -> Any:
        return money(value, order.currency)

    return {
        "applied": not given["dry_run"],
        "total_before": amount(proposal.total_before),
        "total_after": amount(proposal.priced.total),
        "difference": amount(proposal.difference),
        "lines": [
            {
                "name": line.name,
                "sku": line.sku,
                "quantity_before": line.before,
                "quantity_after": line.after,
                "total_before": amount(line.total_before),
                "total_after": amount(line.total_after),
            }
            for line in proposal.lines
        ],
        "explanation": proposal.priced.explain(),
        "version": order.version,
    }


@api(IOrder, method="PATCH", schema=schemas.OrderChange, returns=schemas.Order, **EDIT)
def readdress(context: Any, request: Any) -> dict[str, Any]:
    """Change e-mail, addresses or the buyer's note (RFC 7396) of what was not sent yet."""
    readdressing.change(request, context.entity, request.validated)
    request.audit.update(number=context.entity.number)
    return present(request, context.entity)
