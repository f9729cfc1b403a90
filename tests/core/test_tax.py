"""Tax: net and tax are the gross, totals are the sum of their lines, rates hold on their days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.money import round_half_up
from ecommus.core.tax import Rounding, Taxable, TaxRate, apply_taxes, rate_for, tax_of
from ecommus.services.tenant_taxes import ROMANIAN_RATES

ROMANIA = [
    TaxRate(name, "RO", category, Decimal(rate), True, starts, ends)
    for name, category, rate, starts, ends in ROMANIAN_RATES
]
TODAY = date(2026, 11, 24)
amounts = st.integers(0, 10**9)
rates = st.decimals(0, "99.9", places=1)
categories = st.sampled_from(["standard", "reduced", None, "books"])


def a_rate(rate="21", *, included=True, category="standard"):
    return TaxRate(f"VAT {rate}", "RO", category, Decimal(rate), included, date(2020, 1, 1))


def taxables(sums, category="standard"):
    return [Taxable(str(index), amount, category) for index, amount in enumerate(sums)]


def apply(lines, rates=ROMANIA, rounding=Rounding.DOCUMENT, on=TODAY, country="RO", major=100):
    return apply_taxes(lines, rates, country=country, on=on, rounding=rounding, major=major)


@given(
    st.lists(st.tuples(amounts, categories), max_size=20),
    rates,
    rates,
    st.booleans(),
    st.sampled_from(Rounding),
)
def test_the_sums_agree(lines, first, second, included, rounding):
    known = [a_rate(first, included=included), a_rate(second, included=included, category="books")]
    asked = [Taxable(str(i), amount, category) for i, (amount, category) in enumerate(lines)]
    taxed, totals, missing = apply(asked, known, rounding)
    assert [entry.key for entry in taxed] == [entry.key for entry in asked]
    for line, entry in zip(asked, taxed, strict=True):
        assert entry.net + entry.tax == entry.gross
        assert (entry.gross if included else entry.net) == line.amount or entry.rate is None
        assert entry.rate is not None or (entry.net, entry.tax) == (line.amount, 0)
        assert entry.tax >= 0
    assert sum(row.amount for row in totals) == sum(entry.tax for entry in taxed)
    assert sum(row.base for row in totals) == sum(e.net for e in taxed if e.rate is not None)
    assert missing == (["reduced"] if any(c == "reduced" for _, c in lines) else [])


@given(st.lists(amounts, min_size=1, max_size=30), rates, st.booleans())
def test_a_document_is_rounded_once(sums, rate, included):
    _taxed, totals, _ = apply(taxables(sums), [a_rate(rate, included=included)])
    assert totals[0].amount == tax_of(sum(sums), Decimal(rate), included)


@given(st.lists(amounts, min_size=1, max_size=30), rates, st.booleans())
def test_or_every_line(sums, rate, included):
    lines = taxables(sums)
    taxed, totals, _ = apply(lines, [a_rate(rate, included=included)], Rounding.LINE)
    each = [tax_of(amount, Decimal(rate), included) for amount in sums]
    assert [entry.tax for entry in taxed] == each
    assert totals[0].amount == sum(each)


def test_the_ways_of_rounding_differ():
    lines = [replace(line, quantity=3) for line in taxables([6, 6, 6])]
    sums = [apply(lines, rounding=rounding)[1][0].amount for rounding in Rounding]
    # Document: 18 × 21/121 = 3.12. Line: 6 × 21/121 = 1.04, three times. Unit: 2 × 21/121 = 0.35,
    # nine times.
    assert sums == [3, 3, 0]
    lines = taxables([3, 3, 3])
    # 9 × 21/121 = 1.56; 3 × 21/121 = 0.52, three times.
    assert [apply(lines, rounding=r)[1][0].amount for r in Rounding] == [2, 3, 3]


@given(st.lists(st.tuples(amounts, st.integers(1, 50)), min_size=1, max_size=9), rates)
def test_or_every_unit(sums, rate):
    lines = [Taxable(str(i), a * n, "standard", n) for i, (a, n) in enumerate(sums)]
    taxed, totals, _ = apply(lines, [a_rate(rate)], Rounding.UNIT, major=10**12)
    each = [tax_of(amount, Decimal(rate), True) * n for amount, n in sums]
    assert [entry.tax for entry in taxed] == each
    assert totals[0].amount == sum(each)


def test_tax_on_every_piece_never_strays_by_a_unit_of_money():
    """99 pieces of 10.00: 1.74 each is 172.26 of 990.00; the rate says 171.82, 0.44 away. 1,000
    pieces would be 4.46 away, which no invoice may say: 10,000.00 × 21/121 = 1,735.54."""
    few = apply([Taxable("a", 99_000, "standard", 99)], rounding=Rounding.UNIT)[1][0]
    many = apply([Taxable("a", 1_000_000, "standard", 1_000)], rounding=Rounding.UNIT)[1][0]
    assert (few.amount, many.amount) == (17_226, 173_554)


def test_three_lines_of_9_99_come_out_as_29_97():
    for rounding in Rounding:
        taxed, totals, _ = apply(taxables([999] * 3), rounding=rounding)
        assert sum(entry.gross for entry in taxed) == 2997
        assert totals[0].base + totals[0].amount == 2997
    assert apply(taxables([999] * 3))[1][0].amount == 520


@given(amounts, rates)
def test_tax_is_taken_from_the_gross_or_put_on_the_net(amount, rate):
    inside, on_top = tax_of(amount, rate, True), tax_of(amount, rate, False)
    assert inside == round_half_up(amount * rate / (100 + rate))
    assert on_top == round_half_up(amount * rate / 100)
    assert 0 <= inside <= on_top


@pytest.mark.parametrize(
    ("day", "standard", "reduced"),
    [
        (date(2025, 7, 31), "19", "9"),
        (date(2025, 8, 1), "21", "11"),
        (date(2017, 1, 1), "19", "9"),
        (TODAY, "21", "11"),
    ],
)
def test_romania_by_its_dates(day, standard, reduced):
    assert rate_for(ROMANIA, "RO", "standard", day).rate == Decimal(standard)
    assert rate_for(ROMANIA, "RO", "reduced", day).rate == Decimal(reduced)


def test_before_any_rate_and_elsewhere_there_is_none():
    assert rate_for(ROMANIA, "RO", "standard", date(2016, 12, 31)) is None
    assert rate_for(ROMANIA, "HU", "standard", TODAY) is None
    assert rate_for(ROMANIA, "RO", "zero", TODAY) is None


@given(st.integers(0, 4000))
def test_one_romanian_rate_a_day(days):
    day = date(2017, 1, 1) + timedelta(days)
    for category in ("standard", "reduced"):
        assert sum(rate.holds("RO", category, day) for rate in ROMANIA) == 1


def test_of_two_rates_that_hold_the_later_one_counts():
    older = TaxRate("old", "RO", "standard", Decimal(5), True, date(2020, 1, 1))
    newer = TaxRate("new", "RO", "standard", Decimal(7), True, date(2021, 1, 1))
    for order in ([older, newer], [newer, older]):
        assert rate_for(order, "RO", "standard", TODAY) is newer


def test_a_category_without_a_rate_is_named_and_not_taxed():
    taxed, totals, missing = apply([Taxable("a", 100, "zzz"), Taxable("b", 100, "aaa")])
    assert missing == ["aaa", "zzz"]
    assert [(entry.net, entry.tax, entry.rate) for entry in taxed] == [(100, 0, None)] * 2
    assert totals == []


def test_a_row_for_each_rate_the_higher_first():
    lines = [Taxable("bread", 1110, "reduced"), Taxable("cup", 1210, "standard")]
    _, totals, _ = apply(lines)
    assert [(row.rate, row.base, row.amount) for row in totals] == [
        (Decimal(21), 1000, 210),
        (Decimal(11), 1000, 110),
    ]
