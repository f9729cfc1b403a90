"""What a way of delivery costs: worked examples, and what holds for any table and any parcel."""

from dataclasses import replace

import pytest
from examples_delivery import EXAMPLES, METHODS
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.money import Money
from ecommus.core.ports import Parcel
from ecommus.core.shipping import Kind, Limits, ShippingMethod, Tier


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_worked_example(example):
    parcel = Parcel(None, "RO", example.grams, Money(example.value, "RON"), example.items,
                    example.zones)  # fmt: skip
    quote = METHODS[example.method].quote(parcel)
    assert (None if quote is None else quote.price.amount) == example.price


AMOUNTS = st.integers(0, 10**9)
TIERS = st.lists(
    st.builds(Tier, AMOUNTS, AMOUNTS), max_size=6, unique_by=lambda tier: tier.start
).map(lambda tiers: tuple(sorted(tiers, key=lambda tier: tier.start)))
MAYBE = st.none() | AMOUNTS
LIMITS = st.builds(Limits, MAYBE, MAYBE)
WAYS = st.builds(
    ShippingMethod, code=st.just("m"), kind=st.sampled_from(Kind), title=st.just("M"),
    currency=st.just("RON"), zones=st.frozensets(st.sampled_from(["RO", "EU"])), amount=AMOUNTS,
    per_item=AMOUNTS, tiers=TIERS, free_from=MAYBE, weight=LIMITS, total=LIMITS,
)  # fmt: skip
PARCELS = st.builds(
    Parcel, st.none(), st.just("RO"), AMOUNTS, AMOUNTS.map(lambda amount: Money(amount, "RON")),
    st.integers(1, 9999), st.sampled_from([(), ("RO",), ("RO", "EU")]),
)  # fmt: skip


@given(WAYS, PARCELS)
def test_a_price_is_never_negative_and_only_given_within_the_limits(method, parcel):
    quote = method.quote(parcel)
    if quote is None:
        return
    assert quote.price.amount >= 0
    assert method.weight.hold(parcel.weight_grams)
    assert method.total.hold(parcel.value.amount)
    assert not method.zones or method.zones & set(parcel.zones)
    if method.free_from is not None and parcel.value.amount >= method.free_from:
        assert quote.price.amount == 0


@given(WAYS, PARCELS)
def test_a_table_gives_the_last_line_that_is_reached(method, parcel):
    way = replace(method, kind=Kind.BY_WEIGHT, free_from=None)
    quote = way.quote(parcel)
    if quote is not None:
        below = [tier for tier in way.tiers if tier.start <= parcel.weight_grams]
        assert quote.price.amount == below[-1].amount
        assert all(tier.start > parcel.weight_grams for tier in way.tiers[len(below) :])


@given(WAYS, PARCELS)
def test_without_limits_and_zones_flat_is_always_offered(method, parcel):
    free = replace(method, kind=Kind.FLAT, zones=frozenset(), weight=Limits(), total=Limits())
    assert free.quote(parcel) is not None
    euro = replace(parcel, value=Money(parcel.value.amount, "EUR"))
    assert free.quote(euro) is None
