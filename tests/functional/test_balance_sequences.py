"""Whatever is done with orders and balances, in whatever order: the money adds up.

Random lives of a shop: cards and credit are issued and adjusted; orders are paid from them, edited,
paid, refunded and cancelled. After every step nothing is below zero, each amount is what its
movements say, no order gives back more than it took, and all there is was put in by staff.
"""

from contextlib import suppress

from giving import a_card, a_credit, act, amounts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selling import an_order
from shopping import a_customer
from sqlalchemy import func, select

from ecommus.core.balances import Move
from ecommus.core.errors import Refusal
from ecommus.core.orders import Order
from ecommus.core.refunds import Wanted
from ecommus.db.queries import sales
from ecommus.db.tables.balances import balance_movements
from ecommus.db.tables.payments import payments, refunds
from ecommus.services import balances, edits, orders
from ecommus.services import refunds as giving_back
from ecommus.testing import a_product

MONEY = st.integers(1, 9000)
PICK = st.integers(0, 99)
STEPS = st.one_of(
    st.tuples(st.just("issue"), MONEY),
    st.tuples(st.just("credit"), MONEY),
    st.tuples(st.just("adjust"), PICK, st.integers(-6000, 6000)),
    st.tuples(st.just("buy"), st.integers(1, 4), st.lists(PICK, max_size=3), st.booleans()),
    st.tuples(st.just("edit"), PICK, st.integers(1, 5)),
    st.tuples(st.just("pay"), PICK),
    st.tuples(st.just("refund"), PICK, MONEY, st.booleans()),
    st.tuples(st.just("all"), PICK),
    st.tuples(st.just("cancel"), PICK, st.booleans()),
)


class Life:
    """One shop, and what happened in it."""

    def __init__(self, shop, product):
        self.shop, self.product = shop, product
        self.customer = a_customer(shop)
        self.cards, self.orders = [], []
        self.before = sum(amounts(shop).values())
        self.put_in = 0

    def order(self, pick):
        return self.orders[pick % len(self.orders)]

    def do(self, name, *given):
        if name in ("edit", "pay", "refund", "all", "cancel") and not self.orders:
            return
        if name == "adjust" and not self.cards:
            return
        # Refused is as if it had never been asked.
        with suppress(Refusal):
            getattr(self, f"_{name}")(*given)

    def _issue(self, amount):
        self.cards.append(a_card(self.shop, amount).id)
        self.put_in += amount

    def _credit(self, amount):
        a_credit(self.shop, self.customer, amount)
        self.put_in += amount

    def _adjust(self, pick, amount):
        card_id = self.cards[pick % len(self.cards)]
        with self.shop.work() as job:
            balances.adjust(job, balances.queries.one(job.db, card_id), amount, "counted anew")
        self.put_in += amount

    def _buy(self, quantity, picks, credit):
        chosen = [self.cards[pick % len(self.cards)] for pick in picks] if self.cards else []
        self.orders.append(
            an_order(
                self.shop, (self.product, quantity), gift_cards=list(dict.fromkeys(chosen)),
                customer_id=self.customer, use_store_credit=credit,
            )
        )  # fmt: skip

    def _edit(self, pick, quantity):
        order = self.order(pick)
        act(self.shop, order, edits.apply, edits.Wanted({order.lines[0].id: quantity}))

    def _pay(self, pick):
        act(self.shop, self.order(pick), orders.mark_paid)

    def _refund(self, pick, amount, as_credit):
        wanted = Wanted({}, amount=amount)
        act(self.shop, self.order(pick), giving_back.apply, wanted, as_credit=as_credit)

    def _all(self, pick):
        act(self.shop, self.order(pick), giving_back.apply_all)

    def _cancel(self, pick, refund):
        order = self.order(pick)
        act(self.shop, order, orders.cancel)
        if refund:
            act(self.shop, order, giving_back.apply_all)

    def check(self):
        now = amounts(self.shop)
        assert all(amount >= 0 for amount in now.values())
        with self.shop.work() as job:
            held = 0
            for order in self.orders:
                held += self._check_order(job, order)
        # What staff put in is on the balances still, or with the shop for an order.
        assert sum(now.values()) == self.before + self.put_in - held

    def _check_order(self, job, order):
        """How much of the balances' money the shop has for this order."""
        now = sales.order(job.db, Order.id == order.id)
        p, r, m = payments.c, refunds.c, balance_movements.c
        rows = job.db.execute(select(payments).where(p.order_id == order.id)).all()
        paid = [row for row in rows if row.status == "paid"]
        took, back = sum(x.captured for x in paid), sum(x.refunded for x in paid)
        assert back <= took
        assert now.refunded_total == back
        given_back = select(func.coalesce(func.sum(r.amount), 0)).where(
            r.order_id == order.id, r.status == "done"
        )
        assert job.db.execute(given_back).scalar_one() == back
        from_balances = sum(x.captured for x in paid if x.balance_id)
        assert now.balance_total == from_balances
        if now.payment_status == "pending":
            (open_row,) = [row for row in rows if row.status == "pending"]
            assert open_row.amount + from_balances == now.total
        moved = select(func.coalesce(func.sum(m.amount), 0)).where(m.order_id == order.id)
        return -job.db.execute(moved).scalar_one()


@given(st.lists(STEPS, min_size=4, max_size=14))
@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_the_money_adds_up(shop, steps):
    if not hasattr(shop, "sold"):
        shop.sold = a_product(shop, title="Blue teapot", price=1700, quantity=100_000)
    life = Life(shop, shop.sold)
    for step in steps:
        life.do(*step)
        life.check()


def test_moves_are_all_known():
    """The CHECK of the table names each kind; a new one belongs into both."""
    assert {move.value for move in Move} == {"issued", "spent", "refunded", "returned", "adjusted"}
