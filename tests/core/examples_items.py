"""Worked examples: discounts per unit, and what a catalogue promotion had lowered before.

A percentage per unit is rounded on the unit, then multiplied. Sylius' numbers are from its
``features/promotion``; the file is named at each.
"""

from examples_builder import buy, example, item, off_items, off_order, off_shipping, promo

from ecommus.core.promotions import Rule


def shirt(quantity=1):
    return item(10000, quantity, None, product="shirt", of="shirts")


def mug(quantity=1):
    return item(2000, quantity, None, product="mug", of="mugs")


JACKET = item(10000, 1, None, of="jackets")
JACKETS = item(10000, 7, None, of="jackets")
TROUSERS = item(8000, 1, None, of="trousers")
DRESS = item(5000, 1, None, of="dresses")
TIE = item(1000, 1, None, of="formal")
FIVE_HUNDRED = Rule("item_total", amount=50000, currency="RON")

EXAMPLES = [
    # An amount off each unit
    example(
        "1.00 off each of three",
        [item(1310, 3)], [promo(off_items(100))],
        "3 × 100 = 300; 3 × 1310 - 300 = 3630; 3630 × 21/121 = 630",
        total=3630, discount=300, tax=630,
    ),
    # receiving_fixed_discount_on_items_on_price_range.feature
    example(
        "Sylius: 30.00 off mugs of 20.00",
        [mug(2)], [promo(off_items(3000, at_least=1000, at_most=5000))],
        "3000 > 2000: 2 × 2000 = 4000; 4000 - 4000 = 0", total=0, discount=4000,
    ),
    example(
        "Sylius: 10.00 off each of three shirts in a range",
        [shirt(3)], [promo(off_items(1000, at_least=5000, at_most=15000))],
        "3 × 1000 = 3000; 3 × 10000 - 3000 = 27000", total=27000, discount=3000,
    ),
    example(
        "Sylius: only what is in the range",
        [shirt(), mug()], [promo(off_items(1000, at_least=3000, at_most=15000))],
        "10000 - 1000 = 9000; 9000 + 2000 = 11000", total=11000, discount=1000, left=[9000, 2000],
    ),
    example(
        "Sylius: two ranges, two promotions",
        [shirt(), mug()],
        [promo(off_items(1000, at_least=8000), id="x"),
         promo(off_items(500, at_least=1000, at_most=5000), id="y")],
        "10000 - 1000 = 9000; 2000 - 500 = 1500; 9000 + 1500 = 10500; 1000 + 500 = 1500",
        total=10500, discount=1500, left=[9000, 1500],
    ),
    example(
        "a ban above the range",
        [item(2001, 1, None)], [promo(off_items(1000, at_most=2000))],
        "2001 > 2000: 2001", total=2001, applied=[],
    ),
    example(
        "an amount in another currency",
        [item(1210, 3)], [promo(off_items(100, "EUR"))],
        "3 × 1210 = 3630; 3630 × 21/121 = 630", total=3630, tax=630, applied=[],
    ),
    # A percentage of each unit
    example(
        "ten percent of each of three at 3.33",
        [item(333, 3, None)], [promo(off_items("10%"))],
        "10 % of 333 = 33.3 → 33; 3 × 33 = 99; 3 × 333 - 99 = 900", total=900, discount=99,
    ),
    example(
        "ten percent of the order is a ban more",
        [item(333, 3, None)], [promo(off_order("10%"))],
        "10 % of (3 × 333) = 99.9 → 100; 999 - 100 = 899", total=899, discount=100,
    ),
    example(
        "half of each of two at 9.99",
        [item(999, 2, None)], [promo(off_items("50%"))],
        "50 % of 999 = 499.5 → 500; 2 × 500 = 1000; 2 × 999 - 1000 = 998",
        total=998, discount=1000,
    ),
    example(
        "units that an earlier discount left uneven",
        [item(333, 3, None)], [promo(off_order(100), priority=1, id="x"), promo(off_items("10%"))],
        "3 × 333 - 100 = 899: 300, 300 and 299; 10 % of 300 = 30; 10 % of 299 = 29.9 → 30;"
        " 3 × 30 = 90; 899 - 90 = 809; 100 + 90 = 190",
        total=809, discount=190, applied=["x", "p"],
    ),
    # receiving_percentage_discount_on_items_on_price_range.feature
    example(
        "Sylius: half off a mug at the top of the range",
        [mug()], [promo(off_items("50%", at_least=1500, at_most=2000))],
        "50 % of 2000 = 1000; 2000 - 1000 = 1000", total=1000, discount=1000,
    ),
    example(
        "Sylius: half off a mug at the bottom of the range",
        [mug()], [promo(off_items("50%", at_least=2000, at_most=5000))],
        "50 % of 2000 = 1000; 2000 - 1000 = 1000", total=1000, discount=1000,
    ),
    example(
        "Sylius: ten percent off shirts, ninety off mugs",
        [shirt(), mug()],
        [promo(off_items("10%", at_least=8000), id="x"),
         promo(off_items("90%", at_least=1000, at_most=9000), id="y")],
        "10 % of 10000 = 1000; 90 % of 2000 = 1800; 9000 + 200 = 9200; 1000 + 1800 = 2800",
        total=9200, discount=2800, left=[9000, 200],
    ),
    # complex_promotions.feature
    example(
        "Sylius: ten percent off jackets if there are trousers",
        [TROUSERS, JACKET],
        [promo(off_items("10%", of="jackets"), when=[Rule("has_category", category="trousers")])],
        "10 % of 10000 = 1000; 8000 + 9000 = 17000",
        total=17000, discount=1000, left=[8000, 9000],
    ),
    example(
        "Sylius: one of two categories",
        [TIE, DRESS, TROUSERS],
        [promo(off_items("10%", of="formal dresses"),
               when=[Rule("has_category", category="trousers")])],
        "10 % of 1000 = 100; 10 % of 5000 = 500; 900 + 4500 + 8000 = 13400; 100 + 500 = 600",
        total=13400, discount=600, left=[900, 4500, 8000],
    ),
    example(
        "Sylius: a fifth off jackets and 50.00 off the order",
        [JACKETS], [promo(off_items("20%", of="jackets"), off_order(5000), when=[FIVE_HUNDRED])],
        "20 % of 10000 = 2000; 7 × 2000 = 14000; 70000 - 14000 = 56000; 56000 - 5000 = 51000;"
        " 14000 + 5000 = 19000",
        total=51000, discount=19000, applied=["p"],
    ),
    example(
        "Sylius: 10.00 off each jacket and free shipping",
        [JACKETS],
        [promo(off_items(1000, of="jackets"), off_shipping("100%"), when=[FIVE_HUNDRED])],
        "7 × 1000 = 7000; 70000 - 7000 = 63000; shipping 0",
        total=63000, discount=7000, shipping=1000, shipping_total=0,
    ),
    # All filters that are given must fit
    example(
        "a product in a category",
        [item(1000, 1, None, product="x", of="cups"), item(1000, 1, None, product="x"),
         item(1000, 1, None, product="y", of="cups")],
        [promo(off_items("50%", products="x", of="cups"))],
        "50 % of 1000 = 500; 500 + 1000 + 1000 = 2500",
        total=2500, discount=500, left=[500, 1000, 1000],
    ),
    example(
        "a category in a range of prices",
        [item(1000, 1, None, of="cups"), item(3000, 1, None, of="cups"), item(3000, 1, None)],
        [promo(off_items(500, of="cups", at_least=2000))],
        "3000 - 500 = 2500; 1000 + 2500 + 3000 = 6500",
        total=6500, discount=500, left=[1000, 2500, 3000],
    ),
    example(
        "what lies below a category is in it",
        [item(1000, 1, None, of="mugs cups")], [promo(off_items("10%", of="cups"))],
        "10 % of 1000 = 100; 1000 - 100 = 900", total=900, discount=100,
    ),
    example(
        "a percentage of nothing",
        [item(0, 5)], [promo(off_items("50%"))], "5 × 0 = 0", total=0, applied=[],
    ),
    example(
        "two rates: only the books are lowered",
        [item(12100), item(11100, tax="reduced", of="books")],
        [promo(off_items("20%", of="books"))],
        "20 % of 11100 = 2220; 11100 - 2220 = 8880; 12100 × 21/121 = 2100; 8880 × 11/111 = 880;"
        " 12100 + 8880 = 20980; 2100 + 880 = 2980",
        total=20980, discount=2220, tax=2980, taxes=[("21", 10000, 2100), ("11", 8000, 880)],
    ),
    # After a catalogue promotion; the old price stays visible, for the Omnibus directive as well
    # receiving_percentage_discount_from_cart_promotions_only_on_non_discounted_products.feature
    example(
        "Sylius: also off discounted products",
        [item(1500, 1, None, was=2000), item(4000, 1, None)],
        [promo(off_items("50%", at_least=1000, at_most=5000))],
        "50 % of 1500 = 750; 50 % of 4000 = 2000; 750 + 2000 = 2750; 750 + 2000 = 2750",
        total=2750, discount=2750, left=[750, 2000], struck=[2000, None],
    ),
    example(
        "Sylius: only off products that are not discounted",
        [item(1500, 1, None, was=2000), item(4000, 1, None)],
        [promo(off_items("50%", at_least=1000, at_most=5000), applies_to_discounted=False)],
        "50 % of 4000 = 2000; 1500 + 2000 = 3500",
        total=3500, discount=2000, left=[1500, 2000],
    ),
    example(
        "Sylius: half the order, but only its products that are not discounted",
        [item(1500, 1, None, was=2000), item(4000, 1, None), item(1000, 1, None)],
        [promo(off_order("50%"), applies_to_discounted=False)],
        "50 % of (4000 + 1000) = 2500; 1500 + 2000 + 500 = 4000",
        total=4000, discount=2500, left=[1500, 2000, 500],
    ),
    example(
        "everything is discounted already",
        [item(1210, was=2420)], [promo(off_order(100), applies_to_discounted=False)],
        "1210 × 21/121 = 210", total=1210, tax=210, applied=[],
    ),
    # "skips what a catalogue promotion touched" (commerce.md): a price list is another thing
    example(
        "a price list's price is no discounted one",
        [item(1210, was=1500, by="price_list:trade")],
        [promo(off_order("10%"), applies_to_discounted=False)],
        "10 % of 1210 = 121; 1210 - 121 = 1089; 1089 × 21/121 = 189",
        total=1089, discount=121, tax=189,
    ),
    example(
        "one plus one, at half price: a discounted plate is skipped",
        [item(1000, 2, None, of="mugs"), item(500, 1, None, of="plates", was=800)],
        [promo(buy(1, get=1, of="mugs plates", at="50%"), applies_to_discounted=False)],
        "the mugs alone: 50 % of 1000 = 500; 2500 - 500 = 2000",
        total=2000, discount=500, left=[1500, 500],
    ),
]  # fmt: skip
