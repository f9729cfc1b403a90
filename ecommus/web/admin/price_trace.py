"""“Why this price?”: an order's stored trace (``core.pricing.Step``), in words and in money."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import format_percent
from pyramid.i18n import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.core.pricing import SHIPPING
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

RULES = {
    "list_price": _("Price of the shop"),
    "quantity": _("Times the quantity"),
    "shipping_rate": _("Price of the delivery"),
    "exchange_rate": _("Exchange rate"),
    "price_list": _("Price list"),
    "catalog_promotion": _("Promotion in the catalogue"),
    "cart_promotion": _("Promotion"),
    "staff_price": _("Agreed with the customer"),
    "tax:net": _("Price without tax"),
    "tax": _("Tax"),
    "rounding": _("Rounding of the tax"),
}
# The rate that people write into the name of a tax.
RATE = re.compile(r"\s*\d+(?:[.,]\d+)?\s*%\s*$")
# Values of ``before`` that are no amounts.
WORDS = {
    "document": _("once for the order"),
    "line": _("line by line"),
    "unit": _("piece by piece"),
}


class Explained(NamedTuple):
    """A step: ``rule`` turned ``before`` into ``after`` for ``subject``."""

    subject: str
    rule: str
    detail: str
    before: str
    after: str


def rows(request: Any, order: Any) -> list[Explained]:
    """The steps in the order in which they were taken. A plugin's rule keeps its own name."""
    subjects = _subjects(request, order)
    # The trace is older than its reader: what it says of a tax is said anew, in their language.
    taxes = {f"{t['name']} {t['rate']} %": _tax(request, t) for t in order.taxes}

    def shown(value: Any) -> str:
        if isinstance(value, int):
            return Money(value, order.currency).format(request.locale_name)
        return translate(request, WORDS.get(value, value))

    return [
        Explained(
            subject=subjects.get(step["subject"], step["subject"]),
            rule=translate(request, _rule(step["rule"])),
            detail=taxes.get(step.get("detail", ""), step.get("detail", "")),
            before=shown(step["before"]),
            after=shown(step["after"]),
        )
        for step in order.trace
    ]


def _rule(rule: str) -> Any:
    """``cart_promotion:<id>`` is a promotion; its name is the detail."""
    return RULES.get(rule) or RULES.get(rule.partition(":")[0], rule)


def _tax(request: Any, tax: dict[str, Any]) -> str:
    """``TVA 21%`` of 21.000 → ``TVA 21 %``: the rate once, as the reader writes it."""
    rate = format_percent(
        Decimal(tax["rate"]) / 100, locale=request.locale_name, decimal_quantization=False
    )
    name = RATE.sub("", tax["name"])
    return f"{name} {rate}".strip()


def _subjects(request: Any, order: Any) -> dict[str, str]:
    """The names of what was priced. A trace knows lines by their place in the cart, which is gone;
    the question it belongs to lists them in the order of the order's own."""
    names = {SHIPPING: translate(request, "Delivery"), "order": translate(request, "Order")}
    asked = order.question.get("lines", [])
    if len(asked) == len(order.lines):
        names |= {a["key"]: line.name for a, line in zip(asked, order.lines, strict=True)}
    else:
        names |= {a["key"]: translate(request, "Goods") for a in asked}
    return names
