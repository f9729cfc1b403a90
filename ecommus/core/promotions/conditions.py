"""Whether a promotion may apply: every rule looks at the cart as it was before any of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ecommus.core.promotions.model import Filters, Promotion, Rule


@dataclass(frozen=True, slots=True)
class Item:
    """A line as promotions see it. ``unit_price`` after catalogue promotions, minor units.

    ``categories`` name the product's own and all above them. ``min_price``: no discount goes below
    it. ``lowered``: a catalogue promotion touched it already. ``fixed``: staff agreed on its price,
    and promotions leave it alone.
    """

    key: str
    quantity: int
    unit_price: int
    product: str = ""
    categories: frozenset[str] = frozenset()
    min_price: int = 0
    lowered: bool = False
    fixed: bool = False

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity

    def fits(self, filters: Filters) -> bool:
        """Whether ``filters`` name it: all of those that are given."""
        return (
            (not filters.products or self.product in filters.products)
            and (not filters.categories or bool(self.categories & filters.categories))
            and (filters.min_price is None or self.unit_price >= filters.min_price)
            and (filters.max_price is None or self.unit_price <= filters.max_price)
        )


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys and where it goes. ``order``: the how manieth order this will be, None unknown."""

    country: str = ""
    group: str | None = None
    order: int | None = None
    coupons: frozenset[str] = field(default_factory=frozenset)


Check = Callable[[Rule, Sequence[Item], Buyer, str], bool]


def _quantity(items: Sequence[Item]) -> int:
    return sum(item.quantity for item in items)


def _within(items: Sequence[Item], category: str) -> list[Item]:
    return [item for item in items if category in item.categories]


def _worth(rule: Rule, items: Sequence[Item], currency: str) -> bool:
    return rule.currency == currency and sum(item.total for item in items) >= rule.amount


CHECKS: dict[str, Check] = {
    "cart_quantity": lambda rule, items, _buyer, _c: _quantity(items) >= rule.count,
    "item_total": lambda rule, items, _buyer, currency: _worth(rule, items, currency),
    "category_total": lambda rule, items, _buyer, currency: _worth(
        rule, _within(items, rule.category), currency
    ),
    "has_category": lambda rule, items, _buyer, _c: (
        _quantity(_within(items, rule.category)) >= rule.count
    ),
    "contains_product": lambda rule, items, _buyer, _c: (
        _quantity([item for item in items if item.product == rule.product]) >= rule.count
    ),
    "customer_group": lambda rule, _items, buyer, _c: buyer.group == rule.group,
    "nth_order": lambda rule, _items, buyer, _c: buyer.order == rule.count,
    "shipping_country": lambda rule, _items, buyer, _c: buyer.country in rule.countries,
}


def holds(promotion: Promotion, items: Sequence[Item], buyer: Buyer, currency: str) -> bool:
    """Whether a promotion that runs is open to this cart: its coupon is given, its limit is not
    reached, all its rules hold."""
    if promotion.coupon_based and not promotion.coupons & buyer.coupons:
        return False
    if promotion.left is not None and promotion.left <= 0:
        return False
    return all(CHECKS[rule.type](rule, items, buyer, currency) for rule in promotion.rules)
