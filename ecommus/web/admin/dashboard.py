"""The first page of the admin: what was sold, what waits, what runs out, what is missing.

Until the first order there are no figures to show, so the page says what to do instead.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.i18n import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import dashboard as queries
from ecommus.db.queries import stock
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services import shelf
from ecommus.web.admin import figures, first_steps, lists, notices
from ecommus.web.admin.orders import listed
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# What the nightly proof found (services.nightly).
DOCUMENTS = _(
    "The nightly check found documents that are missing or were altered: %(names)s. Change nothing"
    " and tell whoever runs this installation."
)
LEVELS = _(
    "The nightly check found stock that its ledger does not explain: %(names)s. Count it and"
    " correct it with a reason."
)
CREDITS = _(
    "The nightly check found gift cards or store credit that their movements do not explain:"
    " %(names)s. Change nothing on them and tell whoever runs this installation."
)
NAMED = 5
PERIODS = {7: _("Last 7 days"), 30: _("Last 30 days"), 90: _("Last 90 days")}
BEST = 8
NEWEST = 6
SCARCE = 8


@page(IAdmin, within=IAdmin, permission=P.ADMIN_VIEW, template="dashboard.pt")
def dashboard(context: Any, request: Any) -> dict[str, Any]:
    """What the shop sold and what it needs."""
    begun = queries.beginnings(request.db)
    proved(request, begun.findings or ())
    shown = {
        "begun": begun.orders,
        "currency": request.tenant.currency,
        "missing": first_steps.missing(request),
    }
    places = {f"{name}_url": request.to(context[name]) for name in ("orders", "stock", "settings")}
    if not begun.orders:
        steps = first_steps.steps(context, request, products=begun.products)
        import_url = request.to(context["imports"], "new")
        return shown | places | {"steps": steps, "import_url": import_url}
    return shown | places | sales(context, request) | scarce(context, request)


def proved(request: Any, findings: Sequence[dict[str, Any]]) -> None:
    """Say what the nightly proof found, to whoever may see it."""
    seen = {"invoice": P.INVOICE_READ, "stock": P.STOCK_READ, "balance": P.BALANCE_READ}
    texts = {"invoice": DOCUMENTS, "stock": LEVELS, "balance": CREDITS}
    for subject, text in texts.items():
        numbers = [entry["number"] for entry in findings if entry["subject"] == subject]
        if numbers and request.identity.may(seen[subject]):
            more = "…" if len(numbers) > NAMED else ""
            notices.say(request, "error", text, names=", ".join(numbers[:NAMED]) + more)


def sales(context: Any, request: Any) -> dict[str, Any]:
    """The figures, the plot, what waits and the newest orders; nothing for who may not see them."""
    if not request.identity.may(P.ORDER_READ):
        return {"periods": (), "figures": (), "open": None, "newest": (), "plots": (), "top": ()}
    length = int(lists.chosen(request, "days", map(str, PERIODS)) or figures.DAYS)
    today, orders = lists.today(request), context["orders"]
    middle = midnight(request, today - timedelta(days=length - 1))
    since = midnight(request, today - timedelta(days=2 * length - 1))
    days = queries.daily_sales(request.db, since, request.tenant.timezone)
    now, before = queries.funnels(request.db, since, middle)
    label = translate(request, PERIODS[length])
    top = queries.top_products(request.db, since, middle, request.tenant.currency, BEST)
    return {
        "periods": [
            (translate(request, text), lists.url(request, days=str(n)), n == length, None)
            for n, text in PERIODS.items()
        ],
        "figures": [
            figures.figure(request, translate(request, _("Today")), days, today, 1),
            figures.figure(request, label, days, today, length),
        ],
        "average": figures.average(request, days, today, length),
        "conversion": figures.conversion(request, now, before),
        "plots": [
            figures.sales_plot(request, label, days, today, length),
            figures.orders_plot(request, label, days, today, length),
            figures.funnel_plot(request, now, before),
        ],
        "top": [
            (
                row,
                row.product_id and request.to(context["products"], str(row.product_id)),
                figures.money(request, row.sales),
                figures.change(int(row.sales), int(row.before)),
            )
            for row in top
        ],
        "open": queries.open_orders(request.db),
        "newest": [
            listed(request, orders, row) for row in queries.newest_orders(request.db, NEWEST)
        ],
    }


def midnight(request: Any, day: date) -> datetime:
    """The beginning of a day of the shop's calendar."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(request.tenant.timezone))


def scarce(context: Any, request: Any) -> dict[str, Any]:
    """Variants on sale that are sold out or nearly so, the scarcest first."""
    if not request.identity.may(P.STOCK_READ):
        return {"scarce": None}
    wanted = stock.Wanted(state="scarce", active=True, low=shelf.low(request))
    rows = stock.variants(request.db, wanted, limit=SCARCE, scarce_first=True)
    place = context["stock"]
    return {"scarce": [(row, request.to(place, str(row.id))) for row in rows]}
