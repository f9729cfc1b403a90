"""A shop's own ways of delivery: what one costs for a parcel, and whether it is offered at all.

Pure: a frozen method and a parcel give a quote or None. Carriers that ask somebody else for their
prices are plugins (``ports.ShippingCarrier``).
"""

from dataclasses import dataclass
from enum import StrEnum

from ecommus.core.money import Money
from ecommus.core.ports import Parcel, ShippingQuote


class Kind(StrEnum):
    """What the price depends on. ``pickup``: the buyer comes for it."""

    FLAT = "flat"
    PER_ITEM = "per_item"
    BY_WEIGHT = "by_weight"
    BY_TOTAL = "by_total"
    PICKUP = "pickup"


TIERED = frozenset({Kind.BY_WEIGHT, Kind.BY_TOTAL})


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many grams, or minor units of value, on: ``amount`` minor units."""

    start: int
    amount: int


@dataclass(frozen=True, slots=True)
class Limits:
    """From ``low`` to ``high``, both inclusive; None: no end."""

    low: int | None = None
    high: int | None = None

    def hold(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way of delivery, named in one language. Amounts: minor units of ``currency``.

    ``zones``: codes of those it goes to, none: everywhere. ``tiers`` ascend; below the first the
    method is not offered. ``free_from``: a value of goods from which it costs nothing.
    """

    code: str
    kind: Kind
    title: str
    currency: str
    description: str = ""
    zones: frozenset[str] = frozenset()
    amount: int = 0
    per_item: int = 0
    tiers: tuple[Tier, ...] = ()
    free_from: int | None = None
    weight: Limits = Limits()
    total: Limits = Limits()
    tax_category: str | None = "standard"
    # Where it is picked up, and when: lines of text.
    place: str = ""

    def quote(self, parcel: Parcel) -> ShippingQuote | None:
        """The offer for a parcel; None: not to this place, or not for such a parcel."""
        if parcel.value.currency != self.currency:
            return None
        if self.zones and not self.zones & frozenset(parcel.zones):
            return None
        value, grams = parcel.value.amount, parcel.weight_grams
        if not (self.weight.hold(grams) and self.total.hold(value)):
            return None
        price = self._price(parcel)
        if price is None:
            return None
        if self.free_from is not None and value >= self.free_from:
            price = 0
        return ShippingQuote(
            self.code, self.title, Money(price, self.currency), self.description,
            self.tax_category, self.place if self.kind is Kind.PICKUP else "",
        )  # fmt: skip

    def _price(self, parcel: Parcel) -> int | None:
        if self.kind is Kind.PER_ITEM:
            return self.amount + self.per_item * parcel.items
        if self.kind not in TIERED:
            return self.amount
        by_weight = self.kind is Kind.BY_WEIGHT
        measure = parcel.weight_grams if by_weight else parcel.value.amount
        reached = [tier.amount for tier in self.tiers if tier.start <= measure]
        return reached[-1] if reached else None
