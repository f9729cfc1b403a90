"""The small sums that every kind of document needs: a unit's price, the tax of each rate."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from ecommus.core.invoice import Allowance, Category, Invoice, Line, Subtotal, groups
from ecommus.core.invoice_words import REASONS, words
from ecommus.core.money import exponent, round_half_up


def in_ron(tax: int, currency: str, rate: Decimal | None) -> int | None:
    """A tax in bani, None where it already is."""
    if rate is None:
        return None
    return round_half_up(Decimal(tax).scaleb(-exponent(currency)) * rate * 100)


def unit_price(net: int, quantity: int, currency: str) -> Decimal:
    """The net price of a unit in major units: six decimals where they are needed, or two.

    Six are enough: times up to 9,999 units it still rounds to ``net``.
    """
    price = Decimal(net).scaleb(-exponent(currency)) / quantity
    price = price.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    cents = price.quantize(Decimal("0.01"))
    return cents if cents == price else price


def subtotals_of(
    lines: Iterable[Line],
    reasons: Mapping[Category, tuple[str, str]] = REASONS,
    allowances: Iterable[Allowance] = (),
) -> tuple[Subtotal, ...]:
    """One row per category and rate; ``reasons``: code and words of those without tax."""
    return tuple(
        Subtotal(category, rate, base, tax, *reasons.get(category, ("", "")))
        for (category, rate), (base, tax) in groups(lines, allowances).items()
    )


def rate_note(invoice: Invoice) -> str:
    """The rate of a document in another currency, for what follows it; "" in lei."""
    if invoice.exchange_rate is None:
        return ""
    given = {"currency": invoice.currency, "rate": invoice.exchange_rate}
    return words(invoice.locale).exchange % given
