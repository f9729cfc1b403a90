"""A large catalogue with many promotions, the same every time: for counting and for timing."""

from decimal import Decimal
from random import Random

from ecommus.core.promotions.catalogue import CataloguePromotion, Sold

CATEGORIES = 400


def a_catalogue(variants: int, rules: int) -> tuple[list[Sold], list[CataloguePromotion]]:
    """Three variants a product, each product in two of 400 categories; a promotion is about a
    category, some products or some variants."""
    random = Random(7)
    sold = []
    for number in range(variants):
        product = number // 3
        places = {f"c{product % CATEGORIES}", f"c{product * 7 % CATEGORIES}"}
        sold.append(Sold(f"v{number}", f"p{product}", frozenset(places), 1_000 + number % 9_000))
    promotions = [
        CataloguePromotion(
            f"r{number:04}", f"Rule {number}", priority=number % 10, scope=_scope(random, variants),
            percentage=Decimal(number % 20 + 1), exclusive=number % 50 == 0,
        )
        for number in range(rules)
    ]  # fmt: skip
    return sold, promotions


def _scope(random: Random, variants: int) -> frozenset[tuple[str, str]]:
    kind = random.choice(("category", "product", "variant"))
    most = {"category": CATEGORIES, "product": variants // 3, "variant": variants}[kind]
    return frozenset((kind, f"{kind[0]}{random.randrange(most)}") for _ in range(5))
