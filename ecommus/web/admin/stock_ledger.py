"""The whole ledger of stock: filtered by what happened, where and when, and as a file.

One variant's ledger is ``stock_item``.
"""

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.response import Response

from ecommus.core.catalog_csv.values import guard
from ecommus.core.inventory import Movement
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import locations as places
from ecommus.db.queries import stock as queries
from ecommus.db.stock import UNRECORDED
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk.interfaces import IAdmin, IStock
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import lists, notices
from ecommus.web.admin import stock_words as words
from ecommus.web.admin.files import csv_file

READ = {"within": IAdmin, "permission": P.STOCK_READ}
KINDS = [kind for kind in Movement if kind not in UNRECORDED]
COLUMNS = ("at", "sku", "title", "options", "kind", "change", "promised", "on_hand", "location",
           "reason", "order", "actor")  # fmt: skip
# Rows in a file, the newest; older ones by a span of days.
MOST = 50_000


def wanted(request: Any, everywhere: list[Any]) -> queries.Moved:
    """What the query asks for; days are the shop's."""
    zone = ZoneInfo(request.tenant.timezone)
    since, until = (_day(request.GET.get(name, "")) for name in ("since", "until"))
    code = request.GET.get("location", "")
    return queries.Moved(
        q=lists.search(request),
        kind=lists.chosen(request, "kind", KINDS),
        location_id=next((place.id for place in everywhere if place.code == code), None),
        since=datetime.combine(since, time(), zone) if since else None,
        before=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 9000 else None


@page(IStock, name="movements", template="stock_ledger.pt", **READ)
def movements(context: Any, request: Any) -> dict[str, Any]:
    """Every change of the stock, newest first."""
    notices.lead(request, "Stock", context)
    everywhere = places.everywhere(request.db)
    asked = wanted(request, everywhere)
    statement = queries.everything_moved(asked)
    rows, pager = lists.fetch(request, statement, stock_movements.c.id.desc())
    orders = context.__parent__["orders"]
    day = ZoneInfo(request.tenant.timezone)
    return {
        "rows": [
            (row, words.movement(request, orders, row), request.to(context, str(row.variant_id)))
            for row in rows
        ],
        "pager": pager,
        "asked": asked,
        "since": asked.since.date().isoformat() if asked.since else "",
        "until": (asked.before.astimezone(day).date() - timedelta(days=1)).isoformat()
        if asked.before
        else "",
        "kinds": [(kind, request.localizer.translate(words.MOVEMENTS[kind])) for kind in KINDS],
        "places": everywhere if len(everywhere) > 1 else (),
        "filtered": asked != queries.Moved(),
        "list_url": request.path,
        "file_url": request.to(context, "movements-export", query=dict(request.GET)),
    }


@page(IStock, name="movements-export", **READ)
def movements_file(_context: Any, request: Any) -> Response:
    """The same rows as CSV, times in the shop's zone."""
    statement = queries.everything_moved(wanted(request, places.everywhere(request.db)))
    found = request.db.execute(statement.order_by(stock_movements.c.id.desc()).limit(MOST))
    zone = ZoneInfo(request.tenant.timezone)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found:
        cells = (
            row.sku or "", row.title or "", " / ".join(row.option_values or ()), row.kind,
            words.change(row), words.PROMISES.get(row.kind, 0) * row.quantity, row.on_hand,
            row.location or "", words.reason(request, row), row.number or "", row.actor,
        )  # fmt: skip
        at = row.at.astimezone(zone).isoformat(timespec="seconds")
        # A change below zero is a number, not a formula.
        writer.writerow([at, *(c if isinstance(c, int) else guard(str(c)) for c in cells)])
    return csv_file(request, "stock-ledger", b"\xef\xbb\xbf" + text.getvalue().encode())
