"""Lists: a page of rows at a time, and links that keep the filters. Used by every list here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from sqlalchemy import Row, Select, func, select

from ecommus.core.money import Money, exponent

SIZE = 50


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list one is; see the ``pagination`` macro of ui.pt. Counted from 1."""

    total: int
    page: int
    pages: int
    offset: int
    size: int
    prev_url: str | None
    next_url: str | None

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)


@dataclass(frozen=True, slots=True)
class Sort:
    """A column's heading; see the ``sort`` macro of ui.pt."""

    url: str
    direction: str


def url(request: Any, **changes: Any) -> str:
    """This list with other values in its query; None or "" leaves one out, ``page`` starts anew."""
    values = {**request.GET, "page": None, "done": None} | changes
    query = {key: value for key, value in values.items() if value not in (None, "")}
    path = request.path
    return f"{path}?{urlencode(query)}" if query else path


def pager(request: Any, total: int, size: int = SIZE) -> Pager:
    """The page that ``?page=`` names; the nearest there is when it names none."""
    pages = max(-(-total // size), 1)
    asked = request.GET.get("page", "1")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 10 else 1
    page = min(max(wanted, 1), pages)
    return Pager(
        total=total,
        page=page,
        pages=pages,
        offset=(page - 1) * size,
        size=size,
        prev_url=url(request, page=page - 1 if page > 2 else None) if page > 1 else None,
        next_url=url(request, page=page + 1) if page < pages else None,
    )


def fetch(request: Any, statement: Select, *order: Any) -> tuple[list[Row], Pager]:
    """One page of a select's rows: two statements, however long the list is."""
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    place = pager(request, request.db.execute(counted).scalar_one())
    page = statement.order_by(*order).limit(place.size).offset(place.offset)
    return list(request.db.execute(page)), place


def search(request: Any) -> str:
    """What was typed into the search box. PostgreSQL takes no NUL, so there is none."""
    return request.GET.get("q", "").replace("\0", "").strip()[:200]


def chosen(request: Any, name: str, known: Iterable[str]) -> str:
    """The query's value of a filter, "" when it is none of those known."""
    value = request.GET.get(name, "")
    return value if value in known else ""


def sorting(request: Any, names: Iterable[str], default: str) -> tuple[str, dict[str, Sort]]:
    """How the list is sorted (``name`` or ``-name``), and a heading for each name."""
    known = list(names)
    given = request.GET.get("sort", default)
    current = given if given.removeprefix("-") in known else default
    headings = {}
    for name in known:
        direction = {name: "ascending", f"-{name}": "descending"}.get(current, "none")
        turned = name if direction == "descending" else f"-{name}"
        headings[name] = Sort(url(request, sort=turned), direction)
    return current, headings


def when(request: Any, time: datetime) -> str:
    """A time to the minute, in the shop's zone: ``24 nov. 2026, 15:49``."""
    local = time.astimezone(ZoneInfo(request.tenant.timezone))
    locale = request.locale_name
    day, hour = (
        format_date(local, "medium", locale=locale),
        format_time(local, "short", locale=locale),
    )
    return f"{day}, {hour}"


def today(request: Any) -> date:
    """The day it is in the shop's zone."""
    return datetime.now(ZoneInfo(request.tenant.timezone)).date()


def typed(request: Any, money: Money) -> str:
    """An amount as the reader would type it into a field: ``1234,50``."""
    places = exponent(money.currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(money.decimal, pattern, locale=request.locale_name)
