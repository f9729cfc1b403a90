"""The list of stock by variant. One variant's ledger is ``stock_item``."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import stock as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IStock
from ecommus.plugin_sdk.views import page
from ecommus.services import shelf
from ecommus.web.admin import lists
from ecommus.web.admin.order_words import Badge
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

LINKS = (
    (_("Ledger"), ("stock", "movements"), "audit"),
    (_("Stock-takes"), ("stock-takes",), "check"),
    (_("Stock locations"), ("stock-locations",), "stock"),
)
STATES = {"low": _("Low"), "out": _("Sold out")}


def wanted(request: Any) -> queries.Wanted:
    """The filters in the address."""
    state = lists.chosen(request, "state", STATES)
    return queries.Wanted(lists.search(request), state, low=shelf.low(request))


@page(IStock, within=IAdmin, permission=P.STOCK_READ, template="stock.pt")
def stock(context: Any, request: Any) -> dict[str, Any]:
    """What is there of every variant, by product."""
    asked = wanted(request)
    q, state = asked.q, asked.state
    pager = lists.pager(request, queries.count(request.db, asked))
    found = queries.variants(request.db, asked, limit=pager.size, offset=pager.offset)
    return {
        "rows": [(row, request.to(context, str(row.id)), badge(request, row)) for row in found],
        "pager": pager,
        "q": q,
        "state": state,
        "states": [(code, translate(request, label)) for code, label in STATES.items()],
        "filtered": bool(q or state),
        "list_url": request.to(context),
        "products_url": request.to(context.__parent__["products"]),
        "links": [
            (translate(request, label), request.to(context.__parent__, *path), icon)
            for label, path, icon in LINKS
        ],
    }


def badge(request: Any, row: Any) -> Badge:
    """A variant's available units, marked by how soon they want ordering."""
    if not row.track_stock:
        return Badge("neutral", translate(request, "Not tracked"))
    low = shelf.low(request) if row.low_stock is None else row.low_stock
    if row.available > low:
        return Badge("success", str(row.available))
    if row.available > 0 or row.backorder:
        return Badge("info" if row.backorder else "warning", str(row.available))
    return Badge("error", translate(request, "Sold out"))
