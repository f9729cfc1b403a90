"""Worked examples: buy some, get some; and gifts.

Of every ``n`` bought, the cheapest units that may be got are lowered; a unit that counts as bought
is not got as well (core.promotions.model).
"""

from examples_builder import about, buy, example, gift, item, off_items, off_order, promo

from ecommus.core.promotions import Rule

TWO_PLUS_ONE = [promo(buy(2, get=1))]
MUGS_FOR_PLATE = [promo(buy(2, get=1, of="mugs", gets=about(of="plates")))]


def of_one(quantity):
    return [item(1210, quantity)]


def mugs(quantity=1, price=2000):
    return item(price, quantity, None, of="mugs")


def plates(quantity=1, price=1000):
    return item(price, quantity, None, of="plates")


def some(*prices):
    return [item(price, 1, None) for price in prices]


EXAMPLES = [
    # The same things are bought and got
    example("two plus one: two are not enough", of_one(2), TWO_PLUS_ONE,
            "2 × 1210 = 2420; 2420 × 21/121 = 420", total=2420, tax=420, applied=[]),
    example("two plus one: three", of_one(3), TWO_PLUS_ONE,
            "3 × 1210 = 3630; 3630 - 1210 = 2420; 2420 × 21/121 = 420",
            total=2420, discount=1210, tax=420),
    example("two plus one: five are one set", of_one(5), TWO_PLUS_ONE,
            "5 × 1210 = 6050; 6050 - 1210 = 4840; 4840 × 21/121 = 840",
            total=4840, discount=1210, tax=840),
    example("two plus one: six are two", of_one(6), TWO_PLUS_ONE,
            "6 × 1210 = 7260; 2 × 1210 = 2420; 7260 - 2420 = 4840; 4840 × 21/121 = 840",
            total=4840, discount=2420, tax=840),
    example("the cheapest is free", some(3000, 1000, 2000), TWO_PLUS_ONE,
            "3000 + 1000 + 2000 = 6000; 6000 - 1000 = 5000",
            total=5000, discount=1000, left=[3000, 0, 2000]),
    example("of six the two cheapest", some(600, 500, 400, 300, 200, 100), TWO_PLUS_ONE,
            "100 + 200 = 300; 600 + 500 + 400 + 300 = 1800",
            total=1800, discount=300, left=[600, 500, 400, 300, 0, 0]),
    example("the cheapest are units, whatever their line",
            [item(500, 2, None), item(100, 1, None), item(900, 3, None)], TWO_PLUS_ONE,
            "6 units, 2 free: 100 + 500 = 600; 500 + 3 × 900 = 3200",
            total=3200, discount=600, left=[500, 0, 2700]),
    example("a thing that costs nothing is the cheapest", some(3000, 0, 2000), TWO_PLUS_ONE,
            "3000 + 0 + 2000 = 5000", total=5000, applied=[]),
    example("one plus one: the cheaper", some(3000, 1000), [promo(buy(1, get=1))],
            "3000 + 1000 - 1000 = 3000", total=3000, discount=1000, left=[3000, 0]),
    example("one plus one: three are one pair", some(3000, 2000, 1000), [promo(buy(1, get=1))],
            "6000 - 1000 = 5000", total=5000, discount=1000),
    example("three plus two: nine are one set", [item(1000, 9, None)], [promo(buy(3, get=2))],
            "9 < 2 × 5 = 10; 2 × 1000 = 2000; 9 × 1000 - 2000 = 7000", total=7000, discount=2000),
    example("three plus two: ten are two", [item(1000, 10, None)], [promo(buy(3, get=2))],
            "2 × (3 + 2) = 10; 4 × 1000 = 4000; 10 × 1000 - 4000 = 6000",
            total=6000, discount=4000),
    example("two plus one of 9999", [item(999, 9999, None)], TWO_PLUS_ONE,
            "9999/3 = 3333; 3333 × 999 = 3329667; 6666 × 999 = 6659334",
            total=6659334, discount=3329667),
    # At half price
    example("the third at half price", of_one(3), [promo(buy(2, get=1, at="50%"))],
            "50 % of 1210 = 605; 3 × 1210 - 605 = 3025; 3025 × 21/121 = 525",
            total=3025, discount=605, tax=525),
    example("half of 9.99 is 5.00 off", some(999, 999, 999), [promo(buy(2, get=1, at="50%"))],
            "50 % of 999 = 499.5 → 500; 3 × 999 - 500 = 2497", total=2497, discount=500),
    example("two units at half price, each rounded", [item(999, 6, None)],
            [promo(buy(2, get=1, at="50%"))],
            "50 % of 999 = 499.5 → 500; 2 × 500 = 1000; 6 × 999 - 1000 = 4994",
            total=4994, discount=1000),
    # One thing is bought, another got
    example("two mugs and a plate", [mugs(2), plates()], MUGS_FOR_PLATE,
            "2 × 2000 = 4000; the plate: 1000 - 1000 = 0",
            total=4000, discount=1000, left=[4000, 0]),
    example("two mugs and no plate", [mugs(2)], MUGS_FOR_PLATE, "2 × 2000 = 4000",
            total=4000, applied=[]),
    example("one mug and a plate", [mugs(), plates()], MUGS_FOR_PLATE, "2000 + 1000 = 3000",
            total=3000, applied=[]),
    example("two mugs and three plates: one is free", [mugs(2), plates(3)], MUGS_FOR_PLATE,
            "4000 + 3 × 1000 - 1000 = 6000", total=6000, discount=1000, left=[4000, 2000]),
    example("four mugs and three plates: two are free", [mugs(4), plates(3)], MUGS_FOR_PLATE,
            "4 × 2000 = 8000; 2 × 1000 = 2000; 8000 + 3000 - 2000 = 9000",
            total=9000, discount=2000),
    example("four mugs and one plate: one is free", [mugs(4), plates()], MUGS_FOR_PLATE,
            "4 × 2000 = 8000; the plate 1000 - 1000 = 0", total=8000, discount=1000),
    example("a dear plate is free for two cheap mugs", [mugs(2, 100), plates(1, 9000)],
            MUGS_FOR_PLATE, "2 × 100 = 200; 9000 - 9000 = 0", total=200, discount=9000),
    example("of two plates the cheaper", [mugs(2), plates(1, 1500), plates(1, 1200)],
            MUGS_FOR_PLATE, "4000 + 1500 + 0 = 5500; the plate of 1200",
            total=5500, discount=1200, left=[4000, 1500, 0]),
    # What may be got is among what is bought
    example("any two and a mug: a cup and two mugs",
            [item(3000, 1, None, of="cups"), mugs(2)],
            [promo(buy(2, get=1, gets=about(of="mugs")))],
            "cup and mug are bought, a mug of 2000 got; 3000 + 2000 = 5000",
            total=5000, discount=2000, left=[3000, 2000]),
    example("any two and a mug: two mugs alone",
            [mugs(2)], [promo(buy(2, get=1, gets=about(of="mugs")))],
            "a mug that is bought is not got: 2 × 2000 = 4000", total=4000, applied=[]),
    example("two mugs get any one: the third mug",
            [mugs(3)], [promo(buy(2, get=1, of="mugs", gets=about()))],
            "3 × 2000 - 2000 = 4000", total=4000, discount=2000),
    # On what earlier promotions left
    example("a tenth off, then two plus one", [item(1000, 3, None)],
            [promo(off_items("10%"), priority=1, id="x"), *TWO_PLUS_ONE],
            "10 % of 1000 = 100; 3 × 900 = 2700; 2700 - 900 = 1800; 3 × 100 + 900 = 1200",
            total=1800, discount=1200, applied=["x", "p"]),
    example("two plus one, then a tenth off the order", [item(1000, 3, None)],
            [promo(buy(2, get=1), priority=1), promo(off_order("10%"), id="x")],
            "3000 - 1000 = 2000; 10 % of 2000 = 200; 2000 - 200 = 1800; 1000 + 200 = 1200",
            total=1800, discount=1200, applied=["p", "x"]),
    example("two rates: the book is free", [item(12100, 2), item(11100, 1, "reduced")],
            TWO_PLUS_ONE,
            "2 × 12100 = 24200; 24200 × 21/121 = 4200; 11100 - 11100 = 0",
            total=24200, discount=11100, tax=4200, taxes=[("21", 20000, 4200), ("11", 0, 0)]),
    # A gift: one unit of a product, once it is in the cart
    example("a gift in the cart", [item(12100), item(1210, product="tea")], [promo(gift("tea"))],
            "1210 - 1210 = 0; 12100 × 21/121 = 2100",
            total=12100, discount=1210, tax=2100, left=[12100, 0]),
    example("a gift that is not in the cart", [item(12100)], [promo(gift("tea"))],
            "12100 × 21/121 = 2100", total=12100, tax=2100, applied=[]),
    example("of three one is the gift", [item(1210, 3, product="tea")], [promo(gift("tea"))],
            "3 × 1210 - 1210 = 2420; 2420 × 21/121 = 420", total=2420, discount=1210, tax=420),
    example("a gift from 100.00 on",
            [item(9000, 1, None), item(1000, 1, None, product="tea")],
            [promo(gift("tea"), when=[Rule("item_total", amount=10000, currency="RON")])],
            "9000 + 1000 = 10000; 10000 - 1000 = 9000", total=9000, discount=1000),
    example("a ban short of the gift",
            [item(8999, 1, None), item(1000, 1, None, product="tea")],
            [promo(gift("tea"), when=[Rule("item_total", amount=10000, currency="RON")])],
            "8999 + 1000 = 9999", total=9999, applied=[]),
    example("a gift goes no lower than its minimum price",
            [item(1000, 1, None, product="tea", floor=10)], [promo(gift("tea"))],
            "1000 - 10 = 990; 10", total=10, discount=990),
    example("a discounted gift, where discounted things are skipped",
            [item(500, 1, None, product="tea", was=1000)],
            [promo(gift("tea"), applies_to_discounted=False)], "500", total=500, applied=[]),
    example("a gift of the lower rate",
            [item(12100), item(1110, 1, "reduced", product="tea")], [promo(gift("tea"))],
            "1110 - 1110 = 0; 12100 × 21/121 = 2100", total=12100, discount=1110, tax=2100,
            taxes=[("21", 10000, 2100), ("11", 0, 0)]),
]  # fmt: skip
