"""Worked examples: what the shop's own ways of delivery cost.

``how`` is the arithmetic by hand. The tables are those that Romanian couriers print for shops: a
price up to a weight, more from the next kilogram on; free from a value of goods.
"""

from dataclasses import dataclass

from ecommus.core.shipping import Kind, Limits, ShippingMethod, Tier


@dataclass(frozen=True)
class Delivered:
    """A parcel of so many ``grams``, worth ``value``, and what it costs (None: not offered)."""

    name: str
    method: str
    price: int | None
    how: str
    grams: int = 0
    value: int = 10000
    items: int = 1
    zones: tuple[str, ...] = ("RO", "EU")


def way(kind: Kind, **fields) -> ShippingMethod:
    return ShippingMethod("m", kind, "M", "RON", **fields)


METHODS = {
    "flat": way(Kind.FLAT, amount=1999, free_from=30000),
    "piece": way(Kind.PER_ITEM, amount=1000, per_item=200),
    "weight": way(
        Kind.BY_WEIGHT, tiers=(Tier(0, 1500), Tier(1000, 2000), Tier(5000, 3500)),
        weight=Limits(None, 31500), free_from=50000,
    ),
    "heavy": way(Kind.BY_WEIGHT, tiers=(Tier(10000, 9900),)),
    "value": way(Kind.BY_TOTAL, tiers=(Tier(0, 2000), Tier(15000, 1000), Tier(30000, 0))),
    "union": way(Kind.FLAT, amount=6900, zones=frozenset({"EU"})),
    "pickup": way(Kind.PICKUP, place="Str. Mică 1"),
    "small": way(Kind.FLAT, amount=900, total=Limits(5000, 20000), weight=Limits(100, 2000)),
}  # fmt: skip

EXAMPLES = [
    Delivered("one price", "flat", 1999, "1999 + 0 = 1999"),
    Delivered("one price, a bani short of free", "flat", 1999, "30000 - 1 = 29999", value=29999),
    Delivered("free from 300.00, that sum included", "flat", 0, "30000 - 30000 = 0", value=30000),
    Delivered("a piece", "piece", 1200, "1000 + 1 × 200 = 1200"),
    Delivered("three pieces", "piece", 1600, "1000 + 3 × 200 = 1600", items=3),
    Delivered("a hundred pieces", "piece", 21000, "1000 + 100 × 200 = 21000", items=100),
    Delivered("nothing weighs nothing", "weight", 1500, "1500 + 0 = 1500"),
    Delivered("999 grams", "weight", 1500, "3 × 333 = 999", grams=999),
    Delivered("a kilogram is the next line", "weight", 2000, "2 × 500 = 1000", grams=1000),
    Delivered("4.999 kg", "weight", 2000, "5000 - 1 = 4999", grams=4999),
    Delivered("5 kg", "weight", 3500, "10 × 500 = 5000", grams=5000),
    Delivered("31.5 kg, the most a courier takes", "weight", 3500, "63 × 500 = 31500",
              grams=31500),
    Delivered("a gram more", "weight", None, "31500 + 1 = 31501", grams=31501),
    Delivered("heavy and free", "weight", 0, "5 × 10000 = 50000", grams=9000, value=50000),
    Delivered("below the first line", "heavy", None, "10000 - 1 = 9999", grams=9999),
    Delivered("on the first line", "heavy", 9900, "2 × 5000 = 10000", grams=10000),
    Delivered("a small cart", "value", 2000, "2000 + 0 = 2000", value=14999),
    Delivered("150.00", "value", 1000, "10 × 1500 = 15000", value=15000),
    Delivered("300.00 by the table", "value", 0, "2 × 15000 = 30000", value=30000),
    Delivered("in its zone", "union", 6900, "69 × 100 = 6900", zones=("EU",)),
    Delivered("out of its zone", "union", None, "0 × 1 = 0", zones=("world",)),
    Delivered("picked up", "pickup", 0, "0 + 0 = 0"),
    Delivered("picked up from anywhere", "pickup", 0, "0 + 0 = 0", zones=()),
    Delivered("50.00 is enough", "small", 900, "2 × 2500 = 5000", grams=100, value=5000),
    Delivered("49.99 is not", "small", None, "5000 - 1 = 4999", grams=100, value=4999),
    Delivered("200.01 is too much", "small", None, "20000 + 1 = 20001", grams=100, value=20001),
    Delivered("99 grams are too little", "small", None, "100 - 1 = 99", grams=99, value=5000),
    Delivered("2 kg are not too much", "small", 900, "2 × 1000 = 2000", grams=2000, value=5000),
]  # fmt: skip
