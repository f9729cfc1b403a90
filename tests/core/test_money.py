"""Money: what is split sums up again, rounding has one rule, what is written can be read."""

import re
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from ecommus.core.money import MAX_AMOUNT, Money, exponent, parse, plain, round_half_up, split

amounts = st.integers(-MAX_AMOUNT, MAX_AMOUNT)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)
currencies = st.sampled_from(["RON", "EUR", "JPY", "KWD", "HUF", "USD"])


@given(amounts, weights)
def test_the_parts_sum_to_the_whole(amount, weights):
    parts = split(amount, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == amount


@given(amounts, weights)
def test_no_part_is_a_unit_off_its_share(amount, weights):
    total = sum(weights)
    assume(total)
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(Decimal(part) - Decimal(amount) * weight / total) < 1


@given(amounts, weights)
def test_a_part_has_the_sign_of_the_whole_and_no_weight_gets_nothing(amount, weights):
    assume(sum(weights))
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert part * amount >= 0
        assert weight or part == 0


@given(amounts, weights)
def test_a_refund_mirrors_what_was_charged(amount, weights):
    assert split(-amount, weights) == [-part for part in split(amount, weights)]


def test_equal_remainders_go_to_the_earlier_part():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]


def test_the_largest_remainder_goes_first():
    # Shares 0.1, 0.9 and 1.0: the second one is nearest to its next unit.
    assert split(2, [1, 9, 10]) == [0, 1, 1]


def test_without_weights_the_first_part_takes_everything():
    assert split(7, [0, 0, 0]) == [7, 0, 0]


def test_nothing_to_spread_over():
    with pytest.raises(ValueError, match="over nothing"):
        split(1, [])


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("2.4999", 2), ("0.49", 0)],
)
def test_half_goes_away_from_zero(value, rounded):
    assert round_half_up(Decimal(value)) == rounded


@given(st.decimals(-(10**12), 10**12, places=4))
def test_rounding_is_near_and_symmetric(value):
    rounded = round_half_up(value)
    assert abs(value - rounded) <= Decimal("0.5")
    assert round_half_up(-value) == -rounded


@given(amounts, currencies)
def test_what_is_written_can_be_read(amount, currency):
    money = Money(amount, currency)
    assert parse(str(money.decimal), currency) == money


@pytest.mark.parametrize(
    "text", ["", "x", "1,50", "1.234", "NaN", "Infinity", "1e30", "-1e14", "١٫٥", "1 000", "1_000"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="amount"):
        parse(text, "RON")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19.99", "19.99"),
        ("19,99", "19.99"),
        (" 300 ", "300"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234 567,5", "1234567.5"),
        ("1.234.567", "1234567"),
        ("-3,5", "-3.5"),
    ],
)
def test_either_mark_is_understood(typed, meant):
    assert plain(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "x", ",", "5,", ",5", "1.234", "1,234", "1.234.56", "1,23,456", "12 34", "1_000", "1e3",
     "١٫٥", "--1", "1.234,5.6"],
)  # fmt: skip
def test_what_can_be_read_two_ways_or_not_at_all_is_refused(typed):
    with pytest.raises(ValueError, match=re.escape(repr(typed))):
        plain(typed)


def test_three_decimals_are_no_thousand_where_there_are_three():
    assert plain("1,234", decimals=3) == "1.234"


@given(amounts, currencies, st.sampled_from(["ro", "en", "fr"]))
def test_what_a_reader_is_shown_can_be_typed(amount, currency, locale):
    """As CLDR writes numbers, whatever the language; only ``1.234`` alone is ambiguous."""
    money = Money(amount, currency)
    shown = format_decimal(money.decimal, locale=locale, format=f"#,##0.{'0' * 3}")
    assert parse(plain(shown, decimals=3), currency) == money


def test_decimals_are_those_of_the_currency():
    assert [exponent(code) for code in ("RON", "JPY", "KWD")] == [2, 0, 3]
    assert parse("1.234", "KWD") == Money(1234, "KWD")
    with pytest.raises(ValueError, match="JPY"):
        parse("1.5", "JPY")
    with pytest.raises(ValueError, match="ISO 4217"):
        exponent("XXY")


def test_as_a_reader_writes_it():
    assert Money(123456, "RON").format("ro") == "1.234,56\xa0RON"
    assert Money(123456, "RON").format("en") == "RON\xa01,234.56"
    assert Money(500, "JPY").format("en") == "¥500"


@given(amounts, amounts)
def test_sums(a, b):
    one, two = Money(a, "RON"), Money(b, "RON")
    assert one + two - two == one
    assert (-one).amount == -a
    assert (one < two) == (a < b)
    assert (one <= two) == (a <= b)
    assert one * 3 == one + one + one
    assert bool(one) == (a != 0)


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__"])
def test_currencies_do_not_mix(operation):
    with pytest.raises(ValueError, match="do not add up"):
        getattr(Money(1, "RON"), operation)(Money(1, "EUR"))


@pytest.mark.parametrize("amount", [1.0, True, "1", Decimal(1), None])
def test_only_whole_minor_units(amount):
    with pytest.raises(TypeError, match="minor units"):
        Money(amount, "RON")
