"""Returns as a model: whatever is asked, refused and received, no unit comes back twice."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ecommus.core.errors import Conflict, Invalid, Refusal
from ecommus.core.ids import uuid7
from ecommus.core.orders import OrderLine
from ecommus.core.returns import Asked, Came, Reason, Return, announce, check, last_day, left
from ecommus.core.states import ReturnStatus

ORDER = uuid7()


def a_line(fulfilled: int, name: str = "Cup") -> OrderLine:
    return OrderLine(
        sku="C", name=name, options=[], quantity=9, unit_price=1000, original_unit_price=None,
        discount=0, net=9000, tax=0, tax_rate=None, total=9000, fulfilled=fulfilled,
    )  # fmt: skip


def a_return(*asked: tuple[OrderLine, int]) -> Return:
    lines = [line for line, _n in asked]
    wanted = [Asked(line.id, n, Reason.DAMAGED) for line, n in asked]
    return Return(ORDER, "1-R1", announce(lines, [], wanted))


class Returns(RuleBasedStateMachine):
    """A shop beside a plain count: ``away`` is what the customer has and no return holds."""

    @initialize(sent=st.lists(st.integers(0, 5), min_size=1, max_size=3))
    def begin(self, sent):
        self.lines = [a_line(units) for units in sent]
        self.returns: list[Return] = []
        self.back = dict.fromkeys((line.id for line in self.lines), 0)

    def _others(self, entered=None):
        return [other for other in self.returns if other is not entered]

    @rule(data=st.data())
    def ask(self, data):
        line = data.draw(st.sampled_from(self.lines))
        units = data.draw(st.integers(1, 6))
        free = left(self.lines, self.returns)[line.id]
        wanted = [Asked(line.id, units, Reason.CHANGED_MIND)]
        if units > free:
            with pytest.raises(Conflict) as refused:
                announce(self.lines, self.returns, wanted)
            assert refused.value.code == "more_than_sent"
            assert refused.value.params["left"] == free
        else:
            lines = announce(self.lines, self.returns, wanted)
            self.returns.append(Return(ORDER, f"1-R{len(self.returns)}", lines))

    @rule(data=st.data(), verb=st.sampled_from(["approve", "refuse", "finish"]))
    def decide(self, data, verb):
        if not self.returns:
            return
        entered = data.draw(st.sampled_from(self.returns))
        ways = {
            "approve": (ReturnStatus.REQUESTED,),
            "refuse": (ReturnStatus.REQUESTED, ReturnStatus.APPROVED),
            "finish": (ReturnStatus.REQUESTED, ReturnStatus.RECEIVED),
        }
        given = ["no"] if verb == "refuse" else []
        if entered.status in ways[verb]:
            getattr(entered, verb)(*given)
            return
        with pytest.raises(Conflict) as refused:
            getattr(entered, verb)(*given)
        assert refused.value.code == "illegal_transition"

    @rule(data=st.data())
    def receive(self, data):
        approved = [r for r in self.returns if r.status == ReturnStatus.APPROVED]
        if not approved:
            return
        entered = data.draw(st.sampled_from(approved))
        line = data.draw(st.sampled_from(self.lines))
        units = data.draw(st.integers(1, 6))
        free = left(self.lines, self._others(entered))[line.id]
        if units > free:
            with pytest.raises(Conflict):
                check(self.lines, self._others(entered), {line.id: units})
            return
        check(self.lines, self._others(entered), {line.id: units})
        damaged = data.draw(st.integers(0, units))
        entered.receive({line.id: Came(units, damaged)})
        assert entered.back() == {line.id: units}
        self.back[line.id] += units

    @invariant()
    def nothing_comes_back_twice(self):
        for line in getattr(self, "lines", []):
            held = sum(other.held().get(line.id, 0) for other in self.returns)
            assert 0 <= self.back[line.id] <= line.fulfilled
            assert held + left(self.lines, self.returns)[line.id] == line.fulfilled


TestReturns = Returns.TestCase
TestReturns.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_a_refused_return_holds_nothing():
    line = a_line(2)
    entered = a_return((line, 2))
    assert left([line], [entered]) == {line.id: 0}
    entered.refuse("Too late.")
    assert left([line], [entered]) == {line.id: 2}


def test_what_did_not_come_can_be_asked_for_again():
    line = a_line(3)
    entered = a_return((line, 3))
    entered.approve()
    entered.receive({line.id: Came(1)})
    assert left([line], [entered]) == {line.id: 2}


def test_what_nobody_announced_may_come_too():
    announced, other = a_line(1), a_line(1, "Plate")
    entered = a_return((announced, 1))
    entered.approve()
    entered.receive({other.id: Came(1, 1)})
    kept = {UUID(line["line_id"]): line for line in entered.lines}
    assert kept[announced.id]["received"] == 0
    assert kept[other.id] | {"line_id": ""} == {
        "line_id": "", "quantity": 0, "reason": "other", "received": 1, "damaged": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([], "nothing_chosen"),
        ([Asked(UUID(int=1), 0, Reason.OTHER)], "nothing_chosen"),
        ([Asked(UUID(int=1), 1, Reason.OTHER)], "line_unknown"),
        ([Asked(UUID(int=1), 1, Reason.OTHER)] * 2, "line_twice"),
    ],
)
def test_what_is_asked_for_names_sent_lines_once(wanted, code):
    with pytest.raises(Invalid) as refused:
        announce([a_line(1)], [], wanted)
    assert refused.value.code == code


def test_a_refusal_needs_words():
    entered = a_return((a_line(1), 1))
    with pytest.raises(Invalid) as refused:
        entered.refuse("  ")
    assert refused.value.field == "answer"
    assert entered.status == ReturnStatus.REQUESTED


@pytest.mark.parametrize(
    ("came", "code"), [(Came(0), "nothing_came"), (Came(1, 2), "damaged_invalid")]
)
def test_something_has_to_have_come(came, code):
    line = a_line(1)
    entered = a_return((line, 1))
    entered.approve()
    with pytest.raises(Refusal) as refused:
        entered.receive({line.id: came})
    assert refused.value.code == code
    assert entered.status == ReturnStatus.APPROVED


def test_an_order_of_which_nothing_was_sent_is_not_approved_as_a_return():
    with pytest.raises(Conflict) as refused:
        Return(ORDER, "1-R1", []).approve()
    assert refused.value.code == "nothing_sent"


def test_the_day_of_arrival_does_not_count():
    bucharest = ZoneInfo("Europe/Bucharest")
    evening = datetime(2026, 3, 1, 21, 59, tzinfo=UTC)
    assert last_day(evening, 14, bucharest) == date(2026, 3, 15)
    assert last_day(evening.replace(hour=22), 14, bucharest) == date(2026, 3, 16)
