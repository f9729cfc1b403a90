"""Which zones hold a place, the one that says most about it first; and no zone holds itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.countries import names
from ecommus.core.customers import EU
from ecommus.core.errors import Invalid
from ecommus.core.zones import Place, Zone, check, first_place, holding

CLUJ = Place("RO", "CJ")
ROMANIA = Zone("RO", "Romania", frozenset({Place("RO")}))
UNION = Zone("EU", "Union", frozenset(Place(country) for country in EU))
COUNTY = Zone("cluj", "Cluj", frozenset({CLUJ}))
WORLD = Zone("world", "World", frozenset({Place("US")}), frozenset({"EU"}))
ALL = (WORLD, UNION, COUNTY, ROMANIA)


def test_province_country_then_zone_of_zones():
    assert holding(ALL, CLUJ) == ("cluj", "RO", "EU", "world")
    assert holding(ALL, Place("RO", "IS")) == ("RO", "EU", "world")
    assert holding(ALL, Place("US")) == ("world",)
    assert holding(ALL, Place("JP")) == ()


@pytest.mark.parametrize(("place", "home"), [("RO", "RO"), ("HU", "AT")])
def test_a_place_stands_for_a_zone(place, home):
    assert first_place(ALL, "EU", Place(place)) == Place(place)
    assert first_place(ALL, "world", Place("JP")) == Place("AT")
    assert first_place(ALL, "nowhere", Place(home)) is None


def test_a_zone_that_would_hold_itself_is_refused():
    check(WORLD, ALL)
    with pytest.raises(Invalid) as refusal:
        check(Zone("EU", "Union", zones=frozenset({"world"})), ALL)
    assert refusal.value.code == "zone_cycle"
    with pytest.raises(Invalid, match="no zone"):
        check(Zone("x", "X", zones=frozenset({"nowhere"})), ALL)
    with pytest.raises(Invalid, match="part of itself"):
        check(Zone("x", "X", zones=frozenset({"x"})), ALL)


CODES = st.sampled_from("abcd")
PLACES = st.builds(Place, st.sampled_from(["RO", "HU", "SE"]), st.sampled_from(["", "CJ"]))
ZONES = st.builds(
    Zone, CODES, st.just("Z"), st.frozensets(PLACES, max_size=2), st.frozensets(CODES, max_size=2)
)
MANY = st.lists(ZONES, max_size=4, unique_by=lambda zone: zone.code)


@given(MANY, PLACES)
def test_any_zones_answer_and_what_holds_a_province_holds_its_country_last(zones, place):
    """Circles, which ``check`` refuses, would still be answered; nothing is named twice."""
    found = holding(zones, place)
    assert len(set(found)) == len(found)
    direct = {zone.code for zone in zones if {place, Place(place.country)} & zone.places}
    assert direct <= set(found)
    if direct:
        assert found[0] in direct


@given(MANY)
def test_zones_that_were_each_checked_hold_no_circle(zones):
    kept: list[Zone] = []
    for zone in zones:
        try:
            check(zone, kept)
        except Invalid:
            continue
        kept.append(zone)
    inside = {zone.code: zone.zones for zone in kept}
    for code in inside:
        seen, waiting = set(), list(inside[code])
        while waiting:
            inner = waiting.pop()
            assert inner != code
            if inner not in seen:
                seen.add(inner)
                waiting.extend(inside.get(inner, ()))


def test_countries_are_those_of_iso_3166():
    known = names("ro")
    assert known["RO"] == "România"
    assert set(known) >= EU
    assert not {"EU", "UN", "ZZ"} & set(known)
    assert len(known) > 240
