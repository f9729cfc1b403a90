"""The list of orders. One order is ``order``, what is done with it ``order_actions``."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import dashboard
from ecommus.plugin_sdk.interfaces import IAdmin, IOrders
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import lists, order_bulk, order_words
from ecommus.web.admin.order_words import FULFILMENT, STATUS, Badge
from ecommus.web.problems import translate


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list."""

    id: str
    number: str
    url: str
    placed_at: str
    customer: str
    email: str
    total: Money
    badges: tuple[Badge, Badge, Badge]


def listed(request: Any, place: Any, row: Any) -> Listed:
    """A row as the list and the dashboard show it; ``place`` is the container of orders."""
    return Listed(
        id=str(row.id),
        number=row.number,
        url=request.to(place, str(row.id)),
        placed_at=lists.when(request, row.placed_at),
        customer=order_words.customer(row.shipping_address),
        email=row.email,
        total=Money(row.total, row.currency),
        badges=order_words.badges(request, row),
    )


def wanted(request: Any) -> tuple[Select, list[Any], dict[str, Any]]:
    """The select that the address asks for, its order, and what the page shows of both."""
    q = lists.search(request)
    status = lists.chosen(request, "status", STATUS)
    fulfilment = lists.chosen(request, "fulfilment", [*FULFILMENT, "open"])
    sort, headings = lists.sorting(request, ("placed", "total"), "-placed")
    statement = dashboard.order_list(status=status, fulfilment=fulfilment, q=q.lstrip("#"))
    shown = {"q": q, "status": status, "fulfilment": fulfilment, "headings": headings}
    return statement, dashboard.order_sort(sort), shown


@page(IOrders, within=IAdmin, permission=P.ORDER_READ, template="orders.pt")
def orders(context: Any, request: Any) -> dict[str, Any]:
    """All orders, newest first; searched by number, name and e-mail."""
    statement, order, shown = wanted(request)
    rows, pager = lists.fetch(request, statement, *order)
    return shown | {
        "orders": [listed(request, context, row) for row in rows],
        "pager": pager,
        "filtered": bool(shown["q"] or shown["status"] or shown["fulfilment"]),
        "statuses": order_words.options(request, STATUS),
        "fulfilments": [
            ("open", translate(request, "Still to send")),
            *order_words.options(request, FULFILMENT),
        ],
        "list_url": request.to(context),
        "bulk_url": request.to(context, "bulk"),
        "slips_url": request.to(context, order_bulk.SLIPS),
        "all_url": lists.url(request, page=request.GET.get("page"), select="all"),
        "all": request.GET.get("select") == "all",
        "actions": order_bulk.buttons(request) if request.identity.may(P.ORDER_EDIT) else [],
    }
