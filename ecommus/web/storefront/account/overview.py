"""The account's first page, and its orders. An order's page is the one its link leads to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyramid.i18n import TranslationStringFactory
from sqlalchemy import func, select

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import balances
from ecommus.db.queries import customers as queries
from ecommus.db.tables.sales import orders as table
from ecommus.plugin_sdk.interfaces import IAccount, IOwnOrder, IOwnOrders, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import addresses
from ecommus.web import csrf
from ecommus.web.problems import translate
from ecommus.web.storefront import returns, shapes
from ecommus.web.storefront.account import frame
from ecommus.web.storefront.orders import LABELS, shape

_ = TranslationStringFactory("ecommus")
PAGE_SIZE, LATEST = 20, 3
MOVES = {
    "adjusted": _("Set by the shop"),
    "issued": _("Set by the shop"),
    "spent": _("Payment"),
    "refunded": _("Refund"),
    "returned": _("Given back"),
}
OWN = {"within": IStorefront, "permission": P.SHOP_ACCOUNT}


@dataclass(frozen=True, slots=True)
class Row:
    """An order in a list."""

    number: str
    url: str
    placed_at: datetime
    status_label: str
    fulfilment_label: str
    total: Money
    again_url: str


def rows(request: Any, customer_id: Any, limit: int, offset: int = 0) -> list[Row]:
    """A customer's orders, newest first: one statement."""
    statement = queries.own_orders(customer_id).order_by(table.c.placed_at.desc(), table.c.id)
    found = request.db.execute(statement.limit(limit).offset(offset))
    return [
        Row(
            number=row.number,
            url=frame.url(request, "orders", str(row.id)),
            placed_at=row.placed_at,
            status_label=translate(request, LABELS[row.status]),
            fulfilment_label=translate(request, LABELS[row.fulfilment_status]),
            total=Money(row.total, row.currency),
            again_url=frame.url(request, "orders", str(row.id), "reorder"),
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Credit:
    """Store credit: what is on it, and the latest changes (when, what, order number, amount)."""

    amounts: tuple[Money, ...]
    moves: tuple[tuple[datetime, str, str | None, Money], ...]


def credit(request: Any, customer_id: Any) -> Credit | None:
    """A customer's store credit; None when there never was any."""
    held = balances.credit_of(request.db, customer_id)
    if not held:
        return None
    return Credit(
        tuple(Money(row.amount, row.currency) for row in held),
        tuple(
            (row.at, translate(request, MOVES[row.kind]), row.order_number,
             Money(row.amount, currency))
            for row, currency in balances.latest(request.db, held, 10)
        ),
    )  # fmt: skip


@page(IAccount, template="account.pt", **OWN)
def overview(context: Any, request: Any) -> dict[str, Any]:
    """The latest orders, where parcels go, and store credit where there was any."""
    me = context.entity
    where = addresses.default(queries.addresses(request.db, me.id))
    return frame.page(
        request, "", _("My account"),
        orders=rows(request, me.id, LATEST),
        orders_url=frame.url(request, "orders"),
        address=where.lines(request.locale_name) if where else (),
        addresses_url=frame.url(request, "addresses"),
        details_url=frame.url(request, "details"),
        credit=credit(request, me.id),
    )  # fmt: skip


@page(IOwnOrders, template="account_orders.pt", **OWN)
def own_orders(context: Any, request: Any) -> dict[str, Any]:
    """All orders, newest first."""
    customer_id = context.__parent__.customer_id
    mine = queries.own_orders(customer_id).subquery()
    total = request.db.execute(select(func.count()).select_from(mine)).scalar_one()
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(max(number, 1), max(-(-total // PAGE_SIZE), 1))
    return frame.page(
        request, "orders", _("Orders"),
        orders=rows(request, customer_id, PAGE_SIZE, (number - 1) * PAGE_SIZE),
        pager=shapes.pager(request, total, number, PAGE_SIZE),
    )  # fmt: skip


@page(IOwnOrder, template="order.pt", **OWN)
def own_order(context: Any, request: Any) -> dict[str, Any]:
    """One order, with a way back to the others."""
    frame.private(request)
    return {
        "order": shape(request, context.entity),
        "just_placed": False,
        "offer_url": None,
        "orders_url": frame.url(request, "orders"),
        "again_url": frame.url(request, "orders", str(context.entity.id), "reorder"),
        "csrf_token": csrf.form_token(request),
        **returns.box(request, context.entity),
        "robots": "noindex",
        "alternates": request.shop.locales,
    }
