"""Consents, a copy of everything, erasure; and withdrawing from a contract."""

import json
from mailbox import mails, text

from accounts import filled, member, rows, sign_in
from pages import form_at, send
from selling import an_order, read
from shopping import a_customer
from sqlalchemy import select
from sqlalchemy import text as sql

from ecommus.core.customers import Address
from ecommus.db.tables import customers as t
from ecommus.db.tables.sales import carts, order_timeline, orders
from ecommus.services.tokens import order_token
from ecommus.testing import a_product, an_address
from ecommus.testing.kit import PASSWORD

WHOLE = Address(**an_address()).to_json()
SUMS = ("number", "items_total", "shipping_total", "tax_total", "total", "taxes", "question_digest")


def act(shop, order, *verbs):
    for verb in verbs:
        shop.as_("owner").api_post(f"/api/admin/orders/{order.id}/{verb}", status=200)


def erase(client, password=PASSWORD, status=303):
    form = filled(form_at(client, "/en/account/erase", "/erase"), password=password)
    return send(client, form, status=status)


def test_a_consent_is_given_and_taken_back_and_both_are_kept(shop):
    client = member(shop)
    at = "/en/account/privacy"
    for given in (True, True, False):
        send(client, filled(form_at(client, at, "/privacy"), marketing=given), status=303)
    assert [(c.kind, c.given, c.version) for c in rows(shop, t.consents)] == [
        ("marketing", True, "2026-11"),
        ("marketing", False, "2026-11"),
    ]


def test_the_copy_holds_everything_and_no_hash(shop):
    client = member(shop)
    order = an_order(shop, (a_product(shop, title="Blue teapot"), 2))
    answer = client.get("/en/account/privacy?export=1", status=200)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    held = json.loads(answer.body)
    assert held["customer"]["email"] == "ana@example.com"
    assert [o["number"] for o in held["orders"]] == [order.number]
    assert held["orders"][0]["lines"][0]["name"] == "Blue teapot"
    assert held["sessions"][0]["kind"] == "page"
    for secret in ("hash", "argon2", "token"):
        assert secret not in answer.text


class TestErasure:
    def test_asks_for_the_password(self, shop):
        client = member(shop)
        assert "not your present password" in erase(client, "something else", status=422)
        client.get("/en/account", status=200)

    def test_leaves_the_sums_and_nobody(self, shop):
        client = member(shop)
        form = filled(form_at(client, "/en/account/addresses/new", "/new"), first_name="Ana",
                      last_name="Pop", street="Str. Lungă 1", city="Cluj-Napoca", county="CJ",
                      postal_code="400114", phone="+40722123456")  # fmt: skip
        send(client, form, status=303)
        order = an_order(shop, (a_product(shop), 2), address=WHOLE, note="Ring at Ana's")
        act(shop, order, "confirm", "fulfil", "deliver", "capture")
        before = read(shop, order)
        erase(client)
        client.get("/en/account", status=303)
        sign_in(shop.anonymous, "ana@example.com", status=422)
        after = read(shop, order)
        assert {n: getattr(after, n) for n in SUMS} == {n: getattr(before, n) for n in SUMS}
        assert [(x.name, x.total) for x in after.lines] == [(x.name, x.total) for x in before.lines]
        assert after.billing_address["last_name"] == "Pop"
        assert after.billing_address["phone"] == ""
        assert after.shipping_address["street"] == after.shipping_address["first_name"] == ""
        assert after.email.endswith("@erased.invalid")
        assert after.note is None
        with shop.work() as job:
            for table in (t.customers, t.customer_addresses, t.customer_sessions,
                          t.customer_tokens, carts, order_timeline):  # fmt: skip
                found = job.db.execute(sql(f"SELECT t::text FROM {table.name} t")).scalars().all()
                assert not [row for row in found if "ana@" in row or "Lungă" in row], table.name
        # The address is free again.
        a_customer(shop, "ana@example.com")

    def test_what_is_to_be_sent_keeps_its_address_until_it_arrived(self, kit, shop):
        client = member(shop)
        order = an_order(shop, (a_product(shop), 1), address=WHOLE)
        erase(client)
        assert read(shop, order).shipping_address["street"] == "Str. Memorandumului 10"
        act(shop, order, "confirm", "fulfil")
        assert read(shop, order).shipping_address["street"] != ""
        act(shop, order, "deliver")
        after = read(shop, order)
        assert after.shipping_address["street"] == ""
        assert after.email.endswith("@erased.invalid")
        assert after.total == order.total

    def test_is_of_one_customer_alone(self, shop):
        client = member(shop)
        other = an_order(shop, (a_product(shop), 1), email="eva@example.com")
        a_customer(shop, "eva@example.com")
        erase(client)
        assert read(shop, other).email == "eva@example.com"
        sign_in(shop.anonymous, "eva@example.com")


class TestWithdrawing:
    GIVEN = {"name": "Ana Pop", "email": "ana@example.com", "note": "The blue one"}

    def declare(self, client, number, base="/en/withdrawal", **given):
        form = filled(form_at(client, base, base), order_number=number, **self.GIVEN | given)
        step = send(client, form, status=200)
        return step, next(f for f in step.forms.values() if f.action.endswith("/confirm"))

    def test_takes_two_steps_and_leaves_a_receipt(self, kit, shop):
        order = an_order(shop, (a_product(shop), 1))
        client = shop.anonymous
        page = client.get("/", status=200)
        link = page.html.find("a", string="Retrageți-vă din contract aici")
        assert link["href"] == "/retragere"
        step, confirm = self.declare(client, f"#{order.number}", base="/retragere")
        assert "Confirmați retragerea" in step
        assert rows(shop, t.withdrawals) == []
        received = send(client, confirm, status=303).follow()
        assert "Retragerea ta a fost primită" in received
        # Pressed twice: written down once.
        send(client, confirm, status=303)
        (row,) = rows(shop, t.withdrawals)
        assert (row.order_id, row.order_number) == (order.id, order.number)
        subject = f"Am primit retragerea ta din contract: comanda {order.number}"
        # The process is shared: other shops' orders have this address and number too.
        to_her = mails(kit, "ana@example.com", shop)
        (receipt,) = [mail for mail in to_her if mail["subject"] == subject]
        body = text(receipt)
        for part in ("Ana Pop", order.number, "The blue one", str(row.created_at.year)):
            assert part in body
        timeline = [e for e in rows(shop, order_timeline) if e.kind == "withdrawn"]
        assert [e.data for e in timeline] == [{"withdrawal": str(row.id)}]
        own = client.get(f"/comanda/{self.token(shop, order)}", status=200)
        assert "Retragere din contract declarată" in own

    def token(self, shop, order):
        return order_token(shop.kit.registry.secret, order.id)

    def test_does_not_tell_whose_order_it_is(self, shop):
        order = an_order(shop, (a_product(shop), 1), email="eva@example.com")
        client = shop.anonymous
        locations = []
        for number in (order.number, "nothing"):
            _step, confirm = self.declare(client, number)
            locations.append(send(client, confirm, status=303).location)
        assert locations[0] == locations[1]
        assert [row.order_id for row in rows(shop, t.withdrawals)] == [None, None]

    def test_knows_who_is_signed_in(self, shop):
        client = member(shop)
        order = an_order(shop, (a_product(shop), 1))
        form = form_at(client, f"/en/withdrawal?order={order.number}", "/withdrawal")
        assert (form["order_number"].value, form["email"].value) == (
            order.number, "ana@example.com",
        )  # fmt: skip
        _step, confirm = self.declare(client, order.number, email="work@example.com")
        send(client, confirm, status=303)
        assert rows(shop, t.withdrawals)[0].order_id == order.id

    def test_asks_again_for_what_is_missing(self, shop):
        client = shop.anonymous
        form = filled(form_at(client, "/en/withdrawal", "/withdrawal"), **self.GIVEN)
        assert "order_number" in send(client, form, status=422).html.select_one(
            ".field--invalid input"
        )["name"]  # fmt: skip


def test_the_shop_is_told_too(kit, shop):
    settings = {"legal": {"email": "shop@atelier.example"}}
    owner = shop.as_("owner")
    current = owner.get("/api/admin/settings").json
    owner.api_patch(
        "/api/admin/settings", {"legal": current["legal"] | settings["legal"]},
        headers={"If-Match": "*"},
    )  # fmt: skip
    body = {"name": "Ana", "order_number": "17", "email": "ana@example.com"}
    answer = shop.anonymous.api_post("/api/storefront/withdrawals", body, status=201)
    assert answer.json["received_at"]
    assert "17" in mails(kit, "shop@atelier.example")[-1]["subject"]
    with shop.work() as job:
        assert job.db.execute(select(orders.c.id)).all() == []
