"""Wherever a cart goes and whoever pays for it: the parts sum to the whole, and replay is exact."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import promotions
from hypothesis import given, settings
from hypothesis import strategies as st

from ecommus.core.pricing import PriceQuestion, price
from ecommus.core.tax import Rounding, TaxRate
from ecommus.core.tax_place import Rates, Treatment

TODAY = date(2026, 11, 28)
HOME = (
    TaxRate("TVA 21%", "RO", "standard", Decimal(21), True, date(2025, 8, 1)),
    TaxRate("TVA 11%", "RO", "reduced", Decimal(11), True, date(2025, 8, 1)),
)
THERE = (
    TaxRate("USt. 19%", "DE", "standard", Decimal(19), True, date(2020, 1, 1)),
    TaxRate("USt. 7%", "DE", "reduced", Decimal(7), True, date(2020, 1, 1)),
)


@st.composite
def sales(draw):
    """A cart as its shelf prices say, and how it is taxed."""
    question = draw(promotions.questions(lambda included: HOME, TODAY))
    country = draw(st.sampled_from(["RO", "DE"]))
    sale = Rates(
        home=HOME,
        there=THERE if country == "DE" else HOME,
        country=country,
        on=TODAY,
        treatment=draw(st.sampled_from(list(Treatment))),
        net_abroad=draw(st.booleans()),
    )
    categories = [*(line.tax_category for line in question.lines), question.shipping_tax_category]
    shipping = question.shipping
    if shipping is not None:
        shipping = sale.net(shipping, question.shipping_tax_category)[0]
    asked = replace(
        question,
        lines=tuple(sale.line(line) for line in question.lines),
        shipping=shipping,
        country=country,
        rates=sale.applied(categories),
        treatment=sale.treatment.value,
        rounding=draw(st.sampled_from(list(Rounding))),
        currency=draw(st.sampled_from(["RON", "EUR", "JPY", "KWD"])),
        vat_registered=True,
    )
    return question, sale, asked


@settings(max_examples=1000)
@given(sales())
def test_a_thousand_orders_replay_to_their_sums(sold):
    _shelf, _sale, asked = sold
    priced = price(asked)
    again = PriceQuestion.load(json.loads(json.dumps(asked.dump())))
    assert again.digest() == asked.digest()
    assert price(again) == priced
    lines = sum(line.total for line in priced.lines)
    shipping = priced.shipping_total or 0
    on_top = 0 if priced.tax_included else priced.shipping_tax
    assert priced.total == lines + shipping + on_top
    assert priced.tax_total == sum(row.amount for row in priced.taxes)
    assert all(line.net + line.tax == line.total for line in priced.lines)


@given(sales())
def test_who_is_not_taxed_pays_the_price_without_the_home_tax(sold):
    shelf, sale, asked = sold
    priced = price(asked)
    if sale.treatment is Treatment.TAXED:
        return
    assert priced.tax_total == 0
    for before, after in zip(shelf.lines, asked.lines, strict=True):
        rate = sale.at_home(before.tax_category)
        if rate is None:
            assert after.unit_price == before.unit_price
        else:
            # Gross less its tax, to the cent: within half a cent of gross / (1 + rate).
            exact = Decimal(before.unit_price) / (1 + rate.rate / 100)
            assert abs(after.unit_price - exact) <= Decimal("0.5")
