"""The dashboard's figures: revenue of some days against as many before, and the plot of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from ecommus.core.money import Money
from ecommus.db.queries.dashboard import Day
from ecommus.web import charts
from ecommus.web.problems import translate

CHART_DAYS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """Orders and revenue of some days; ``before`` is the revenue of as many days before them."""

    label: str
    orders: int
    revenue: tuple[Money, ...]
    trend: str
    delta: str | None


def revenue(days: Sequence[Day], currency: str) -> tuple[Money, ...]:
    """Sums per currency, the shop's own first and always there."""
    sums = {currency: 0}
    for day in days:
        sums[day.currency] = sums.get(day.currency, 0) + day.total
    return tuple(Money(amount, code) for code, amount in sums.items())


def figure(request: Any, label: str, days: Sequence[Day], today: date, length: int) -> Figure:
    """The last ``length`` days, and how their revenue compares to as many before."""
    first = today - timedelta(days=length - 1)
    here = [day for day in days if day.day >= first]
    there = [day for day in days if first - timedelta(days=length) <= day.day < first]
    currency = request.tenant.currency
    now, before = revenue(here, currency), revenue(there, currency)[0]
    change = round((now[0].amount - before.amount) * 100 / before.amount) if before else None
    return Figure(
        label=translate(request, label),
        orders=sum(day.orders for day in here),
        revenue=now,
        trend="up" if change and change > 0 else "down" if change and change < 0 else "flat",
        delta=None if change is None else f"{change:+d} %",
    )


def chart(request: Any, days: Sequence[Day], today: date) -> dict[str, Any]:
    """Revenue of the last days in the shop's currency, as bars and as rows."""
    locale, currency = request.locale_name, request.tenant.currency
    totals = {day.day: day.total for day in days if day.currency == currency}
    calendar = [today - timedelta(days=CHART_DAYS - 1 - n) for n in range(CHART_DAYS)]
    amounts = [Money(totals.get(day, 0), currency) for day in calendar]
    labels = [format_date(day, "d MMM", locale=locale) for day in calendar]
    points = list(zip(labels, (float(amount.decimal) for amount in amounts), strict=True))
    return {
        "chart": charts.bar_chart(
            points,
            title=translate(request, "Sales per day, last 30 days"),
            format=lambda value: format_decimal(value, locale=locale),
        ),
        "rows": list(zip(labels, (amount.format(locale) for amount in amounts), strict=True)),
        "columns": (translate(request, "Day"), translate(request, "Sales")),
    }
