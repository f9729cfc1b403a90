"""Cart promotions, one after another in the order of their priority."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ecommus.core.promotions.conditions import Buyer, Item, holds
from ecommus.core.promotions.discounts import ON_ITEMS, Tally, shipping_discount
from ecommus.core.promotions.model import Action, Promotion


@dataclass(frozen=True, slots=True)
class Applied:
    """What one promotion took off: positive minor units, by line, and off the shipping."""

    promotion: Promotion
    lines: dict[str, int]
    shipping: int = 0

    @property
    def amount(self) -> int:
        return sum(self.lines.values()) + self.shipping


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that applied, in order, and what is left of every line and of the shipping."""

    applied: tuple[Applied, ...]
    left: dict[str, int]
    shipping: int | None


def apply(
    promotions: Sequence[Promotion],
    items: Sequence[Item],
    *,
    shipping: int | None,
    currency: str,
    buyer: Buyer,
    now: datetime,
) -> Outcome:
    """Apply the promotions that run now and are open to the cart.

    Each works on what the earlier ones left; ties of priority go by id. Where exclusive ones are
    open, the first that takes anything off applies alone.
    """
    found = [p for p in promotions if p.runs(now) and holds(p, items, buyer, currency)]
    found.sort(key=lambda promotion: (-promotion.priority, promotion.id))
    for promotion in (promotion for promotion in found if promotion.exclusive):
        outcome = _all([promotion], items, shipping, currency)
        if outcome.applied:
            return outcome
    return _all([p for p in found if not p.exclusive], items, shipping, currency)


def _all(
    promotions: Sequence[Promotion], items: Sequence[Item], shipping: int | None, currency: str
) -> Outcome:
    tally = Tally(items, shipping)
    applied = [_one(promotion, tally, currency) for promotion in promotions]
    left_over = None if shipping is None else tally.shipping
    return Outcome(tuple(entry for entry in applied if entry.amount), tally.left, left_over)


def _one(promotion: Promotion, tally: Tally, currency: str) -> Applied:
    lines: dict[str, int] = defaultdict(int)
    shipping = 0
    for action in promotion.actions:
        if action.type == "shipping_percentage":
            shipping += shipping_discount(action, tally)
        elif action.amount == 0 or action.currency == currency:
            for key, taken in _taken(promotion, action, tally):
                lines[key] += taken
    return Applied(promotion, {key: taken for key, taken in lines.items() if taken}, shipping)


def _keys(promotion: Promotion, action: Action, tally: Tally) -> list[str]:
    """The lines that an action may lower."""
    open_to = tally.free if promotion.applies_to_discounted else tally.untouched
    if action.type == "buy_x_get_y" or not action.filters:
        return open_to
    return [key for key in open_to if tally.items[key].fits(action.filters)]


def _taken(promotion: Promotion, action: Action, tally: Tally):
    return ON_ITEMS[action.type](action, tally, _keys(promotion, action, tally)).items()
