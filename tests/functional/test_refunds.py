"""Money back: looked at first, then given once, by hand or by a provider; papers follow."""

import threading
from mailbox import mails, text

import pytest
from pages import form_at, send, signed_in
from paying import (
    a_paid_order,
    a_provider,
    calls,
    fails,
    later,
    states,
    takes_cards,
)
from selling import an_order

from ecommus.core.orders import Order
from ecommus.db.queries import invoices as documents
from ecommus.db.queries import sales
from ecommus.db.queries.stock import levels
from ecommus.services import invoices, orders, settings
from ecommus.testing import a_product

LEGAL = {
    "legal_name": "Magazin SRL", "registration_number": "J2015000345127", "vat_id": "RO12345674",
    "street": "Str. Florilor 10", "city": "Cluj-Napoca", "county": "CJ", "postal_code": "400001",
    "country": "RO", "email": "a@example.com", "phone": "+40264123456",
}  # fmt: skip
RON = "RON"


@pytest.fixture
def server(tmp_path):
    with a_provider(tmp_path) as made:
        yield made


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", price=999, quantity=20)


@pytest.fixture
def paid(shop, server, product):
    """An order of three teapots, paid by card."""
    takes_cards(shop, server)
    return a_paid_order(shop, product, 3)


@pytest.fixture
def owner(shop):
    return shop.as_("owner")


def act(shop, order, action, *arguments, **options):
    with shop.work() as job:
        return action(job, sales.order(job.db, Order.id == order.id), *arguments, **options)


def ask(owner, order, status=200, key=None, **body):
    headers = {"Idempotency-Key": key} if key else None
    path = f"/api/admin/orders/{order.id}/refund"
    return owner.api_post(path, body, status=status, headers=headers).json


def units(order, count):
    return [{"line_id": str(order.lines[0].id), "quantity": count}]


def credits(shop, order):
    with shop.work() as job:
        return [row for row in documents.of_order(job.db, order.id) if row.kind == "381"]


def given_back(server, order_id=None):
    return sum(payment["refunded"] for payment in server.provider.state["payments"].values())


class TestByCard:
    def test_a_dry_run_says_how_much_and_does_nothing(self, shop, server, owner, paid):
        told = ask(owner, paid, lines=units(paid, 2), shipping=True, dry_run=True)
        [part] = told["lines"]
        assert (part["quantity"], part["amount"]["amount"]) == (2, 1998)
        assert told["total"]["amount"] == 1998 + paid.shipping_total
        assert (told["status"], told["id"]) == ("proposed", None)
        assert not states(shop, paid).refunds
        assert given_back(server) == 0

    def test_one_by_one_comes_to_the_whole(self, shop, server, owner, paid):
        for _ in range(3):
            ask(owner, paid, lines=units(paid, 1))
            assert states(shop, paid).payment == "partially_refunded"
        ask(owner, paid, shipping=True)
        now = states(shop, paid)
        assert (now.payment, now.refunded) == ("refunded", paid.total)
        assert [row.status for row in now.refunds] == ["done"] * 4
        assert given_back(server) == paid.total
        assert ask(owner, paid, 409, amount={"amount": 1, "currency": RON})["reason"] == (
            "refund_exceeds"
        )

    def test_the_same_key_is_one_refund(self, shop, server, owner, paid):
        first, second = (ask(owner, paid, lines=units(paid, 1), key="r1") for _ in range(2))
        assert first == second
        assert (given_back(server), calls(server)["refunds"]) == (999, 1)

    def test_all_at_once_from_several_desks(self, shop, server, owner, paid):
        """More is asked for than was paid; what goes back is at most what was paid."""
        key = {"Authorization": f"Bearer {owner.token}"}
        body = {"amount": {"amount": paid.total // 2 + 1, "currency": RON}}

        def desk():
            client = shop.anonymous
            client.contract = None
            client.call(
                "POST", f"/api/admin/orders/{paid.id}/refund", body, headers=key, status="*"
            )

        threads = [threading.Thread(target=desk) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert given_back(server) == paid.total // 2 + 1
        assert [row.status for row in states(shop, paid).refunds] == ["done"]

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_a_provider_without_an_answer_refunds_once(self, shop, server, owner, paid, when):
        fails(server, "refunds", when)
        ask(owner, paid, lines=units(paid, 3))
        now = states(shop, paid)
        assert (now.payment, now.refunds[0].status) == ("paid", "processing")
        # It is on its way: nobody can give it back a second time meanwhile.
        ask(owner, paid, 409, amount={"amount": paid.total, "currency": RON})
        later(shop, minutes=5)
        now = states(shop, paid)
        assert (now.payment, now.refunds[0].status) == ("partially_refunded", "done")
        assert given_back(server) == 2997

    def test_what_the_provider_refuses_can_be_given_back_again(self, shop, server, owner, paid):
        [payment] = server.provider.state["payments"].values()
        payment["refunded"] = payment["amount"]
        ask(owner, paid, lines=units(paid, 1))
        now = states(shop, paid)
        assert (now.payment, now.refunds[0].status) == ("paid", "failed")
        assert now.attempts[0].refunded == 0
        payment["refunded"] = 0
        ask(owner, paid, lines=units(paid, 1))
        assert states(shop, paid).payment == "partially_refunded"

    def test_the_buyer_is_told(self, kit, shop, owner, paid):
        ask(owner, paid, lines=units(paid, 1))
        message = mails(kit, "ana@example.com", shop)[-1]
        assert "rambursat" in message["subject"]
        assert "9,99" in text(message)

    def test_cancelling_gives_everything_back_if_asked_for(self, shop, server, owner, paid):
        path = f"/api/admin/orders/{paid.id}/cancel"
        owner.api_post(path, {"reason": "sold out", "refund": True}, status=200)
        now = states(shop, paid)
        assert (now.order, now.payment, now.refunded) == ("cancelled", "refunded", paid.total)
        assert given_back(server) == paid.total


class TestByHand:
    @pytest.fixture
    def settled(self, shop, product):
        order = an_order(shop, (product, 3))
        act(shop, order, orders.mark_paid, "receipt 7")
        return order

    def test_is_noted_with_its_reference(self, shop, settled):
        client = signed_in(shop)
        at = f"/admin/orders/{settled.id}"
        form = form_at(client, f"{at}/refund", "/refund")
        form[f"quantity-{settled.lines[0].id}"] = "1"
        form["reference"], form["reason"] = "OP 12", "chipped"
        page = send(client, form, status=200)
        assert "RON9.99" in page.text.replace("\xa0", "")
        assert not states(shop, settled).refunds
        confirm = next(f for f in page.forms.values() if f.action.endswith("refund-now"))
        told = send(client, confirm, status=303).follow()
        assert "OP 12" in told
        now = states(shop, settled)
        assert (now.payment, now.refunded) == ("partially_refunded", 999)
        assert (now.refunds[0].status, now.refunds[0].reference) == ("done", "OP 12")

    def test_a_page_that_is_out_of_date_refunds_nothing(self, shop, settled):
        client = signed_in(shop)
        form = form_at(client, f"/admin/orders/{settled.id}/refund", "/refund")
        form["amount"] = "1"
        page = send(client, form, status=200)
        confirm = next(f for f in page.forms.values() if f.action.endswith("refund-now"))
        act(shop, settled, orders.confirm)
        send(client, confirm, status=409)
        assert not states(shop, settled).refunds

    @pytest.mark.parametrize("typed", ["x", "-1", "1,999"])
    def test_an_amount_that_is_none(self, shop, settled, typed):
        client = signed_in(shop)
        form = form_at(client, f"/admin/orders/{settled.id}/refund", "/refund")
        form["amount"] = typed
        send(client, form, status=422)

    def test_what_was_sent_goes_back_on_the_shelf(self, shop, owner, product, settled):
        act(shop, settled, orders.confirm)
        act(shop, settled, orders.fulfil, {settled.lines[0].id: 2})
        ask(owner, settled, lines=units(settled, 3), restock=True)
        with shop.work() as job:
            [level] = levels(job.db, product.variants[0].id)
        # Two had been sent; the third was never away, and is still promised.
        assert (level.on_hand, level.allocated) == (20, 1)

    def test_before_anything_was_paid(self, owner, shop, product):
        order = an_order(shop, (product, 1))
        assert ask(owner, order, 409, lines=units(order, 1))["reason"] == "refund_exceeds"

    def test_another_currency(self, owner, settled):
        refused = ask(owner, settled, 422, amount={"amount": 1, "currency": "EUR"})
        assert refused["errors"][0]["field"] == "amount"


class TestPapers:
    @pytest.fixture
    def invoiced(self, shop, product):
        with shop.work() as job:
            settings.change(job, legal=LEGAL)
        order = an_order(shop, (product, 3), address={"county": "CJ"})
        act(shop, order, orders.mark_paid)
        act(shop, order, invoices.issue)
        return order

    def test_each_refund_has_its_credit_note_to_the_cent(self, shop, owner, invoiced):
        for count in (1, 2):
            ask(owner, invoiced, lines=units(invoiced, count), reason="came back")
        ask(owner, invoiced, shipping=True)
        now, notes = states(shop, invoiced), credits(shop, invoiced)
        assert now.payment == "refunded"
        assert sorted(row.total for row in notes) == sorted(row.amount for row in now.refunds)
        assert {row.credit_note_id for row in now.refunds} == {row.id for row in notes}

    def test_a_gesture_has_one_too(self, shop, owner, invoiced):
        ask(owner, invoiced, amount={"amount": 100, "currency": RON}, reason="a scratch")
        now, [note] = states(shop, invoiced), credits(shop, invoiced)
        assert (now.payment, note.total) == ("partially_refunded", 100)
        assert now.refunds[0].credit_note_id == note.id
        assert [line["source"] for line in note.model["lines"]] == ["reduction"]
        # All the rest, as an amount again: the papers come to the whole.
        ask(owner, invoiced, amount={"amount": invoiced.total - 100, "currency": RON})
        assert states(shop, invoiced).payment == "refunded"
        assert sum(row.total for row in credits(shop, invoiced)) == invoiced.total

    def test_a_part_of_the_delivery_has_one_beside_its_units(self, shop, owner, invoiced):
        part = {"amount": 500, "currency": RON}
        ask(owner, invoiced, lines=units(invoiced, 1), shipping_amount=part)
        [note] = credits(shop, invoiced)
        assert note.total == 999 + 500
        ask(owner, invoiced, lines=units(invoiced, 2), shipping=True)
        assert sum(row.total for row in credits(shop, invoiced)) == invoiced.total

    def test_what_was_credited_by_hand_is_not_credited_again(self, shop, owner, invoiced):
        with shop.work() as job:
            [invoice] = documents.of_order(job.db, invoiced.id)
            invoices.credit(job, invoice, {"1": 3})
        ask(owner, invoiced, lines=units(invoiced, 1))
        now = states(shop, invoiced)
        assert now.payment == "partially_refunded"
        assert "only 0 left" in now.refunds[0].error
        ask(owner, invoiced, amount={"amount": 999, "currency": RON})
        assert credits(shop, invoiced)[1].total == 999
        assert len(credits(shop, invoiced)) == 2
