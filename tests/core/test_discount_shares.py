"""A percentage of an amount: whole numbers say what decimals say."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.money import MAX_AMOUNT, round_half_up
from ecommus.core.promotions.discounts import share


@given(st.integers(0, MAX_AMOUNT), st.decimals(0, 100, places=2))
def test_a_share_is_rounded_as_money_is(amount, percentage):
    assert share(percentage)(amount) == round_half_up(amount * percentage / 100)


def test_half_a_unit_goes_up():
    assert [share(Decimal("12.50"))(amount) for amount in (3, 4, 12)] == [0, 1, 2]
