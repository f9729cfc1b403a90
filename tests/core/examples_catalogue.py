"""Worked examples: catalogue promotions, which lower what a variant costs before there is a cart.

Priority, exclusivity and the floor as commerce.md has them; Sylius' numbers are from its
``features/promotion/applying_catalog_promotions``. The variant is ``mug-red`` of the product
``mug``, in ``mugs`` and so in ``cups``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from examples_builder import NOON

from ecommus.core.promotions import CataloguePromotion
from ecommus.core.promotions.catalogue import Sold

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Example:
    """``steps``: (id of the promotion, price after it)."""

    name: str
    sold: Sold
    promotions: Sequence[CataloguePromotion]
    how: str
    price: int
    steps: Sequence[tuple[str, int]] = ()
    currency: str = "RON"
    now: datetime = NOON


def mug(price: int, floor: int = 0) -> Sold:
    return Sold("mug-red", "mug", frozenset(["mugs", "cups"]), price, floor)


def off(much: str | dict[str, int], id: str = "p", scope: str = "", **more: Any):
    """``"10%"``, or amounts by currency, off what ``scope`` names: ``"product:mug variant:x"``."""
    fields = {"id": id, "name": id, "scope": frozenset(map(_pair, scope.split())), **more}
    if isinstance(much, str):
        return CataloguePromotion(percentage=Decimal(much.rstrip("%")), **fields)
    return CataloguePromotion(amounts=tuple(much.items()), **fields)


def _pair(named: str) -> tuple[str, str]:
    kind, _, what = named.partition(":")
    return kind, what


LEI = {"RON": 500}
TENTH = "10 % of 1000 = 100; 1000 - 100 = 900"
SIX = (
    off("30%", "variant 10", "variant:mug-red", priority=10),
    off("50%", "variant 100", "variant:mug-red", priority=100),
    off("10%", "product 200", "product:mug", priority=200),
    off("10%", "product 20", "product:mug", priority=20),
    off("10%", "taxon 150", "category:cups", priority=150),
    off("10%", "taxon 15", "category:mugs", priority=15),
)

EXAMPLES = [
    # A percentage: what is taken off is rounded, half away from zero
    Example("a tenth", mug(1000), [off("10%")], TENTH, 900, [("p", 900)]),
    Example("half of a price of 9.99 is 5.00", mug(999), [off("50%")],
            "50 % of 999 = 499.5 → 500; 999 - 500 = 499", 499, [("p", 499)]),
    # applying_catalog_promotions_price_calculation.feature
    Example("Sylius: 15 percent off 20.00", mug(2000), [off("15%")],
            "15 % of 2000 = 300; 2000 - 300 = 1700", 1700, [("p", 1700)]),
    Example("Sylius: 15 percent off 20.25", mug(2025), [off("15%")],
            "15 % of 2025 = 303.75 → 304; 2025 - 304 = 1721", 1721, [("p", 1721)]),
    Example("Sylius: 15 percent off 9.94", mug(994), [off("15%")],
            "15 % of 994 = 149.1 → 149; 994 - 149 = 845", 845, [("p", 845)]),
    # Sylius rounds the price instead and comes to 8.93
    Example("15 percent off 10.50: the discount is rounded, not the price", mug(1050),
            [off("15%")], "15 % of 1050 = 157.5 → 158; 1050 - 158 = 892", 892, [("p", 892)]),
    Example("all of a price", mug(1000), [off("100%")], "1000 - 1000 = 0", 0, [("p", 0)]),
    Example("a variant that costs nothing", mug(0), [off("10%")], "10 % of 0 = 0", 0),
    Example("too little to be a ban", mug(4), [off("10%")], "10 % of 4 = 0.4 → 0; 4", 4),
    # An amount, by currency
    Example("5.00 lei off", mug(1000), [off(LEI)], "1000 - 500 = 500", 500, [("p", 500)]),
    Example("5.00 lei off a price in euro", mug(1000), [off(LEI)], "no amount in EUR: 1000", 1000,
            currency="EUR"),
    Example("an amount for each currency", mug(1000), [off(LEI | {"EUR": 100})],
            "1000 - 100 = 900", 900, [("p", 900)], currency="EUR"),
    Example("more than it costs", mug(300), [off(LEI)], "500 > 300: 300 - 300 = 0", 0, [("p", 0)]),
    Example("a tenth of 333 yen", mug(333), [off("10%")],
            "10 % of 333 = 33.3 → 33; 333 - 33 = 300", 300, [("p", 300)], currency="JPY"),
    # The floor
    # applying_catalog_promotions_with_minimum_price.feature
    Example("Sylius: 80 percent, but no lower than 15.00", mug(2000, 1500), [off("80%")],
            "2000 - 1600 = 400 < 1500: 1500", 1500, [("p", 1500)]),
    Example("Sylius: a second one has nothing left to lower", mug(2000, 1500),
            [off("80%", "winter", priority=1), off("40%", "t-shirt")],
            "2000 - 1600 = 400 < 1500: 1500, and no lower", 1500, [("winter", 1500)]),
    Example("an amount down to the floor", mug(1000, 800), [off(LEI)],
            "1000 - 500 = 500 < 800: 800", 800, [("p", 800)]),
    Example("exactly down to the floor", mug(1000, 900), [off("10%")], TENTH, 900, [("p", 900)]),
    Example("a price below its floor is not raised", mug(1000, 2000), [off("10%")],
            "1000 < 2000: 1000", 1000),
    # Scope
    Example("its variant", mug(1000), [off("10%", scope="variant:mug-red")], TENTH, 900,
            [("p", 900)]),
    Example("another variant", mug(1000), [off("10%", scope="variant:mug-blue")], "1000", 1000),
    Example("its product", mug(1000), [off("10%", scope="product:mug")], TENTH, 900, [("p", 900)]),
    Example("another product", mug(1000), [off("10%", scope="product:jug")], "1000", 1000),
    Example("its category", mug(1000), [off("10%", scope="category:mugs")], TENTH, 900,
            [("p", 900)]),
    Example("a category above its own", mug(1000), [off("10%", scope="category:cups")], TENTH,
            900, [("p", 900)]),
    Example("another category", mug(1000), [off("10%", scope="category:plates")], "1000", 1000),
    Example("one of several", mug(1000), [off("10%", scope="product:jug category:mugs")], TENTH,
            900, [("p", 900)]),
    Example("named twice, lowered once", mug(1000),
            [off("10%", scope="variant:mug-red product:mug category:mugs category:cups")], TENTH,
            900, [("p", 900)]),
    Example("a product of a variant's name is no variant", mug(1000),
            [off("10%", scope="variant:mug product:mug-red")], "1000", 1000),
    # Order
    # applying_catalog_promotion_with_proper_priorities.feature
    Example("Sylius: six promotions, the higher first", mug(10000), SIX,
            "10 % of 10000 = 1000: 9000; 10 % of 9000 = 900: 8100; 50 % of 8100 = 4050: 4050;"
            " 10 % of 4050 = 405: 3645; 10 % of 3645 = 364.5 → 365: 3280; 30 % of 3280 = 984;"
            " 3280 - 984 = 2296", 2296,
            [("product 200", 9000), ("taxon 150", 8100), ("variant 100", 4050),
             ("product 20", 3645), ("taxon 15", 3280), ("variant 10", 2296)]),
    Example("an amount, then a percentage", mug(1000),
            [off("10%", "x"), off(LEI, "y", priority=1)],
            "1000 - 500 = 500; 10 % of 500 = 50; 500 - 50 = 450", 450, [("y", 500), ("x", 450)]),
    Example("a percentage, then an amount", mug(1000),
            [off("10%", "x", priority=1), off(LEI, "y")],
            "1000 - 100 = 900; 900 - 500 = 400", 400, [("x", 900), ("y", 400)]),
    Example("a tie goes by id", mug(1000), [off(LEI, "b"), off("10%", "a")],
            "1000 - 100 = 900; 900 - 500 = 400", 400, [("a", 900), ("b", 400)]),
    # applying_only_exclusive_catalog_promotion.feature
    Example("Sylius: an exclusive one is alone", mug(10000),
            [off("50%", "x", priority=100), off("30%", "y", priority=500, exclusive=True)],
            "30 % of 10000 = 3000; 10000 - 3000 = 7000", 7000, [("y", 7000)]),
    Example("Sylius: of exclusive ones the highest", mug(10000),
            [off("50%", "x", priority=100), off("30%", "y", priority=500, exclusive=True),
             off("70%", "z", priority=1000, exclusive=True)],
            "70 % of 10000 = 7000; 10000 - 7000 = 3000", 3000, [("z", 3000)]),
    Example("exclusive, though of lower priority", mug(1000),
            [off("50%", "x", priority=9), off("10%", "y", exclusive=True)], TENTH, 900,
            [("y", 900)]),
    Example("an exclusive one about another product", mug(1000),
            [off("10%", "x"), off("50%", "y", "product:jug", exclusive=True)], TENTH, 900,
            [("x", 900)]),
    Example("an exclusive one that is over", mug(1000),
            [off("10%", "x"), off("50%", "y", exclusive=True, ends_at=NOON)], TENTH, 900,
            [("x", 900)]),
    # Dates: from its start on, until before its end
    Example("the moment the sale starts", mug(1000), [off("10%", starts_at=NOON)], TENTH, 900,
            [("p", 900)]),
    Example("a second before the sale starts", mug(1000),
            [off("10%", starts_at=NOON + SECOND)], "1000", 1000),
    Example("a second before the sale ends", mug(1000), [off("10%", ends_at=NOON + SECOND)], TENTH,
            900, [("p", 900)]),
    Example("the moment the sale ends", mug(1000), [off("10%", ends_at=NOON)], "1000", 1000),
]  # fmt: skip
