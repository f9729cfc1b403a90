"""Paying with gift cards and store credit, and what goes back to them."""

from datetime import UTC, datetime, timedelta
from mailbox import mails

import pytest
from giving import a_card, a_credit, act, moves, on_it, paid_with
from pages import signed_in
from paying import a_paid_order, a_provider, an_unpaid_order, choose, fails, later, press, states
from paying import takes_cards as takes_bank_cards
from selling import an_order, read
from shopping import a_customer
from test_refunds import LEGAL

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.money import Money
from ecommus.core.orders import Cart
from ecommus.core.refunds import Wanted
from ecommus.services import balances, edits, gift_cards, invoices, orders, refunds, settings
from ecommus.services.edits import Wanted as Edit
from ecommus.testing import a_product


@pytest.fixture
def product(shop):
    """3 of it cost 150,00 lei; delivery adds the rest."""
    return a_product(shop, title="Blue teapot", price=5000, quantity=50)


@pytest.fixture
def server(tmp_path):
    with a_provider(tmp_path) as made:
        yield made


def cart_with(card):
    return Cart(b"", "RON", "ro", gift_cards=[card.id])


def all_of(order):
    return Wanted({str(line.id): line.quantity for line in order.lines}, shipping=True)


class TestPaying:
    def test_a_card_pays_what_is_on_it_and_the_rest_is_asked_for(self, shop, product):
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card)
        now = states(shop, order)
        assert (order.balance_total, order.to_pay) == (2000, order.total - 2000)
        assert [(r.gateway, r.status, r.amount, r.captured) for r in now.attempts] == [
            ("gift_card", "paid", 2000, 2000),
            ("cod", "pending", order.to_pay, 0),
        ]
        assert (now.payment, on_it(shop, card.id)) == ("pending", 0)
        assert moves(shop, card.id) == [("issued", 2000), ("spent", -2000)]

    def test_two_cards_and_credit_pay_in_turn(self, shop, product):
        first, second = a_card(shop, 1000), a_card(shop, 1500)
        customer = a_customer(shop)
        credit = a_credit(shop, customer, 9000)
        order = paid_with(shop, product, second, first, customer_id=customer, use_store_credit=True)
        assert (on_it(shop, first.id), on_it(shop, second.id)) == (0, 0)
        assert on_it(shop, credit) == 9000 - (order.total - 2500)
        assert (order.payment_status, order.payment_method) == ("paid", "balance")
        assert order.payment_title == "Card cadou + Credit în magazin"

    def test_covered_in_full_needs_no_provider_and_is_paid_at_once(self, shop, product):
        card = a_card(shop, 100_000)
        order = paid_with(shop, product, card, payment_method=None)
        now = states(shop, order)
        assert (now.payment, now.tried, order.to_pay) == ("paid", ["paid"], 0)
        assert on_it(shop, card.id) == 100_000 - order.total
        assert {"placed", "balance_paid", "paid"} <= set(now.timeline)

    def test_prices_and_tax_are_as_without(self, shop, product):
        plain = an_order(shop, (product, 3))
        order = paid_with(shop, product, a_card(shop, 5000), quantity=3)
        for name in ("items_total", "discount_total", "shipping_total", "tax_total", "total"):
            assert getattr(order, name) == getattr(plain, name)
        assert order.taxes == plain.taxes

    def test_the_provider_is_asked_for_the_rest_only(self, shop, server, product):
        takes_bank_cards(shop, server)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, payment_method="sandbox")
        choose(shop, press(shop, order), "pay")
        now = states(shop, order)
        (asked,) = server.provider.state["payments"].values()
        assert (now.payment, asked["amount"]) == ("paid", order.total - 2000)

    def test_by_hand_the_rest_is_marked(self, shop, product):
        order = paid_with(shop, product, a_card(shop, 2000))
        act(shop, order, orders.mark_paid, "receipt 7")
        assert [row.captured for row in states(shop, order).attempts] == [2000, order.total - 2000]

    @pytest.fixture
    def euro(self, shop):
        """The shop sells in euro too."""
        rates = [{"code": "EUR", "rate": "5", "step": 1}]
        with shop.work() as job:
            settings.change(job, settings={"currencies": rates})

    def test_another_currency_blocked_expired_or_empty_cannot_pay(self, shop, euro, product):
        soon = datetime.now(UTC) + timedelta(days=1)
        card = a_card(shop, 2000)
        cases = {
            "gift_card_currency": a_card(shop, 2000, "EUR"),
            "gift_card_expired": a_card(shop, 2000, expires_at=soon),
            "gift_card_blocked": a_card(shop, 2000),
            "gift_card_empty": card,
        }
        act_on(shop, cases["gift_card_blocked"], gift_cards.block, True)
        paid_with(shop, product, card)
        with shop.work() as job:
            job.__dict__["now"] = soon
            for code, wrong in cases.items():
                (found,) = balances.of_cart(job, cart_with(wrong), Money(5000, "RON")).problems
                assert (found[0], found[2]["card"]) == (code, wrong.hint)
        with pytest.raises(Conflict, match="blocked"):
            paid_with(shop, product, cases["gift_card_blocked"])

    def test_whoever_is_faster_spends_it(self, shop, product):
        card = a_card(shop, 2000)
        with shop.work() as job:
            looked = balances.of_cart(job, cart_with(card), Money(5000, "RON"))
        paid_with(shop, product, card)
        with shop.work() as job, pytest.raises(Conflict, match="just changed"):
            balances.take(job, looked)
        assert on_it(shop, card.id) == 0

    def test_a_guest_has_no_store_credit(self, shop):
        with pytest.raises(Invalid):
            balances.use_credit(Cart(b"", "RON", "ro"), True)


def act_on(shop, card, action, *arguments):
    with shop.work() as job:
        return action(job, balances.queries.one(job.db, card.id), *arguments)


class TestGoingBack:
    def test_cancelling_an_unpaid_order_gives_back_at_once(self, shop, product):
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card)
        act(shop, order, orders.cancel)
        now = states(shop, order)
        assert (on_it(shop, card.id), now.tried) == (2000, ["cancelled", "cancelled"])
        assert (now.payment, now.entity.balance_total) == ("cancelled", 0)
        assert moves(shop, card.id)[-1] == ("returned", 2000)

    def test_a_hosted_payment_that_never_came(self, shop, server, product):
        takes_bank_cards(shop, server)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, payment_method="sandbox")
        choose(shop, press(shop, order), "decline")
        assert on_it(shop, card.id) == 0
        later(shop, 120)
        assert (states(shop, order).order, on_it(shop, card.id)) == ("cancelled", 2000)

    def test_money_that_comes_too_late_goes_back_to_the_bank_card_alone(
        self, shop, server, product
    ):
        takes_bank_cards(shop, server)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, payment_method="sandbox")
        choose(shop, press(shop, order), "pay", come_back=False)
        act(shop, order, orders.cancel)
        now = states(shop, order)
        assert [(r.surplus, r.amount) for r in now.refunds] == [(True, order.total - 2000)]
        assert (now.payment, on_it(shop, card.id)) == ("cancelled", 2000)
        assert moves(shop, card.id)[2:] == [("returned", 2000)]

    def test_a_paid_order_is_refunded_by_who_decides(self, shop, product):
        card = a_card(shop, 100_000)
        order = paid_with(shop, product, card)
        act(shop, order, orders.cancel)
        assert on_it(shop, card.id) == 100_000 - order.total
        act(shop, order, refunds.apply_all)
        assert on_it(shop, card.id) == 100_000
        assert states(shop, order).payment == "refunded"

    def test_the_provider_first_then_the_card(self, shop, server, product):
        takes_bank_cards(shop, server)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, payment_method="sandbox")
        choose(shop, press(shop, order), "pay")
        hosted = order.total - 2000
        act(shop, order, refunds.apply, Wanted({}, amount=hosted - 100))
        assert on_it(shop, card.id) == 0
        act(shop, order, refunds.apply, Wanted({}, amount=600))
        now = states(shop, order)
        assert on_it(shop, card.id) == 500
        assert [(r.amount, r.status, bool(r.part_of)) for r in now.refunds] == [
            (hosted - 100, "done", False), (100, "done", False), (500, "done", True),
        ]  # fmt: skip
        assert (now.refunded, now.payment) == (hosted + 500, "partially_refunded")
        with pytest.raises(Conflict, match=r"15\.00"):
            act(shop, order, refunds.apply, Wanted({}, amount=1501))
        act(shop, order, refunds.apply, Wanted({}, amount=1500))
        assert (on_it(shop, card.id), states(shop, order).payment) == (2000, "refunded")

    def test_the_card_waits_for_the_provider(self, shop, server, product):
        takes_bank_cards(shop, server)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, payment_method="sandbox")
        choose(shop, press(shop, order), "pay")
        fails(server, "refunds")
        act(shop, order, refunds.apply, all_of(order))
        assert on_it(shop, card.id) == 0
        assert [r.status for r in states(shop, order).refunds] == ["processing", "requested"]
        later(shop, 5)
        assert [r.status for r in states(shop, order).refunds] == ["done", "done"]
        assert (on_it(shop, card.id), states(shop, order).payment) == (2000, "refunded")

    def test_as_store_credit_whatever_paid(self, shop, product):
        customer = a_customer(shop)
        card = a_card(shop, 2000)
        order = paid_with(shop, product, card, customer_id=customer)
        act(shop, order, orders.mark_paid)
        act(shop, order, refunds.apply, all_of(order), as_credit=True)
        with shop.work() as job:
            assert balances.available(job, customer, "RON") == order.total
        assert on_it(shop, card.id) == 0
        assert states(shop, order).payment == "refunded"

    def test_a_guest_gets_no_store_credit(self, shop, product):
        order = paid_with(shop, product, a_card(shop, 100_000))
        with pytest.raises(Conflict, match="without an account"):
            act(shop, order, refunds.apply, all_of(order), as_credit=True)

    def test_an_unpaid_order_has_nothing_to_refund(self, shop, product):
        order = paid_with(shop, product, a_card(shop, 2000))
        with shop.work() as job:
            assert refunds.account(job, order).left == 0
        with pytest.raises(Conflict):
            act(shop, order, refunds.apply, Wanted({}, amount=1))


class TestEdits:
    def test_a_lower_total_gives_back_what_is_too_much(self, shop, product):
        card = a_card(shop, 12_000)
        order = paid_with(shop, product, card, quantity=3)
        assert order.to_pay > 0
        act(shop, order, edits.apply, Edit({order.lines[0].id: 1}))
        now = read(shop, order)
        assert (now.payment_status, now.balance_total, now.to_pay) == ("paid", now.total, 0)
        assert on_it(shop, card.id) == 12_000 - now.total
        paid = [row for row in states(shop, order).attempts if row.status == "paid"]
        assert [row.captured for row in paid] == [now.total]
        act(shop, order, refunds.apply, all_of(now))
        assert on_it(shop, card.id) == 12_000
        assert states(shop, order).payment == "refunded"

    def test_the_open_rest_follows_the_total(self, shop, product):
        order = paid_with(shop, product, a_card(shop, 2000), quantity=3)
        act(shop, order, edits.apply, Edit({order.lines[0].id: 2}))
        now = states(shop, order)
        assert now.attempts[1].amount == now.entity.total - 2000
        act(shop, order, edits.apply, Edit({order.lines[0].id: 4}))
        now = states(shop, order)
        assert now.attempts[1].amount == now.entity.total - 2000


def test_the_invoice_says_what_is_paid_already(shop, product):
    """The whole price is invoiced with its tax; a card lowers what is still to be paid."""
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    order = paid_with(shop, product, a_card(shop, 2000))
    invoice_id = act(shop, order, invoices.issue)
    issued = shop.as_("owner").get(f"/api/admin/invoices/{invoice_id}", status=200).json
    sums = {name: issued[name]["amount"] for name in ("total", "payable")}
    assert sums == {"total": order.total, "payable": order.total - 2000}
    act(shop, order, orders.cancel)
    page = signed_in(shop).get(f"/admin/orders/{order.id}", status=200)
    assert "Given back to gift card or store credit" in page


def test_a_credit_note_is_for_the_whole_of_a_refund(shop, server, product):
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    takes_bank_cards(shop, server)
    order = paid_with(shop, product, a_card(shop, 2000), payment_method="sandbox")
    choose(shop, press(shop, order), "pay")
    act(shop, order, invoices.issue)
    act(shop, order, refunds.apply, Wanted({}, amount=order.total - 2000 + 700))
    first, second = states(shop, order).refunds
    assert (first.amount, second.amount) == (order.total - 2000, 700)
    path = f"/api/admin/invoices/{first.credit_note_id}"
    note = shop.as_("owner").get(path, status=200).json
    assert abs(note["total"]["amount"]) == order.total - 1300


def test_an_edit_that_leaves_all_to_a_card_speaks_of_no_payment(shop, server, product):
    takes_bank_cards(shop, server)
    order = paid_with(shop, product, a_card(shop, 12_000), quantity=3, payment_method="sandbox")
    sent = len(mails(shop.kit, "ana@example.com", shop))
    act(shop, order, edits.apply, Edit({order.lines[0].id: 1}))
    assert states(shop, order).payment == "paid"
    (mail,) = mails(shop.kit, "ana@example.com", shop)[sent:]
    assert "modificată" in mail["subject"]


def test_before_cancelling_staff_reads_what_goes_back(shop, product):
    order = paid_with(shop, product, a_card(shop, 2000))
    page = signed_in(shop).get(f"/admin/orders/{order.id}/cancel", status=200)
    assert "goes back to them at once" in page


def test_orders_without_balances_are_as_they_were(shop, server, product):
    takes_bank_cards(shop, server)
    unpaid, paid = an_unpaid_order(shop, product), a_paid_order(shop, product)
    assert [row.amount for row in states(shop, unpaid).attempts] == [unpaid.total]
    act(shop, paid, refunds.apply, all_of(paid))
    assert states(shop, paid).payment == "refunded"
