"""Other currencies a shop sells in, beside its own: a rate each, and what converted prices end in.

A price that no price list names in a currency is converted, so everything can be bought in each of
them. Neighbours: ``money`` (one rounding rule), ``price_lists`` (prices of a currency's own).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import is_currency

from ecommus.core.errors import Invalid
from ecommus.core.money import MAX_AMOUNT, Money, exponent, round_half_up
from ecommus.core.promotions.model import Action, Filters, Promotion, Rule

MOST = 20
MOST_RATE = Decimal(1_000_000)
# Multiples that converted prices are rounded to, in minor units.
STEPS = (1, 5, 10, 50, 100)
EXCHANGE = "exchange_rate"


@dataclass(frozen=True, slots=True)
class Exchange:
    """From a shop's own currency into another: ``rate`` units of ``base`` buy one of ``currency``
    (as central banks quote); prices are multiples of ``step`` minor units."""

    base: str
    currency: str
    rate: Decimal
    step: int = 1

    def of(self, amount: int) -> int:
        """An amount of ``base`` in ``currency``, minor units. What costs something never becomes
        free."""
        minor = Decimal(amount).scaleb(exponent(self.currency) - exponent(self.base)) / self.rate
        found = round_half_up(minor / self.step) * self.step
        return min(found, MAX_AMOUNT) or (self.step if amount > 0 else 0)

    def perhaps(self, amount: int | None) -> int | None:
        return None if amount is None else self.of(amount)

    def back(self, amount: int) -> int:
        """An amount of ``currency`` in ``base``, minor units."""
        minor = Decimal(amount).scaleb(exponent(self.base) - exponent(self.currency)) * self.rate
        return min(round_half_up(minor), MAX_AMOUNT)

    def money(self, money: Money) -> Money:
        """Money of ``base`` in ``currency``; other money as it is."""
        return Money(self.of(money.amount), self.currency) if money.currency == self.base else money

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate.normalize():f} {self.base}"

    def promotion(self, promotion: Promotion) -> Promotion:
        """A cart promotion whose amounts hold in ``currency`` as well."""
        return replace(
            promotion,
            rules=tuple(self._rule(rule) for rule in promotion.rules),
            actions=tuple(self._action(action) for action in promotion.actions),
        )

    def _rule(self, rule: Rule) -> Rule:
        if rule.currency != self.base:
            return rule
        return replace(rule, amount=self.of(rule.amount), currency=self.currency)

    def _action(self, action: Action) -> Action:
        action = replace(
            action,
            filters=self._filters(action.filters),
            gets=action.gets and self._filters(action.gets),
        )
        if action.currency != self.base:
            return action
        return replace(action, amount=self.of(action.amount), currency=self.currency)

    def _filters(self, filters: Filters) -> Filters:
        low, high = self.perhaps(filters.min_price), self.perhaps(filters.max_price)
        return replace(filters, min_price=low, max_price=high)


def of_settings(base: str, stored: Sequence[dict[str, Any]]) -> dict[str, Exchange]:
    """By code, in the shop's order; ``stored`` as ``check`` left it."""
    return {
        entry["code"]: Exchange(base, entry["code"], Decimal(entry["rate"]), entry["step"])
        for entry in stored
    }


def check(base: str, given: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The currencies as they are stored. Invalid says which one is wrong, and why."""
    if len(given) > MOST:
        raise Invalid("too_many", "At most twenty currencies.", field="currencies")
    found: dict[str, dict[str, Any]] = {}
    for index, entry in enumerate(given):
        field, code = f"currencies.{index}", str(entry["code"]).strip().upper()
        if not is_currency(code):
            text = "“%(value)s” is not the code of a currency."
            raise Invalid("currency_unknown", text, field=f"{field}.code", value=code)
        if code == base or code in found:
            text = "“%(value)s” is there already."
            raise Invalid("currency_twice", text, field=f"{field}.code", value=code)
        if entry.get("step", 1) not in STEPS:
            text = "Choose one of: %(known)s."
            known = ", ".join(map(str, STEPS))
            raise Invalid("choice_unknown", text, field=f"{field}.step", known=known)
        rate = _rate(entry["rate"], f"{field}.rate")
        found[code] = {"code": code, "rate": f"{rate:f}", "step": entry.get("step", 1)}
    return list(found.values())


def _rate(given: Any, field: str) -> Decimal:
    try:
        rate = Decimal(str(given))
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or not 0 < rate <= MOST_RATE or -int(rate.as_tuple().exponent) > 6:
        text = "A rate is more than 0, at most %(most)s, with at most six decimals."
        raise Invalid("rate_invalid", text, field=field, most=f"{MOST_RATE:f}")
    return rate.normalize()
