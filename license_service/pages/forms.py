"""What forms share: texts and lists out of a POST, and a refusal shown beside its field."""

import re
from collections.abc import Callable
from typing import Any

from ecommus.core import money
from ecommus.core.errors import Invalid, Refusal
from license_service.reading import LONGEST, UNKEEPABLE


def text(request: Any, name: str) -> str:
    """A field without spaces around it; Invalid when it is too long or cannot be kept."""
    value = request.POST.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST or UNKEEPABLE.search(value):
        raise Invalid("field_malformed", "This cannot be kept; write it shorter.", field=name)
    return value.strip()


def texts(request: Any, name: str) -> tuple[str, ...]:
    """A field with names separated by commas, spaces or lines."""
    return tuple(part for part in re.split(r"[\s,;]+", text(request, name)) if part)


def ticked(request: Any, name: str) -> tuple[str, ...]:
    """The ticked boxes of a name."""
    return tuple(request.POST.getall(name))


def whole(request: Any, name: str, most: int = 10**12) -> int | None:
    """A whole number, None for an empty field; Invalid for anything else."""
    written = text(request, name)
    if not written:
        return None
    if not written.isascii() or not written.isdigit() or int(written) > most:
        raise Invalid("number_malformed", "Write a whole number.", field=name)
    return int(written)


def amount(request: Any, name: str, currency: str) -> int | None:
    """Minor units of what was written as ``499.00`` or ``499,00``, None for an empty field."""
    written = text(request, name)
    if not written:
        return None
    try:
        value = money.parse(money.plain(written, money.exponent(currency)), currency).amount
    except ValueError:
        value = -1
    if value < 0:
        raise Invalid("price_malformed", "Write an amount like 499.00.", field=name)
    return value


def attempt(request: Any, do: Callable[[], Any]) -> tuple[Any, dict[str, str]]:
    """(what ``do`` answers, {}), or (None, what is wrong by field); then nothing is kept."""
    try:
        return do(), {}
    except Refusal as refusal:
        request.tm.get().doom()
        said = request.words.say(refusal.message, **refusal.params)
        return None, {refusal.field or "form": said}
