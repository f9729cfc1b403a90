"""The state machines, as a drawing would show them."""

from itertools import product

import pytest

from ecommus.core.errors import Conflict
from ecommus.core.states import (
    ATTEMPTS,
    LIVE,
    REFUNDS,
    RETURNS,
    TRANSITIONS,
    AttemptStatus,
    FulfilmentStatus,
    OrderStatus,
    PaymentStatus,
    RefundStatus,
    ReturnStatus,
    advance,
)

MACHINES = (OrderStatus, PaymentStatus, FulfilmentStatus)
PAIRS = [pair for machine in MACHINES for pair in product(machine, machine)]
START = {
    OrderStatus: OrderStatus.PLACED,
    PaymentStatus: PaymentStatus.PENDING,
    FulfilmentStatus: FulfilmentStatus.UNFULFILLED,
}
DRAWN = {
    "placed confirmed", "placed cancelled", "confirmed completed", "confirmed cancelled",
    "pending authorized", "pending paid", "pending failed", "pending cancelled",
    "authorized paid", "authorized failed", "authorized cancelled",
    "paid partially_refunded", "paid refunded", "partially_refunded refunded",
    "failed pending", "failed authorized", "failed paid", "failed cancelled",
    "unfulfilled partial", "unfulfilled fulfilled", "partial fulfilled",
    "fulfilled delivered", "fulfilled partial", "fulfilled returned", "delivered returned",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_only_what_is_drawn_is_possible(old, new):
    if f"{old} {new}" in DRAWN:
        assert advance(old, new) is new
        return
    with pytest.raises(Conflict) as refused:
        advance(old, new)
    assert refused.value.code == "illegal_transition"
    assert refused.value.params == {"old": str(old), "new": str(new)}
    assert str(old) in str(refused.value)


def test_every_state_has_its_way_on():
    assert set(TRANSITIONS) == {state for machine in MACHINES for state in machine}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_can_be_reached_and_none_comes_back(machine):
    reached, edge = set(), {START[machine]}
    while edge:
        reached |= edge
        edge = {new for old in edge for new in TRANSITIONS[old]} - reached
    assert reached == set(machine)


# What one attempt to pay, and one refund, can become: apart, for their states have the same names.
SINGLE = {
    AttemptStatus: (ATTEMPTS, {
        "pending authorized", "pending paid", "pending failed", "pending cancelled",
        "authorized paid", "authorized failed", "authorized cancelled",
        "failed authorized", "failed paid", "cancelled paid",
    }),
    RefundStatus: (REFUNDS, {
        "requested processing", "requested done", "requested failed",
        "processing done", "processing failed",
    }),
}  # fmt: skip


@pytest.mark.parametrize("machine", SINGLE)
def test_attempts_and_refunds_go_as_drawn(machine):
    table, drawn = SINGLE[machine]
    assert {f"{old} {new}" for old in table for new in table[old]} == drawn
    assert set(table) == set(machine)
    for old, new in product(machine, machine):
        if f"{old} {new}" not in drawn:
            with pytest.raises(Conflict):
                advance(old, new, table)


def test_money_that_was_taken_never_becomes_something_else():
    assert not ATTEMPTS[AttemptStatus.PAID]
    assert not REFUNDS[RefundStatus.DONE]
    assert AttemptStatus.PAID in LIVE


@pytest.mark.parametrize("machine", MACHINES)
def test_a_machine_keeps_to_itself(machine):
    for state in machine:
        assert TRANSITIONS[state] <= set(machine)


RETURNS_DRAWN = {
    "requested approved", "requested refused", "requested done", "approved received",
    "approved refused", "received done",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [*product(ReturnStatus, ReturnStatus)])
def test_a_return_goes_only_where_it_is_drawn(old, new):
    if f"{old} {new}" in RETURNS_DRAWN:
        assert advance(old, new, RETURNS) is new
        return
    with pytest.raises(Conflict):
        advance(old, new, RETURNS)
