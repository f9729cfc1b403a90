"""Changing many products at once: what is asked for, what it makes of one, and the way back.

A ``Step`` keeps what stood there before and what stands there after. Undoing writes the first where
still the second is found: what somebody changed since stays theirs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from ecommus.core.catalog import PRODUCT_STATUSES, Product
from ecommus.core.errors import Invalid, Refusal
from ecommus.core.money import MAX_AMOUNT, round_half_up

LOWEST, HIGHEST = Decimal("-99.99"), Decimal("900")


@dataclass(frozen=True, slots=True)
class Price:
    """Prices of all variants by so many percent; ``-10`` makes them cheaper."""

    percent: Decimal

    def check(self) -> None:
        if not LOWEST <= self.percent <= HIGHEST or not self.percent:
            text = "Choose between -99.99 and 900 percent, and not 0."
            raise Invalid("percent_invalid", text, field="price_percent")

    def of(self, amount: int) -> int:
        """A price after it, rounded to a minor unit."""
        return round_half_up(amount * (100 + self.percent) / 100)


@dataclass(frozen=True, slots=True)
class Status:
    """Another status."""

    status: str

    def check(self) -> None:
        if self.status not in PRODUCT_STATUSES:
            raise Invalid("status_invalid", "Unknown status.", field="status")


@dataclass(frozen=True, slots=True)
class InCategory:
    """Into a category (``there``), or out of it."""

    category_id: UUID
    there: bool

    def check(self) -> None:
        """Whether it exists is for who can look."""


Change = Price | Status | InCategory


@dataclass(frozen=True, slots=True)
class Row:
    """What changes of a product; ``variant_id`` where it is one variant's."""

    before: Any
    after: Any
    variant_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What a change makes of one product: nothing, some rows, or a refusal."""

    product: Product
    rows: tuple[Row, ...] = ()
    refusal: Refusal | None = field(default=None, compare=False)


def plan(change: Change, products: Sequence[Product], inside: Collection[UUID] = ()) -> list[Step]:
    """What ``change`` makes of each product. ``inside``: those that are in the category now."""
    change.check()
    return [_step(change, product, inside) for product in products]


def _step(change: Change, product: Product, inside: Collection[UUID]) -> Step:
    if isinstance(change, Price):
        return _prices(change, product)
    if isinstance(change, Status):
        row = Row(product.status, change.status)
    else:
        row = Row(product.id in inside, change.there)
    return Step(product, (row,) if row.before != row.after else ())


def _prices(change: Price, product: Product) -> Step:
    rows = []
    for variant in product.variants:
        after = change.of(variant.price)
        name = variant.sku or " · ".join(variant.option_values)
        if after > MAX_AMOUNT:
            refusal = Invalid("price_invalid", "%(name)s would cost too much.", name=name)
            return Step(product, refusal=refusal)
        if variant.compare_at is not None and variant.compare_at <= after:
            text = "%(name)s would no longer be below its previous price; change that one first."
            return Step(product, refusal=Invalid("compare_at_too_low", text, name=name))
        if after != variant.price:
            rows.append(Row(variant.price, after, variant.id, name))
    return Step(product, tuple(rows))
