"""Single cells: what counts as a price, a weight, a count, and what is refused with which code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.catalog_csv.prices import foreign_sign, plain, price
from ecommus.core.catalog_csv.values import (
    boolean,
    escape,
    guard,
    image_url,
    pieces,
    quantity,
    unescape,
    unguard,
    weight,
)
from ecommus.core.errors import Invalid
from ecommus.core.money import MAX_AMOUNT


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("50", "RON", 5000),
        ("9.99", "RON", 999),
        ("9,99", "RON", 999),
        ("9.9", "RON", 990),
        (".99", "RON", 99),
        ("0", "RON", 0),
        ("0.00", "RON", 0),
        ("-0", "RON", 0),
        ("007", "RON", 700),
        ("9.9900", "RON", 999),
        ("1.234,56", "RON", 123456),
        ("1,234.56", "RON", 123456),
        ("1,234.5", "RON", 123450),
        ("1.234.567,89", "RON", 123456789),
        ("1,234,567", "RON", 123456700),
        ("1 234,56", "RON", 123456),
        ("1\u00a0234,56 lei", "RON", 123456),
        ("1\u202f234,56\u00a0RON", "RON", 123456),
        ("1'234.50", "CHF", 123450),
        ("RON 12", "RON", 1200),
        ("12 Lei.", "RON", 1200),
        ("$1,179.99", "USD", 117999),
        ("$237.68", "RON", 23768),
        ("5 €", "EUR", 500),
        ("1500", "JPY", 1500),
        ("50.00", "JPY", 50),
        ("1.234", "KWD", 1234),
        ("12.5", "KWD", 12500),
        ("0.999", "KWD", 999),
    ],
)
def test_prices_that_are_read(text, currency, minor):
    assert price(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "RON", "price_missing"),
        ("$10.99 - $20.99", "USD", "price_range"),
        ("$895.00 - $2,497.50", "USD", "price_range"),
        ("5–10", "RON", "price_range"),
        ("5 to 10", "RON", "price_range"),
        ("Total price:", "USD", "price_invalid"),
        ("$6.94 $ 6 . 94", "USD", "price_invalid"),
        ("$ 19 99 $39.95 #listPriceLegalMessageText {", "USD", "price_invalid"),
        ("$" + "9" * 100, "USD", "price_invalid"),
        ("12 apples", "RON", "price_invalid"),
        ("1,23,456", "RON", "price_invalid"),
        ("1.5E+03", "RON", "price_invalid"),
        ("١٢", "RON", "price_invalid"),
        ("NaN", "RON", "price_invalid"),
        ("-", "RON", "price_invalid"),
        ("5.00)", "RON", "price_invalid"),
        ("-5", "RON", "price_negative"),
        ("−5", "RON", "price_negative"),
        ("$-5", "USD", "price_negative"),
        ("(5.00)", "USD", "price_negative"),
        ("9.999", "RON", "price_ambiguous"),
        ("1,234", "RON", "price_ambiguous"),
        ("1.234", "JPY", "price_ambiguous"),
        ("1,234", "KWD", "price_ambiguous"),
        ("0.999", "RON", "price_decimals"),
        ("1.2345", "RON", "price_decimals"),
        ("1234.567", "RON", "price_decimals"),
        ("9.99", "JPY", "price_decimals"),
        ("5 EUR", "RON", "price_currency"),
        ("usd 5", "RON", "price_currency"),
        ("9" * 20, "RON", "price_too_high"),
        ("100000000000.01", "RON", "price_too_high"),
    ],
)
def test_prices_that_are_refused(text, currency, code):
    with pytest.raises(Invalid) as refused:
        price(text, currency)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_foreign_sign_is_told_apart():
    assert foreign_sign("$5", "RON") == "$"
    assert foreign_sign("$5", "USD") is None
    assert foreign_sign("5 lei", "RON") is None
    assert foreign_sign("5", "RON") is None


@given(st.integers(0, MAX_AMOUNT), st.sampled_from(["RON", "JPY", "KWD", "EUR"]))
def test_a_written_price_is_read_back(amount, currency):
    assert price(plain(amount, currency), currency) == amount


@given(st.text(), st.sampled_from(["RON", "JPY", "KWD", "USD"]))
def test_any_price_cell_is_an_amount_or_invalid(text, currency):
    try:
        amount = price(text.strip(), currency)
    except Invalid:
        return
    assert 0 <= amount <= MAX_AMOUNT


@given(st.text())
def test_the_guard_comes_off_again(text):
    assert unguard(guard(text)) == text
    assert not guard(text).lstrip().startswith(("=", "+", "-", "@"))


def test_the_guard_leaves_plain_text_alone():
    assert guard("'n Sync") == unguard("'n Sync") == "'n Sync"
    assert guard("=1+1") == "'=1+1"
    assert guard("'=1+1") == "''=1+1"
    assert guard("\t@SUM(A1)") == "'\t@SUM(A1)"


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1))
def test_a_list_survives_its_marks(items):
    joined = " | ".join(escape(item, "|>") for item in items)
    assert [unescape(piece, "|>") for piece in pieces(joined, "|")] == items


@pytest.mark.parametrize(
    ("text", "unit", "grams"),
    [
        ("", "g", None),
        ("0", "g", None),
        ("28", "g", 28),
        ("0.5", "kg", 500),
        ("0,250", "kg", 250),
        ("1.250", "kg", 1250),
        ("2", "lb", 907),
        ("10.7 pounds", "g", 4853),
        ("12.8 ounces", "g", 363),
        ("1,5 kg", "g", 1500),
    ],
)
def test_weights(text, unit, grams):
    assert weight(text, unit) == grams


@pytest.mark.parametrize("text", ["-1", "heavy", "1,250", "1 stone", "9999999999", "999999999 kg"])
def test_weights_that_are_refused(text):
    with pytest.raises(Invalid, match="no weight"):
        weight(text, "g")


def test_counts():
    assert quantity("") is None
    assert quantity("12") == quantity("12.0") == 12
    assert quantity("-3", oversold=True) == 0
    for text in ("-3", "1.5", "1,000", "many", "1e3"):
        with pytest.raises(Invalid, match="no count"):
            quantity(text)


def test_yes_and_no():
    assert boolean("", default=True)
    assert boolean("TRUE", default=False)
    assert boolean("ADEVĂRAT", default=False)
    assert not boolean("nu", default=True)
    with pytest.raises(Invalid, match="neither"):
        boolean("perhaps", default=True)


def test_addresses_of_pictures():
    assert image_url("https://example.com/a.jpg")
    assert image_url("/media/a.jpg")
    for text in ("javascript:alert(1)", "file:///etc/passwd", "a.jpg", "//evil", "https://a b"):
        with pytest.raises(Invalid, match="address"):
            image_url(text)
