"""Worked examples: which promotions apply, and in which order.

Priority, ties, exclusivity, coupons, limits, dates, currencies. Items of 10000 without tax where
only the order of things matters; Sylius' numbers are from receiving_discount_in_order_of
_promotions_priority.feature.
"""

from datetime import UTC, datetime, timedelta, timezone

from examples_builder import (
    NOON,
    TODAY,
    buyer,
    example,
    item,
    off_items,
    off_order,
    off_shipping,
    promo,
)  # fmt: skip

from ecommus.core.promotions import Rule

HUNDRED = [item(10000, 1, None)]
TAXED = [item(12100)]
SECOND = timedelta(seconds=1)
SUMMER, WINTER = (timezone(timedelta(hours=h)) for h in (3, 2))
NEVER = Rule("cart_quantity", count=9999)
UNTOUCHED = "nothing applies: 10000"


def fixed(amount=1000, currency="RON", **limits):
    return promo(off_order(amount, currency), **{"id": "fixed"} | limits)


def fifth(**limits):
    return promo(off_order("20%"), **{"id": "fifth"} | limits)


FIXED_FIRST = "10000 - 1000 = 9000; 20 % of 9000 = 1800; 9000 - 1800 = 7200; 10000 - 7200 = 2800"
FIFTH_FIRST = "20 % of 10000 = 2000; 10000 - 2000 = 8000; 8000 - 1000 = 7000; 2000 + 1000 = 3000"
ONLY_FIFTH = "20 % of 10000 = 2000; 10000 - 2000 = 8000"
ONLY_FIXED = "10000 - 1000 = 9000"
CHEAPER = "20 % of 12100 = 2420; 12100 - 2420 = 9680; 9680 × 21/121 = 1680"
DEARER = "12100 × 21/121 = 2100"
OPEN = {"total": 9680, "discount": 2420, "tax": 1680, "applied": ["fifth"]}
CLOSED = {"total": 12100, "tax": 2100, "applied": []}

EXAMPLES = [
    # Priority: the higher first, each on what the earlier ones left
    example("Sylius: a fifth first, then 10.00", HUNDRED, [fixed(priority=1), fifth(priority=4)],
            FIFTH_FIRST, total=7000, discount=3000, applied=["fifth", "fixed"]),
    example("Sylius: 10.00 first, then a fifth", HUNDRED, [fixed(priority=5), fifth(priority=2)],
            FIXED_FIRST, total=7200, discount=2800, applied=["fixed", "fifth"]),
    example("a tie goes by id: the fixed one is a", HUNDRED, [fifth(id="b"), fixed(id="a")],
            FIXED_FIRST, total=7200, discount=2800, applied=["a", "b"]),
    example("a tie goes by id: the fifth is a", HUNDRED, [fixed(id="b"), fifth(id="a")],
            FIFTH_FIRST, total=7000, discount=3000, applied=["a", "b"]),
    example("a priority below zero comes last", HUNDRED, [fixed(priority=-1), fifth()],
            FIFTH_FIRST, total=7000, discount=3000, applied=["fifth", "fixed"]),
    example(
        "ten percent of what ten percent left",
        [item(9990, 1, None)], [promo(off_order("10%"), id=name) for name in "xy"],
        "10 % of 9990 = 999; 9990 - 999 = 8991; 10 % of 8991 = 899.1 → 899; 8991 - 899 = 8092;"
        " 999 + 899 = 1898",
        total=8092, discount=1898, applied=["x", "y"],
    ),
    example(
        "three quarters, three times, rounded each time",
        [item(101, 1, None)], [promo(off_order("25%"), id=name) for name in "xyz"],
        "25 % of 101 = 25.25 → 25: 76; 25 % of 76 = 19: 57; 25 % of 57 = 14.25 → 14: 43;"
        " 25 + 19 + 14 = 58",
        total=43, discount=58,
    ),
    example(
        "the first takes everything: the second takes nothing and is not told of",
        HUNDRED, [fixed(10000, priority=1), fifth()],
        "10000 - 10000 = 0; 20 % of 0 = 0", total=0, discount=10000, applied=["fixed"],
    ),
    # Exclusive: alone, whatever the priority of others
    example("Sylius: exclusive, though of lower priority", HUNDRED,
            [fixed(priority=5), fifth(priority=1, exclusive=True)],
            ONLY_FIFTH, total=8000, discount=2000, applied=["fifth"]),
    example("Sylius: of two exclusive ones the higher", HUNDRED,
            [fifth(priority=2, exclusive=True), fixed(priority=5, exclusive=True)],
            ONLY_FIXED, total=9000, discount=1000, applied=["fixed"]),
    example("of two exclusive ones of a priority the first by id", HUNDRED,
            [fixed(id="z", exclusive=True), fifth(id="y", exclusive=True)],
            ONLY_FIFTH, total=8000, discount=2000, applied=["y"]),
    example("exclusive leaves the shipping at its price", HUNDRED,
            [fixed(exclusive=True), promo(off_shipping("100%"), priority=9, id="ships")],
            ONLY_FIXED + "; 9000 + 1500 = 10500", total=10500, discount=1000,
            shipping=1500, shipping_total=1500, shipping_tax_category=None, applied=["fixed"]),
    example("exclusive, but its rule does not hold", HUNDRED,
            [fixed(exclusive=True, when=[NEVER]), fifth()],
            ONLY_FIFTH, total=8000, discount=2000, applied=["fifth"]),
    example("exclusive, but its coupon is not given", HUNDRED,
            [fixed(exclusive=True, coupon_based=True, coupons=frozenset(["X"])), fifth()],
            ONLY_FIFTH, total=8000, discount=2000, applied=["fifth"]),
    example("exclusive, but over", HUNDRED,
            [fixed(exclusive=True, ends_at=NOON), fifth()],
            ONLY_FIFTH, total=8000, discount=2000, applied=["fifth"], at=NOON),
    example("exclusive, but used up", HUNDRED, [fixed(exclusive=True, left=0), fifth()],
            ONLY_FIFTH, total=8000, discount=2000, applied=["fifth"]),
    # Coupons and limits
    example("a coupon is given", TAXED, [fifth(coupon_based=True, coupons=frozenset(["XMAS"]))],
            CHEAPER, **OPEN, buyer=buyer(coupons="XMAS")),
    example("no coupon is given", TAXED, [fifth(coupon_based=True, coupons=frozenset(["XMAS"]))],
            DEARER, **CLOSED),
    example("the wrong coupon is given", TAXED,
            [fifth(coupon_based=True, coupons=frozenset(["XMAS"]))],
            DEARER, **CLOSED, buyer=buyer(coupons="EASTER")),
    example("one coupon of those that open it", TAXED,
            [fifth(coupon_based=True, coupons=frozenset(["XMAS", "NOEL"]))],
            CHEAPER, **OPEN, buyer=buyer(coupons="NOEL SPRING")),
    example("two codes of one promotion lower once", TAXED,
            [fifth(coupon_based=True, coupons=frozenset(["XMAS", "NOEL"]))],
            CHEAPER, **OPEN, buyer=buyer(coupons="NOEL XMAS")),
    example("coupon based, but no coupon was made", TAXED, [fifth(coupon_based=True)],
            DEARER, **CLOSED, buyer=buyer(coupons="XMAS")),
    example("a promotion that needs no coupon asks for none", TAXED,
            [fifth(coupons=frozenset(["XMAS"]))], CHEAPER, **OPEN),
    example("a coupon's rule must hold as well", TAXED,
            [fifth(coupon_based=True, coupons=frozenset(["XMAS"]), when=[NEVER])],
            DEARER, **CLOSED, buyer=buyer(coupons="XMAS")),
    example("two coupons, two promotions", HUNDRED,
            [fixed(coupon_based=True, coupons=frozenset(["A"]), priority=1),
             fifth(coupon_based=True, coupons=frozenset(["B"]))],
            FIXED_FIRST, total=7200, discount=2800, buyer=buyer(coupons="A B")),
    example("the last use", TAXED, [fifth(left=1)], CHEAPER, **OPEN),
    example("used up", TAXED, [fifth(left=0)], DEARER, **CLOSED),
    example("used up, though the coupon is given", TAXED,
            [fifth(left=0, coupon_based=True, coupons=frozenset(["XMAS"]))],
            DEARER, **CLOSED, buyer=buyer(coupons="XMAS")),
    # Dates: from its start on, until before its end
    example("at its very start", TAXED, [fifth(starts_at=NOON)], CHEAPER, **OPEN, at=NOON),
    example("a second before its start", TAXED, [fifth(starts_at=NOON)], DEARER, **CLOSED,
            at=NOON - SECOND),
    example("a second before its end", TAXED, [fifth(ends_at=NOON)], CHEAPER, **OPEN,
            at=NOON - SECOND),
    example("at its very end", TAXED, [fifth(ends_at=NOON)], DEARER, **CLOSED, at=NOON),
    example("Black Friday begins at midnight in Bucharest: 22:00 UTC", TAXED,
            [fifth(starts_at=datetime(2026, 11, 26, 22, tzinfo=UTC))], CHEAPER, **OPEN,
            at=datetime(2026, 11, 27, 0, tzinfo=WINTER)),
    example("in summer that is 21:00 UTC: a second before it", TAXED,
            [fifth(starts_at=datetime(2026, 7, 9, 21, tzinfo=UTC))], DEARER, **CLOSED,
            at=datetime(2026, 7, 9, 23, 59, 59, tzinfo=SUMMER)),
    example("a day without an hour is its first moment, UTC", TAXED,
            [fifth(starts_at=datetime(2026, 11, 24, tzinfo=UTC))], CHEAPER, **OPEN, on=TODAY),
    # Currencies: an amount counts in its own (commerce.md: Money has a currency)
    example("ten euro off lei is nothing", HUNDRED, [fixed(currency="EUR")], UNTOUCHED,
            total=10000, applied=[]),
    example(
        "of an amount in each currency the cart's own",
        HUNDRED, [promo(off_order(1000, "RON"), off_order(200, "EUR"))],
        "10000 - 200 = 9800", total=9800, discount=200, currency="EUR",
    ),
    example(
        "a percentage has no currency, an amount per unit does",
        [item(5000, 2, None)], [promo(off_items(500, "RON"), off_items("10%"))],
        "10 % of 5000 = 500; 2 × 500 = 1000; 2 × 5000 - 1000 = 9000",
        total=9000, discount=1000, currency="EUR",
    ),
]  # fmt: skip
