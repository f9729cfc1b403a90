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


S, P, F = OrderStatus, PaymentStatus, FulfilmentStatus

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


def advance(old, new):
    """``new`` when it may follow ``old``."""
    if new not in TRANSITIONS[old]:
        raise Conflict(
            "illegal_transition",
            "From %(old)s this cannot become %(new)s.",
            old=str(old),
            new=str(new),
        )
    return new
