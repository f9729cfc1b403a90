"""Returning something as a shopper does: the form on the order's page, and ordering it again."""

from datetime import timedelta
from mailbox import mails, text

import pytest
from accounts import member
from pages import form_at, send
from returning import a_return
from returning import send as sent_off
from selling import an_order
from sqlalchemy import update

from ecommus.db.queries import customers
from ecommus.db.queries import returns as queries
from ecommus.db.tables.catalog import products, variants
from ecommus.db.tables.sales import carts, fulfilments, orders
from ecommus.services import repricing, settings
from ecommus.services.tokens import order_token, token_hash
from ecommus.testing import a_product
from ecommus.testing.kit import PASSWORD


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", quantity=9)


@pytest.fixture
def order(shop, cup):
    return sent_off(shop, an_order(shop, (cup, 2)).id)


def at(shop, order, *path):
    return "/".join(("/en/order", order_token(shop.kit.registry.secret, order.id), *path))


def returns_of(shop, order):
    with shop.work() as job:
        return queries.of_order(job.db, order.id)


class TestAsking:
    def test_a_guest_asks_by_the_link_of_the_order(self, kit, shop, order):
        with shop.work() as job:
            settings.change(job, legal={"email": "shop@example.com"})
        client = shop.anonymous
        page = client.get(at(shop, order), status=200).click("Return something")
        assert "no-referrer" not in page.headers["Referrer-Policy"]
        form = form_at(client, at(shop, order, "return"), "/return")
        (quantity,) = (f for f in form.fields if f == "quantity")
        form[quantity] = "2"
        form["reason"] = "damaged"
        form["note"] = "The handle is off."
        page = send(client, form, status=303).follow()
        assert "Your request is with the shop" in page
        (entered,) = returns_of(shop, order)
        assert entered.note == "The handle is off."
        assert entered.requested_by == "shopper"
        assert entered.number in page
        assert "Return something" not in page
        subjects = {m["subject"] for m in mails(kit, "ana@example.com", shop)}
        assert f"Am primit cererea ta de retur: {entered.number}" in subjects
        (told,) = mails(kit, "shop@example.com", shop)
        assert "The handle is off." in text(told)
        assert f"/admin/returns/{entered.id}" in text(told)

    def test_nothing_chosen_is_said(self, shop, order):
        client = shop.anonymous
        form = form_at(client, at(shop, order, "return"), "/return")
        assert "Choose at least one item" in send(client, form, status=422)
        assert returns_of(shop, order) == []

    def test_after_its_time_the_form_is_gone_and_the_page_says_so(self, shop, order):
        client = shop.anonymous
        form = form_at(client, at(shop, order, "return"), "/return")
        with shop.work() as job:
            then = fulfilments.c.created_at - timedelta(days=20)
            job.db.execute(update(fulfilments).values(created_at=then))
        form["quantity"] = "1"
        assert "The time for returns is over" in send(client, form, status=409)
        page = client.get(at(shop, order), status=200)
        assert "Returns could be asked for until" in page
        assert "Return something" not in page
        assert "the time for it is over" in client.get(at(shop, order, "return"), status=200)

    def test_before_anything_was_sent_there_is_none(self, shop, cup):
        order = an_order(shop, (cup, 1))
        page = shop.anonymous.get(at(shop, order), status=200)
        assert "Return something" not in page
        assert "Nothing of this order" in shop.anonymous.get(at(shop, order, "return"), status=200)

    def test_the_shops_answer_stands_on_the_page(self, shop, order):
        return_id = a_return(shop, order.id)
        owner = shop.as_("owner")
        owner.api_post(f"/api/admin/returns/{return_id}/approve", {"answer": "By post."})
        page = shop.anonymous.get(at(shop, order), status=200)
        assert "By post." in page
        assert "Approved" in page


class TestOrderingAgain:
    @pytest.fixture
    def client(self, shop):
        return member(shop)

    @pytest.fixture
    def bought(self, shop, client, cup):
        plate = a_product(shop, title="Plate", quantity=3)
        with shop.work() as job:
            mine = customers.by_email(job.db, "ana@example.com").id
        order = an_order(shop, (cup, 2), (plate, 2), customer_id=mine)
        return order, plate

    def test_it_goes_into_the_cart_and_what_cannot_is_named(self, shop, client, bought):
        order, _plate = bought
        form = form_at(client, "/en/account/orders", f"{order.id}/reorder")
        page = send(client, form, status=303).follow()
        assert "Plate: 1 of 2, there are no more." in page
        # Once more is no more: what the cart holds counts.
        form = form_at(client, f"/en/account/orders/{order.id}", "/reorder")
        page = send(client, form, status=303).follow()
        quantities = page.html.select('input[name^="quantity-"]')
        assert sorted(field["value"] for field in quantities) == ["1", "2"]

    def test_what_is_no_longer_sold_is_named(self, shop, client, bought):
        order, plate = bought
        with shop.work() as job:
            gone = products.c.id == plate.id
            job.db.execute(update(products).where(gone).values(status="archived"))
        form = form_at(client, f"/en/account/orders/{order.id}", "/reorder")
        assert "Plate is no longer sold." in send(client, form, status=303).follow()

    def test_the_notice_is_nobody_elses(self, shop, client, bought):
        order, _plate = bought
        page = shop.anonymous.get(f"/en/cart?order={order.id}", status=200)
        assert "Plate" not in page

    def test_a_guest_by_the_orders_link(self, shop, bought):
        order, plate = bought
        with shop.work() as job:
            job.db.execute(
                update(variants).where(variants.c.id == plate.variants[0].id).values(price=6100)
            )
            repricing.reprice(job, [plate.id])
        guest = shop.anonymous
        page = send(guest, form_at(guest, at(shop, order), "/reorder"), status=303).follow()
        said = page.html.select_one(".notice").get_text().split("\n")
        assert said == [
            "Plate: 1 of 2, there are no more.",
            "Plate costs RON\xa061.00 now, and cost RON\xa010.00 then.",
        ]
        # The key stays with the shop, whose forms still say where they come from.
        assert page.headers["Referrer-Policy"] == "same-origin"
        api, path = shop.anonymous, order_token(shop.kit.registry.secret, order.id)
        got = api.api_post(f"/api/storefront/orders/{path}/reorder", status=200).json
        assert [line["quantity"] for line in got["cart"]["lines"]] == [2, 1]
        (other,) = got["repriced"]
        assert (other["was"]["amount"], other["now"]["amount"]) == (1000, 6100)
        assert [line["name"] for line in got["missing"]] == ["Plate"]

    def test_everything_gone_is_said_at_an_empty_cart(self, shop, bought):
        order, _plate = bought
        with shop.work() as job:
            job.db.execute(update(products).values(status="archived"))
        guest = shop.anonymous
        page = send(guest, form_at(guest, at(shop, order), "/reorder"), status=303).follow()
        assert "Cup is no longer sold." in page
        assert "Nothing in here yet" in page

    def test_taxes_reckoned_another_way_are_no_other_price(self, shop, bought):
        order, _plate = bought
        with shop.work() as job:
            net = orders.c.question.op("||")({"treatment": "reverse_charge"})
            job.db.execute(update(orders).values(question=net))
            job.db.execute(update(variants).values(price=6100))
        token = order_token(shop.kit.registry.secret, order.id)
        got = shop.anonymous.api_post(f"/api/storefront/orders/{token}/reorder", status=200)
        assert got.json["repriced"] == []

    def test_a_cart_of_the_shops_stays_as_it_is(self, shop, client, bought):
        order, _plate = bought
        token = shop.anonymous.api_post("/api/storefront/carts", {}).json["id"]
        with shop.work() as job:
            mine = carts.c.token_hash == token_hash(token)
            job.db.execute(update(carts).where(mine).values(drafted_by="staff:x", draft_name="x"))
        path = f"/api/storefront/orders/{order_token(shop.kit.registry.secret, order.id)}/reorder"
        told = shop.anonymous.api_post(path, {"cart": token}, status=409).json
        assert told["reason"] == "draft_fixed"

    def test_over_the_api(self, shop, client, bought):
        order, _plate = bought
        api, path = shop.anonymous, f"/api/storefront/me/orders/{order.id}/reorder"
        who = {"email": "ana@example.com", "password": PASSWORD}
        signed = api.api_post("/api/storefront/auth/login", who, status=200).json
        bearer = {"Authorization": f"Bearer {signed['access_token']}"}
        first = api.api_post(path, headers=bearer, status=200).json
        assert [line["quantity"] for line in first["cart"]["lines"]] == [2, 1]
        (missing,) = first["missing"]
        assert (missing["name"], missing["wanted"], missing["held"]) == ("Plate", 2, 1)
        cart = {"cart": first["cart"]["id"]}
        second = api.api_post(path, cart, headers=bearer, status=200).json
        assert second["cart"]["id"] == cart["cart"]
        assert [line["quantity"] for line in second["cart"]["lines"]] == [2, 1]
        api.api_post(path, {"cart": "nonsense"}, headers=bearer, status=422)
        api.api_post(path, status=401)
