"""Returns: the queue, and what staff decide, receive and enter themselves."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.core.returns import Came
from ecommus.core.states import ReturnStatus
from ecommus.db.queries import returns as queries
from ecommus.db.tables.returns import returns as table
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder, IReturn, IReturns
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import returns as service
from ecommus.web.admin.api import return_schemas as schemas
from ecommus.web.admin.api.products import filters
from ecommus.web.api import listing, newest_first
from ecommus.web.storefront.api import return_schemas as shared
from ecommus.web.storefront.api.returns import asked, names_of

READ = {"within": IAdmin, "permission": P.ORDER_READ}
ACT = {"within": IAdmin, "permission": P.ORDER_EDIT, "method": "POST", "errors": (409,),
       "returns": schemas.Return}  # fmt: skip


@api(IReturns, query=schemas.ReturnQuery, returns=Listing(schemas.ReturnRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Returns, newest first; ``q`` searches number, order, e-mail and name."""
    wanted = filters(request, {"status": list(ReturnStatus)})
    statement = queries.listed(status=wanted.get("status", ""), q=request.query["q"])
    rows, cursor, total = newest_first(request, statement, table.c.id)
    names = ("id", "number", "status", "order_id", "order_number", "email", "created_at")
    items = [
        {name: getattr(row, name) for name in names}
        | {"units": sum(line["quantity"] for line in row.lines)}
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


def present(entered: Any, order: Any) -> dict[str, Any]:
    names = ("order_id", "requested_by", "withdrawal_id", "version")
    more = {name: getattr(entered, name) for name in names}
    return shared.present(entered, names_of(order)) | more | {"order_number": order.number}


@api(IReturn, returns=schemas.Return, **READ)
def show(context: Any, _request: Any) -> dict[str, Any]:
    """One return."""
    return present(context.entity, context.order)


def _done(context: Any, request: Any, **audit: Any) -> dict[str, Any]:
    request.audit.update(number=context.entity.number, **audit)
    return present(context.entity, context.order)


@api(IReturn, name="approve", schema=schemas.ApproveInput, **ACT)
def approve(context: Any, request: Any) -> dict[str, Any]:
    """The goods may come; ``answer`` tells the customer how and where to."""
    service.approve(request, context.order, context.entity, request.validated["answer"])
    return _done(context, request)


@api(IReturn, name="refuse", schema=schemas.RefuseInput, **ACT)
def refuse(context: Any, request: Any) -> dict[str, Any]:
    """They may not come, or never came; ``answer`` tells the customer why."""
    answer = request.validated["answer"]
    service.refuse(request, context.order, context.entity, answer)
    return _done(context, request, answer=answer)


@api(IReturn, name="receive", schema=schemas.ReceiveInput, **ACT)
def receive(context: Any, request: Any) -> dict[str, Any]:
    """What really came: whole pieces go back into stock, damaged ones only into the ledger."""
    given = request.validated["lines"]
    came = {line["line_id"]: Came(line["received"], line["damaged"]) for line in given}
    if len(came) < len(given):
        raise Invalid("line_twice", "Name each line of the order once.", field="lines")
    service.receive(request, context.order, context.entity, came or None)
    return _done(context, request)


@api(IReturn, name="finish", schema=schemas.FinishInput, **ACT)
def finish(context: Any, request: Any) -> dict[str, Any]:
    """Nothing is left to do; with ``refund`` the money of what came is given back now."""
    refund = request.validated["refund"]
    service.finish(request, context.order, context.entity, refund=refund)
    return _done(context, request)


@api(IOrder, name="return", schema=schemas.ReturnInput, status=201, **ACT)
def enter(context: Any, request: Any) -> dict[str, Any]:
    """Enter goods that came back: a return that is received at once."""
    order, given = context.entity, request.validated
    lines = asked(given["lines"])
    entered = service.enter(request, order, lines, given["note"], restock=given["restock"])
    request.audit.update(number=entered.number)
    request.response.status_int = 201
    return present(entered, order)
