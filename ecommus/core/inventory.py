"""Stock: a typed ledger that explains every figure, and the level it adds up to.

``ecommus.db.stock`` applies movements under row locks; the rule is here.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ecommus.core.errors import Conflict


class Movement(StrEnum):
    """Kinds of ledger rows (commerce.md, Stock)."""

    RECEIVED = "received"
    RESERVED = "reserved"
    UNRESERVED = "unreserved"
    ALLOCATED = "allocated"
    RELEASED = "released"
    SOLD = "sold"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    DAMAGED = "damaged"
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"


# What an operator may enter; the others are consequences of carts and orders.
MANUAL = frozenset({Movement.RECEIVED, Movement.RETURNED, Movement.ADJUSTED, Movement.DAMAGED})
# What changes the shelf, and which way; the others only promise.
INCOMING = frozenset({Movement.RECEIVED, Movement.RETURNED, Movement.ADJUSTED, Movement.MOVED_IN})
OUTGOING = frozenset({Movement.SOLD, Movement.DAMAGED, Movement.MOVED_OUT})


# So many units or fewer are low, where a shop says nothing else.
LOW = 3
MOST_LOW = 10_000


@dataclass(frozen=True, slots=True)
class Fall:
    """A variant of which less is left to promise than before; ``low``: its own threshold."""

    variant_id: UUID
    before: int
    after: int
    low: int | None

    def crossed(self, default: int) -> int | None:
        """The threshold that it fell to or below; None when it was low before, or is not."""
        threshold = default if self.low is None else self.low
        return threshold if self.after <= threshold < self.before else None


@dataclass(frozen=True, slots=True)
class Level:
    """Units of one variant in one place."""

    on_hand: int = 0
    allocated: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        return self.on_hand - self.allocated - self.reserved


def after(level: Level, kind: Movement, quantity: int, *, backorder: bool = False) -> Level:
    """The level after a movement of ``quantity`` units.

    ``quantity`` is positive, except for ``adjusted``, where it is the signed difference.
    Conflict ``out_of_stock`` when more would be promised than is there and no backorder is allowed.
    """
    if quantity <= 0 and kind is not Movement.ADJUSTED:
        raise ValueError(f"{kind} takes a positive quantity, not {quantity}")
    on_hand, allocated, reserved = level.on_hand, level.allocated, level.reserved
    match kind:
        case Movement.RECEIVED | Movement.RETURNED | Movement.ADJUSTED | Movement.MOVED_IN:
            on_hand += quantity
        case Movement.DAMAGED | Movement.MOVED_OUT:
            on_hand -= quantity
        case Movement.RESERVED:
            reserved += quantity
        case Movement.UNRESERVED:
            reserved -= quantity
        case Movement.ALLOCATED:
            allocated += quantity
        case Movement.RELEASED:
            allocated -= quantity
        case Movement.SOLD:
            on_hand -= quantity
            allocated -= quantity
    new = Level(on_hand, allocated, reserved)
    if new.allocated < 0 or new.reserved < 0:
        raise ValueError(f"{kind} of {quantity} takes back more than {level} promised")
    if new.available < 0 and new.available < level.available and not backorder:
        raise Conflict(
            "out_of_stock",
            "Only %(available)s left in stock.",
            available=max(level.available, 0),
        )
    return new
