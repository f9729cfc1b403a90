"""Carts that were left: what was in them, who was reminded, who came back, what came of it."""

from datetime import timedelta
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.left_carts import CartSettings
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import carts as queries
from ecommus.db.tables.sales import carts as table
from ecommus.plugin_sdk.interfaces import IAdmin, ILeftCarts
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import cart_rows, lists, order_words

_ = TranslationStringFactory("ecommus")
DAYS = 30
STATES = {
    "waiting": ("neutral", _("Not reminded")),
    "reminded": ("info", _("Reminded")),
    "back": ("warning", _("The buyer came back")),
    "ordered": ("success", _("Became an order")),
}


def state(row: Any) -> str:
    """A key of ``STATES``."""
    if row.ordered_at is not None:
        return "ordered"
    if row.recovered_at is not None:
        return "back"
    return "reminded" if row.mailed_at is not None else "waiting"


@page(ILeftCarts, within=IAdmin, permission=P.ORDER_READ, template="left_carts.pt")
def left_carts(context: Any, request: Any) -> dict[str, Any]:
    """The carts, those that were left last first, above them what came of those of a month."""
    q, chosen = lists.search(request), lists.chosen(request, "state", STATES)
    statement = queries.left(request.tenant.currency, state=chosen, q=q)
    rows, pager = lists.fetch(request, statement, table.c.left_at.desc(), table.c.id.desc())
    orders = context.__parent__["orders"]
    figures = queries.left_figures(request.db, request.now - timedelta(days=DAYS))
    admin = context.__parent__
    return {
        "rows": [
            (
                cart_rows.shown(request, orders, row),
                order_words.badge(request, STATES, state(row)),
                lists.when(request, row.left_at),
            )
            for row in rows
        ],
        "pager": pager,
        "q": q,
        "state": chosen,
        "states": order_words.options(request, STATES),
        "filtered": bool(q or chosen),
        "figures": figures,
        "days": DAYS,
        "worth": Money(int(figures.worth), request.tenant.currency),
        "chosen": CartSettings.of(request.tenant.settings),
        "list_url": request.to(context),
        "settings_url": request.to(admin["settings"]),
    }
