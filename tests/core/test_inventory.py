"""Stock levels: a model beside the rule, and what it must refuse."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ecommus.core.errors import Conflict
from ecommus.core.inventory import MANUAL, Level, Movement, after

units = st.integers(1, 50)


class Shelf(RuleBasedStateMachine):
    """One variant in one place, moved about at random; the model counts single units."""

    @initialize(backorder=st.booleans())
    def start(self, backorder):
        self.level, self.backorder = Level(), backorder
        self.on_hand = self.allocated = self.reserved = 0

    def move(self, kind, quantity):
        """True when the rule let it through; a refused movement changes nothing."""
        try:
            self.level = after(self.level, kind, quantity, backorder=self.backorder)
        except Conflict as error:
            refused = error
        else:
            return True
        assert refused.code == "out_of_stock"
        assert refused.params["available"] == max(self.free, 0)
        assert not self.backorder
        return False

    @property
    def free(self):
        return self.on_hand - self.allocated - self.reserved

    @rule(quantity=units, kind=st.sampled_from([Movement.RECEIVED, Movement.RETURNED]))
    def goods_come_in(self, quantity, kind):
        assert self.move(kind, quantity)
        self.on_hand += quantity

    @rule(quantity=units)
    def reserve(self, quantity):
        moved = self.move(Movement.RESERVED, quantity)
        assert moved == (self.backorder or quantity <= self.free)
        self.reserved += quantity if moved else 0

    @rule(quantity=units)
    def allocate(self, quantity):
        moved = self.move(Movement.ALLOCATED, quantity)
        assert moved == (self.backorder or quantity <= self.free)
        self.allocated += quantity if moved else 0

    @precondition(lambda self: self.reserved)
    @rule(data=st.data())
    def let_go(self, data):
        quantity = data.draw(st.integers(1, self.reserved))
        assert self.move(Movement.UNRESERVED, quantity)
        self.reserved -= quantity

    @precondition(lambda self: self.allocated)
    @rule(data=st.data())
    def send(self, data):
        quantity = data.draw(st.integers(1, self.allocated))
        assert self.move(Movement.SOLD, quantity)
        self.on_hand -= quantity
        self.allocated -= quantity

    @precondition(lambda self: self.allocated)
    @rule(data=st.data())
    def cancel(self, data):
        quantity = data.draw(st.integers(1, self.allocated))
        assert self.move(Movement.RELEASED, quantity)
        self.allocated -= quantity

    @rule(difference=st.integers(-50, 50).filter(bool))
    def count(self, difference):
        moved = self.move(Movement.ADJUSTED, difference)
        assert moved == (self.backorder or difference > 0 or -difference <= self.free)
        self.on_hand += difference if moved else 0

    @rule(quantity=units)
    def break_some(self, quantity):
        moved = self.move(Movement.DAMAGED, quantity)
        assert moved == (self.backorder or quantity <= self.free)
        self.on_hand -= quantity if moved else 0

    @rule(kind=st.sampled_from([Movement.UNRESERVED, Movement.RELEASED]), over=units)
    def nobody_gives_back_what_was_not_promised(self, kind, over):
        promised = self.reserved if kind is Movement.UNRESERVED else self.allocated
        with pytest.raises(ValueError, match="takes back more"):
            after(self.level, kind, promised + over, backorder=self.backorder)

    @invariant()
    def level_is_the_model(self):
        if not hasattr(self, "level"):
            return
        assert self.level == Level(self.on_hand, self.allocated, self.reserved)
        assert self.level.available == self.free
        assert self.allocated >= 0
        assert self.reserved >= 0
        assert self.backorder or self.free >= 0


TestShelf = Shelf.TestCase


@pytest.mark.parametrize("kind", sorted(set(Movement) - {Movement.ADJUSTED}))
@pytest.mark.parametrize("quantity", [0, -1])
def test_only_a_count_is_signed(kind, quantity):
    with pytest.raises(ValueError, match="positive quantity"):
        after(Level(10, 5, 5), kind, quantity)


def test_what_is_oversold_already_may_still_be_mended():
    # A variant that was sold ahead, and is not any more.
    short = Level(on_hand=0, allocated=5)
    assert after(short, Movement.RECEIVED, 2).available == -3
    assert after(short, Movement.RELEASED, 1).available == -4
    assert after(short, Movement.SOLD, 1).available == -5
    with pytest.raises(Conflict):
        after(short, Movement.RESERVED, 1)


def test_operators_enter_no_consequences():
    assert not {Movement.RESERVED, Movement.ALLOCATED, Movement.SOLD} & MANUAL
