"""The dashboard's figures: some days against as many before, and their plots with their numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from ecommus.core.money import Money
from ecommus.db.queries.dashboard import Day, Funnel
from ecommus.web import charts
from ecommus.web.problems import translate

DAYS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """Orders and revenue of some days; the change is that of revenue."""

    label: str
    orders: int
    revenue: tuple[Money, ...]
    change: tuple[str, str | None]


def change(now: float, before: float, unit: str = " %") -> tuple[str, str | None]:
    """(trend, text) of a figure against the one before; no text when there was none."""
    if not before:
        return "flat", None
    percent = round((now - before) * 100 / before)
    return "up" if percent > 0 else "down" if percent < 0 else "flat", f"{percent:+d}{unit}"


def money(request: Any, amount: float) -> Money:
    return Money(round(amount), request.tenant.currency)


def revenue(days: Sequence[Day], currency: str) -> tuple[Money, ...]:
    """Sums per currency, the shop's own first and always there."""
    sums = {currency: 0}
    for day in days:
        sums[day.currency] = sums.get(day.currency, 0) + day.total
    return tuple(Money(amount, code) for code, amount in sums.items())


def split(days: Sequence[Day], today: date, length: int) -> tuple[list[Day], list[Day]]:
    """The last ``length`` days, and as many before them."""
    first = today - timedelta(days=length - 1)
    return (
        [day for day in days if day.day >= first],
        [day for day in days if first - timedelta(days=length) <= day.day < first],
    )


def figure(request: Any, label: str, days: Sequence[Day], today: date, length: int) -> Figure:
    """The last ``length`` days, and how their revenue compares to as many before."""
    here, there = split(days, today, length)
    now = revenue(here, request.tenant.currency)
    before = revenue(there, request.tenant.currency)[0]
    orders = sum(day.orders for day in here)
    return Figure(label, orders, now, change(now[0].amount, before.amount))


def average(request: Any, days: Sequence[Day], today: date, length: int) -> tuple[Money, Any]:
    """What an order of the shop's currency was worth, and the change."""
    means = []
    for part in split(days, today, length):
        own = [day for day in part if day.currency == request.tenant.currency]
        orders = sum(day.orders for day in own)
        means.append(sum(day.total for day in own) / orders if orders else 0)
    return money(request, means[0]), change(*means)


def conversion(request: Any, now: Funnel, before: Funnel) -> tuple[str, Any]:
    """Of a hundred carts those that became orders, and the change."""
    shares = [100 * each.orders / each.carts if each.carts else 0 for each in (now, before)]
    return _share(request, now.orders, now.carts), change(*shares)


def _per_day(
    request: Any, days: Sequence[Day], today: date, length: int, value: Callable[[Day], int]
) -> tuple[list[str], list[int], list[int]]:
    """Labels, values and the values of as many days before; only of the shop's currency."""
    found: dict[date, int] = {}
    for day in days:
        if day.currency == request.tenant.currency:
            found[day.day] = value(day)
    calendar = [today - timedelta(days=2 * length - 1 - n) for n in range(2 * length)]
    values = [found.get(day, 0) for day in calendar]
    locale = request.locale_name
    labels = [format_date(day, "d MMM", locale=locale) for day in calendar[length:]]
    return labels, values[length:], values[:length]


def _plot(
    request: Any, heading: str, hint: str, chart: Any, columns: tuple[str, ...], rows: Any
) -> dict[str, Any]:
    named = tuple(translate(request, column) for column in columns)
    return {"heading": heading, "hint": hint, "chart": chart, "columns": named, "rows": list(rows)}


def _numbers(request: Any) -> Callable[[float], str]:
    return lambda value: format_decimal(value, locale=request.locale_name)


def sales_plot(
    request: Any, label: str, days: Sequence[Day], today: date, length: int
) -> dict[str, Any]:
    """Revenue per day as a line, the days before dashed behind it."""
    labels, now, before = _per_day(request, days, today, length, lambda day: day.total)
    here, there = ([money(request, n) for n in values] for values in (now, before))
    heading = f"{translate(request, 'Sales per day')} · {label}"
    hint = translate(
        request, "In %(currency)s, cancelled orders left out. Dashed: the days before.",
        {"currency": request.tenant.currency},
    )  # fmt: skip
    chart = charts.line_chart(
        list(zip(labels, (float(amount.decimal) for amount in here), strict=True)),
        title=heading,
        desc=hint,
        previous=[float(amount.decimal) for amount in there],
        format=_numbers(request),
    )
    locale = request.locale_name
    texts = ([amount.format(locale) for amount in each] for each in (here, there))
    return _plot(request, heading, hint, chart, ("Day", "Sales", "Days before"),
                 zip(labels, *texts, strict=True))  # fmt: skip


def orders_plot(
    request: Any, label: str, days: Sequence[Day], today: date, length: int
) -> dict[str, Any]:
    """Orders per day as bars."""
    labels, now, before = _per_day(request, days, today, length, lambda day: day.orders)
    heading = f"{translate(request, 'Orders per day')} · {label}"
    text = "Orders: %(now)s; %(before)s in the days before"
    hint = translate(request, text, {"now": sum(now), "before": sum(before)})
    points = [(day, float(value)) for day, value in zip(labels, now, strict=True)]
    chart = charts.bar_chart(points, title=heading, desc=hint, format=_numbers(request))
    rows = zip(labels, map(str, now), map(str, before), strict=True)
    return _plot(request, heading, hint, chart, ("Day", "Orders", "Days before"), rows)


def funnel_plot(request: Any, now: Funnel, before: Funnel) -> dict[str, Any]:
    """Carts begun → checkout begun → ordered."""
    steps = [("Carts begun", "carts"), ("Checkout begun", "checkouts"), ("Ordered", "orders")]
    named = [(translate(request, label), name) for label, name in steps]
    heading = translate(request, "From cart to order")
    hint = translate(request, "What became of the carts that were begun in these days")
    points = [(label, float(getattr(now, name))) for label, name in named]
    chart = charts.bar_chart(points, title=heading, desc=hint, format=_numbers(request))
    rows = [
        (label, str(getattr(now, name)), _share(request, getattr(now, name), now.carts),
         str(getattr(before, name)), _share(request, getattr(before, name), before.carts))
        for label, name in named
    ]  # fmt: skip
    columns = ("Step", "Carts", "Share", "Days before", "Share")
    return _plot(request, heading, hint, chart, columns, rows)


def _share(request: Any, part: int, whole: int) -> str:
    if not whole:
        return "—"
    return f"{format_decimal(100 * part / whole, '0.0', locale=request.locale_name)} %"
