"""What a change of many products makes of one: prices to the minor unit, and refusals by name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.bulk import HIGHEST, LOWEST, InCategory, Price, Status, plan
from ecommus.core.catalog import Product, Variant
from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT

PERCENT = st.decimals(LOWEST, HIGHEST, places=2).filter(bool)
AMOUNTS = st.integers(0, 10_000_000)


def a_product(*prices, compare_at=None):
    variants = [
        Variant(price=price, compare_at=compare_at, sku=f"S{n}") for n, price in enumerate(prices)
    ]
    return Product("Cup", "cup", variants=variants)


@given(PERCENT, st.lists(AMOUNTS, min_size=1, max_size=5))
def test_a_price_is_the_nearest_minor_unit_and_the_step_says_both(percent, prices):
    (step,) = plan(Price(percent), [a_product(*prices)])
    new = {row.name: (row.before, row.after) for row in step.rows}
    for number, price in enumerate(prices):
        before, after = new.get(f"S{number}", (price, price))
        assert before == price
        exact = Decimal(price) * (100 + percent) / 100
        assert abs(after - exact) <= Decimal("0.5")
        assert 0 <= after <= MAX_AMOUNT


@given(PERCENT, AMOUNTS, AMOUNTS)
def test_dearer_stays_dearer(percent, one, other):
    low, high = sorted((one, other))
    assert Price(percent).of(low) <= Price(percent).of(high)


@pytest.mark.parametrize("percent", ["0", "-100", "-99.991", "900.01"])
def test_percentages_that_are_none(percent):
    with pytest.raises(Invalid, match=r"-99\.99 and 900"):
        plan(Price(Decimal(percent)), [])


def test_a_previous_price_that_would_be_none_is_refused_and_nothing_else():
    fits, stuck = a_product(1000), a_product(1000, compare_at=1050)
    steps = plan(Price(Decimal("10")), [fits, stuck])
    assert [len(step.rows) for step in steps] == [1, 0]
    assert "S0 would no longer be below its previous price" in str(steps[1].refusal)


def test_what_is_so_already_is_no_change():
    product = a_product(100)
    category = uuid7()
    assert plan(Status("draft"), [product])[0].rows == ()
    assert plan(Status("active"), [product])[0].rows[0].before == "draft"
    assert plan(InCategory(category, True), [product], {product.id})[0].rows == ()
    assert plan(InCategory(category, False), [product], {product.id})[0].rows[0].after is False
