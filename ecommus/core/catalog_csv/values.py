"""Cells become values: counts, weights, yes and no, lists, addresses. ``prices`` has the prices.

Everything here takes a stripped cell and raises ``Invalid`` (code, message, params, no field)
when the cell cannot mean what its column says.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from ecommus.core.errors import Invalid
from ecommus.core.money import round_half_up

_TRUE = frozenset("true yes y t 1 da adevărat on".split())
_FALSE = frozenset("false no n f 0 nu fals off".split())
_COUNT = re.compile(r"(-?)([0-9]{1,9})(?:[.,]0{1,2})?")
_WEIGHT = re.compile(r"(?:([0-9]{1,9})(?:([.,])([0-9]{1,9}))?|([.,])([0-9]{1,9}))\s*([a-zA-Z]*)\.?")
_MAX_GRAMS = 10**9

# International pound and ounce of 1959.
GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_UNIT_NAMES = {
    **dict.fromkeys("g gr gram grams".split(), "g"),
    **dict.fromkeys("kg kgs kilogram kilograms".split(), "kg"),
    **dict.fromkeys("lb lbs pound pounds".split(), "lb"),
    **dict.fromkeys("oz ounce ounces".split(), "oz"),
}

# What spreadsheets take for a formula, full-width signs included (OWASP, CSV Injection).
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")


def shown(text: str, limit: int = 40) -> str:
    """``text`` as a message may quote it: on one line, cut off when long."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def guard(text: str) -> str:
    """``text`` so that no spreadsheet runs it: an apostrophe in front of what looks like a formula.

    Text that has that apostrophe already gets another, so ``unguard(guard(text)) == text``.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The inverse of ``guard``; any other text is left alone."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def boolean(text: str, default: bool) -> bool:
    """Yes or no, in English or Romanian; ``default`` when blank. Invalid ``boolean_invalid``."""
    if not text:
        return default
    word = text.casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Invalid(
        "boolean_invalid", "“%(value)s” is neither true nor false. Write one.", value=shown(text)
    )


def status(text: str) -> str:
    """``active`` (or blank) or ``draft`` (or ``archived``). Invalid ``status_invalid``.

    What a shop had put away must not turn up in its window by an import.
    """
    known = {"": "active", "active": "active", "draft": "draft", "archived": "draft"}
    if text.casefold() not in known:
        raise Invalid(
            "status_invalid",
            "“%(value)s” is no status. Write active, draft or archived.",
            value=shown(text),
        )
    return known[text.casefold()]


def quantity(text: str, oversold: bool = False) -> int | None:
    """Whole units in stock; None when blank. Invalid ``quantity_invalid``.

    ``oversold``: shops that sell beyond their stock export negative counts; they hold nothing, so
    the count is 0. What is owed stands in orders, which a catalogue does not carry.
    """
    if not text:
        return None
    match = _COUNT.fullmatch(text)
    if match is None or (match[1] and not oversold):
        raise Invalid(
            "quantity_invalid",
            "“%(value)s” is no count. Write a whole number, 0 or more, without a thousands mark.",
            value=shown(text),
        )
    return 0 if match[1] else int(match[2])


def weight(text: str, unit: str = "g") -> int | None:
    """Grams, rounded; ``unit`` (a key of ``GRAMS``) counts where the cell names none.

    None when blank or 0: exports write 0 for what nobody weighed. Invalid ``weight_invalid``.
    """
    if not text:
        return None
    match = _WEIGHT.fullmatch(text)
    unit = _UNIT_NAMES.get(match[6].casefold(), "") if match and match[6] else unit
    # 1,250 kg: a ton and a quarter, or a kilogram and a quarter?
    unclear = match and match[2] == "," and len(match[3]) == 3 and not match[1].startswith("0")
    if match is None or not unit or unclear:
        raise _no_weight(text)
    number = Decimal(f"{match[1] or 0}.{match[3] or match[5] or 0}")
    grams = round_half_up(number * GRAMS[unit])
    if grams > _MAX_GRAMS:
        raise _no_weight(text)
    return grams or None


def _no_weight(text: str) -> Invalid:
    return Invalid(
        "weight_invalid",
        "“%(value)s” is no weight. Write a number like 0.25 and, where needed, kg, g, lb or oz.",
        value=shown(text),
    )


def image_url(text: str) -> str:
    """``text`` when a picture may be fetched from it. Invalid ``image_invalid``."""
    web = re.match(r"https?://[^/]", text, re.IGNORECASE) or re.match(r"/[^/]", text)
    if not web or re.search(r"\s", text):
        raise Invalid(
            "image_invalid",
            "“%(value)s” is no address of a picture and is left out. It must begin with https://.",
            value=shown(text),
        )
    return text


def pieces(text: str, mark: str) -> list[str]:
    r"""The parts of ``text`` between unescaped ``mark`` characters, stripped, escapes in place."""
    if "\\" not in text:
        return [part.strip() for part in text.split(mark)]
    ends, escaped = [-1], False
    for position, character in enumerate(text):
        if character == mark and not escaped:
            ends.append(position)
        escaped = character == "\\" and not escaped
    ends.append(len(text))
    return [text[start + 1 : end].strip() for start, end in pairwise(ends)]


def escape(text: str, marks: str) -> str:
    r"""``text`` with a backslash before each of ``marks`` and before each backslash."""
    return re.sub(rf"[\\{re.escape(marks)}]", r"\\\g<0>", text)


def unescape(text: str, marks: str) -> str:
    r"""The inverse of ``escape``; a backslash before anything else stays: ``C:\fonts``."""
    return re.sub(rf"\\([\\{re.escape(marks)}])", r"\1", text)


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """``values`` without blanks and repetitions, in order."""
    return tuple(dict.fromkeys(filter(None, values)))
