"""Changing a placed order: the question it was priced with, with other lines, asked again.

Whatever held on the day it was placed (rates, promotions, codes) still holds; so leaving everything
as it is comes to the same cents, and what an edit costs is the difference between two answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.orders import MAX_LINES, MAX_QUANTITY
from ecommus.core.pricing import STAFF_PRICE, Change, PriceLine, PriceQuestion, price
from ecommus.core.tax import TaxRate


@dataclass(frozen=True, slots=True)
class Standing:
    """A line as it stands: ``key`` in the question, units ordered, units already sent."""

    key: str
    name: str
    quantity: int
    sent: int


def edited(
    question: PriceQuestion,
    standing: Sequence[Standing],
    quantities: Mapping[str, int],
    added: Sequence[PriceLine] = (),
    shipping: int | None = None,
) -> PriceQuestion:
    """The question after an edit: ``{key: units}``, nothing named stays, zero takes a line out.

    ``shipping``: another price for the delivery, in minor units. Conflict: less than was sent, or
    nothing would be left. Invalid: no such quantity, or nothing would change.
    """
    keys = {line.key: line for line in standing}
    for key, wanted in quantities.items():
        line = keys[key]
        if not 0 <= wanted <= MAX_QUANTITY:
            text = "%(name)s: choose between 0 and %(most)s."
            raise Invalid("quantity_invalid", text, name=line.name, most=MAX_QUANTITY)
        if wanted < line.sent:
            text = "%(name)s: %(sent)s were sent already, so it cannot become less."
            raise Conflict("already_fulfilled", text, name=line.name, sent=line.sent)
    lines = tuple(
        replace(line, quantity=units)
        for line in question.lines
        if (units := quantities.get(line.key, line.quantity))
    ) + tuple(added)
    if not lines:
        raise Conflict("order_empty", "Nothing would be left: cancel the order instead.")
    if len(lines) > MAX_LINES:
        raise Conflict("cart_full", "A cart holds at most %(most)s lines.", most=MAX_LINES)
    changed = replace(
        question,
        lines=lines,
        **_delivery(question, shipping),
        rates=(*question.rates, *_untaxed(question, added)),
    )
    if changed == question:
        raise Invalid("nothing_changed", "Nothing would change.")
    return changed


def _delivery(question: PriceQuestion, shipping: int | None) -> dict[str, Any]:
    """Another price for the delivery, and the step that says so."""
    before = question.shipping
    if shipping is None or shipping == before:
        return {}
    step = () if before is None else (Change(STAFF_PRICE, before, shipping),)
    return {"shipping": shipping, "shipping_changes": (*question.shipping_changes, *step)}


def _untaxed(question: PriceQuestion, added: Sequence[PriceLine]) -> list[TaxRate]:
    """Of a sale without tax, the zero rates of categories that are new in it."""
    if question.treatment == "taxed" or not question.rates:
        return []
    new = {line.tax_category for line in added} - {rate.category for rate in question.rates}
    return [replace(question.rates[0], category=category) for category in sorted(filter(None, new))]


def difference(before: PriceQuestion, after: PriceQuestion) -> int:
    """What an edit costs the buyer, in minor units: negative is given back."""
    return price(after).total - price(before).total
