"""How a worked example of a price is written down.

The tables are ``examples_*``, one subject each; ``test_worked_examples`` prices them and
recalculates their arithmetic. All amounts are minor units; ``"10%"`` stands for a percentage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ecommus.core.pricing import Change, PriceLine, PriceQuestion
from ecommus.core.promotions import Action, Filters, Promotion, Rule
from ecommus.core.promotions.conditions import Buyer
from ecommus.core.tax import Rounding, TaxRate

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def rate(percentage: str, category: str, starts: date, ends: date | None = None, country="RO"):
    name = f"{'TVA' if country == 'RO' else country} {percentage}%"
    return TaxRate(name, country, category, Decimal(percentage), True, starts, ends)


AUGUST = date(2025, 8, 1)
# Legea 141/2025: 21 % and 11 % from 1 August 2025; 19 % and 9 % until the day before.
ROMANIA = (
    rate("19", "standard", date(2017, 1, 1), date(2025, 7, 31)),
    rate("9", "reduced", date(2017, 1, 1), date(2025, 7, 31)),
    rate("21", "standard", AUGUST),
    rate("11", "reduced", AUGUST),
)


@dataclass(frozen=True)
class Example:
    """``how``: the arithmetic by hand."""

    name: str
    question: PriceQuestion
    how: str
    expected: dict[str, Any]


def example(
    name: str,
    items: Sequence[PriceLine],
    promotions: Sequence[Promotion],
    how: str,
    *,
    total: int,
    discount: int = 0,
    tax: int = 0,
    shipping_total: int | None = None,
    net: bool = False,
    rates: Sequence[TaxRate] = ROMANIA,
    left: Sequence[int] | None = None,
    line_taxes: Sequence[int] | None = None,
    taxes: Sequence[tuple[str, int, int]] | None = None,
    applied: Sequence[str] | None = None,
    untaxed: Sequence[str] | None = None,
    struck: Sequence[int | None] | None = None,
    **asked: Any,
) -> Example:
    """A cart and its sums. ``net``: prices without tax. ``discount`` is what the items lost.

    Where given: what discounts ``left`` of each line, each line's tax, the rows of ``taxes``
    (percentage, base, amount), the ids of promotions ``applied``, categories without a rate, and
    the ``struck`` prices.
    """
    lines = tuple(
        PriceLine(**{**item, "key": key}) for key, item in zip("abcdef", items, strict=False)
    )
    asked = {"shipping": None, "shipping_tax_category": "standard", "country": "RO"} | asked
    question = PriceQuestion(
        currency=asked.pop("currency", "RON"),
        lines=lines,
        on=asked.pop("on", TODAY),
        rates=tuple(known if not net else _on_top(known) for known in rates),
        promotions=tuple(promotions),
        rounding=Rounding(asked.pop("rounding", "document")),
        **asked,
    )
    sums = {"total": total, "discount": -discount, "tax": tax, "shipping_total": shipping_total}
    more = {"left": left, "line_taxes": line_taxes, "taxes": taxes, "applied": applied,
            "untaxed": untaxed, "struck": struck}  # fmt: skip
    stated = {key: list(value) for key, value in more.items() if value is not None}
    return Example(name, question, how, sums | stated)


def _on_top(known: TaxRate) -> TaxRate:
    fields = (known.name, known.country, known.category, known.rate)
    return TaxRate(*fields, False, known.starts_on, known.ends_on)


def item(
    price: int,
    quantity: int = 1,
    tax: str | None = "standard",
    *,
    product: str = "",
    of: str = "",
    floor: int = 0,
    was: int | None = None,
    by: str = "catalog_promotion:sale",
) -> dict[str, Any]:
    """A line: ``of`` names its categories, ``floor`` is its minimum price; it ``was`` dearer
    before the catalogue promotion (or what ``by`` says)."""
    return {
        "quantity": quantity,
        "unit_price": price,
        "original_unit_price": was,
        "tax_category": tax,
        "product": product,
        "categories": frozenset(of.split()),
        "min_price": floor,
        "changes": () if was is None else (Change(by, was, price),),
    }


def promo(*actions: Action, when: Sequence[Rule] = (), id: str = "p", **limits: Any) -> Promotion:
    return Promotion(id, id, rules=tuple(when), actions=actions, **limits)


def off_order(much: int | str, currency: str = "RON", **only: Any) -> Action:
    """An amount, or ``"10%"``, off the order; ``only``: what it is about (``about``)."""
    return _off("order", much, currency, only)


def off_items(much: int | str, currency: str = "RON", **only: Any) -> Action:
    """An amount, or ``"10%"``, off each unit."""
    return _off("item", much, currency, only)


def off_shipping(much: str) -> Action:
    return Action("shipping_percentage", percentage=Decimal(much.rstrip("%")))


def buy(n: int, get: int, at: str = "100%", gets: Filters | None = None, **only: Any) -> Action:
    """Of every ``n`` bought, ``get`` more are lowered by ``at``."""
    off = Decimal(at.rstrip("%"))
    return Action("buy_x_get_y", buy=n, get=get, percentage=off, gets=gets, filters=about(**only))


def gift(product: str) -> Action:
    return Action("free_gift", product=product)


def about(products: str = "", of: str = "", at_least: int | None = None,
          at_most: int | None = None) -> Filters:  # fmt: skip
    """Products, categories (``of``), and a range of unit prices."""
    return Filters(frozenset(products.split()), frozenset(of.split()), at_least, at_most)


def _off(what: str, much: int | str, currency: str, only: dict[str, Any]) -> Action:
    if isinstance(much, str):
        off = Decimal(much.rstrip("%"))
        return Action(f"{what}_percentage", percentage=off, filters=about(**only))
    return Action(f"{what}_fixed", amount=much, currency=currency, filters=about(**only))


def buyer(country: str = "RO", coupons: str = "", **known: Any) -> Buyer:
    return Buyer(country, coupons=frozenset(coupons.split()), **known)
