"""Prices as people type them, into minor units; what could be read two ways is refused.

Neighbour: ``values`` (every other kind of cell). Messages carry no field: the caller knows it.
"""

import re
import unicodedata
from functools import lru_cache

from babel.numbers import get_currency_symbol, is_currency

from ecommus.core.catalog_csv.values import shown
from ecommus.core.errors import Invalid
from ecommus.core.money import MAX_AMOUNT, exponent

# Longer cells are pasted web pages, not prices.
_LONGEST = 64
_PRICE = re.compile(
    r"(?P<before>[^0-9.,(\-−]*)(?P<minus>[-−(]?)(?P<between>[^0-9.,(\-−]*)"
    r"(?P<number>[0-9.,](?:[0-9.,'’\s]*[0-9])?)(?P<after>[^0-9]*)"
)
_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")
_PLAIN = re.compile(r"([0-9]*)(?:([.,])([0-9]+))?")
_GROUPED = re.compile(
    r"([0-9]{1,3}(?P<mark>[.,'’\s])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?:(?!(?P=mark))[.,]([0-9]+))?"
)
# What people write for a currency besides its code and its sign.
_WORDS = {"RON": ("lei", "leu"), "PLN": ("zł",), "CZK": ("kč",), "HUF": ("ft",), "MDL": ("lei",)}


@lru_cache(maxsize=4096)
def price(text: str, currency: str) -> int:
    """Minor units from ``50``, ``9.99``, ``1.234,56``, ``1 234,56 lei``, ``$1,234.56``.

    Zero is a price; zeros beyond the currency's decimals do no harm (``9.9900``). Invalid:
    ``price_missing``, ``price_range``, ``price_negative``, ``price_decimals``,
    ``price_ambiguous`` (``1.234``: a thousand, or one?), ``price_currency`` (the code of another
    currency), ``price_too_high``, ``price_invalid``. A sign such as ``$`` is let pass in any
    currency, since it names no one currency: see ``foreign_sign``.
    """
    if not text:
        raise Invalid("price_missing", "There is no price. Write one, such as 19.99; 0 is allowed.")
    match = _PRICE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise _unreadable(text)
    sign = _sign(match)
    if sign and not _is_own(sign, currency) and not _is_symbol(sign):
        if is_currency(sign.upper()):
            raise Invalid(
                "price_currency",
                "“%(value)s” is in %(other)s, but the shop sells in %(currency)s. Convert it.",
                value=shown(text),
                other=sign.upper(),
                currency=currency,
            )
        raise _unreadable(text)
    amount = _minor(match["number"], text, currency)
    if match["minus"] and amount:
        raise Invalid(
            "price_negative",
            "“%(value)s” is below zero. A price is 0 or more.",
            value=shown(text),
        )
    return amount


def foreign_sign(text: str, currency: str) -> str | None:
    """The sign of a readable price when it is not the shop's own: ``$`` where lei are meant."""
    match = _PRICE.fullmatch(text)
    sign = _sign(match) if match else ""
    return sign if sign and not _is_own(sign, currency) else None


def plain(amount: int, currency: str) -> str:
    """Minor units as ``price`` reads them back: ``1999`` → ``19.99``."""
    digits = exponent(currency)
    if not digits:
        return str(amount)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}}"


def _sign(match: re.Match[str]) -> str:
    after = match["after"]
    if match["minus"] == "(":  # the accountants' minus: (5.00)
        after = after.removesuffix(")")
    return "".join((match["before"] + match["between"] + after.strip().strip(".")).split())


@lru_cache(maxsize=64)
def _own_signs(currency: str) -> frozenset[str]:
    signs = {currency, get_currency_symbol(currency, "en"), *_WORDS.get(currency, ())}
    return frozenset(sign.casefold() for sign in signs)


def _is_own(sign: str, currency: str) -> bool:
    return sign.casefold() in _own_signs(currency)


def _is_symbol(sign: str) -> bool:
    return all(unicodedata.category(character) == "Sc" for character in sign)


def _minor(number: str, text: str, currency: str) -> int:
    digits = exponent(currency)
    if match := _PLAIN.fullmatch(number):
        whole, mark, decimals = match[1], match[2], match[3] or ""
        thousand = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
        if thousand and not (digits == 3 and mark == "."):
            raise Invalid(
                "price_ambiguous",
                "“%(value)s” may be %(large)s or %(small)s. Write it without a thousands mark.",
                value=shown(text),
                large=whole + decimals,
                small=f"{whole}.{decimals}",
            )
    elif match := _GROUPED.fullmatch(number):
        whole, decimals = re.sub(r"[^0-9]", "", match[1]), match[3] or ""
    else:
        raise _unreadable(text)
    decimals = decimals.rstrip("0")
    if len(decimals) > digits:
        raise Invalid(
            "price_decimals",
            "“%(value)s” has more decimals than %(currency)s, which has %(digits)s. Round it.",
            value=shown(text),
            currency=currency,
            digits=digits,
        )
    whole = whole.lstrip("0")
    amount = int(whole + decimals.ljust(digits, "0") or "0") if len(whole) <= 16 else MAX_AMOUNT + 1
    if amount > MAX_AMOUNT:
        raise Invalid("price_too_high", "“%(value)s” is more than any price.", value=shown(text))
    return amount


def _unreadable(text: str) -> Invalid:
    ends = _RANGE.split(text) if len(text) <= _LONGEST else ()
    if len(ends) == 2 and all(_PRICE.fullmatch(end) for end in ends):
        return Invalid(
            "price_range",
            "“%(value)s” is a range. Give each variant a row with a price of its own.",
            value=shown(text),
        )
    return Invalid(
        "price_invalid", "“%(value)s” is no price. Write it like 19.99.", value=shown(text)
    )
