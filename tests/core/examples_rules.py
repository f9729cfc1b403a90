"""Worked examples: the rules of cart promotions, each holding and just not holding.

Items of 1210 at 21 % carry 210 of tax (1210 × 21/121), so most tax can be seen at a glance.
"""

from examples_builder import buyer, example, item, off_order, off_shipping, promo

from ecommus.core.promotions import Rule


def ten_percent(*rules, **limits):
    return [promo(off_order("10%"), when=rules, **limits)]


def total_of(amount, currency="RON"):
    return Rule("item_total", amount=amount, currency=currency)


def cups(amount, currency="RON"):
    return Rule("category_total", amount=amount, currency=currency, category="cups")


# What one item of 1210 costs with and without the ten percent, and the tax in it.
WITH = "10 % of 1210 = 121; 1210 - 121 = 1089; 1089 × 21/121 = 189"
WITHOUT = "1210 × 21/121 = 210"
LOWERED = {"total": 1089, "discount": 121, "tax": 189}
FULL = {"total": 1210, "tax": 210, "applied": []}

EXAMPLES = [
    example(
        "no rule: it always holds", [item(1210)], ten_percent(), WITH, **LOWERED, applied=["p"]
    ),
    # cart_quantity: units, not lines
    example(
        "quantity 3 of 3, over two lines",
        [item(1210, 2), item(1210)], ten_percent(Rule("cart_quantity", count=3)),
        "3 × 1210 = 3630; 10 % of 3630 = 363; 3630 - 363 = 3267; 3267 × 21/121 = 567",
        total=3267, discount=363, tax=567,
    ),
    example(
        "quantity 2 of 3",
        [item(1210), item(1210)], ten_percent(Rule("cart_quantity", count=3)),
        "2 × 1210 = 2420; 2420 × 21/121 = 420",
        total=2420, tax=420, applied=[],
    ),
    # Sylius, receiving_discount_based_on_cart_quantity.feature: 100.00 each, 10.00 off
    example(
        "Sylius: four bought, four needed",
        [item(10000, 4, None)], [promo(off_order(1000), when=[Rule("cart_quantity", count=4)])],
        "4 × 10000 = 40000; 40000 - 1000 = 39000", total=39000, discount=1000,
    ),
    example(
        "Sylius: two bought, five needed",
        [item(10000, 2, None)], [promo(off_order(1000), when=[Rule("cart_quantity", count=5)])],
        "2 × 10000 = 20000", total=20000,
    ),
    example(
        "Sylius: different products make up the quantity",
        [item(10000, 2, None), item(5000, 2, None)],
        [promo(off_order(1000), when=[Rule("cart_quantity", count=3)])],
        "2 × 10000 + 2 × 5000 = 30000; 30000 - 1000 = 29000", total=29000, discount=1000,
    ),
    # item_total: at least, in the cart's currency, without shipping
    example("a total of exactly 1210", [item(1210)], ten_percent(total_of(1210)), WITH, **LOWERED),
    example("a ban short of the total", [item(1210)], ten_percent(total_of(1211)), WITHOUT, **FULL),
    example(
        "a total in another currency never holds",
        [item(1210)], ten_percent(total_of(1, "EUR")), WITHOUT, **FULL,
    ),
    example(
        "shipping is no part of the items' total",
        [item(1210)], ten_percent(total_of(1500)),
        "1210 < 1500; 1210 + 605 = 1815; shipping 605; 1815 × 21/121 = 315",
        total=1815, tax=315, shipping=605, shipping_total=605,
    ),
    example(
        "the total is that after catalogue promotions",
        [item(1210, was=2420)], ten_percent(total_of(2000)), WITHOUT, **FULL,
    ),
    # category_total: what lies in the category or below it
    example(
        "cups for exactly 605",
        [item(605, of="cups"), item(605)], ten_percent(cups(605)), WITH, **LOWERED,
    ),
    example(
        "cups a ban short of 605",
        [item(604, of="cups"), item(606)], ten_percent(cups(605)), "604 < 605; " + WITHOUT, **FULL,
    ),
    example(
        "a category holds what is below it",
        [item(1210, of="mugs cups")], ten_percent(cups(1210)), WITH, **LOWERED,
    ),
    example(
        "cups in another currency",
        [item(1210, of="cups")], ten_percent(cups(1, "EUR")), WITHOUT, **FULL,
    ),
    # Sylius, receiving_discount_based_on_total_of_items_from_specific_taxon.feature (its idea)
    example(
        "two lines of a category are added up",
        [item(605, of="cups"), item(605, of="cups")], ten_percent(cups(1000)), WITH, **LOWERED,
    ),
    # has_category: so many units of it
    example(
        "two cups of two, in one line",
        [item(605, 2, of="cups")],
        ten_percent(Rule("has_category", category="cups", count=2)), WITH, **LOWERED,
    ),
    example(
        "one cup of two",
        [item(605, of="cups"), item(605, of="plates")],
        ten_percent(Rule("has_category", category="cups", count=2)),
        "605 + 605 = 1210; " + WITHOUT, **FULL,
    ),
    example(
        "a cup is enough where no count is said",
        [item(605, of="cups"), item(605)],
        ten_percent(Rule("has_category", category="cups")), WITH, **LOWERED,
    ),
    # contains_product
    example(
        "the product is there",
        [item(1210, product="mug")],
        ten_percent(Rule("contains_product", product="mug")), WITH, **LOWERED,
    ),
    example(
        "the product is not there",
        [item(1210, product="cup")],
        ten_percent(Rule("contains_product", product="mug")), WITHOUT, **FULL,
    ),
    example(
        "three of three, of two variants of the product",
        [item(1210, 2, product="mug"), item(1210, product="mug")],
        ten_percent(Rule("contains_product", product="mug", count=3)),
        "3 × 1210 = 3630; 10 % of 3630 = 363; 3630 - 363 = 3267; 3267 × 21/121 = 567",
        total=3267, discount=363, tax=567,
    ),
    example(
        "two of three of the product",
        [item(1210, 2, product="mug"), item(1210)],
        ten_percent(Rule("contains_product", product="mug", count=3)),
        "3 × 1210 = 3630; 3630 × 21/121 = 630",
        total=3630, tax=630,
    ),
    # customer_group
    example(
        "who is in the group",
        [item(1210)], ten_percent(Rule("customer_group", group="trade")), WITH, **LOWERED,
        buyer=buyer(group="trade"),
    ),
    example(
        "who is in another group",
        [item(1210)], ten_percent(Rule("customer_group", group="trade")), WITHOUT, **FULL,
        buyer=buyer(group="retail"),
    ),
    example(
        "a guest is in no group",
        [item(1210)], ten_percent(Rule("customer_group", group="trade")), WITHOUT, **FULL,
    ),
    # nth_order: exactly that one
    # Sylius, complex_promotions.feature: 20 % off the first order of 50.00
    example(
        "Sylius: the first order",
        [item(5000, 1, None)], [promo(off_order("20%"), when=[Rule("nth_order", count=1)])],
        "20 % of 5000 = 1000; 5000 - 1000 = 4000",
        total=4000, discount=1000, buyer=buyer(order=1),
    ),
    example(
        "the second order is not the first",
        [item(1210)], ten_percent(Rule("nth_order", count=1)), WITHOUT, **FULL,
        buyer=buyer(order=2),
    ),
    example(
        "the tenth order of ten",
        [item(1210)], ten_percent(Rule("nth_order", count=10)), WITH, **LOWERED,
        buyer=buyer(order=10),
    ),
    example(
        "whose orders nobody knows has no first one yet",
        [item(1210)], ten_percent(Rule("nth_order", count=1)), WITHOUT, **FULL,
    ),
    # shipping_country
    example(
        "to one of the countries",
        [item(1210)], ten_percent(Rule("shipping_country", countries=frozenset(["MD", "RO"]))),
        WITH, **LOWERED, buyer=buyer("RO"),
    ),
    example(
        "to another country",
        [item(1210)], ten_percent(Rule("shipping_country", countries=frozenset(["MD"]))),
        WITHOUT, **FULL, buyer=buyer("RO"),
    ),
    example(
        "to no country yet",
        [item(1210)], ten_percent(Rule("shipping_country", countries=frozenset(["RO"]))),
        WITHOUT, **FULL,
    ),
    # All must hold (commerce.md)
    example(
        "both rules hold",
        [item(605, 2, of="cups")],
        ten_percent(total_of(1210), Rule("has_category", category="cups", count=2)),
        WITH, **LOWERED,
    ),
    example(
        "one rule of two does not hold",
        [item(605, 2, of="cups")],
        ten_percent(total_of(1210), Rule("has_category", category="cups", count=3)),
        WITHOUT, **FULL,
    ),
    # Sylius asks again after each promotion; here every rule looks at the cart before any of them
    # (core.promotions.conditions), so an order of 120.00 that half price makes 60.00 ships free.
    example(
        "a rule looks at the cart before any promotion",
        [item(12000, 1, None)],
        [promo(off_order("50%"), priority=1, id="half"),
         promo(off_shipping("100%"), when=[total_of(10000)], id="free shipping")],
        "50 % of 12000 = 6000; 12000 >= 10000: shipping 0",
        total=6000, discount=6000, shipping=1000, shipping_total=0,
        applied=["half", "free shipping"],
    ),
    # Sylius, receiving_stacked_promotions_with_changing_context.feature: both ways give this
    example(
        "Sylius: half price and free shipping over 100.00",
        [item(12000, 2, None)],
        [promo(off_order("50%"), priority=1, id="half"),
         promo(off_shipping("100%"), when=[total_of(10000)], id="free shipping")],
        "2 × 12000 = 24000; 50 % of 24000 = 12000; 24000 - 12000 = 12000; shipping 0",
        total=12000, discount=12000, shipping=1000, shipping_total=0,
    ),
]  # fmt: skip
