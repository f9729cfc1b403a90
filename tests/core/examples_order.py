"""Worked examples: discounts on the order, spread over its lines by largest remainder.

An order discount never exceeds the items' total and never touches shipping (commerce.md). Equal
remainders go to the earlier line (core.money.split).
"""

from examples_builder import example, item, off_order, promo

THREE = [item(333, 1, None), item(333, 1, None), item(333, 1, None)]

EXAMPLES = [
    # An amount
    example(
        "10.00 off 121.00",
        [item(12100)], [promo(off_order(1000))],
        "12100 - 1000 = 11100; 11100 × 21/121 = 1926.45 → 1926",
        total=11100, discount=1000, tax=1926,
    ),
    # Sylius, receiving_fixed_discount_on_cart.feature
    example(
        "Sylius: as much as the items cost",
        [item(10000, 1, None), item(600, 1, None)], [promo(off_order(10600))],
        "10000 + 600 = 10600; 10600 - 10600 = 0", total=0, discount=10600, left=[0, 0],
    ),
    example(
        "Sylius: more than the items cost",
        [item(10000, 1, None)], [promo(off_order(20000))],
        "20000 > 10000: 10000 - 10000 = 0", total=0, discount=10000,
    ),
    example(
        "Sylius: shipping is not touched",
        [item(10000, 1, None)], [promo(off_order(1000))],
        "10000 - 1000 = 9000; shipping 1000; 9000 + 1000 = 10000",
        total=10000, discount=1000, shipping=1000, shipping_total=1000, shipping_tax_category=None,
    ),
    example(
        "more than the items cost, and shipping is still paid",
        [item(1210)], [promo(off_order(99999))],
        "1210 - 1210 = 0; shipping 605; 605 × 21/121 = 105",
        total=605, discount=1210, tax=105, shipping=605, shipping_total=605,
        taxes=[("21", 500, 105)],
    ),
    example(
        "a ban over three lines goes to the first",
        THREE, [promo(off_order(1))],
        "1 × 333/999 = 0.33 each; 3 × 333 = 999; 999 - 1 = 998",
        total=998, discount=1, left=[332, 333, 333],
    ),
    example(
        "two bani over three lines go to the first two",
        THREE, [promo(off_order(2))],
        "2 × 333/999 = 0.67 each; 999 - 2 = 997", total=997, discount=2, left=[332, 332, 333],
    ),
    example(
        "10.00 over three equal lines",
        [item(1000, 1, None)] * 3, [promo(off_order(1000))],
        "1000 × 1/3 = 333.33: 334 + 333 + 333 = 1000; 3000 - 1000 = 2000",
        total=2000, discount=1000, left=[666, 667, 667],
    ),
    example(
        "the ban goes to the largest remainder, not to the first",
        [item(333, 1, None), item(333, 1, None), item(334, 1, None)], [promo(off_order(10))],
        "10 × 333/1000 = 3.33; 10 × 334/1000 = 3.34; 3 + 3 + 4 = 10; 1000 - 10 = 990",
        total=990, discount=10, left=[330, 330, 330],
    ),
    example(
        "3 : 2 : 1",
        [item(3000, 1, None), item(2000, 1, None), item(1000, 1, None)], [promo(off_order(100))],
        "100 × 3/6 = 50; 100 × 2/6 = 33.33; 100 × 1/6 = 16.67; 50 + 33 + 17 = 100;"
        " 6000 - 100 = 5900",
        total=5900, discount=100, left=[2950, 1967, 983],
    ),
    example(
        "a line counts with all its units",
        [item(1000, 3, None), item(1000, 1, None)], [promo(off_order(1000))],
        "1000 × 3/4 = 750; 1000 × 1/4 = 250; 4000 - 1000 = 3000",
        total=3000, discount=1000, left=[2250, 750],
    ),
    example(
        "a line that costs nothing takes nothing",
        [item(0, 1, None), item(1000, 1, None)], [promo(off_order(100))],
        "100 × 0/1000 = 0; 1000 - 100 = 900", total=900, discount=100, left=[0, 900],
    ),
    example(
        "a cart of nothing but gifts",
        [item(0, 3)], [promo(off_order(100))], "3 × 0 = 0", total=0, applied=[],
    ),
    example("an empty cart", [], [promo(off_order(100))], "nothing", total=0, applied=[]),
    # Filters: about some of the items
    example(
        "10.00 off the cups",
        [item(6050, of="cups"), item(6050, of="plates")], [promo(off_order(1210, of="cups"))],
        "6050 - 1210 = 4840; 4840 + 6050 = 10890; 10890 × 21/121 = 1890",
        total=10890, discount=1210, tax=1890, left=[4840, 6050],
    ),
    example(
        "more than the cups cost takes the cups' price",
        [item(500, 1, None, of="cups"), item(6000, 1, None)], [promo(off_order(1000, of="cups"))],
        "500 - 500 = 0; 0 + 6000 = 6000", total=6000, discount=500, left=[0, 6000],
    ),
    example(
        "an amount off two products of three",
        [item(1000, 1, None, product=name) for name in ("mug", "cup", "jug")],
        [promo(off_order(100, products="mug jug"))],
        "100 × 1000/2000 = 50 each; 3 × 1000 - 100 = 2900",
        total=2900, discount=100, left=[950, 1000, 950],
    ),
    example(
        "an amount off what costs 20.00 to 30.00, both included",
        [item(price, 1, None) for price in (1999, 2000, 3000, 3001)],
        [promo(off_order(500, at_least=2000, at_most=3000))],
        "500 × 2000/5000 = 200; 500 × 3000/5000 = 300; 1999 + 1800 + 2700 + 3001 = 9500",
        total=9500, discount=500, left=[1999, 1800, 2700, 3001],
    ),
    example(
        "an amount off what is not in the cart",
        [item(1210, of="cups")], [promo(off_order(100, of="jugs"))],
        "1210 × 21/121 = 210", total=1210, tax=210, applied=[],
    ),
    # A percentage: of the sum, rounded once, half away from zero
    example(
        "ten percent of three times 9.99",
        [item(999)] * 3, [promo(off_order("10%"))],
        "3 × 999 = 2997; 10 % of 2997 = 299.7 → 300; 2997 - 300 = 2697;"
        " 2697 × 21/121 = 468.07 → 468",
        total=2697, discount=300, tax=468, left=[899, 899, 899],
    ),
    example(
        "half of 9.99 is 5.00",
        [item(999, 1, None)], [promo(off_order("50%"))],
        "50 % of 999 = 499.5 → 500; 999 - 500 = 499", total=499, discount=500,
    ),
    example(
        "12.5 percent of 9.99",
        [item(999, 1, None)], [promo(off_order("12.5%"))],
        "12.5 % of 999 = 124.875 → 125; 999 - 125 = 874", total=874, discount=125,
    ),
    example(
        "33.33 percent of 100.00 is not a third",
        [item(10000, 1, None)], [promo(off_order("33.33%"))],
        "33.33 % of 10000 = 3333; 10000 - 3333 = 6667", total=6667, discount=3333,
    ),
    example(
        "the smallest percentage of 49.99 rounds to nothing",
        [item(4999, 1, None)], [promo(off_order("0.01%"))],
        "0.01 % of 4999 = 0.4999 → 0; 4999", total=4999, applied=[],
    ),
    example(
        "and of 50.00 to a ban",
        [item(5000, 1, None)], [promo(off_order("0.01%"))],
        "0.01 % of 5000 = 0.5 → 1; 5000 - 1 = 4999", total=4999, discount=1,
    ),
    example(
        "all of it",
        [item(999, 3)], [promo(off_order("100%"))],
        "3 × 999 = 2997; 2997 - 2997 = 0", total=0, discount=2997, taxes=[("21", 0, 0)],
    ),
    example(
        "a percentage of the cups only",
        [item(999, 1, None, of="cups"), item(5000, 1, None)], [promo(off_order("10%", of="cups"))],
        "10 % of 999 = 99.9 → 100; 999 - 100 = 899; 899 + 5000 = 5899",
        total=5899, discount=100, left=[899, 5000],
    ),
    # Sylius, receiving_percentage_discount_promotion_on_order.feature
    example(
        "Sylius: a fifth off, shipping as it was",
        [item(10000, 1, None)], [promo(off_order("20%"))],
        "20 % of 10000 = 2000; 10000 - 2000 = 8000; shipping 1000; 8000 + 1000 = 9000",
        total=9000, discount=2000, shipping=1000, shipping_total=1000, shipping_tax_category=None,
    ),
    # Two actions: the second on what the first left
    example(
        "an amount and then a percentage, of one promotion",
        [item(10000, 1, None)], [promo(off_order(1000), off_order("10%"))],
        "10000 - 1000 = 9000; 10 % of 9000 = 900; 9000 - 900 = 8100; 1000 + 900 = 1900",
        total=8100, discount=1900, applied=["p"],
    ),
    example(
        "a spread of what is left, not of what was asked first",
        [item(2000, 1, None, of="cups"), item(1000, 1, None)],
        [promo(off_order("50%", of="cups"), off_order(300))],
        "50 % of 2000 = 1000: 1000 and 1000 left; 300 × 1000/2000 = 150 each;"
        " 850 + 850 = 1700; 3000 - 1700 = 1300",
        total=1700, discount=1300, left=[850, 850],
    ),
    # Large quantities
    example(
        "a percentage of 9999 units",
        [item(999, 9999)], [promo(off_order("7%"))],
        "9999 × 999 = 9989001; 7 % of 9989001 = 699230.07 → 699230; 9989001 - 699230 = 9289771;"
        " 9289771 × 21/121 = 1612274.31 → 1612274",
        total=9289771, discount=699230, tax=1612274,
    ),
    example(
        "a ban off 9999 units",
        [item(1, 9999, None)], [promo(off_order(1))], "9999 - 1 = 9998", total=9998, discount=1,
    ),
]  # fmt: skip
