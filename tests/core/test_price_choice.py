"""Which price list wins: properties, beside a plain reading of the rule."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.price_lists import Asked, ListPrice, PriceList, best, steps

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
times = st.none() | st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))
groups = st.none() | st.sampled_from(["trade", "club"])


@st.composite
def price_lists(draw):
    return {
        name: PriceList(
            name, name, draw(st.sampled_from(["RON", "EUR"])), draw(st.integers(-1, 1)),
            draw(groups), draw(st.frozensets(st.sampled_from(["RO", "HU"]))), draw(times),
            draw(times),
        )
        for name in "abcd"[: draw(st.integers(0, 4))]
    }  # fmt: skip


def prices(lists):
    one = st.builds(
        ListPrice, st.sampled_from(sorted(lists)), st.integers(0, 10_000), st.integers(1, 5)
    )
    unique = st.lists(one, max_size=8, unique_by=lambda p: (p.list_id, p.min_quantity))
    return unique if lists else st.just([])


asked = st.builds(Asked, st.just("RON"), st.sampled_from(["RO", "HU"]), st.just(NOW), groups)
scenes = price_lists().flatmap(lambda lists: st.tuples(st.just(lists), prices(lists)))


def plainly(listed, lists, who, quantity):
    """The rule as it is written: special before general, then the step, priority, id."""
    open_to = []
    for price in listed:
        entry = lists[price.list_id]
        if entry.currency != who.currency or price.min_quantity > quantity:
            continue
        if entry.group and entry.group != who.group:
            continue
        if entry.countries and who.country not in entry.countries:
            continue
        if (entry.starts_at and entry.starts_at > NOW) or (entry.ends_at and entry.ends_at <= NOW):
            continue
        special = bool(entry.group) + bool(entry.countries) + bool(entry.starts_at or entry.ends_at)
        open_to.append(((-special, -price.min_quantity, -entry.priority, entry.id), price))
    return min(open_to, key=lambda pair: pair[0])[1] if open_to else None


@given(scenes, asked, st.integers(1, 6))
def test_the_most_special_wins(scene, who, quantity):
    lists, listed = scene
    assert best(listed, lists, who, quantity) == plainly(listed, lists, who, quantity)


@given(scenes, asked, st.randoms())
def test_the_order_of_the_prices_does_not_matter(scene, who, random):
    lists, listed = scene
    mixed = random.sample(listed, len(listed))
    assert best(listed, lists, who, 3) == best(mixed, lists, who, 3)


@given(scenes, asked)
def test_steps_are_what_growing_quantities_cost(scene, who):
    lists, listed = scene
    said = {step.min_quantity: step.amount for step in steps(listed, lists, who)}
    last = best(listed, lists, who)
    for quantity in range(2, 7):
        price = best(listed, lists, who, quantity)
        if quantity in said:
            assert said[quantity] == price.amount
        else:
            assert price == last
        last = price


def test_a_general_list_does_not_beat_a_group_by_its_quantity():
    lists = {"all": PriceList("all", "", "RON"), "trade": PriceList("trade", "", "RON", 0, "trade")}
    listed = [ListPrice("all", 500, 10), ListPrice("trade", 900)]
    assert best(listed, lists, Asked("RON", "RO", NOW, "trade"), 10).amount == 900
    assert best(listed, lists, Asked("RON", "RO", NOW), 10).amount == 500
