"""Worked examples: the same cart, its tax rounded over the document, on each line, on each unit.

EN 16931 rounds once per rate over the document (BR-CO-17: base × rate, two decimals); a shop may
choose the line or the unit instead. With gross prices the total is the same and only the tax in it
differs. Half goes away from zero.
"""

from datetime import date

from examples_builder import example, item, off_items, off_order, promo


def thrice(name, items, promotions=(), *, before="", document, line, unit, gross=None, net=None,
           **more):  # fmt: skip
    """One cart, three ways: each (arithmetic, tax). ``gross``: the total; ``net``: the base."""
    return [
        example(
            f"{name}, by {rounding}",
            items,
            promotions,
            f"{before}; {how}" + ("" if net is None else f"; {net} + {tax} = {net + tax}"),
            total=gross if net is None else net + tax,
            tax=tax,
            net=net is not None,
            rounding=rounding,
            **more,
        )
        for rounding, (how, tax) in (("document", document), ("line", line), ("unit", unit))
    ]


EXAMPLES = [
    *thrice(
        "three lines of 9.99", [item(999)] * 3, before="3 × 999 = 2997", gross=2997,
        document=("2997 × 21/121 = 520.14 → 520", 520),
        line=("999 × 21/121 = 173.38 → 173; 3 × 173 = 519", 519),
        unit=("999 × 21/121 = 173.38 → 173; 3 × 173 = 519", 519),
    ),
    *thrice(
        "one line of three at 9.99", [item(999, 3)], before="3 × 999 = 2997", gross=2997,
        document=("2997 × 21/121 = 520.14 → 520", 520),
        line=("2997 × 21/121 = 520.14 → 520", 520),
        unit=("999 × 21/121 = 173.38 → 173; 3 × 173 = 519", 519),
    ),
    *thrice(
        "two lines of two at 0.35 net: three sums", [item(35, 2)] * 2, before="4 × 35 = 140",
        net=140,
        document=("21 % of 140 = 29.4 → 29", 29),
        line=("21 % of 70 = 14.7 → 15; 2 × 15 = 30", 30),
        unit=("21 % of 35 = 7.35 → 7; 4 × 7 = 28", 28),
    ),
    *thrice(
        "three lines of 1.02 net", [item(102)] * 3, before="3 × 102 = 306", net=306,
        document=("21 % of 306 = 64.26 → 64", 64),
        line=("21 % of 102 = 21.42 → 21; 3 × 21 = 63", 63),
        unit=("21 % of 102 = 21.42 → 21; 3 × 21 = 63", 63),
    ),
    *thrice(
        "half a ban on each of three", [item(50)] * 3, before="3 × 50 = 150", net=150,
        document=("21 % of 150 = 31.5 → 32", 32),
        line=("21 % of 50 = 10.5 → 11; 3 × 11 = 33", 33),
        unit=("21 % of 50 = 10.5 → 11; 3 × 11 = 33", 33),
    ),
    *thrice(
        "the lower rate", [item(995, tax="reduced")] * 3, before="3 × 995 = 2985", gross=2985,
        document=("2985 × 11/111 = 295.81 → 296", 296),
        line=("995 × 11/111 = 98.60 → 99; 3 × 99 = 297", 297),
        unit=("995 × 11/111 = 98.60 → 99; 3 × 99 = 297", 297),
    ),
    *thrice(
        "the rate of July 2025", [item(333)] * 3, before="3 × 333 = 999", gross=999,
        on=date(2025, 7, 31),
        document=("999 × 19/119 = 159.50 → 160", 160),
        line=("333 × 19/119 = 53.17 → 53; 3 × 53 = 159", 159),
        unit=("333 × 19/119 = 53.17 → 53; 3 × 53 = 159", 159),
    ),
    *thrice(
        "9999 things of one ban", [item(1, 9999)], before="9999 × 1 = 9999", gross=9999,
        document=("9999 × 21/121 = 1735.36 → 1735", 1735),
        line=("9999 × 21/121 = 1735.36 → 1735", 1735),
        unit=("1 × 21/121 = 0.17 → 0 strays; 9999 × 21/121 = 1735.36 → 1735", 1735),
    ),
    *thrice(
        "shipping is a line and a unit of its own", [item(1000)], before="1000 + 1000 = 2000",
        gross=2000, shipping=1000, shipping_total=1000,
        document=("2000 × 21/121 = 347.11 → 347", 347),
        line=("1000 × 21/121 = 173.55 → 174; 2 × 174 = 348", 348),
        unit=("1000 × 21/121 = 173.55 → 174; 2 × 174 = 348", 348),
    ),
    *thrice(
        "1.00 off three units leaves them uneven", [item(1000, 3)], [promo(off_order(100))],
        before="3 × 1000 - 100 = 2900: 967, 967 and 966", gross=2900, discount=100,
        document=("2900 × 21/121 = 503.31 → 503", 503),
        line=("2900 × 21/121 = 503.31 → 503", 503),
        unit=("967 × 21/121 = 167.83 → 168; 966 × 21/121 = 167.65 → 168; 3 × 168 = 504", 504),
    ),
    *thrice(
        "ten percent of each, two rates", [item(999, 2), item(999, 2, "reduced")],
        [promo(off_items("10%"))],
        before="10 % of 999 = 99.9 → 100; 4 × 100 = 400; 4 × 899 = 3596", gross=3596, discount=400,
        document=("1798 × 21/121 = 312.05 → 312; 1798 × 11/111 = 178.18 → 178; 312 + 178 = 490",
                  490),
        line=("1798 × 21/121 = 312.05 → 312; 1798 × 11/111 = 178.18 → 178; 312 + 178 = 490", 490),
        unit=("899 × 21/121 = 156.02 → 156; 899 × 11/111 = 89.09 → 89; 2 × 156 + 2 × 89 = 490",
              490),
    ),
    *thrice(
        "two rates, net, 0.10 off",
        [item(35, 2), item(35, 2), item(45, 2, "reduced")], [promo(off_order(10, at_least=45))],
        before="4 × 35 + 2 × 45 - 10 = 220; 2 × 45 - 10 = 80", net=220, discount=10,
        document=("21 % of 140 = 29.4 → 29; 11 % of 80 = 8.8 → 9; 29 + 9 = 38", 38),
        line=("21 % of 70 = 14.7 → 15; 11 % of 80 = 8.8 → 9; 2 × 15 + 9 = 39", 39),
        unit=("21 % of 35 = 7.35 → 7; 11 % of 40 = 4.4 → 4; 4 × 7 + 2 × 4 = 36", 36),
    ),
    # What the document's tax is of each line: largest remainder
    example(
        "the ban goes to the line that lost most",
        [item(999), item(1999), item(2999)], [],
        "999 + 1999 + 2999 = 5997; 5997 × 21/121 = 1040.80 → 1041; 1041 × 999/5997 = 173.41;"
        " 1041 × 1999/5997 = 347; 1041 × 2999/5997 = 520.59: 173 + 347 + 521 = 1041",
        total=5997, tax=1041, line_taxes=[173, 347, 521],
    ),
    example(
        "net, and the ban goes to the line that lost most",
        [item(110), item(120), item(130)], [],
        "110 + 120 + 130 = 360; 21 % of 360 = 75.6 → 76; 76 × 11/36 = 23.22; 76 × 12/36 = 25.33;"
        " 76 × 13/36 = 27.44: 23 + 25 + 28 = 76; 360 + 76 = 436",
        total=436, tax=76, net=True, line_taxes=[23, 25, 28],
    ),
    example(
        "shipping takes its share of the document's tax",
        [item(2000)], [],
        "2000 + 1000 = 3000; 3000 × 21/121 = 520.66 → 521; 521 × 2/3 = 347.33 → 347;"
        " shipping 1000: 521 - 347 = 174",
        total=3000, tax=521, shipping=1000, shipping_total=1000, line_taxes=[347],
    ),
]  # fmt: skip
