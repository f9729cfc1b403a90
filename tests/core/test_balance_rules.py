"""Gift cards and store credit: who pays how much, what goes back to where, what a code is."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.balances import Taken, bare, grouped, shares, way_back

AMOUNTS = st.lists(st.integers(0, 10_000), max_size=6)


@given(st.integers(0, 30_000), AMOUNTS)
def test_shares_pay_in_turn_and_never_more_than_there_is(total, amounts):
    paid = shares(total, amounts)
    assert sum(paid) == min(total, sum(amounts))
    assert all(0 <= part <= amount for part, amount in zip(paid, amounts, strict=True))
    # Nobody pays before whoever stands in front of them is empty.
    for part, amount, after in zip(paid, amounts, paid[1:], strict=False):
        assert part == amount or after == 0


@given(st.lists(st.tuples(st.integers(0, 5000), st.booleans()), max_size=6), st.data())
def test_the_way_back_is_the_provider_first_then_the_last_card(made, data):
    taken = [Taken(UUID(int=n), left, balance) for n, (left, balance) in enumerate(made)]
    amount = data.draw(st.integers(0, sum(left for left, _balance in made)))
    back = dict(way_back(amount, taken))
    assert sum(back.values()) == amount
    assert all(0 < part <= taken[key.int].left for key, part in back.items())
    money = sum(t.left for t in taken if not t.balance)
    from_balances = sum(part for key, part in back.items() if taken[key.int].balance)
    assert from_balances == max(amount - money, 0)
    cards = [t for t in taken if t.balance]
    for earlier, later in pairwise(cards):
        # The last that paid is full before the one before it gets anything.
        assert later.left == back.get(later.id, 0) or earlier.id not in back


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-efgh-jklm-npqr", "ABCDEFGHJKLMNPQR"),
        (" ABCD EFGH\tJKLM NPQR ", "ABCDEFGHJKLMNPQR"),
        ("ABCDEFGHJKLMNPQ", None),
        ("ABCDEFGHJKLMNPQ0", None),
        ("ABCDEFGHJKLMNPQİ", None),
        ("SPRING", None),
        ("", None),
    ],
)
def test_a_code_is_what_was_printed_however_it_is_typed(typed, code):
    assert bare(typed) == code


def test_a_code_is_printed_in_groups():
    assert bare(grouped("ABCDEFGHJKLMNPQR")) == "ABCDEFGHJKLMNPQR"
    assert grouped("ABCDEFGHJKLMNPQR") == "ABCD-EFGH-JKLM-NPQR"
