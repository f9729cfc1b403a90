"""The state machines of an order, as tables. An illegal transition is a Conflict, naming both."""

from enum import StrEnum

from ecommus.core.errors import Conflict


class OrderStatus(StrEnum):
    PLACED = "placed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PaymentStatus(StrEnum):
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FulfilmentStatus(StrEnum):
    UNFULFILLED = "unfulfilled"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"
    DELIVERED = "delivered"
    RETURNED = "returned"


class ReturnStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    RECEIVED = "received"
    DONE = "done"


S, P, F, R = OrderStatus, PaymentStatus, FulfilmentStatus, ReturnStatus

TRANSITIONS: dict[StrEnum, frozenset[StrEnum]] = {
    S.PLACED: frozenset({S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.COMPLETED, S.CANCELLED}),
    S.COMPLETED: frozenset(),
    S.CANCELLED: frozenset(),
    P.PENDING: frozenset({P.AUTHORIZED, P.PAID, P.FAILED, P.CANCELLED}),
    P.AUTHORIZED: frozenset({P.PAID, P.FAILED, P.CANCELLED}),
    P.PAID: frozenset({P.PARTIALLY_REFUNDED, P.REFUNDED}),
    P.PARTIALLY_REFUNDED: frozenset({P.REFUNDED}),
    P.REFUNDED: frozenset(),
    # A failed attempt may be followed by another one.
    P.FAILED: frozenset({P.AUTHORIZED, P.PAID, P.CANCELLED}),
    P.CANCELLED: frozenset(),
    F.UNFULFILLED: frozenset({F.PARTIAL, F.FULFILLED}),
    F.PARTIAL: frozenset({F.FULFILLED}),
    # Back to partial: more was added to an order that had been sent whole.
    F.FULFILLED: frozenset({F.DELIVERED, F.RETURNED, F.PARTIAL}),
    F.DELIVERED: frozenset({F.RETURNED}),
    F.RETURNED: frozenset(),
}

# A table of its own: members of two enums with one word are the same key.
RETURN_TRANSITIONS: dict[StrEnum, frozenset[StrEnum]] = {
    # Done at once: nothing was sent, and the order is cancelled.
    R.REQUESTED: frozenset({R.APPROVED, R.REFUSED, R.DONE}),
    # Refused later: the goods never came, or are not what they should be.
    R.APPROVED: frozenset({R.RECEIVED, R.REFUSED}),
    R.RECEIVED: frozenset({R.DONE}),
    R.REFUSED: frozenset(),
    R.DONE: frozenset(),
}


def advance(old, new, transitions=TRANSITIONS):
    """``new`` when it may follow ``old``."""
    if new not in transitions[old]:
        raise Conflict(
            "illegal_transition",
            "From %(old)s this cannot become %(new)s.",
            old=str(old),
            new=str(new),
        )
    return new
