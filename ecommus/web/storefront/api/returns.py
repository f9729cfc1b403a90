"""An order's returns as its buyer sees them and asks for them, by the order's token."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.core.returns import Asked, Reason
from ecommus.db.queries import returns as queries
from ecommus.db.tables.returns import returns as table
from ecommus.plugin_sdk.interfaces import IOrder, IStorefront
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import returns
from ecommus.web.api import listing, newest_first
from ecommus.web.storefront.api import return_schemas as schemas

OWN = {"within": IStorefront, "name": "returns", "permission": P.SHOP_ORDER_VIEW}


def own(entered: Any, names: dict[str, str]) -> dict[str, Any]:
    """A return as its buyer sees it: what staff noted of one that they entered is theirs."""
    shown = schemas.present(entered, names)
    return shown if entered.requested_by == "shopper" else shown | {"note": ""}


def names_of(order: Any) -> dict[str, str]:
    """What the order's lines are called."""
    return {str(line.id): line.name for line in order.lines}


def asked(lines: list[dict[str, Any]]) -> list[Asked]:
    """The body's lines for the service."""
    return [Asked(line["line_id"], line["quantity"], Reason(line["reason"])) for line in lines]


@api(IOrder, returns=Listing(schemas.Return), **OWN)
def order_returns(context: Any, request: Any) -> dict[str, Any]:
    """The order's returns, newest first."""
    statement = queries.rows_of_order(context.entity.id)
    rows, cursor, total = newest_first(request, statement, table.c.id)
    names = names_of(context.entity)
    items = [own(row, names) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IOrder, method="POST", schema=schemas.ReturnRequest, returns=schemas.Return, status=201,
     errors=(409,), rate="auth", **OWN)  # fmt: skip
def ask_return(context: Any, request: Any) -> dict[str, Any]:
    """Ask to return units of what was sent; the shop answers by e-mail."""
    order, given = context.entity, request.validated
    entered = returns.request(request, order, asked(given["lines"]), given["note"])
    request.response.status_int = 201
    return own(entered, names_of(order))
