"""What a cart costs: a pure function from a frozen question to an answer that explains itself.

The same question always gives the same cents, so an order keeps the question's hash and its trace
and can be replayed. Neighbours: ``tax`` for the taxes, ``money`` for rounding and splitting.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from ecommus.core.money import MAX_AMOUNT
from ecommus.core.tax import Rounding, Taxable, TaxRate, TaxTotal, apply_taxes

SHIPPING = "shipping"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line to price. Amounts are minor units per unit; ``original`` is the struck-out price."""

    key: str
    quantity: int
    unit_price: int
    original_unit_price: int | None
    tax_category: str | None


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

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the question."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line's sums, all minor units: ``total`` is what is paid, ``net + tax == total``."""

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
class Priced:
    """The answer. ``items_total`` is before order-level discounts; ``total`` is what is paid."""

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
    trace: tuple[Step, ...]

    def explain(self) -> list[dict[str, Any]]:
        """The trace, JSON-ready."""
        return [asdict(step) for step in self.trace]


def price(question: PriceQuestion) -> Priced:
    """Price a cart. ValueError when a sum leaves the range that the database can hold."""
    rates = question.rates if question.vat_registered else ()
    amounts = {line.key: line.unit_price * line.quantity for line in question.lines}
    taxables = [Taxable(line.key, amounts[line.key], line.tax_category) for line in question.lines]
    if question.shipping is not None:
        taxables.append(Taxable(SHIPPING, question.shipping, question.shipping_tax_category))
    if sum(taxable.amount for taxable in taxables) > MAX_AMOUNT:
        raise ValueError("the cart's total is larger than can be paid")
    taxed, totals, missing = apply_taxes(
        taxables, rates, country=question.country, on=question.on, rounding=question.rounding
    )
    by_key = {entry.key: entry for entry in taxed}
    lines = tuple(_line(line, by_key[line.key]) for line in question.lines)
    shipping = by_key.get(SHIPPING)
    return Priced(
        currency=question.currency,
        lines=lines,
        items_total=sum(amounts.values()),
        discount_total=0,
        shipping_total=question.shipping,
        shipping_tax=shipping.tax if shipping else 0,
        tax_total=sum(row.amount for row in totals),
        tax_included=all(rate.included for rate in rates),
        taxes=tuple(totals),
        total=sum(entry.gross for entry in taxed),
        untaxed_categories=tuple(missing) if question.vat_registered else (),
        trace=tuple(_trace(question, amounts, totals)),
    )


def _line(line: PriceLine, taxed) -> PricedLine:
    return PricedLine(
        key=line.key,
        quantity=line.quantity,
        unit_price=line.unit_price,
        original_unit_price=line.original_unit_price,
        discount=0,
        net=taxed.net,
        tax=taxed.tax,
        tax_rate=None if taxed.rate is None else str(taxed.rate),
        total=taxed.gross,
    )


def _trace(question: PriceQuestion, amounts: dict[str, int], totals: Sequence[TaxTotal]):
    for line in question.lines:
        yield Step(line.key, "list_price", line.unit_price, amounts[line.key], f"× {line.quantity}")
    if question.shipping is not None:
        yield Step(SHIPPING, "shipping_rate", 0, question.shipping)
    for row in totals:
        yield Step("order", "tax", row.base, row.amount, f"{row.name} {row.rate} %")
    if totals:
        yield Step("order", "rounding", question.rounding, sum(row.amount for row in totals))
