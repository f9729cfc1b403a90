"""Stock by variant, and one variant's ledger with the form that writes into it.

The rules are ``services.stocktaking``; the figures are ``db.queries.stock``.
"""

from typing import Any

import colander
import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.inventory import Movement
from ecommus.core.orders import MAX_QUANTITY
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import stock as queries
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk.interfaces import IAdmin, IStock, IStockItem
from ecommus.plugin_sdk.views import page
from ecommus.services import stocktaking
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.admin import lists, notices, order_words
from ecommus.web.back_office import editing, nodes
from ecommus.web.idempotency import FIELD
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

COUNTED = "counted"
# What can be entered by hand: code -> label.
ACTIONS = {
    "received": _("Received: goods came in"),
    COUNTED: _("Counted: so many are on the shelf"),
    "adjusted": _("Adjusted: so many more, or with a minus fewer"),
    "damaged": _("Damaged: so many are lost"),
    "returned": _("Returned: so many came back"),
}
MOVEMENTS = {
    Movement.RECEIVED: _("Received"),
    Movement.ALLOCATED: _("Promised to an order"),
    Movement.RELEASED: _("Promise taken back"),
    Movement.SOLD: _("Sent"),
    Movement.RETURNED: _("Returned"),
    Movement.ADJUSTED: _("Adjusted"),
    Movement.DAMAGED: _("Damaged"),
}
# Reasons that the program writes; others are somebody's own words.
REASONS = {
    "order placed": _("order placed"),
    "order cancelled": _("order cancelled"),
    "sent": _("parcel sent"),
    "counted": _("counted"),
    "catalogue import": _("catalogue import"),
}
OUTGOING = (Movement.SOLD, Movement.DAMAGED, Movement.RELEASED)
STATES = {"low": _("Low"), "out": _("Sold out")}
DONE = {"moved": "The stock is changed; the ledger says why."}


@page(IStock, within=IAdmin, permission=P.STOCK_READ, template="stock.pt")
def stock(context: Any, request: Any) -> dict[str, Any]:
    """What is there of every variant, by product."""
    q, state = lists.search(request), lists.chosen(request, "state", STATES)
    wanted = queries.Wanted(q=q, state=state)
    pager = lists.pager(request, queries.count(request.db, wanted))
    found = queries.variants(request.db, wanted, limit=pager.size, offset=pager.offset)
    return {
        "rows": [(row, request.to(context, str(row.id)), level(request, row)) for row in found],
        "pager": pager,
        "q": q,
        "state": state,
        "states": [(code, translate(request, label)) for code, label in STATES.items()],
        "filtered": bool(q or state),
        "list_url": request.to(context),
        "import_url": request.to(context.__parent__["imports"], "new"),
    }


def level(request: Any, row: Any) -> order_words.Badge:
    """How a variant's available units are marked."""
    if not row.track_stock:
        return order_words.Badge("neutral", translate(request, "Not tracked"))
    if row.available <= 0:
        text = "On order" if row.backorder else "Sold out"
        return order_words.Badge("info" if row.backorder else "error", translate(request, text))
    low = row.available <= queries.LOW
    return order_words.Badge("warning" if low else "success", str(row.available))
