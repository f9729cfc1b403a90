"""Worked examples: selling abroad, to companies, out of the Union, to whoever is exempt.

Directive 2006/112/EC: art. 138 and 196 (another member state's company turns the charge round),
art. 146 (export), art. 33 (distance sales: the rate where the buyer is). Romania's 21 and 11 % are
Legea 141/2025, art. 291 of Codul fiscal; Hungary's 27 and 18 %, Germany's 19 and 7 % are those of
the Commission's “VAT rates applied in the Member States”. What is sold without Romanian tax is
reckoned at the price less 21/121 (or 11/111) of it, piece by piece; promotions come after.
"""

from datetime import date

from examples_builder import ROMANIA, TODAY, Example, example, item, off_order, off_shipping, promo
from examples_builder import rate as national

from ecommus.core.pricing import Change, PriceLine
from ecommus.core.tax_place import NET, Rates, Treatment, at_place

STARTS = date(2020, 1, 1)
THERE = {
    "HU": (national("27", "standard", STARTS, country="HU"),
           national("18", "reduced", STARTS, country="HU")),
    "DE": (national("19", "standard", STARTS, country="DE"),
           national("7", "reduced", STARTS, country="DE")),
    "RO": ROMANIA,
}  # fmt: skip


def sold(
    name, items, how, *, to, as_=Treatment.TAXED, net_abroad=False, promotions=(), shipping=None,
    **expected,
) -> Example:  # fmt: skip
    """A cart that goes ``to`` a country, as ``carts.look`` puts its question."""
    sale = Rates(
        home=at_place(ROMANIA, ["RO"], "RO", TODAY),
        there=at_place(THERE.get(to, ()), [to], to, TODAY),
        country=to, on=TODAY, treatment=as_, net_abroad=net_abroad,
    )  # fmt: skip
    lines = [sale.line(PriceLine(**each, key="x")) for each in items]
    asked = [
        {name: getattr(line, name) for name in each}
        for each, line in zip(items, lines, strict=True)
    ]
    changes = ()
    if shipping is not None:
        after, detail = sale.net(shipping, "standard")
        changes = (Change(NET, shipping, after, detail),) if detail else ()
        shipping = after
    rates = sale.applied([*(line.tax_category for line in lines), "standard"])
    return example(
        name, asked, promotions, how, rates=rates, country=to, treatment=as_.value,
        shipping=shipping, shipping_changes=changes, **expected,
    )  # fmt: skip


CHARGE, EXPORT, EXEMPT = Treatment.REVERSE_CHARGE, Treatment.EXPORT, Treatment.EXEMPT
TEN = [promo(off_order("10%"))]
BOTH = [item(12100), item(11100, tax="reduced")]

EXAMPLES = [
    # At home nothing changes
    sold("home", [item(12100)], "12100 × 21/121 = 2100", to="RO", total=12100, tax=2100),
    sold("home, net abroad", [item(12100)], "12100 × 21/121 = 2100", to="RO", net_abroad=True,
         total=12100, tax=2100),
    # Reverse charge
    sold("a company in Hungary", [item(12100)],
         "12100 × 21/121 = 2100; 12100 - 2100 = 10000", to="HU", as_=CHARGE, total=10000,
         taxes=[("0", 10000, 0)]),
    sold("a company, both rates, one row", BOTH,
         "12100 × 21/121 = 2100; 11100 × 11/111 = 1100; 10000 + 10000 = 20000",
         to="HU", as_=CHARGE, total=20000, taxes=[("0", 20000, 0)]),
    sold("a company, three of 9.99", [item(999, 3)],
         "999 × 21/121 = 173.38 → 173; 3 × (999 - 173) = 2478", to="DE", as_=CHARGE, total=2478),
    sold("a company, with delivery", [item(12100)],
         "1999 × 21/121 = 346.93 → 347; 1999 - 347 = 1652; 10000 + 1652 = 11652",
         to="HU", as_=CHARGE, shipping=1999, total=11652, shipping_total=1652),
    sold("a company, ten percent off", [item(12100)],
         "10 % of 10000 = 1000; 10000 - 1000 = 9000", to="HU", as_=CHARGE, promotions=TEN,
         total=9000, discount=1000),
    sold("a company, delivery for half", [item(12100)],
         "1210 - 210 = 1000; 50 % of 1000 = 500; 10000 + 500 = 10500",
         to="HU", as_=CHARGE, shipping=1210, promotions=[promo(off_shipping("50%"))],
         total=10500, shipping_total=500),
    sold("a company, a thing without category", [item(5000, tax=None)], "5000 + 0 = 5000",
         to="HU", as_=CHARGE, total=5000, taxes=[]),
    sold("a company, a struck price", [item(12100, was=24200)],
         "24200 × 21/121 = 4200; 24200 - 4200 = 20000; 12100 - 2100 = 10000",
         to="HU", as_=CHARGE, total=10000, struck=[20000]),
    sold("a company, a ban", [item(1)], "1 × 21/121 = 0.17 → 0; 1 - 0 = 1", to="HU", as_=CHARGE,
         total=1),
    # Export
    sold("Norway", [item(12100)], "12100 - 12100 × 21/121 = 10000", to="NO", as_=EXPORT,
         total=10000, taxes=[("0", 10000, 0)]),
    sold("Norway, reduced", [item(11100, tax="reduced")], "11100 - 11100 × 11/111 = 10000",
         to="NO", as_=EXPORT, total=10000),
    sold("Norway, two pieces and delivery", [item(4999, 2)],
         "4999 × 21/121 = 867.60 → 868; 2 × (4999 - 868) = 8262; 6900 × 21/121 = 1197.52 → 1198;"
         " 6900 - 1198 = 5702; 8262 + 5702 = 13964",
         to="NO", as_=EXPORT, shipping=6900, total=13964, shipping_total=5702),
    sold("Norway, ten percent off both", BOTH,
         "10 % of 20000 = 2000; 20000 - 2000 = 18000", to="NO", as_=EXPORT, promotions=TEN,
         total=18000, discount=2000, left=[9000, 9000]),
    # Exempt
    sold("exempt at home", [item(12100)], "12100 × 21/121 = 2100; 12100 - 2100 = 10000",
         to="RO", as_=EXEMPT, total=10000, taxes=[("0", 10000, 0)]),
    sold("exempt, delivery at 21 %", [item(11100, tax="reduced")],
         "11100 - 1100 = 10000; 1210 - 210 = 1000; 10000 + 1000 = 11000",
         to="RO", as_=EXEMPT, shipping=1210, total=11000, shipping_total=1000),
    sold("exempt, no rate is missing", [item(900, tax="tobacco")], "900 + 0 = 900", to="RO",
         as_=EXEMPT, total=900, untaxed=[]),
    # A person abroad: the same price, the tax of their country in it
    sold("Hungary, gross", [item(12700)], "12700 × 27/127 = 2700", to="HU", total=12700,
         tax=2700, taxes=[("27", 10000, 2700)]),
    sold("Hungary, gross, the price of home", [item(12100)], "12100 × 27/127 = 2572.44 → 2572",
         to="HU", total=12100, tax=2572),
    sold("Germany, gross, both rates", [item(11900), item(10700, tax="reduced")],
         "11900 × 19/119 = 1900; 10700 × 7/107 = 700; 11900 + 10700 = 22600; 1900 + 700 = 2600",
         to="DE", total=22600, tax=2600),
    sold("Hungary, gross, with delivery", [item(12700)],
         "12700 + 1270 = 13970; 13970 × 27/127 = 2970", to="HU", shipping=1270, total=13970,
         tax=2970, shipping_total=1270),
    sold("Germany, gross, ten percent off", [item(11900)],
         "10 % of 11900 = 1190; 11900 - 1190 = 10710; 10710 × 19/119 = 1710",
         to="DE", promotions=TEN, total=10710, discount=1190, tax=1710),
    # Or the same net price, the tax of their country on top
    sold("Hungary, net", [item(12100)],
         "12100 - 2100 = 10000; 27 % of 10000 = 2700; 10000 + 2700 = 12700",
         to="HU", net_abroad=True, total=12700, tax=2700, taxes=[("27", 10000, 2700)]),
    sold("Germany, net: cheaper than home", [item(12100)],
         "12100 - 2100 = 10000; 19 % of 10000 = 1900; 10000 + 1900 = 11900",
         to="DE", net_abroad=True, total=11900, tax=1900),
    sold("Germany, net, three of 9.99", [item(999, 3)],
         "999 × 21/121 = 173.38 → 173; 3 × 826 = 2478; 19 % of 2478 = 470.82 → 471;"
         " 2478 + 471 = 2949",
         to="DE", net_abroad=True, total=2949, tax=471),
    sold("Hungary, net, both rates", BOTH,
         "27 % of 10000 = 2700; 18 % of 10000 = 1800; 20000 + 2700 + 1800 = 24500;"
         " 2700 + 1800 = 4500",
         to="HU", net_abroad=True, total=24500, tax=4500),
    sold("Hungary, net, with delivery", [item(12100)],
         "1210 - 210 = 1000; 27 % of 11000 = 2970; 11000 + 2970 = 13970",
         to="HU", net_abroad=True, shipping=1210, total=13970, tax=2970, shipping_total=1000),
    sold("Germany, net, ten percent off", [item(12100)],
         "10 % of 10000 = 1000; 10000 - 1000 = 9000; 19 % of 9000 = 1710; 9000 + 1710 = 10710",
         to="DE", net_abroad=True, promotions=TEN, total=10710, discount=1000, tax=1710),
    sold("a country whose rate nobody set", [item(12100)], "12100 + 0 = 12100", to="PT",
         total=12100, untaxed=["standard"]),
]  # fmt: skip
