"""A cart promotion as data: rules that must all hold, actions that follow, and its limits."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

RULES = (
    "cart_quantity", "item_total", "category_total", "has_category", "contains_product",
    "customer_group", "nth_order", "shipping_country",
)  # fmt: skip
ACTIONS = (
    "order_fixed", "order_percentage", "item_fixed", "item_percentage", "shipping_percentage",
    "buy_x_get_y", "free_gift",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items an action is about; nothing named: all. Prices in minor units, per unit."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    min_price: int | None = None
    max_price: int | None = None

    def __bool__(self) -> bool:
        """Whether it names anything."""
        limits = (self.min_price, self.max_price)
        return bool(self.products or self.categories) or limits != (None, None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition. What the fields mean depends on ``type`` (``conditions``)."""

    type: str
    amount: int = 0
    currency: str = ""
    count: int = 1
    category: str = ""
    product: str = ""
    group: str = ""
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Action:
    """One discount. ``amount``: minor units of ``currency``; ``percentage``: 0 to 100.

    ``buy_x_get_y``: of every ``buy`` units that ``filters`` name, ``get`` units that ``gets``
    names (the cheapest) are lowered by ``percentage``. ``free_gift``: a unit of ``product``.
    """

    type: str
    amount: int = 0
    currency: str = ""
    percentage: Decimal = Decimal(0)
    filters: Filters = field(default_factory=Filters)
    buy: int = 0
    get: int = 0
    gets: Filters | None = None
    product: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """Higher ``priority`` first. ``exclusive``: applies alone. Times are UTC, the end excluded.

    ``coupons``: the codes that open it, where it is ``coupon_based``. ``left``: how often it may
    still be used, None without a limit; what was used is counted by who asks.
    """

    id: str
    name: str
    priority: int = 0
    exclusive: bool = False
    coupon_based: bool = False
    coupons: frozenset[str] = frozenset()
    applies_to_discounted: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    left: int | None = None
    rules: tuple[Rule, ...] = ()
    actions: tuple[Action, ...] = ()

    def runs(self, now: datetime) -> bool:
        """Whether it is its time."""
        begun = self.starts_at is None or self.starts_at <= now
        return begun and (self.ends_at is None or now < self.ends_at)
