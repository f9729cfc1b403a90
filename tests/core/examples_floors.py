"""Worked examples: minimum prices. Nothing goes below them (commerce.md), nor is raised to them.

What a line has no room for, the others take, in proportion to what is left of them. The numbers are
Sylius' where it is named: receiving_discounts_with_product_minimum_price_specified.feature.
"""

from examples_builder import example, item, off_items, off_order, promo

from ecommus.core.promotions import Rule


def shirt(quantity=1):
    return item(5000, quantity, None, floor=4500)


def mug(quantity=1):
    return item(2000, quantity, None)


def floored(price, floor, quantity=1):
    return item(price, quantity, None, floor=floor)


SYMFONY_MUG = item(4000, 1, None)
CUP = item(1000, 1, None)
DESK = [CUP, floored(2000, 1900), floored(5000, 5000), floored(3000, 2600)]

EXAMPLES = [
    # One line
    example(
        "Sylius: 10.00 off a shirt of 20.00 that may not cost less than 15.00",
        [floored(2000, 1500)], [promo(off_order(1000))],
        "2000 - 1500 = 500; 1500", total=1500, discount=500,
    ),
    example(
        "Sylius: 50.00 off two of them",
        [floored(2000, 1500, 2)], [promo(off_order(5000), when=[Rule("cart_quantity", count=2)])],
        "2 × 1500 = 3000; 4000 - 3000 = 1000", total=3000, discount=1000,
    ),
    example(
        "Sylius: half off each, from 50.00 on",
        [shirt()], [promo(off_items("50%", at_least=5000))],
        "50 % of 5000 = 2500; 5000 - 4500 = 500; 4500", total=4500, discount=500,
    ),
    example(
        "Sylius: 10.00 off each of two things, one with little room",
        [shirt(), mug()], [promo(off_items(1000, at_least=1000))],
        "5000 - 500 = 4500; 2000 - 1000 = 1000; 4500 + 1000 = 5500; 500 + 1000 = 1500",
        total=5500, discount=1500, left=[4500, 1000],
    ),
    example(
        "everything off leaves the minimum price",
        [item(1000, 3, floor=605)], [promo(off_order("100%"))],
        "3 × 605 = 1815; 3000 - 1815 = 1185; 1815 × 21/121 = 315",
        total=1815, discount=1185, tax=315,
    ),
    example(
        "half off each of three, above a floor of 6.00",
        [floored(1000, 600, 3)], [promo(off_items("50%"))],
        "500 < 600: 3 × 600 = 1800; 3000 - 1800 = 1200", total=1800, discount=1200,
    ),
    example(
        "exactly down to the minimum price",
        [floored(1000, 900)], [promo(off_order("10%"))],
        "10 % of 1000 = 100; 1000 - 100 = 900", total=900, discount=100,
    ),
    example(
        "a minimum price that is the price",
        [item(1210, floor=1210)], [promo(off_order("10%"))],
        "1210 - 1210 = 0 of room; 1210 × 21/121 = 210", total=1210, tax=210, applied=[],
    ),
    example(
        "a price below its minimum is not raised",
        [item(1210, floor=2000)], [promo(off_order(100))],
        "1210 < 2000: no room; 1210 × 21/121 = 210", total=1210, tax=210, applied=[],
    ),
    example(
        "the first promotion uses up the room",
        [floored(1000, 800)],
        [promo(off_order(150), id="x"), promo(off_order(150), id="y"), promo(off_order(1), id="z")],
        "1000 - 150 = 850; 850 - 50 = 800; 150 + 50 = 200",
        total=800, discount=200, applied=["x", "y"],
    ),
    example(
        "a percentage is of the price, not of the room",
        [floored(1000, 800)], [promo(off_order("10%"))],
        "10 % of 1000 = 100; 1000 - 100 = 900", total=900, discount=100,
    ),
    # Spread over lines of which one has no room
    example(
        "Sylius: 20.00 off a shirt and a mug",
        [shirt(), mug()], [promo(off_order(2000))],
        "2000 × 50/70 = 1428.57, but 500; 2000 - 500 = 1500; 4500 + 500 = 5000",
        total=5000, discount=2000, left=[4500, 500],
    ),
    example(
        "Sylius: a fifth off a shirt and a mug",
        [shirt(), mug()], [promo(off_order("20%"))],
        "20 % of 7000 = 1400; 1400 × 50/70 = 1000, but 500; 1400 - 500 = 900; 4500 + 1100 = 5600",
        total=5600, discount=1400, left=[4500, 1100],
    ),
    example(
        "Sylius: 25.00 off a shirt and three mugs",
        [shirt(), mug(3)], [promo(off_order(2500))],
        "2500 × 50/110 = 1136.36, but 500; 2500 - 500 = 2000; 6000 - 2000 = 4000;"
        " 4500 + 4000 = 8500",
        total=8500, discount=2500, left=[4500, 4000],
    ),
    example(
        "Sylius: 20.00 off two shirts and three mugs",
        [shirt(2), mug(3)], [promo(off_order(2000))],
        "2000 × 100/160 = 1250, but 1000; 2000 - 1000 = 1000; 9000 + 5000 = 14000",
        total=14000, discount=2000, left=[9000, 5000],
    ),
    example(
        "Sylius: 27.00, and what the shirts cannot take in equal parts",
        [shirt(2), mug(2), SYMFONY_MUG], [promo(off_order(2700))],
        "2700 × 100/180 = 1500, but 1000; 1700 × 40/80 = 850; 9000 + 3150 + 3150 = 15300",
        total=15300, discount=2700, left=[9000, 3150, 3150],
    ),
    example(
        "Sylius: 36.00, and two kinds have little room",
        [shirt(2), floored(2000, 1500, 2), item(3000, 1, None), CUP], [promo(off_order(3600))],
        "shirts 1000, keyboards 1000; 3600 - 2000 = 1600; 1600 × 30/40 = 1200; 1600 × 10/40 = 400;"
        " 9000 + 3000 + 1800 + 600 = 14400",
        total=14400, discount=3600, left=[9000, 3000, 1800, 600],
    ),
    example(
        "Sylius: 12.00 where only a cup has room for its share",
        DESK, [promo(off_order(1200))],
        "keyboard 100, mouse 0, headphones 400; 1200 - 100 - 400 = 700; 1000 - 700 = 300;"
        " 300 + 1900 + 5000 + 2600 = 9800",
        total=9800, discount=1200, left=[300, 1900, 5000, 2600],
    ),
    example(
        "Sylius: 12.00 is exactly the room there is",
        [CUP, floored(2000, 1900), floored(5000, 5000), floored(3000, 2900)],
        [promo(off_order(1200))],
        "1000 + 100 + 0 + 100 = 1200; 0 + 1900 + 5000 + 2900 = 9800",
        total=9800, discount=1200, left=[0, 1900, 5000, 2900],
    ),
    example(
        "Sylius: 20.00 is more than the room there is",
        DESK, [promo(off_order(2000))],
        "1000 + 100 + 0 + 400 = 1500; 0 + 1900 + 5000 + 2600 = 9500",
        total=9500, discount=1500, left=[0, 1900, 5000, 2600],
    ),
    example(
        "Sylius: 27.00, and discounted mugs are skipped",
        [shirt(2), item(1750, 2, None, was=2000), SYMFONY_MUG],
        [promo(off_order(2700), applies_to_discounted=False)],
        "2700 × 100/140 = 1928.57, but 1000; 2700 - 1000 = 1700; 9000 + 3500 + 2300 = 14800",
        total=14800, discount=2700, left=[9000, 3500, 2300],
    ),
    example(
        "no line has room",
        [floored(1000, 1000), floored(2000, 2000)], [promo(off_order(500))],
        "1000 + 2000 = 3000", total=3000, applied=[],
    ),
    example(
        "a floor in one line of two rates",
        [item(12100, floor=12100), item(11100, tax="reduced")], [promo(off_order(2220))],
        "the first has no room: 11100 - 2220 = 8880; 12100 × 21/121 = 2100; 8880 × 11/111 = 880;"
        " 12100 + 8880 = 20980; 2100 + 880 = 2980",
        total=20980, discount=2220, tax=2980, left=[12100, 8880],
    ),
]  # fmt: skip
