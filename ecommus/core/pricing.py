"""What a cart costs: a pure function from a frozen question to an answer that explains itself.

The same question always gives the same cents, so an order keeps its question and its trace and can
be replayed. In order: what a unit costs (price list, catalogue promotions: settled before, kept as
``changes``), cart promotions, taxes. Neighbours: ``promotions``, ``tax``, ``money``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

from ecommus.core.codec import dump, load
from ecommus.core.money import MAX_AMOUNT, exponent
from ecommus.core.promotions import Outcome, Promotion, apply
from ecommus.core.promotions.conditions import Buyer, Item
from ecommus.core.tax import Rounding, Taxable, TaxRate, TaxTotal, apply_taxes

SHIPPING = "shipping"
# The rule of a price that staff agreed on.
STAFF_PRICE = "staff_price"


@dataclass(frozen=True, slots=True)
class Change:
    """What made a unit's price another one before there was a cart: a price list, a promotion."""

    rule: str
    before: int
    after: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line to price. Amounts are minor units per unit; ``original`` is the struck-out price.

    ``categories``: the product's own and all above them. ``min_price``: no discount goes below it.
    ``changes`` led from the list price to ``unit_price``.
    """

    key: str
    quantity: int
    unit_price: int
    original_unit_price: int | None
    tax_category: str | None
    product: str = ""
    categories: frozenset[str] = frozenset()
    min_price: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """Everything a cart's sum depends on. ``shipping``: minor units, None while not chosen."""

    currency: str
    lines: tuple[PriceLine, ...]
    shipping: int | None
    shipping_tax_category: str | None
    country: str
    on: date
    rates: tuple[TaxRate, ...]
    vat_registered: bool = True
    rounding: Rounding = Rounding.DOCUMENT
    promotions: tuple[Promotion, ...] = ()
    buyer: Buyer = field(default_factory=Buyer)
    # When it was asked: promotions begin and end within a day.
    at: datetime | None = None
    # How the sale is taxed (``tax_place.Treatment``); ``rates`` follow from it.
    treatment: str = "taxed"
    # What led to ``shipping`` from what the carrier asks.
    shipping_changes: tuple[Change, ...] = ()

    @property
    def now(self) -> datetime:
        return self.at or datetime.combine(self.on, time(), UTC)

    def dump(self) -> dict[str, Any]:
        """JSON-ready; ``PriceQuestion.load`` reads it back."""
        return dump(self)

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "PriceQuestion":
        return load(cls, stored)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the question."""
        text = json.dumps(self.dump(), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line's sums, all minor units: ``total`` is what is paid, ``net + tax == total``.

    ``discount`` is its part of cart promotions, zero or less.
    """

    key: str
    quantity: int
    unit_price: int
    original_unit_price: int | None
    discount: int
    net: int
    tax: int
    tax_rate: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation: ``rule`` turned ``before`` into ``after`` for ``subject``."""

    subject: str
    rule: str
    before: int | str
    after: int | str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PromotionSum:
    """What a promotion took off the whole cart, shipping included: zero or less."""

    id: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Priced:
    """The answer. ``items_total`` is before cart promotions, ``discount_total`` (zero or less) what
    they took off the items, ``shipping_total`` is after them; ``total`` is what is paid."""

    currency: str
    lines: tuple[PricedLine, ...]
    items_total: int
    discount_total: int
    shipping_total: int | None
    shipping_tax: int
    tax_total: int
    tax_included: bool
    taxes: tuple[TaxTotal, ...]
    total: int
    untaxed_categories: tuple[str, ...]
    promotions: tuple[PromotionSum, ...]
    question: PriceQuestion = field(compare=False, repr=False)
    outcome: Outcome = field(compare=False, repr=False)

    def explain(self) -> list[dict[str, Any]]:
        """How each sum came about, step by step, JSON-ready."""
        return [asdict(step) for step in _trace(self.question, self.outcome, self.taxes)]


def price(question: PriceQuestion) -> Priced:
    """Price a cart. ValueError when a sum leaves the range that the database can hold."""
    rates = question.rates if question.vat_registered else ()
    items = [_item(line) for line in question.lines]
    if sum(item.total for item in items) + (question.shipping or 0) > MAX_AMOUNT:
        raise ValueError("the cart's total is larger than can be paid")
    outcome = apply(
        question.promotions,
        items,
        shipping=question.shipping,
        currency=question.currency,
        buyer=question.buyer,
        now=question.now,
    )
    taxables = [
        Taxable(line.key, outcome.left[line.key], line.tax_category, line.quantity)
        for line in question.lines
    ]
    if outcome.shipping is not None:
        taxables.append(Taxable(SHIPPING, outcome.shipping, question.shipping_tax_category))
    taxed, totals, missing = apply_taxes(
        taxables, rates, country=question.country, on=question.on, rounding=question.rounding,
        major=10 ** exponent(question.currency),
    )  # fmt: skip
    by_key = {entry.key: entry for entry in taxed}
    items_total = sum(item.total for item in items)
    shipping = by_key.get(SHIPPING)
    return Priced(
        currency=question.currency,
        lines=tuple(_line(line, outcome, by_key[line.key]) for line in question.lines),
        items_total=items_total,
        discount_total=sum(outcome.left.values()) - items_total,
        shipping_total=outcome.shipping,
        shipping_tax=shipping.tax if shipping else 0,
        tax_total=sum(row.amount for row in totals),
        tax_included=all(rate.included for rate in rates),
        taxes=tuple(totals),
        total=sum(entry.gross for entry in taxed),
        untaxed_categories=tuple(missing) if question.vat_registered else (),
        promotions=tuple(
            PromotionSum(entry.promotion.id, entry.promotion.name, -entry.amount)
            for entry in outcome.applied
        ),
        question=question,
        outcome=outcome,
    )


def _item(line: PriceLine) -> Item:
    lowered = any(change.rule.startswith("catalog_promotion") for change in line.changes)
    return Item(
        line.key, line.quantity, line.unit_price, line.product, line.categories, line.min_price,
        lowered, any(change.rule == STAFF_PRICE for change in line.changes),
    )  # fmt: skip


def _line(line: PriceLine, outcome: Outcome, taxed: Any) -> PricedLine:
    return PricedLine(
        key=line.key,
        quantity=line.quantity,
        unit_price=line.unit_price,
        original_unit_price=line.original_unit_price,
        discount=outcome.left[line.key] - line.unit_price * line.quantity,
        net=taxed.net,
        tax=taxed.tax,
        tax_rate=None if taxed.rate is None else str(taxed.rate),
        total=taxed.gross,
    )


def _trace(question: PriceQuestion, outcome: Outcome, totals: Sequence[TaxTotal]) -> Iterator[Step]:
    left = {}
    for line in question.lines:
        first = line.changes[0].before if line.changes else line.unit_price
        yield Step(line.key, "list_price", first, first)
        for change in line.changes:
            yield Step(line.key, change.rule, change.before, change.after, change.detail)
        left[line.key] = line.unit_price * line.quantity
        yield Step(line.key, "quantity", line.unit_price, left[line.key], f"× {line.quantity}")
    if question.shipping is not None:
        left[SHIPPING] = question.shipping
        asked = question.shipping_changes
        yield Step(SHIPPING, "shipping_rate", 0, asked[0].before if asked else question.shipping)
        for change in asked:
            yield Step(SHIPPING, change.rule, change.before, change.after, change.detail)
    for entry in outcome.applied:
        taken = entry.lines | ({SHIPPING: entry.shipping} if entry.shipping else {})
        rule = f"cart_promotion:{entry.promotion.id}"
        for key, amount in taken.items():
            yield Step(key, rule, left[key], left[key] - amount, entry.promotion.name)
            left[key] -= amount
    for row in totals:
        yield Step("order", "tax", row.base, row.amount, f"{row.name} {row.rate} %")
    if totals:
        yield Step("order", "rounding", question.rounding, sum(row.amount for row in totals))
