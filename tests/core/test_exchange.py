"""Converting a shop's own prices: never free, always a multiple, the way back near by."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.currencies import STEPS, Exchange, check, of_settings
from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.promotions.model import Action, Filters, Promotion, Rule

RATES = st.decimals(min_value="0.000001", max_value=1_000_000, places=6)
EXCHANGES = st.builds(
    Exchange, st.just("RON"), st.sampled_from(["EUR", "HUF", "JPY", "KWD"]), RATES,
    st.sampled_from(STEPS),
)  # fmt: skip


def an_exchange(rate="5", step=1, currency="EUR"):
    return Exchange("RON", currency, Decimal(rate), step)


@pytest.mark.parametrize(
    ("exchange", "bani", "expected"),
    [
        (an_exchange("5"), 10_000, 2_000),
        (an_exchange("4.9765"), 9_900, 1_989),  # 19.8935...
        (an_exchange("4.9765", 5), 9_900, 1_990),
        (an_exchange("4.9765", 100), 9_900, 2_000),
        (an_exchange("5", 100), 200, 100),  # 0.40 would round to nothing
        (an_exchange("5"), 0, 0),
        (an_exchange("0.0327", currency="JPY"), 10_000, 3_058),  # no decimals
        (an_exchange("14.5", currency="KWD"), 10_000, 6_897),  # three decimals
    ],
)
def test_worked_examples(exchange, bani, expected):
    assert exchange.of(bani) == expected


@given(EXCHANGES, st.integers(0, 10**9))
def test_a_price_is_a_multiple_and_never_becomes_free(exchange, amount):
    there = exchange.of(amount)
    assert there % exchange.step == 0 or there == 10**13
    assert (there > 0) == (amount > 0)


@given(EXCHANGES, st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_costs_more_never_costs_less_there(exchange, one, other):
    low, high = sorted((one, other))
    assert exchange.of(low) <= exchange.of(high)


@given(st.integers(1, 10**9), RATES.filter(lambda rate: rate >= 1))
def test_the_way_back_is_within_a_unit(amount, rate):
    exchange = Exchange("RON", "EUR", rate)
    assert abs(exchange.back(exchange.of(amount)) - amount) <= rate


def test_promotions_hold_in_the_other_currency():
    promotion = Promotion(
        "p", "P",
        rules=(Rule("item_total", amount=10_000, currency="RON"), Rule("cart_quantity", count=2)),
        actions=(
            Action("order_fixed", amount=500, currency="RON"),
            Action("item_percentage", percentage=Decimal(10), filters=Filters(min_price=1_000)),
            Action("order_fixed", amount=300, currency="EUR"),
        ),
    )  # fmt: skip
    there = an_exchange().promotion(promotion)
    assert (there.rules[0].amount, there.rules[0].currency) == (2_000, "EUR")
    assert there.rules[1] == promotion.rules[1]
    assert (there.actions[0].amount, there.actions[0].currency) == (100, "EUR")
    assert there.actions[1].filters.min_price == 200
    assert there.actions[2] == promotion.actions[2]


def test_other_money_is_left_alone():
    assert an_exchange().money(Money(700, "USD")) == Money(700, "USD")


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        ({"code": "XYZ", "rate": "5"}, "currency_unknown", "currencies.1.code"),
        ({"code": "RON", "rate": "5"}, "currency_twice", "currencies.1.code"),
        ({"code": "eur", "rate": "5"}, "currency_twice", "currencies.1.code"),
        ({"code": "HUF", "rate": "0"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "-1"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "five"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "NaN"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "1E+9"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "0.0000001"}, "rate_invalid", "currencies.1.rate"),
        ({"code": "HUF", "rate": "0.01", "step": 3}, "choice_unknown", "currencies.1.step"),
    ],
)
def test_bad_settings_are_refused(entry, code, field):
    with pytest.raises(Invalid) as refused:
        check("RON", [{"code": "EUR", "rate": "5"}, entry])
    assert (refused.value.code, refused.value.field) == (code, field)


def test_settings_are_kept_as_typed():
    stored = check("RON", [{"code": "eur", "rate": "4.9765"}, {"code": "HUF", "rate": "0.01200"}])
    assert [entry["rate"] for entry in stored] == ["4.9765", "0.012"]
    assert str(of_settings("RON", stored)["EUR"]) == "1 EUR = 4.9765 RON"
