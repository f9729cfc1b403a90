"""Catalogue promotions: what a variant costs before there is a cart.

Set-based: the promotions are indexed by what they are about, so ten thousand variants and a
thousand rules meet only where they belong together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ecommus.core.promotions.discounts import share

ALL = ("all", "")


@dataclass(frozen=True, slots=True)
class CataloguePromotion:
    """``scope``: of (kind, id) pairs, kinds ``variant``, ``product``, ``category``; empty: all.

    Either ``percentage`` or ``amount`` (minor units by currency) is taken off each unit.
    """

    id: str
    name: str
    priority: int = 0
    exclusive: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    scope: frozenset[tuple[str, str]] = frozenset()
    percentage: Decimal | None = None
    amounts: tuple[tuple[str, int], ...] = ()

    def runs(self, now: datetime) -> bool:
        begun = self.starts_at is None or self.starts_at <= now
        return begun and (self.ends_at is None or now < self.ends_at)

    def off(self, price: int, currency: str) -> int:
        """What it takes off a price."""
        if self.percentage is not None:
            return share(self.percentage)(price)
        return dict(self.amounts).get(currency, 0)


@dataclass(frozen=True, slots=True)
class Sold:
    """A variant as catalogue promotions see it."""

    variant: str
    product: str
    categories: frozenset[str]
    price: int
    min_price: int = 0


@dataclass(frozen=True, slots=True)
class Lowered:
    """``steps``: (promotion id, name, before, after), in the order in which they applied."""

    price: int
    steps: tuple[tuple[str, str, int, int], ...] = ()


Index = Mapping[tuple[str, str], Sequence[CataloguePromotion]]


def index(promotions: Iterable[CataloguePromotion]) -> Index:
    """Promotions by what they are about."""
    found: dict[tuple[str, str], list[CataloguePromotion]] = defaultdict(list)
    for promotion in promotions:
        for about in promotion.scope or (ALL,):
            found[about].append(promotion)
    return dict(found)


def lowered(
    sold: Iterable[Sold], promotions: Index, *, currency: str, now: datetime
) -> dict[str, Lowered]:
    """The price of each variant, by variant. Never below its minimum price, never below zero."""
    return {entry.variant: _lower(entry, promotions, currency, now) for entry in sold}


def _lower(entry: Sold, promotions: Index, currency: str, now: datetime) -> Lowered:
    keys = [ALL, ("variant", entry.variant), ("product", entry.product)]
    keys += [("category", category) for category in entry.categories]
    found = {p.id: p for key in keys for p in promotions.get(key, ()) if p.runs(now)}
    if not found:
        return Lowered(entry.price)
    ordered = sorted(found.values(), key=lambda p: (-p.priority, p.id))
    alone = next((promotion for promotion in ordered if promotion.exclusive), None)
    price, steps = entry.price, []
    floor = min(max(entry.min_price, 0), entry.price)
    for promotion in [alone] if alone else ordered:
        after = max(price - promotion.off(price, currency), floor)
        if after != price:
            steps.append((promotion.id, promotion.name, price, after))
            price = after
    return Lowered(price, tuple(steps))
