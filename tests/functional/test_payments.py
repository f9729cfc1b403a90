"""Paying by card at a provider: through the shop's page, the provider's, webhooks, and the worker.

The provider is real (``ecommus.demo.provider``), on loopback; it counts what it is asked.
"""

import threading

import pytest
from pages import form_at, send
from paying import (
    a_provider,
    an_unpaid_order,
    calls,
    choose,
    fails,
    hook,
    later,
    path,
    press,
    states,
    takes_cards,
)
from selling import an_order

from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.db.queries.stock import levels
from ecommus.services import orders
from ecommus.services.tokens import order_token
from ecommus.testing import a_product


@pytest.fixture
def server(tmp_path):
    with a_provider(tmp_path) as made:
        yield made


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", price=10000, quantity=20)


@pytest.fixture
def order(shop, server, product):
    takes_cards(shop, server)
    return an_unpaid_order(shop, product)


def payment(server, order_or_attempt):
    return server.provider.state["payments"][str(order_or_attempt.id)]


def act(shop, order, action, *arguments):
    with shop.work() as job:
        action(job, sales.order(job.db, Order.id == order.id), *arguments)


class TestPaying:
    def test_from_the_button_to_the_thanks(self, shop, server, order):
        url = press(shop, order)
        assert url.startswith(f"{server.url}/pay/SB-")
        thanks = choose(shop, url, "pay").follow()
        assert "Mulțumim" in thanks.text
        now = states(shop, order)
        assert (now.payment, now.tried) == ("paid", ["paid"])
        assert now.attempts[0].captured == order.total
        assert now.entity.pay_by is None
        assert {"paid"} <= set(now.timeline)

    def test_the_api_names_our_page_until_it_is_paid(self, shop, order):
        token = order_token(shop.kit.registry.secret, order.id)
        told = shop.anonymous.get(f"/api/storefront/orders/{token}").json
        assert told["payment"]["redirect_url"] == f"http://{shop.host}/comanda/{token}/plata"
        choose(shop, press(shop, order), "pay")
        told = shop.anonymous.get(f"/api/storefront/orders/{token}").json
        assert told["payment"] == {"status": "paid", "method": "sandbox", "redirect_url": None}

    def test_a_second_press_and_a_second_tab_are_the_same_payment(self, shop, server, order):
        assert len({press(shop, order) for _ in range(3)}) == 1
        assert calls(server)["authorize"] == 1
        assert len(server.provider.state["payments"]) == 1

    def test_two_presses_at_once(self, shop, server, order):
        forms = [(c := shop.anonymous, form_at(c, path(shop, order))) for _ in range(4)]
        threads = [threading.Thread(target=send, args=entry) for entry in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert calls(server)["authorize"] == 1
        assert states(shop, order).tried == ["pending"]

    def test_coming_back_proves_nothing(self, shop, server, order):
        press(shop, order)
        page = shop.anonymous.get(f"{path(shop, order)}?back=1&status=paid", status=303).follow()
        assert "Plătește acum" in page
        assert states(shop, order).payment == "pending"
        assert calls(server)["status"] == 1

    def test_declined_then_paid(self, shop, server, order):
        page = choose(shop, press(shop, order), "decline")
        assert "Încearcă din nou" in page
        assert states(shop, order).payment == "failed"
        choose(shop, press(shop, order), "pay")
        now = states(shop, order)
        assert (now.payment, now.tried) == ("paid", ["failed", "paid"])
        assert sum(row.captured for row in now.attempts) == order.total

    def test_another_way_to_pay_lets_go_of_the_first(self, shop, server, order):
        url = press(shop, order)
        client = shop.anonymous
        form = form_at(client, path(shop, order), "/method")
        form["method"] = "cod"
        assert send(client, form, status=303).location.endswith("placed=1")
        now = states(shop, order)
        assert (now.payment, now.tried) == ("pending", ["cancelled", "pending"])
        assert now.entity.payment_method == "cod"
        assert now.entity.pay_by is None
        assert payment(server, now.attempts[0])["status"] == "cancelled"
        # The page that was left open takes no money any more.
        choose(shop, url, "pay", come_back=False)
        assert payment(server, now.attempts[0])["status"] == "cancelled"

    def test_nothing_to_pay_is_said(self, shop, server, order):
        client = shop.anonymous
        form = form_at(client, path(shop, order))
        act(shop, order, orders.cancel)
        page = send(client, form, status=409)
        assert "nu mai este nimic de plătit" in page
        assert "authorize" not in calls(server)

    def test_cash_has_no_such_page(self, shop, product):
        order = an_order(shop, (product, 1))
        shop.anonymous.get(path(shop, order), status=303)


class TestWebhook:
    def pay(self, shop, server, order):
        """The buyer pays and never comes back."""
        choose(shop, press(shop, order), "pay", come_back=False)
        return payment(server, states(shop, order).attempts[0])

    def test_before_the_buyer_is_back(self, shop, server, order):
        told = self.pay(shop, server, order)
        assert hook(shop, server, told).status_int == 200
        assert states(shop, order).payment == "paid"
        page = shop.anonymous.get(f"{path(shop, order)}?back=1", status=303)
        assert "/comanda/" in page.location
        assert states(shop, order).timeline.count("paid") == 1

    def test_twice_and_again_under_another_id(self, shop, server, order):
        told = self.pay(shop, server, order)
        for event in ("a", "a", "b"):
            assert hook(shop, server, told, event).status_int == 200
        now = states(shop, order)
        assert (now.payment, now.timeline.count("paid")) == ("paid", 1)
        assert now.attempts[0].captured == order.total

    @pytest.mark.parametrize("signature", ["", "0" * 64, "é"])
    def test_a_wrong_signature(self, shop, server, order, signature):
        told = self.pay(shop, server, order)
        assert hook(shop, server, told, signature=signature).status_int == 400
        assert states(shop, order).payment == "pending"

    def test_another_amount_pays_nothing(self, shop, server, order):
        told = self.pay(shop, server, order) | {"amount": 1}
        assert hook(shop, server, told).status_int == 200
        now = states(shop, order)
        assert now.payment == "pending"
        assert "another amount" in now.attempts[0].error

    def test_another_shops_message_is_nothing_of_ours(self, shop, other_shop, server, order):
        takes_cards(other_shop, server)
        told = self.pay(shop, server, order)
        assert "nothing of ours" in hook(other_shop, server, told).text
        assert states(shop, order).payment == "pending"

    def test_a_shop_without_cards_has_no_such_address(self, other_shop, server):
        assert hook(other_shop, server, {}).status_int == 404


class TestSettling:
    def test_a_provider_that_is_down_is_asked_again(self, shop, server, order):
        fails(server, "authorize")
        assert press(shop, order) is None
        page = shop.anonymous.get(path(shop, order), status=200)
        assert "Nu plăti din nou" in page
        assert states(shop, order).attempts[0].claim == "authorize"
        later(shop, minutes=2)
        assert states(shop, order).attempts[0].claim == ""
        choose(shop, press(shop, order), "pay")
        assert states(shop, order).tried == ["paid"]

    def test_an_answer_that_got_lost_is_found_again(self, shop, server, order):
        fails(server, "authorize", "after")
        press(shop, order)
        later(shop, minutes=2)
        choose(shop, press(shop, order), "pay")
        assert len(server.provider.state["payments"]) == 1
        assert states(shop, order).tried == ["paid"]

    def test_each_try_waits_longer(self, shop, server, order):
        fails(server, "authorize")
        press(shop, order)
        fails(server, "status", times=9)
        later(shop, minutes=2)
        later(shop, minutes=2)
        assert calls(server)["status"] == 1
        later(shop, minutes=3)
        assert calls(server)["status"] == 2

    def test_money_that_nobody_told_of_is_found_before_an_order_is_given_up(
        self, shop, server, order
    ):
        choose(shop, press(shop, order), "pay", come_back=False)
        later(shop, minutes=61)
        now = states(shop, order)
        assert (now.order, now.payment) == ("placed", "paid")

    def test_money_that_never_came(self, shop, server, order, product):
        press(shop, order)
        later(shop, minutes=59)
        assert states(shop, order).order == "placed"
        later(shop, minutes=2)
        now = states(shop, order)
        assert (now.order, now.payment, now.tried) == ("cancelled", "cancelled", ["cancelled"])
        assert payment(server, now.attempts[0])["status"] == "cancelled"
        with shop.work() as job:
            [level] = levels(job.db, product.variants[0].id)
        assert (level.on_hand, level.allocated) == (20, 0)

    def test_an_order_that_is_paid_in_cash_is_waited_for(self, shop, product):
        order = an_order(shop, (product, 1))
        later(shop, minutes=600)
        assert states(shop, order).order == "placed"

    def test_money_that_comes_too_late_goes_back(self, shop, server, order):
        choose(shop, press(shop, order), "pay", come_back=False)
        # The provider had not told, and lets go of nothing that was paid.
        act(shop, order, orders.cancel)
        now = states(shop, order)
        assert (now.order, now.payment) == ("cancelled", "cancelled")
        assert [(r.status, r.amount, r.surplus) for r in now.refunds] == [
            ("done", order.total, True)
        ]
        assert payment(server, now.attempts[0])["refunded"] == order.total
        assert now.refunded == 0


class TestHeldMoney:
    @pytest.fixture
    def held(self, shop, server, product):
        takes_cards(shop, server, "when_sent")
        order = an_unpaid_order(shop, product)
        choose(shop, press(shop, order), "pay")
        assert states(shop, order).payment == "authorized"
        return order

    def test_is_taken_when_the_parcel_leaves(self, shop, server, held):
        act(shop, held, orders.confirm)
        act(shop, held, orders.fulfil, {})
        now = states(shop, held)
        assert (now.order, now.payment) == ("completed", "paid")
        assert calls(server)["capture"] == 1

    def test_is_taken_by_hand_once(self, shop, server, held):
        owner = shop.as_("owner")
        for _ in range(2):
            owner.api_post(f"/api/admin/orders/{held.id}/capture", status="*")
        now = states(shop, held)
        assert (now.payment, now.attempts[0].captured) == ("paid", held.total)
        assert calls(server)["capture"] == 1

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_a_capture_without_an_answer(self, shop, server, held, when):
        fails(server, "capture", when)
        act(shop, held, orders.mark_paid)
        now = states(shop, held)
        assert (now.payment, now.attempts[0].claim) == ("authorized", "capture")
        later(shop, minutes=5)
        now = states(shop, held)
        assert (now.payment, now.attempts[0].claim) == ("paid", "")

    @pytest.mark.parametrize("when", ["", "before", "after"])
    def test_is_let_go_when_the_order_is_cancelled(self, shop, server, held, when):
        if when:
            fails(server, "void", when)
        act(shop, held, orders.cancel)
        if when:
            assert states(shop, held).attempts[0].claim == "void"
            later(shop, minutes=5)
        now = states(shop, held)
        assert (now.payment, now.tried, now.attempts[0].claim) == (
            "cancelled", ["cancelled"], "",
        )  # fmt: skip
        assert payment(server, now.attempts[0])["status"] == "cancelled"


def test_a_paid_order_is_not_marked_paid_by_hand(shop, server, order):
    press(shop, order)
    refused = shop.as_("owner").api_post(f"/api/admin/orders/{order.id}/capture", status=409)
    assert refused.json["reason"] == "payment_underway"


def test_money_that_came_past_the_provider_is_given_back_by_hand(shop, server, order):
    choose(shop, press(shop, order), "decline")
    act(shop, order, orders.mark_paid, "cash in the shop")
    now = states(shop, order)
    assert [(row.gateway, row.status) for row in now.attempts] == [
        ("sandbox", "failed"),
        ("manual", "paid"),
    ]
    owner = shop.as_("owner")
    body = {"amount": {"amount": order.total, "currency": "RON"}, "reference": "cash"}
    assert owner.api_post(f"/api/admin/orders/{order.id}/refund", body).json["status"] == "done"
    owner.api_post(f"/api/admin/orders/{order.id}/ask-provider", {}, status=200)
    assert states(shop, order).payment == "refunded"
    assert "refunds" not in calls(server)
