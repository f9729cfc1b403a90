"""Worked examples: VAT, by day, category, country and kind of price, after discounts.

Romania: 21 % and 11 % since 1 August 2025 (Legea 141/2025), 19 % and 9 % before. The tax in a gross
price is 21/121 of it. Tax is computed after discounts (Codul fiscal, art. 286: a price reduction is
no part of the base), per rate over the document (commerce.md).
"""

from datetime import date
from decimal import Decimal

from examples_builder import AUGUST, ROMANIA, example, item, off_order, promo, rate

from ecommus.core.tax import TaxRate

JULY_31 = date(2025, 7, 31)
JAPAN = (
    rate("10", "standard", date(2019, 10, 1), country="JP"),
    rate("8", "reduced", date(2019, 10, 1), country="JP"),
)
BOOKS = TaxRate("TVA 21%", "RO", "books", Decimal(21), True, AUGUST)
BOTH = [item(12100), item(11100, tax="reduced")]

EXAMPLES = [
    # Gross prices
    example("21 percent in 121.00", [item(12100)], [], "12100 × 21/121 = 2100",
            total=12100, tax=2100, taxes=[("21", 10000, 2100)]),
    example("11 percent in 111.00", [item(11100, tax="reduced")], [], "11100 × 11/111 = 1100",
            total=11100, tax=1100, taxes=[("11", 10000, 1100)]),
    example("both rates, a row each", BOTH, [],
            "12100 × 21/121 = 2100; 11100 × 11/111 = 1100; 12100 + 11100 = 23200;"
            " 2100 + 1100 = 3200",
            total=23200, tax=3200, taxes=[("21", 10000, 2100), ("11", 10000, 1100)]),
    example("a ban is too little for tax", [item(1)], [], "1 × 21/121 = 0.17 → 0", total=1),
    example("in three bani there is one", [item(3)], [], "3 × 21/121 = 0.52 → 1", total=3, tax=1),
    example("a thing that costs nothing", [item(0)], [], "0 × 21/121 = 0",
            total=0, taxes=[("21", 0, 0)]),
    # commerce.md: "three lines of 9.99 must come out as 29.97"
    example("three lines of 9.99", [item(999)] * 3, [],
            "3 × 999 = 2997; 2997 × 21/121 = 520.14 → 520; 2997 - 520 = 2477",
            total=2997, tax=520, taxes=[("21", 2477, 520)]),
    # Days
    example("19 percent on 31 July 2025", [item(11900)], [], "11900 × 19/119 = 1900",
            total=11900, tax=1900, on=JULY_31, taxes=[("19", 10000, 1900)]),
    example("9 percent on 31 July 2025", [item(10900, tax="reduced")], [], "10900 × 9/109 = 900",
            total=10900, tax=900, on=JULY_31, taxes=[("9", 10000, 900)]),
    example("the same price on 1 August 2025", [item(11900)], [],
            "11900 × 21/121 = 2065.29 → 2065", total=11900, tax=2065, on=AUGUST),
    example("the reduced rate on 1 August 2025", [item(10900, tax="reduced")], [],
            "10900 × 11/111 = 1080.18 → 1080", total=10900, tax=1080, on=AUGUST),
    example("of two rates that hold the one that started last", [item(12100)], [],
            "12100 × 21/121 = 2100", total=12100, tax=2100,
            rates=[*ROMANIA, rate("24", "standard", date(2010, 7, 1))]),
    example("a net price before and after: before", [item(10000)], [],
            "19 % of 10000 = 1900; 10000 + 1900 = 11900",
            total=11900, tax=1900, net=True, on=JULY_31),
    example("a net price before and after: after", [item(10000)], [],
            "21 % of 10000 = 2100; 10000 + 2100 = 12100",
            total=12100, tax=2100, net=True, on=AUGUST),
    # integrations.md 1.1: a credit note for an old invoice keeps the old rate
    example("an old sale, discounted, at its old rates",
            [item(11900), item(10900, tax="reduced")], [promo(off_order("10%"))],
            "10 % of 22800 = 2280; 11900 - 1190 = 10710; 10900 - 1090 = 9810;"
            " 10710 × 19/119 = 1710; 9810 × 9/109 = 810; 10710 + 9810 = 20520; 1710 + 810 = 2520",
            total=20520, discount=2280, tax=2520, on=date(2025, 3, 1)),
    # No tax
    example("no category: no tax", [item(12100, tax=None)], [], "12100",
            total=12100, taxes=[], untaxed=[]),
    example("with and without a category", [item(12100), item(5000, tax=None)], [],
            "12100 × 21/121 = 2100; 12100 + 5000 = 17100", total=17100, tax=2100),
    # Codul fiscal, art. 310: a small business is exempt and charges no VAT
    example("a seller who is not registered", BOTH, [], "12100 + 11100 = 23200",
            total=23200, vat_registered=False, taxes=[], untaxed=[]),
    example("a seller who is not registered, net prices", [item(10000)], [promo(off_order("10%"))],
            "10 % of 10000 = 1000; 10000 - 1000 = 9000",
            total=9000, discount=1000, net=True, vat_registered=False),
    example("a category without a rate", [item(12100), item(900, tax="tobacco")], [],
            "12100 × 21/121 = 2100; 12100 + 900 = 13000",
            total=13000, tax=2100, untaxed=["tobacco"]),
    example("a seller who is not registered needs no rate", [item(900, tax="tobacco")], [], "900",
            total=900, vat_registered=False, untaxed=[]),
    example("a country without rates", BOTH, [], "12100 + 11100 = 23200",
            total=23200, country="HU", untaxed=["reduced", "standard"]),
    example("a day before any rate", [item(12100)], [], "12100",
            total=12100, on=date(2016, 12, 31), untaxed=["standard"]),
    # Net prices
    example("21 percent on 100.00", [item(10000)], [],
            "21 % of 10000 = 2100; 10000 + 2100 = 12100", total=12100, tax=2100, net=True),
    # data/efactura samples, passed by the EN 16931 rules: 200.00 at 21 %, 50.00 at 11 %
    example("the sample invoice", [item(10000, 2), item(5000, tax="reduced")], [],
            "2 × 10000 = 20000; 21 % of 20000 = 4200; 11 % of 5000 = 550; 4200 + 550 = 4750;"
            " 25000 + 4750 = 29750",
            total=29750, tax=4750, net=True, taxes=[("21", 20000, 4200), ("11", 5000, 550)]),
    example("half a ban of tax is a ban", [item(50)], [], "21 % of 50 = 10.5 → 11; 50 + 11 = 61",
            total=61, tax=11, net=True),
    example("and so is one and a half, a half and thirty", [item(150)], [],
            "21 % of 150 = 31.5 → 32; 150 + 32 = 182", total=182, tax=32, net=True),
    example("net, ten percent off", [item(10000)], [promo(off_order("10%"))],
            "10 % of 10000 = 1000; 10000 - 1000 = 9000; 21 % of 9000 = 1890; 9000 + 1890 = 10890",
            total=10890, discount=1000, tax=1890, net=True),
    example("net, 10.00 off three lines of 9.99", [item(999)] * 3, [promo(off_order(1000))],
            "3 × 999 = 2997; 2997 - 1000 = 1997; 21 % of 1997 = 419.37 → 419; 1997 + 419 = 2416",
            total=2416, discount=1000, tax=419, net=True, left=[665, 666, 666]),
    # A discount over two rates lowers both bases in proportion
    example("ten percent over two rates", BOTH, [promo(off_order("10%"))],
            "10 % of 23200 = 2320; 12100 - 1210 = 10890; 11100 - 1110 = 9990;"
            " 10890 × 21/121 = 1890; 9990 × 11/111 = 990; 23200 - 2320 = 20880; 1890 + 990 = 2880",
            total=20880, discount=2320, tax=2880, taxes=[("21", 9000, 1890), ("11", 9000, 990)]),
    example("10.00 over two rates", BOTH, [promo(off_order(1000))],
            "1000 × 121/232 = 521.55 → 522; 1000 × 111/232 = 478.45 → 478;"
            " (12100 - 522) × 21/121 = 2009.40 → 2009; (11100 - 478) × 11/111 = 1052.63 → 1053;"
            " 23200 - 1000 = 22200; 2009 + 1053 = 3062",
            total=22200, discount=1000, tax=3062, left=[11578, 10622],
            taxes=[("21", 9569, 2009), ("11", 9569, 1053)]),
    example("net, 10.00 over two rates", [item(2000), item(1000, tax="reduced")],
            [promo(off_order(1000))],
            "1000 × 2/3 = 666.67 → 667; 1000 × 1/3 = 333.33 → 333; 21 % of 1333 = 279.93 → 280;"
            " 11 % of 667 = 73.37 → 73; 2000 + 280 + 73 = 2353; 280 + 73 = 353",
            total=2353, discount=1000, tax=353, net=True, left=[1333, 667]),
    example("a discount on one rate leaves the other", BOTH,
            [promo(off_order(1110, at_most=11100))],
            "11100 - 1110 = 9990; 9990 × 11/111 = 990; 12100 × 21/121 = 2100;"
            " 12100 + 9990 = 22090; 2100 + 990 = 3090",
            total=22090, discount=1110, tax=3090),
    # EN 16931 BR-S-08: one breakdown per rate, so a rate of two categories is rounded once
    example("two categories of one rate are one row", [item(102), item(102, tax="books")], [],
            "21 % of 204 = 42.84 → 43; 204 + 43 = 247",
            total=247, tax=43, net=True, rates=[*ROMANIA, BOOKS], taxes=[("21", 204, 43)]),
    # Other currencies have other decimals; a minor unit is a minor unit
    example("1000 yen", [item(1000)], [], "1000 × 10/110 = 90.91 → 91",
            total=1000, tax=91, currency="JPY", country="JP", rates=JAPAN),
    example("yen, both rates, net, 15 percent off",
            [item(333), item(198, tax="reduced")], [promo(off_order("15%"))],
            "15 % of 531 = 79.65 → 80; 80 × 333/531 = 50.17 → 50; 80 × 198/531 = 29.83 → 30;"
            " 10 % of 283 = 28.3 → 28; 8 % of 168 = 13.44 → 13; 283 + 168 + 28 + 13 = 492;"
            " 28 + 13 = 41",
            total=492, discount=80, tax=41, net=True, currency="JPY", country="JP", rates=JAPAN),
    example("a million dinars of a thousand fils", [item(1234567891, 1, None)],
            [promo(off_order("10%"))],
            "10 % of 1234567891 = 123456789.1 → 123456789; 1234567891 - 123456789 = 1111111102",
            total=1111111102, discount=123456789, currency="KWD"),
    example("the most that can be paid", [item(10**13)], [promo(off_order("50%"))],
            "50 % of 10000000000000 = 5000000000000; 5000000000000 × 21/121 = 867768595041.32"
            " → 867768595041",
            total=5 * 10**12, discount=5 * 10**12, tax=867768595041),
    example("9999 of 999.99", [item(99999, 9999)], [],
            "9999 × 99999 = 999890001; 999890001 × 21/121 = 173534628.27 → 173534628",
            total=999890001, tax=173534628),
]  # fmt: skip
