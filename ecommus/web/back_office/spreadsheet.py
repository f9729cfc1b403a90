"""A list as a CSV file: the same filter, all of its rows, in columns stated once.

What a list's columns are is said in ``ecommus.web.admin.sheets``; every page whose place has a
sheet offers it (``shell.csv_url``). Rows come from the database in pages inside the request's read
transaction and go to a file that is sent when it is whole: a connection that is slow holds nothing.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pyramid.response import Response
from sqlalchemy import Select

from ecommus.core.catalog_csv.values import guard
from ecommus.core.money import Money
from ecommus.core.permissions import Permission
from ecommus.web.problems import translate

NAME = "list.csv"
MOST = 50_000
PAGE = 1_000
# Of a list's address what a file has no use for.
NOT_FILTERS = ("page", "done", "select")


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` is a msgid; ``read(request, row)`` a text, number, Money, time or None."""

    title: str
    read: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows(context, request)``: all rows of the list's filter, in its order."""

    name: str
    permission: Permission
    rows: Callable[[Any, Any], Iterable[Any]]
    columns: tuple[Column, ...]


# Interface of a place → its sheet.
SHEETS: dict[Any, Sheet] = {}


def of(context: Any) -> Sheet | None:
    """The sheet of a place, if it has one."""
    return next((sheet for place, sheet in SHEETS.items() if place.providedBy(context)), None)


def url(request: Any) -> str | None:
    """Where this page's list is to be had as a file, for who may take it."""
    context = getattr(request, "context", None)
    sheet = of(context)
    if sheet is None or request.view_name or not request.identity.may(sheet.permission):
        return None
    query = {key: value for key, value in request.GET.items() if key not in NOT_FILTERS and value}
    path = request.to(context, NAME)
    return f"{path}?{urlencode(query)}" if query else path


def download(context: Any, request: Any) -> Response:
    """The list's rows as CSV that Excel opens: UTF-8 with its mark, no cell that is a formula."""
    sheet = of(context)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(_lines(sheet, context, request))
    body = text.getvalue().encode("utf-8-sig")
    response = Response(body, content_type="text/csv", charset="utf-8")
    filename = f"{sheet.name}-{request.now.astimezone(_zone(request)):%Y-%m-%d}.csv"
    response.content_disposition = f'attachment; filename="{filename}"'
    response.cache_control = "private, no-store"
    return response


def _lines(sheet: Any, context: Any, request: Any) -> Iterator[list[str]]:
    yield [translate(request, column.title) for column in sheet.columns]
    count = 0
    # To the end, which is one row further at most: a cursor left open is not given back.
    for count, row in enumerate(sheet.rows(context, request), start=1):
        if count <= MOST:
            yield [_cell(request, column.read(request, row)) for column in sheet.columns]
    if count > MOST:
        text = "Only the first %(count)s rows are here: filter the list to get the others."
        yield [translate(request, text, {"count": MOST})]


def _cell(request: Any, value: Any) -> str:
    """Numbers and days as programs read them, texts as nobody's formula."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return str(value.decimal)
    if isinstance(value, datetime):
        return f"{value.astimezone(_zone(request)):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return translate(request, "Yes" if value else "No")
    return guard(value) if isinstance(value, str) else str(value)


def _zone(request: Any) -> ZoneInfo:
    return ZoneInfo(request.tenant.timezone)


def selected(request: Any, statement: Select, *order: Any) -> Iterator[Any]:
    """The rows of a select, a page at a time by a cursor of the database."""
    return request.db.execute(
        statement.order_by(*order).limit(MOST + 1), execution_options={"yield_per": PAGE}
    )


def paged(read: Callable[[int, int], list[Any]]) -> Iterator[Any]:
    """The rows that ``read(limit, offset)`` answers, page after page."""
    for offset in range(0, MOST + 1, PAGE):
        found = read(min(PAGE, MOST + 1 - offset), offset)
        yield from found
        if len(found) < PAGE:
            return
