"""The queue of returns, and one of them. What is done with one is ``return_actions``.

Above the list stand withdrawals that name no order of the shop: somebody has to look into them.
"""

from typing import Any

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import returns as queries
from ecommus.db.tables.returns import returns as table
from ecommus.plugin_sdk.interfaces import IAdmin, IReturn, IReturns
from ecommus.plugin_sdk.views import page
from ecommus.services import returns as service
from ecommus.services import withdrawals
from ecommus.web import return_words
from ecommus.web.admin import lists, notices, order_shapes, order_words, return_shapes

READ = {"within": IAdmin, "permission": P.ORDER_READ}
EDIT = {"within": IAdmin, "permission": P.ORDER_EDIT}
DONE = {
    "approved": "The return is approved; the customer is told by e-mail.",
    "refused": "The return is refused; the customer is told why by e-mail.",
    "received": "The goods are counted. Give the money back now.",
    "finished": "The return is closed.",
    "placed": "The withdrawal is with its order now.",
    "settled": "The withdrawal is put aside.",
}


@page(IReturns, template="returns.pt", **READ)
def returns(context: Any, request: Any) -> dict[str, Any]:
    """All returns, newest first; searched by number, order, name and e-mail."""
    notices.told(request, DONE)
    return listed(context, request)


def listed(context: Any, request: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    """What the list shows; ``given`` is what was typed into a refused form."""
    q, status = lists.search(request), lists.chosen(request, "status", return_words.STATUS)
    statement = queries.listed(status=status, q=q)
    rows, pager = lists.fetch(request, statement, table.c.id.desc())
    return {
        "rows": [
            (
                row,
                request.to(context, str(row.id)),
                order_words.customer(row.shipping_address),
                lists.when(request, row.created_at),
                sum(line["quantity"] for line in row.lines),
                return_shapes.badge(request, row.status),
            )
            for row in rows
        ],
        "unplaced": [
            (row, lists.when(request, row.created_at)) for row in queries.unplaced(request.db)
        ],
        "given": given or {},
        "pager": pager,
        "q": q,
        "status": status,
        "statuses": order_words.options(request, return_words.STATUS),
        "list_url": request.to(context),
        "settle_url": request.to(context, "withdrawal"),
        "orders_url": request.to(context.__parent__["orders"]),
    }


@page(IReturns, name="withdrawal", method="POST", template="returns.pt", **EDIT)
def settle(context: Any, request: Any) -> Any:
    """Say which order a withdrawal means; or, with the other button, that there is none."""
    withdrawal_id = parse_uuid(request.POST.get("withdrawal", ""))
    number = request.POST.get("order_number", "").replace("\0", "").strip()[:40]
    if "aside" in request.POST:
        number = ""
    try:
        if withdrawal_id is not None:
            withdrawals.settle(request, withdrawal_id, number)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return listed(context, request, dict(request.POST))
    request.audit.update(withdrawal=str(withdrawal_id), order_number=number)
    return notices.done(request, context, "placed" if number else "settled")


def values(request: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    """What a return's page shows; ``given`` is what was typed into a refused form."""
    context = request.context
    entered, order = context.entity, context.order
    notices.lead(request, "Returns", context.__parent__)
    orders = context.__parent__.__parent__["orders"]
    names = {line.id: line.name for line in order.lines}
    owed = service.money_back(request, order, entered)
    made = service.proposal(request, order, entered) if owed else None
    sent = any(line.fulfilled for line in order.lines)
    return {
        "entered": entered,
        "order": order,
        "order_url": request.to(orders, str(order.id)),
        "customer": order_words.customer(order.shipping_address),
        "customer_url": order_shapes.customer_url(request, order),
        "badge": return_shapes.badge(request, entered.status),
        "asked_at": lists.when(request, entered.created_at),
        "asked_by": order_words.who(request, entered.requested_by),
        "lines": return_shapes.lines(request, order, entered),
        "money_back": made and Money(made.total, made.currency),
        "owed": [(units, names[line_id]) for line_id, units in owed.items()],
        "edit": request.identity.may(P.ORDER_EDIT),
        "to_cancel": not entered.lines and not sent,
        "given": given or {},
        "base": request.to(context),
    }


@page(IReturn, template="return.pt", **READ)
def one_return(_context: Any, request: Any) -> dict[str, Any]:
    """One return: what is to come back and why, and what is to be done next."""
    notices.told(request, DONE)
    return values(request)
