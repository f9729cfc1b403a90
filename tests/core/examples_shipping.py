"""Worked examples: shipping, its discounts and its taxes.

Shipping has discounts of its own and the tax of its method's category (commerce.md).
"""

from examples_builder import example, item, off_order, off_shipping, promo

GOODS = [item(12100)]
TAX = "12100 × 21/121 = 2100"

EXAMPLES = [
    example("no shipping is chosen yet", GOODS, [], TAX, total=12100, tax=2100),
    example(
        "a discount on shipping that is not chosen",
        GOODS, [promo(off_shipping("100%"))], TAX, total=12100, tax=2100, applied=[],
    ),
    example(
        "shipping that is free anyway",
        GOODS, [promo(off_shipping("100%"))], TAX,
        total=12100, tax=2100, shipping=0, shipping_total=0, applied=[],
    ),
    example(
        "taxed like the goods",
        GOODS, [], "12100 + 1210 = 13310; 13310 × 21/121 = 2310; shipping 1210",
        total=13310, tax=2310, shipping=1210, shipping_total=1210,
        line_taxes=[2100], taxes=[("21", 11000, 2310)],
    ),
    example(
        "taxed by its own category",
        GOODS, [], TAX + "; 1110 × 11/111 = 110; 12100 + 1110 = 13210; 2100 + 110 = 2210",
        total=13210, tax=2210, shipping=1110, shipping_total=1110,
        shipping_tax_category="reduced", taxes=[("21", 10000, 2100), ("11", 1000, 110)],
    ),
    example(
        "without a category: no tax",
        GOODS, [], TAX + "; shipping 1500; 12100 + 1500 = 13600",
        total=13600, tax=2100, shipping=1500, shipping_total=1500, shipping_tax_category=None,
    ),
    example(
        "its category has no rate here",
        GOODS, [], TAX + "; shipping 1500; 12100 + 1500 = 13600",
        total=13600, tax=2100, shipping=1500, shipping_total=1500,
        shipping_tax_category="postage", untaxed=["postage"],
    ),
    example(
        "shipping alone",
        [], [], "shipping 1210; 1210 × 21/121 = 210",
        total=1210, tax=210, shipping=1210, shipping_total=1210,
    ),
    example(
        "net goods and net shipping",
        [item(10000)], [],
        "shipping 1500; 10000 + 1500 = 11500; 21 % of 11500 = 2415; 11500 + 2415 = 13915",
        total=13915, tax=2415, shipping=1500, shipping_total=1500, net=True,
    ),
    # Its discounts
    example(
        "free shipping",
        GOODS, [promo(off_shipping("100%"))], TAX + "; 1210 - 1210 = 0",
        total=12100, tax=2100, shipping=1210, shipping_total=0, applied=["p"],
    ),
    # Sylius, receiving_percentage_discount_on_shipping.feature
    example(
        "Sylius: a fifth off shipping",
        [item(10000, 1, None)], [promo(off_shipping("20%"))],
        "20 % of 1000 = 200; 1000 - 200 = 800; 10000 + 800 = 10800",
        total=10800, shipping=1000, shipping_total=800, shipping_tax_category=None,
    ),
    example(
        "15 percent off 15.99",
        GOODS, [promo(off_shipping("15%"))],
        "15 % of 1599 = 239.85 → 240; 1599 - 240 = 1359; 12100 + 1359 = 13459;"
        " 13459 × 21/121 = 2335.86 → 2336",
        total=13459, tax=2336, shipping=1599, shipping_total=1359,
    ),
    example(
        "half of a fee of 9.99 is 5.00",
        [], [promo(off_shipping("50%"))], "50 % of 999 = 499.5 → 500; 999 - 500 = 499",
        total=499, shipping=999, shipping_total=499, shipping_tax_category=None,
    ),
    example(
        "half, and half of what is left",
        [], [promo(off_shipping("50%"), id=name) for name in "xy"],
        "50 % of 1000 = 500; 50 % of 500 = 250; 1000 - 500 - 250 = 250",
        total=250, shipping=1000, shipping_total=250, shipping_tax_category=None,
        applied=["x", "y"],
    ),
    example(
        "free once, and no second promotion on it",
        [], [promo(off_shipping("100%"), id=name) for name in "xy"],
        "1000 - 1000 = 0", total=0, shipping=1000, shipping_total=0, applied=["x"],
    ),
    example(
        "order and shipping lowered by one promotion",
        GOODS, [promo(off_order("10%"), off_shipping("50%"))],
        "10 % of 12100 = 1210; 12100 - 1210 = 10890; 50 % of 1210 = 605; 1210 - 605 = 605;"
        " 10890 + 605 = 11495; 11495 × 21/121 = 1995",
        total=11495, discount=1210, tax=1995, shipping=1210, shipping_total=605, applied=["p"],
    ),
    example(
        "net, order and shipping lowered",
        [item(10000)], [promo(off_order(1000), off_shipping("50%"))],
        "10000 - 1000 = 9000; 50 % of 1500 = 750; 1500 - 750 = 750; 21 % of 9750 = 2047.5 → 2048;"
        " 9000 + 750 + 2048 = 11798",
        total=11798, discount=1000, tax=2048, shipping=1500, shipping_total=750, net=True,
    ),
    example(
        "lowered shipping of another rate",
        GOODS, [promo(off_shipping("50%"))],
        TAX + "; 50 % of 1110 = 555; 1110 - 555 = 555; 555 × 11/111 = 55; 12100 + 555 = 12655;"
        " 2100 + 55 = 2155",
        total=12655, tax=2155, shipping=1110, shipping_total=555, shipping_tax_category="reduced",
    ),
    example(
        "who is not registered adds no VAT to shipping either",
        [item(10000)], [promo(off_shipping("20%"))],
        "20 % of 1500 = 300; 1500 - 300 = 1200; 10000 + 1200 = 11200",
        total=11200, shipping=1500, shipping_total=1200, vat_registered=False,
    ),
]  # fmt: skip
