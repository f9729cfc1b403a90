"""Price lists: what a variant costs for somebody, somewhere, for a while, or by the dozen.

A list without conditions in another currency is the base price in that currency. Pure functions
over frozen snapshots; catalogue promotions (``promotions.catalogue``) work on what is chosen here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PriceList:
    """``group``: the id of a customer group, None for everybody. ``countries`` empty: all."""

    id: str
    name: str
    currency: str
    priority: int = 0
    group: str | None = None
    countries: frozenset[str] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def conditions(self) -> int:
        """How special it is: one each for a group, for countries, for dates."""
        dated = self.starts_at is not None or self.ends_at is not None
        return (self.group is not None) + bool(self.countries) + dated

    def holds(self, asked: "Asked") -> bool:
        """Whether the list is there for whoever asks."""
        return (
            self.currency == asked.currency
            and (self.group is None or self.group == asked.group)
            and (not self.countries or asked.country in self.countries)
            and (self.starts_at is None or self.starts_at <= asked.now)
            and (self.ends_at is None or asked.now < self.ends_at)
        )


@dataclass(frozen=True, slots=True)
class ListPrice:
    """Minor units of the list's currency for each unit, from so many units on."""

    list_id: str
    amount: int
    min_quantity: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a price, where and when."""

    currency: str
    country: str
    now: datetime
    group: str | None = None


def best(
    prices: Iterable[ListPrice], lists: Mapping[str, PriceList], asked: Asked, quantity: int = 1
) -> ListPrice | None:
    """The price of one variant: that of the most special list, there the highest step reached.

    Ties go by priority, the highest first, then by id. None: no list names a price.
    """
    found = [
        price
        for price in prices
        if price.min_quantity <= quantity
        and (known := lists.get(price.list_id)) is not None
        and known.holds(asked)
    ]

    def rank(price: ListPrice) -> tuple[int, int, int, str]:
        known = lists[price.list_id]
        return -known.conditions, -price.min_quantity, -known.priority, known.id

    return min(found, key=rank, default=None)


def steps(
    prices: Iterable[ListPrice], lists: Mapping[str, PriceList], asked: Asked
) -> list[ListPrice]:
    """What more units cost each: the prices that a growing quantity meets, from two units on."""
    prices = list(prices)
    found: list[ListPrice] = []
    last = best(prices, lists, asked)
    for quantity in sorted({price.min_quantity for price in prices if price.min_quantity > 1}):
        price = best(prices, lists, asked, quantity)
        if price is not None and price != last:
            found.append(ListPrice(price.list_id, price.amount, quantity))
            last = price
    return found
