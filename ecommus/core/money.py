"""Money: integer minor units with a currency, one rounding rule, one way to split.

Decimal only inside a calculation, never float. Currency exponents come from CLDR (Babel).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision, is_currency

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# Digits in one go or in groups of three, all parted by the same mark; then perhaps decimals.
_TYPED = re.compile(
    r"(?P<sign>-?)(?P<whole>[0-9]+|[0-9]{1,3}(?P<group>[.,\s])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]+))?"
)
# A signed 64-bit column holds it, with room for sums over every line of an order.
MAX_AMOUNT = 10**13


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``amount`` minor units (bani, cents) of ``currency`` (ISO 4217)."""

    amount: int
    currency: str

    def __post_init__(self):
        if type(self.amount) is not int:
            raise TypeError(f"Money takes whole minor units, not {self.amount!r}")

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    @property
    def decimal(self) -> Decimal:
        """The amount in major units: ``Money(1999, "RON").decimal == Decimal("19.99")``."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def format(self, locale: str) -> str:
        """As a reader of ``locale`` writes it: ``19,99 RON``, ``RON 19.99``."""
        return _format(self.amount, self.currency, locale)


@lru_cache(maxsize=4096)
def _format(amount: int, currency: str, locale: str) -> str:
    text = format_currency(Money(amount, currency).decimal, currency, locale=locale)
    # CLDR's currencySpacing, which Babel leaves out: letters stand apart from digits.
    return re.sub(r"(?<=[^\W\d_])(?=\d)", "\xa0", text)


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """How many decimals a currency has (CLDR): RON 2, JPY 0, KWD 3. ValueError when unknown."""
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is no ISO 4217 currency")
    return get_currency_precision(currency)


def parse(text: str, currency: str) -> Money:
    """Money from a plain decimal (``"19.99"``). ValueError: not a number, or too many decimals.

    What people type goes through ``plain`` first.
    """
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount")
    minor = Decimal(text).scaleb(exponent(currency))
    if minor != minor.to_integral_value() or abs(minor) > MAX_AMOUNT:
        raise ValueError(f"{text!r} is not an amount of {currency}")
    return Money(int(minor), currency)


def plain(text: str, decimals: int = 2) -> str:
    """A number as people type it, as a plain decimal: ``19,99``, ``1.234,50`` and ``1 234.50``
    become ``19.99``, ``1234.50`` and ``1234.50``.

    ValueError: not a number, or one of two readings (``1.234`` where there are no three
    ``decimals``: a thousand, or one?). A table's cells are read by ``catalog_csv.prices``.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None or (match["point"] and match["point"] == match["group"]):
        raise ValueError(f"{text!r} is not an amount")
    whole = re.sub(r"[^0-9]", "", match["whole"])
    rest = match["decimals"] or ""
    if len(rest) == 3 and decimals < 3 and not match["group"]:
        raise ValueError(f"{text!r} may be {whole}{rest} or {whole}.{rest}")
    return f"{match['sign']}{whole}" + (f".{rest}" if rest else "")


def round_half_up(value: Decimal) -> int:
    """The one rounding rule: half away from zero, as Romanian practice and EN 16931 have it."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """``amount`` spread in proportion to non-negative ``weights``; the parts always sum to it.

    Largest remainder; equal remainders go to the earlier part. With no weight at all the first
    part takes everything. ValueError without parts.
    """
    if not weights:
        raise ValueError("an amount cannot be spread over nothing")
    total = sum(weights)
    if total == 0:
        return [amount, *[0] * (len(weights) - 1)]
    sign, rest = (-1, -amount) if amount < 0 else (1, amount)
    divided = [divmod(rest * weight, total) for weight in weights]
    parts = [sign * part for part, _remainder in divided]
    if missing := rest - sum(part for part, _remainder in divided):
        # A stable sort: of equal remainders the earlier comes first.
        remainders = [remainder for _part, remainder in divided]
        ordered = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
        for index in ordered[:missing]:
            parts[index] += sign
    return parts
