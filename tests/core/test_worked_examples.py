"""Prices worked out by hand: each example of ``examples_*`` comes to the sums that it states.

The arithmetic that an example shows is recalculated too, with fractions and without the code under
test: ``3 × 999 = 2997``, ``10 % of 2997 = 299.7 → 300`` (→ rounds half away from zero).
"""

import re
from fractions import Fraction

import examples_buy
import examples_catalogue
import examples_delivery
import examples_floors
import examples_items
import examples_limits
import examples_order
import examples_rounding
import examples_rules
import examples_shipping
import examples_tax
import examples_treatments
import pytest

from ecommus.core.pricing import price
from ecommus.core.promotions import index, lowered

TABLES = (
    examples_rules, examples_limits, examples_order, examples_items, examples_shipping,
    examples_buy, examples_floors, examples_tax, examples_rounding, examples_treatments,
)  # fmt: skip
EXAMPLES = [example for table in TABLES for example in table.EXAMPLES]
CATALOGUE = examples_catalogue.EXAMPLES
# What they come to is asked in ``test_delivery_prices``.
DELIVERED = examples_delivery.EXAMPLES

SUM = re.compile(r"([\d.()×/+\-% of]*\d\)?) = (-?[\d.]*\d)(?: → (\d+))?")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def name(example):
    return example.name


def sums(priced):
    return {
        "total": priced.total,
        "discount": priced.discount_total,
        "tax": priced.tax_total,
        "shipping_total": priced.shipping_total,
        "left": [line.unit_price * line.quantity + line.discount for line in priced.lines],
        "line_taxes": [line.tax for line in priced.lines],
        "taxes": [(str(row.rate), row.base, row.amount) for row in priced.taxes],
        "applied": [entry.id for entry in priced.promotions],
        "untaxed": list(priced.untaxed_categories),
        "struck": [line.original_unit_price for line in priced.lines],
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_a_cart_costs_what_was_worked_out(example):
    answer = sums(price(example.question))
    assert {key: answer[key] for key in example.expected} == example.expected, example.how


@pytest.mark.parametrize("example", CATALOGUE, ids=name)
def test_a_variant_costs_what_was_worked_out(example):
    answer = lowered(
        [example.sold], index(example.promotions), currency=example.currency, now=example.now
    )[example.sold.variant]
    steps = [(step, after) for step, _name, _before, after in answer.steps]
    assert (answer.price, steps) == (example.price, list(example.steps)), example.how


def value(expression):
    """What ``10 % of (2997 - 30)`` comes to."""
    text = expression.replace("% of", "/ 100 *").replace("×", "*")
    return eval(NUMBER.sub(lambda n: f"Fraction('{n[0]}')", text), {"Fraction": Fraction})


@pytest.mark.parametrize("example", [*EXAMPLES, *CATALOGUE, *DELIVERED], ids=name)
def test_the_arithmetic_is_right(example):
    found = SUM.findall(example.how)
    assert len(found) == example.how.count(" = ")
    for expression, result, rounded in found:
        exact = value(expression)
        shown = Fraction(result)
        digits = len(result.partition(".")[2])
        assert abs(exact - shown) <= (Fraction(1, 2 * 10**digits) if digits else 0), expression
        if rounded:
            assert int(exact + Fraction(1, 2)) == int(rounded), expression


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_every_sum_is_worked_out(example):
    shown = set(NUMBER.findall(example.how))
    wanted = {example.expected[key] for key in ("total", "discount", "tax", "shipping_total")}
    assert {str(abs(sum_)) for sum_ in wanted if sum_} <= shown


def test_names_are_told_apart_and_examples_are_many():
    names = [example.name for example in [*EXAMPLES, *CATALOGUE]]
    assert len(set(names)) == len(names) >= 150
