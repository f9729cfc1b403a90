"""The state machines of an order, as tables. An illegal transition is a Conflict, naming both.

Of a payment there are two: the order's says how it stands with the money, an attempt's how one try
to get it went. Whether a call to the provider is under way is no state but the attempt's ``claim``.
"""

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


class AttemptStatus(StrEnum):
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundStatus(StrEnum):
    REQUESTED = "requested"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


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
    P.FAILED: frozenset({P.PENDING, P.AUTHORIZED, P.PAID, P.CANCELLED}),
    P.CANCELLED: frozenset(),
    F.UNFULFILLED: frozenset({F.PARTIAL, F.FULFILLED}),
    F.PARTIAL: frozenset({F.FULFILLED}),
    # Back to partial: more was added to an order that had been sent whole.
    F.FULFILLED: frozenset({F.DELIVERED, F.RETURNED, F.PARTIAL}),
    F.DELIVERED: frozenset({F.RETURNED}),
    F.RETURNED: frozenset(),
}

# Tables of their own: members of two enums with one word are the same key.
A, M, B = AttemptStatus, RefundStatus, ReturnStatus
ATTEMPTS: dict[StrEnum, frozenset[StrEnum]] = {
    A.PENDING: frozenset({A.AUTHORIZED, A.PAID, A.FAILED, A.CANCELLED}),
    A.AUTHORIZED: frozenset({A.PAID, A.FAILED, A.CANCELLED}),
    A.PAID: frozenset(),
    # A provider's page may take money after it had refused, or after we turned away from it.
    A.FAILED: frozenset({A.AUTHORIZED, A.PAID}),
    A.CANCELLED: frozenset({A.PAID}),
}
# An order has at most one of these at a time; the database holds it to that.
LIVE = frozenset({A.PENDING, A.AUTHORIZED, A.PAID})
REFUNDS: dict[StrEnum, frozenset[StrEnum]] = {
    M.REQUESTED: frozenset({M.PROCESSING, M.DONE, M.FAILED}),
    M.PROCESSING: frozenset({M.DONE, M.FAILED}),
    M.DONE: frozenset(),
    M.FAILED: frozenset(),
}
RETURNS: dict[StrEnum, frozenset[StrEnum]] = {
    # Done at once: nothing was sent, and the order is cancelled.
    B.REQUESTED: frozenset({B.APPROVED, B.REFUSED, B.DONE}),
    # Refused later: the goods never came, or are not what they should be.
    B.APPROVED: frozenset({B.RECEIVED, B.REFUSED}),
    B.RECEIVED: frozenset({B.DONE}),
    B.REFUSED: frozenset(),
    B.DONE: frozenset(),
}


def advance(old, new, machine: dict[StrEnum, frozenset[StrEnum]] = TRANSITIONS):
    """``new`` when it may follow ``old``."""
    if new not in machine[old]:
        raise Conflict(
            "illegal_transition",
            "From %(old)s this cannot become %(new)s.",
            old=str(old),
            new=str(new),
        )
    return new
