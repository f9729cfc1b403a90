"""Orders, walked at random beside a model; carts and their limits."""

from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.orders import MAX_LINES, MAX_QUANTITY, Cart, Order, OrderLine, check_quantity
from ecommus.core.states import FulfilmentStatus as F
from ecommus.core.states import OrderStatus as O
from ecommus.core.states import PaymentStatus as P


def a_line(quantity=1):
    return OrderLine("SKU", "Cup", [], quantity, 100, None, 0, 83, 17, "21", 100)


def an_order(*quantities, **states):
    order = Order(
        number="1001", token_hash=b"", cart_id=uuid4(), email="a@b.ro", currency="RON",
        locale="ro", shipping_address={}, billing_address={}, shipping_method="flat",
        shipping_title="", payment_method="cod", payment_title="", items_total=0,
        discount_total=0, shipping_total=0, tax_total=0, tax_included=True, total=0, taxes=[],
        question={}, question_digest="", trace=[], lines=[a_line(q) for q in quantities],
    )  # fmt: skip
    for name, state in states.items():
        setattr(order, name, state)
    return order


class Walk(RuleBasedStateMachine):
    """Staff press every button in every order; the model says which of them may work."""

    @initialize(quantities=st.lists(st.integers(1, 5), min_size=1, max_size=4))
    def place(self, quantities):
        self.order = an_order(*quantities)
        self.ordered, self.sent = list(quantities), [0] * len(quantities)
        self.version = 1

    def attempt(self, action, allowed, *codes):
        """The action works exactly when the model allows it; a refusal changes nothing."""
        order = self.order
        before = (order.status, order.payment_status, order.fulfilment_status, order.version)
        try:
            action()
        except Conflict as error:
            refused = error
        else:
            assert allowed
            assert order.version > before[3]
            return True
        assert not allowed
        assert refused.code in codes
        assert before == (
            order.status, order.payment_status, order.fulfilment_status, order.version
        )  # fmt: skip
        return False

    @rule()
    def confirm(self):
        self.attempt(self.order.confirm, self.order.status == O.PLACED, "illegal_transition")

    @rule()
    def cancel(self):
        untouched = not any(self.sent)
        allowed = untouched and self.order.status in (O.PLACED, O.CONFIRMED)
        waiting = self.order.payment_status == P.PENDING
        done = self.attempt(
            self.order.cancel, allowed, "already_fulfilled" if not untouched else "",
            "illegal_transition",
        )  # fmt: skip
        if done:
            assert self.order.status == O.CANCELLED
            assert (self.order.payment_status == P.CANCELLED) == waiting

    @rule()
    def pay(self):
        allowed = self.order.payment_status == P.PENDING
        self.attempt(self.order.mark_paid, allowed, "illegal_transition")

    @rule()
    def deliver(self):
        allowed = self.order.fulfilment_status == F.FULFILLED
        self.attempt(self.order.deliver, allowed, "illegal_transition")

    @rule(data=st.data())
    def send(self, data):
        wanted = {
            index: data.draw(st.integers(-1, ordered + 1))
            for index, ordered in enumerate(self.ordered)
            if data.draw(st.booleans())
        }
        still = [o - s for o, s in zip(self.ordered, self.sent, strict=True)]
        parts = wanted or dict(enumerate(still))
        fits = all(0 <= quantity <= still[index] for index, quantity in parts.items())
        allowed = self.order.status == O.CONFIRMED and fits and any(parts.values())
        quantities = {self.order.lines[index].id: q for index, q in wanted.items()}
        code = "nothing_open" if self.order.status == O.CONFIRMED else "not_confirmed"
        fulfilled = [line.fulfilled for line in self.order.lines]
        if self.attempt(lambda: self.order.fulfil(quantities), allowed, code):
            for index, quantity in parts.items():
                self.sent[index] += quantity
        else:
            assert [line.fulfilled for line in self.order.lines] == fulfilled

    @invariant()
    def sent_is_never_more_than_ordered(self):
        if not hasattr(self, "order"):
            return
        for line, ordered, sent in zip(self.order.lines, self.ordered, self.sent, strict=True):
            assert line.fulfilled == sent
            assert 0 <= line.fulfilled <= line.quantity == ordered
            assert line.open_quantity >= 0
        order = self.order
        everything = self.sent == self.ordered
        assert (order.fulfilment_status in (F.FULFILLED, F.DELIVERED)) == everything
        assert (order.fulfilment_status == F.UNFULFILLED) == (not any(self.sent))
        assert (order.status == O.COMPLETED) == (everything and order.payment_status == P.PAID)


TestWalk = Walk.TestCase


def test_a_refused_line_leaves_the_other_lines_as_they_were():
    order = an_order(2, 2, status=O.CONFIRMED)
    first, second = order.lines
    with pytest.raises(Conflict, match="only 2 left"):
        order.fulfil({first.id: 1, second.id: 3})
    assert (first.fulfilled, second.fulfilled) == (0, 0)


def test_a_line_of_another_order_is_named():
    stranger = uuid4()
    with pytest.raises(Invalid) as refused:
        an_order(1, status=O.CONFIRMED).fulfil({stranger: 1})
    assert (refused.value.code, refused.value.field) == ("line_unknown", str(stranger))


def test_what_was_authorized_is_given_up_with_the_order():
    order = an_order(1, payment_status=P.AUTHORIZED)
    order.cancel()
    assert order.payment_status == P.CANCELLED


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_quantities_have_limits(quantity):
    with pytest.raises(Invalid, match="between 1 and 9999"):
        check_quantity(quantity)


def test_a_variant_twice_is_one_line():
    cart, variant = Cart(b"", "RON", "ro"), uuid4()
    line = cart.add(variant, 2)
    assert cart.add(variant, 3).id == line.id
    assert [line.quantity for line in cart.lines] == [5]
    assert cart.line(line.id) == cart.lines[0]
    assert cart.line(uuid4()) is None


def test_a_cart_refused_is_a_cart_unchanged():
    cart, variant = Cart(b"", "RON", "ro"), uuid4()
    cart.add(variant, MAX_QUANTITY)
    with pytest.raises(Invalid):
        cart.add(variant, 1)
    with pytest.raises(Invalid):
        cart.add(uuid4(), 0)
    assert [line.quantity for line in cart.lines] == [MAX_QUANTITY]


def test_a_cart_is_full_at_some_point():
    cart = Cart(b"", "RON", "ro")
    for _ in range(MAX_LINES):
        cart.add(uuid4(), 1)
    with pytest.raises(Conflict) as refused:
        cart.add(uuid4(), 1)
    assert refused.value.code == "cart_full"
    # More of what is there is no new line.
    assert cart.add(cart.lines[0].variant_id, 1).quantity == 2
