"""Prices: a pure function that explains itself and sums up to the cent."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import promotions
import pytest
from hypothesis import given

from ecommus.core.money import MAX_AMOUNT
from ecommus.core.pricing import SHIPPING, PriceLine, PriceQuestion, price
from ecommus.core.tax import TaxRate

TODAY = date(2026, 11, 24)
RATES = (
    TaxRate("TVA 21%", "RO", "standard", Decimal(21), True, date(2025, 8, 1)),
    TaxRate("TVA 11%", "RO", "reduced", Decimal(11), True, date(2025, 8, 1)),
)


def rates(included):
    return (replace(rate, included=included) for rate in RATES)


def questions():
    """Any cart a shop may be asked to price."""
    return promotions.questions(rates, TODAY)


def a_question(*prices, **changes):
    lines = tuple(PriceLine(str(i), 1, p, None, "standard") for i, p in enumerate(prices))
    return replace(PriceQuestion("RON", lines, None, None, "RO", TODAY, RATES), **changes)


@given(questions())
def test_the_parts_sum_to_the_whole(question):
    priced = price(question)
    lines = sum(line.total for line in priced.lines)
    shipping = priced.shipping_total or 0
    if question.rates[0].included or not question.vat_registered:
        assert priced.total == priced.items_total + priced.discount_total + shipping
    else:
        total = priced.items_total + priced.discount_total + shipping + priced.tax_total
        assert priced.total == total
        shipping += priced.shipping_tax
    assert priced.total == lines + shipping
    for line in priced.lines:
        assert line.net + line.tax == line.total
    assert priced.tax_total == sum(line.tax for line in priced.lines) + priced.shipping_tax
    assert priced.tax_total == sum(row.amount for row in priced.taxes)


@given(questions())
def test_the_same_question_gets_the_same_cents(question):
    again = replace(question)
    assert again.digest() == question.digest()
    assert price(again) == price(question)


@given(questions(), questions())
def test_another_question_has_another_digest(one, two):
    assert (one == two) == (one.digest() == two.digest())


@given(questions())
def test_who_is_not_registered_takes_no_vat(question):
    priced = price(replace(question, vat_registered=False))
    assert priced.tax_total == 0
    assert priced.taxes == ()
    assert priced.untaxed_categories == ()
    items = priced.items_total + priced.discount_total
    assert priced.total == items + (priced.shipping_total or 0)


@given(questions())
def test_a_stored_question_is_answered_alike(question):
    """What an order keeps is JSON; replayed years later it gives the same cents."""
    stored = json.loads(json.dumps(question.dump()))
    again = PriceQuestion.load(stored)
    assert again == question
    assert again.digest() == question.digest()
    assert price(again) == price(question)


@given(questions())
def test_discounts_are_their_promotions_and_stop_at_the_floor(question):
    priced = price(question)
    floors = {line.key: line.min_price for line in question.lines}
    for line in priced.lines:
        left = line.unit_price * line.quantity + line.discount
        assert 0 <= left <= line.unit_price * line.quantity
        floor = min(floors[line.key], line.unit_price)
        assert left >= floor * line.quantity
    assert priced.discount_total == sum(line.discount for line in priced.lines)
    shipping = (priced.shipping_total or 0) - (question.shipping or 0)
    assert -(question.shipping or 0) <= shipping <= 0
    assert sum(p.amount for p in priced.promotions) == priced.discount_total + shipping
    assert all(p.amount < 0 for p in priced.promotions)


@given(questions())
def test_an_exclusive_promotion_is_alone(question):
    known = {promotion.id: promotion for promotion in question.promotions}
    applied = [known[entry.id] for entry in price(question).promotions]
    assert len(applied) == 1 or not any(promotion.exclusive for promotion in applied)
    order = [(-promotion.priority, promotion.id) for promotion in applied]
    assert order == sorted(order)


@given(questions())
def test_the_steps_lead_from_price_to_price(question):
    """Each step of a subject begins where the last one ended, and the last is what is taxed."""
    priced = price(question)
    for line in priced.lines:
        steps = [step for step in priced.explain() if step["subject"] == line.key]
        for one, other in pairwise(steps):
            assert one["after"] == other["before"]
        assert steps[-1]["after"] == line.unit_price * line.quantity + line.discount


@given(questions())
def test_every_line_and_every_rate_is_explained(question):
    priced = price(question)
    steps = priced.explain()
    assert [s["subject"] for s in steps if s["rule"] == "list_price"] == [
        line.key for line in question.lines
    ]
    assert [s["after"] for s in steps if s["rule"] == "tax"] == [t.amount for t in priced.taxes]
    assert (SHIPPING in {s["subject"] for s in steps}) == (question.shipping is not None)


def test_three_times_9_99():
    priced = price(a_question(999, 999, 999))
    assert priced.total == 2997
    assert priced.tax_total == 520
    assert sum(line.net for line in priced.lines) == 2477


def test_a_category_without_a_rate_stands_in_the_way():
    line = PriceLine("a", 1, 100, None, "tobacco")
    assert price(a_question(lines=(line,))).untaxed_categories == ("tobacco",)


def test_shipping_is_taxed_by_its_own_category():
    priced = price(a_question(1210, shipping=1110, shipping_tax_category="reduced"))
    assert (priced.shipping_total, priced.shipping_tax) == (1110, 110)
    assert priced.total == 2320


def test_an_unchosen_shipping_is_no_free_shipping():
    assert price(a_question(100)).shipping_total is None
    assert price(a_question(100, shipping=0, shipping_tax_category="standard")).shipping_total == 0


def test_prices_without_tax_get_it_on_top():
    rates = tuple(replace(rate, included=False) for rate in RATES)
    priced = price(a_question(1000, rates=rates))
    assert (priced.tax_included, priced.tax_total, priced.total) == (False, 210, 1210)


def test_more_than_can_be_paid_is_refused():
    assert price(a_question(MAX_AMOUNT)).total == MAX_AMOUNT
    with pytest.raises(ValueError, match="larger than can be paid"):
        price(a_question(MAX_AMOUNT, 1))


def test_the_day_decides_the_rate():
    older = TaxRate("TVA 19%", "RO", "standard", Decimal(19), True, date(2017, 1, 1),
                    date(2025, 7, 31))  # fmt: skip
    question = a_question(11900, rates=(older, *RATES))
    assert price(replace(question, on=date(2025, 7, 31))).tax_total == 1900
    assert price(replace(question, on=date(2025, 8, 1))).tax_total == 2065
