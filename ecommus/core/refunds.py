"""What a refund comes to: units of lines, shipping, or an amount of money by itself.

Units are cut like a credit note's (``invoice_credit``): in whatever portions they are given back,
the parts of a line sum to the line, to the cent, and a refund equals its credit note.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.money import Money, round_half_up


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of the order and how much of it was given back already."""

    id: str
    name: str
    quantity: int
    net: int
    tax: int
    returned: int = 0

    @property
    def left(self) -> int:
        # An edit may have left fewer than came back.
        return max(self.quantity - self.returned, 0)


@dataclass(frozen=True, slots=True)
class Account:
    """The money of an order. ``shipping_left``: what of it was not given back; ``left``: what was
    taken and not given back, nor is on its way."""

    currency: str
    lines: tuple[Sold, ...]
    shipping_left: int
    shipping_total: int
    shipping_tax: int
    total: int
    tax_total: int
    left: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to give back. ``shipping``: True for all that is left of it, or so much.

    ``amount`` stands alone: money for no line, a gesture.
    """

    lines: Mapping[str, int]
    shipping: bool | int = False
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Units of a line."""

    line_id: str
    name: str
    quantity: int
    amount: int
    tax: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The money of a refund before it is made; ``tax`` is the part of it that is tax."""

    parts: tuple[Part, ...]
    shipping: int
    total: int
    tax: int
    currency: str


def propose(account: Account, wanted: Wanted) -> Proposal:
    """What ``wanted`` comes to.

    Invalid: no such line, an amount beside lines, nothing named. Conflict: more units, shipping or
    money than is left.
    """
    chosen = {line_id: units for line_id, units in wanted.lines.items() if units}
    if wanted.amount is not None:
        if chosen or wanted.shipping:
            text = "Give an amount by itself, or lines and delivery, not both."
            raise Invalid("amount_beside_lines", text, field="amount")
        return _free(account, wanted.amount)
    known = {line.id: line for line in account.lines}
    if unknown := sorted(set(chosen) - set(known)):
        raise Invalid("line_unknown", "This line is not in the order.", field=unknown[0])
    parts = tuple(_part(line, chosen[line.id]) for line in account.lines if line.id in chosen)
    shipping = _shipping(account, wanted.shipping)
    shipping_tax = _share(account.shipping_tax, shipping, account.shipping_total)
    total = sum(part.amount for part in parts) + shipping
    if total == 0:
        raise Invalid("nothing_chosen", "Choose what is refunded: units, delivery or an amount.")
    _check_left(account, total)
    tax = sum(part.tax for part in parts) + shipping_tax
    return Proposal(parts, shipping, total, tax, account.currency)


def _free(account: Account, amount: int) -> Proposal:
    if amount <= 0:
        raise Invalid("amount_invalid", "Give an amount above zero.", field="amount")
    _check_left(account, amount)
    tax = _share(account.tax_total, amount, account.total)
    return Proposal((), 0, amount, tax, account.currency)


def _part(line: Sold, units: int) -> Part:
    if not 0 < units <= line.left:
        raise Conflict(
            "refund_exceeds",
            "%(name)s: only %(open)s left to refund.",
            field=line.id,
            name=line.name,
            open=line.left,
        )

    def part(amount: int) -> int:
        def until(count: int) -> int:
            return round_half_up(Decimal(amount) * count / line.quantity)

        return until(line.returned + units) - until(line.returned)

    tax, gross = part(line.tax), line.net + line.tax
    # As a credit note is cut: a whole gross per unit is what was paid for one.
    amount = part(gross) if gross % line.quantity == 0 else part(line.net) + tax
    return Part(line.id, line.name, units, amount, tax)


def _shipping(account: Account, wanted: bool | int) -> int:
    if wanted is True:
        return account.shipping_left
    amount = int(wanted)
    if amount < 0:
        raise Invalid("amount_invalid", "Give an amount above zero.", field="shipping")
    if amount > account.shipping_left:
        left = Money(account.shipping_left, account.currency).decimal
        text = "Only %(left)s %(currency)s of the delivery is left to refund."
        raise Conflict(
            "refund_exceeds", text, field="shipping", left=str(left), currency=account.currency
        )
    return amount


def _share(tax: int, amount: int, whole: int) -> int:
    return round_half_up(Decimal(tax) * amount / whole) if whole else 0


def _check_left(account: Account, amount: int) -> None:
    if amount > account.left:
        left = Money(account.left, account.currency).decimal
        text = "Only %(left)s %(currency)s of what was paid is left to refund."
        raise Conflict("refund_exceeds", text, left=str(left), currency=account.currency)


def sold(lines: Sequence, returned: Mapping[str, int]) -> tuple[Sold, ...]:
    """Snapshots of an order's lines; ``returned``: units given back, by line."""
    return tuple(
        Sold(str(x.id), x.name, x.quantity, x.net, x.tax, returned.get(str(x.id), 0)) for x in lines
    )
