"""What a refund comes to: every unit is given back once, and all of them come to the line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.refunds import Account, Sold, Wanted, propose

MONEY = st.integers(0, 10**7)


def an_account(*lines, shipping=0, shipping_tax=0, left=None):
    total = sum(x.net + x.tax for x in lines) + shipping
    return Account(
        "RON", tuple(lines), shipping, shipping, shipping_tax, total,
        sum(x.tax for x in lines) + shipping_tax, total if left is None else left,
    )  # fmt: skip


@st.composite
def sold_lines(draw):
    count = draw(st.integers(1, 4))
    return [
        Sold(str(n), f"Thing {n}", draw(st.integers(1, 30)), draw(MONEY) + 1, draw(MONEY))
        for n in range(count)
    ]


def after(account, made):
    """The account once ``made`` was given back."""
    gone = {part.line_id: part.quantity for part in made.parts}
    lines = tuple(replace(x, returned=x.returned + gone.get(x.id, 0)) for x in account.lines)
    return replace(
        account,
        lines=lines,
        shipping_left=account.shipping_left - made.shipping,
        left=account.left - made.total,
    )


@given(sold_lines(), MONEY, st.data())
def test_in_any_portions_the_parts_come_to_the_whole(lines, shipping, data):
    account = an_account(*lines, shipping=shipping, shipping_tax=shipping // 6)
    given_back, of_line = 0, dict.fromkeys((x.id for x in lines), 0)
    taxes = dict(of_line)
    # Units that cost nothing are not refunded.
    while account.left:
        wanted = {
            line.id: data.draw(st.integers(0, line.left)) for line in account.lines if line.left
        }
        ship = data.draw(st.integers(0, account.shipping_left))
        worth = sum(account.lines[int(k)].net for k, n in wanted.items() if n)
        if not any(wanted.values()) and not ship:
            ship = account.shipping_left or False
            wanted = {line.id: line.left for line in account.lines}
        elif not ship and not worth:
            continue
        try:
            made = propose(account, Wanted(wanted, ship))
        except Invalid:
            # Units that cost less than a hundredth each may come to nothing by themselves.
            made = propose(account, Wanted({x.id: x.left for x in account.lines}, True))
        assert made.total == sum(part.amount for part in made.parts) + made.shipping
        assert 0 <= made.tax <= made.total
        for part in made.parts:
            assert part.amount >= 0
            of_line[part.line_id] += part.amount
            taxes[part.line_id] += part.tax
        given_back += made.total
        account = after(account, made)
    assert of_line == {x.id: x.net + x.tax for x in lines}
    assert taxes == {x.id: x.tax for x in lines}
    assert given_back == account.total
    assert account.left == 0


@given(sold_lines(), st.integers(0, 10**6), st.integers(1, 10**9))
def test_never_more_than_is_left(lines, left, amount):
    account = an_account(*lines, left=left)
    everything = Wanted({x.id: x.quantity for x in lines})
    for wanted, worth in ((everything, account.total), (Wanted({}, False, amount), amount)):
        if worth <= left:
            assert propose(account, wanted).total == worth
        else:
            with pytest.raises(Conflict) as refused:
                propose(account, wanted)
            assert refused.value.code == "refund_exceeds"


def test_one_unit_of_three_that_cost_ten():
    account = an_account(Sold("a", "Mug", 3, 826, 174))
    amounts = []
    for _ in range(3):
        made = propose(account, Wanted({"a": 1}))
        amounts.append((made.total, made.tax))
        account = after(account, made)
    assert amounts == [(333, 58), (334, 58), (333, 58)]
    with pytest.raises(Conflict, match="only 0 left"):
        propose(account, Wanted({"a": 1}))


def test_an_amount_has_its_part_of_the_tax():
    made = propose(an_account(Sold("a", "Mug", 1, 1000, 210)), Wanted({}, False, 605))
    assert (made.total, made.tax, made.parts) == (605, 105, ())


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted({}), "nothing_chosen"),
        (Wanted({"a": 0}), "nothing_chosen"),
        (Wanted({"b": 1}), "line_unknown"),
        (Wanted({"a": 1}, False, 5), "amount_beside_lines"),
        (Wanted({}, True, 5), "amount_beside_lines"),
        (Wanted({}, False, 0), "amount_invalid"),
        (Wanted({}, False, -1), "amount_invalid"),
        (Wanted({}, -1), "amount_invalid"),
        (Wanted({}, 301), "refund_exceeds"),
        (Wanted({"a": 3}), "refund_exceeds"),
        (Wanted({"a": -1}), "refund_exceeds"),
    ],
)
def test_what_is_refused(wanted, code):
    account = an_account(Sold("a", "Mug", 2, 1000, 210), shipping=300, shipping_tax=52)
    with pytest.raises((Conflict, Invalid)) as refused:
        propose(account, wanted)
    assert refused.value.code == code
