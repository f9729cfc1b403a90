"""Tax on a sale: date-effective rates, and sums that agree to the cent on page, order and invoice.

Rounding is per rate over the whole document (EN 16931) unless the shop chose ``line`` or ``unit``.
With gross prices the tax is taken out of each rate's gross, and the base is what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ecommus.core.money import round_half_up, split


class Rounding(StrEnum):
    """Where tax is rounded: once per rate over the document, on every line, or on every unit."""

    DOCUMENT = "document"
    LINE = "line"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """``rate`` percent on ``category`` in ``country``, both dates inclusive."""

    name: str
    country: str
    category: str
    rate: Decimal
    included: bool
    starts_on: date
    ends_on: date | None = None

    def holds(self, country: str, category: str, on: date) -> bool:
        return (
            (self.country, self.category) == (country, category)
            and self.starts_on <= on
            and (self.ends_on is None or on <= self.ends_on)
        )


@dataclass(frozen=True, slots=True)
class Taxable:
    """A line or the shipping: ``amount`` minor units after discounts, of ``quantity`` units. No
    category: no tax."""

    key: str
    amount: int
    category: str | None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Taxed:
    """What became of a taxable: ``net + tax == gross``."""

    key: str
    net: int
    tax: int
    rate: Decimal | None

    @property
    def gross(self) -> int:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """One rate's row in the summary: tax ``amount`` on ``base``."""

    name: str
    rate: Decimal
    base: int
    amount: int


def rate_for(rates: Sequence[TaxRate], country: str, category: str, on: date) -> TaxRate | None:
    """The rate that holds on a day; of several the one that started last."""
    holding = [rate for rate in rates if rate.holds(country, category, on)]
    return max(holding, key=lambda rate: rate.starts_on, default=None)


def tax_of(amount: int, rate: Decimal, included: bool) -> int:
    """The tax in (``included``) or on top of ``amount`` minor units."""
    whole = 100 + rate if included else Decimal(100)
    return round_half_up(amount * rate / whole)


def apply_taxes(
    taxables: Sequence[Taxable],
    rates: Sequence[TaxRate],
    *,
    country: str,
    on: date,
    rounding: Rounding = Rounding.DOCUMENT,
    major: int = 100,
) -> tuple[list[Taxed], list[TaxTotal], list[str]]:
    """Each taxable with its tax, a row per rate, and the categories for which no rate holds.

    ``major``: minor units in one of the currency. Tax that is rounded on every piece strays with
    their number; as soon as a rate's strays by so much, no invoice may say it (EN 16931, BR-CO-17),
    and it is taken from the rate's sum.
    """
    found = {
        category: rate_for(rates, country, category, on)
        for category in {taxable.category for taxable in taxables}
        if category is not None
    }
    missing = sorted(category for category, rate in found.items() if rate is None)
    # One row per rate, whatever the categories are called: EN 16931, BR-S-08.
    rates_by_value: dict[tuple[Decimal, bool], TaxRate] = {}
    for holding in sorted(filter(None, found.values()), key=lambda r: (-r.rate, r.name)):
        rates_by_value.setdefault((holding.rate, holding.included), holding)
    taxed: dict[str, Taxed] = {}
    totals = []
    for rate in rates_by_value.values():
        group = [t for t in taxables if t.category and _same(found[t.category], rate)]
        taxes = _group_taxes(group, rate, rounding)
        if rounding is Rounding.UNIT and _strays(group, rate, sum(taxes), major):
            taxes = _group_taxes(group, rate, Rounding.DOCUMENT)
        for taxable, tax in zip(group, taxes, strict=True):
            net = taxable.amount - tax if rate.included else taxable.amount
            taxed[taxable.key] = Taxed(taxable.key, net, tax, rate.rate)
        base = sum(taxed[taxable.key].net for taxable in group)
        totals.append(TaxTotal(rate.name, rate.rate, base, sum(taxes)))
    results = [taxed.get(t.key, Taxed(t.key, t.amount, 0, None)) for t in taxables]
    return results, totals, missing


def _same(one: TaxRate | None, other: TaxRate) -> bool:
    return one is not None and (one.rate, one.included) == (other.rate, other.included)


def _group_taxes(group: Sequence[Taxable], rate: TaxRate, rounding: Rounding) -> list[int]:
    if rounding is Rounding.LINE:
        return [tax_of(taxable.amount, rate.rate, rate.included) for taxable in group]
    if rounding is Rounding.UNIT:
        return [_unit_taxes(taxable, rate) for taxable in group]
    amounts = [taxable.amount for taxable in group]
    return split(tax_of(sum(amounts), rate.rate, rate.included), amounts)


def _strays(group: Sequence[Taxable], rate: TaxRate, tax: int, major: int) -> bool:
    """Whether a rate's tax is further from its base than an invoice may have it."""
    amount = sum(taxable.amount for taxable in group)
    base = amount - tax if rate.included else amount
    return abs(base * rate.rate / 100 - tax) >= major


def _unit_taxes(taxable: Taxable, rate: TaxRate) -> int:
    """The sum of the units' taxes; units that a discount left uneven differ by one."""
    each, more = divmod(taxable.amount, taxable.quantity)
    dearer = tax_of(each + 1, rate.rate, rate.included) if more else 0
    return dearer * more + tax_of(each, rate.rate, rate.included) * (taxable.quantity - more)
