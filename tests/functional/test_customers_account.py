"""What an account holds: details, addresses, orders; and the checkout of somebody signed in."""

from mailbox import mails, path

from accounts import csrf, filled, member, rows, sign_in, sign_out, sign_up
from pages import form_at, send
from selling import an_order, read, statements
from shopping import a_customer
from sqlalchemy import update

from ecommus.db.tables import customers as t
from ecommus.db.tables.sales import carts
from ecommus.services.tokens import order_token
from ecommus.testing import a_product, an_address
from ecommus.testing.kit import PASSWORD

PLACE = {
    "first_name": "Ana", "last_name": "Pop", "street": "Str. Lungă 1", "city": "Cluj-Napoca",
    "county": "CJ", "postal_code": "400114", "phone": "+40722123456",
}  # fmt: skip


class TestTheAccount:
    def test_details_and_company_are_kept_and_checked(self, shop):
        client = member(shop)
        form = filled(form_at(client, "/en/account/details", "/details"), first_name="Ana Maria",
                      last_name="Pop", phone="0722 123 456", locale="en")  # fmt: skip
        assert "Saved." in send(client, form, status=303).follow()
        form = filled(form_at(client, "/en/account/company", "/company"), company="Atelier SRL",
                      vat_id="RO 1234567")  # fmt: skip
        assert "not a VAT number" in send(client, form, status=422)
        form = filled(form_at(client, "/en/account/company", "/company"), company="Atelier SRL",
                      vat_id="ro 18547290")  # fmt: skip
        send(client, form, status=303)
        (customer,) = rows(shop, t.customers)
        assert (customer.first_name, customer.vat_id) == ("Ana Maria", "RO18547290")

    def test_addresses_are_added_changed_preferred_and_deleted(self, shop):
        client = member(shop)
        new = "/en/account/addresses/new"
        send(client, filled(form_at(client, new, "/new"), **PLACE), status=303)
        second = PLACE | {"street": "Str. Scurtă 2", "default_billing": True}
        send(client, filled(form_at(client, new, "/new"), **second), status=303)
        first, other = rows(shop, t.customer_addresses)
        assert (first.default_shipping, first.default_billing) == (True, False)
        assert (other.default_shipping, other.default_billing) == (False, True)
        at = f"/en/account/addresses/{other.id}"
        wrong = filled(form_at(client, at, str(other.id)), phone="12")
        assert "not a phone number" in send(client, wrong, status=422)
        send(client, filled(form_at(client, at, str(other.id)), city="Turda"), status=303)
        form = form_at(client, "/en/account/addresses", f"{other.id}/default")
        page = send(client, form, status=303).follow()
        assert "Turda" in page.html.select(".own-address")[0].get_text()
        form = form_at(client, "/en/account/addresses", f"{first.id}/delete")
        send(client, form, status=303)
        assert [row.id for row in rows(shop, t.customer_addresses)] == [other.id]

    def test_an_address_of_somebody_else_is_nowhere(self, shop):
        client, stranger = member(shop), member(shop, "eva@example.com")
        form = filled(form_at(client, "/en/account/addresses/new", "/new"), **PLACE)
        send(client, form, status=303)
        (row,) = rows(shop, t.customer_addresses)
        at = f"/en/account/addresses/{row.id}"
        stranger.get(at, status=404)
        token = csrf(stranger)
        for action in ("", "/delete", "/default"):
            stranger.post(at + action, {"csrf_token": token}, status=404)
        assert "/sign-in" in shop.anonymous.get(at, status=303).location

    def test_an_account_speaks_its_language(self, shop):
        client = member(shop)
        page = client.get("/cont", status=200)
        assert "Contul meu" in page
        links = {a["hreflang"]: a["href"] for a in client.get("/cont/adrese").html.select(
            "link[rel=alternate]")}  # fmt: skip
        assert links["en"] == f"http://{shop.host}/en/account/addresses"
        client.get("/cont/addresses", status=404)


class TestOrders:
    def test_guests_orders_join_the_proved_address(self, kit, shop):
        product = a_product(shop)
        before = an_order(shop, (product, 1), email="ANA@example.com")
        other = an_order(shop, (product, 1), email="eva@example.com")
        sign_up(shop.anonymous, "ana@example.com")
        assert read(shop, before).customer_id is None
        client = shop.anonymous
        link = path(mails(kit, "ana@example.com", shop)[-1])
        send(client, filled(form_at(client, link), password=PASSWORD), status=303)
        page = client.get("/en/account/orders", status=200)
        assert [a.get_text(" ", strip=True) for a in page.html.select(".own-orders a")] == [
            f"Order {before.number}"
        ]
        after = an_order(shop, (product, 1), email="Ana@example.com")
        assert read(shop, after).customer_id == read(shop, before).customer_id
        client.get(f"/en/account/orders/{after.id}", status=200)
        client.get(f"/en/account/orders/{other.id}", status=404)

    def test_the_list_costs_the_same_for_one_and_for_many(self, kit, shop):
        client = member(shop)
        product = a_product(shop, quantity=100)
        an_order(shop, (product, 1))
        counts = [statements(kit, client, p) for p in ("/en/account", "/en/account/orders")]
        for _ in range(8):
            an_order(shop, (product, 1))
        again = [statements(kit, client, p) for p in ("/en/account", "/en/account/orders")]
        assert counts == again
        assert max(counts) <= 5

    def test_the_checkout_offers_signing_in_and_fills_in_the_address(self, shop):
        product = a_product(shop)
        client = shop.anonymous
        form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
        client.post("/cos/add", form, status=303)
        page = client.get("/en/checkout/address", status=200)
        door = page.html.select_one(".checkout__who a")["href"]
        a_customer(shop, "ana@example.com")
        back = sign_in(client, "ana@example.com", at=door)
        assert back.location.endswith("/en/checkout/address")
        firm = {"company": "Atelier SRL", "vat_id": "RO18547290", "default_billing": True}
        for place in (PLACE, PLACE | firm):
            form = filled(form_at(client, "/en/account/addresses/new", "/new"), **place)
            send(client, form, status=303)
        form = form_at(client, "/en/checkout/address")
        assert (form["email"].value, form["street"].value) == ("ana@example.com", "Str. Lungă 1")
        # Somebody else's address for the mail: the order is the customer's all the same.
        form["email"] = "work@example.com"
        send(client, form, status=303)
        for step in ("delivery", "payment", "summary"):
            answer = send(client, form_at(client, f"/en/checkout/{step}"), status=303)
        placed = answer.follow()
        assert not placed.html.select_one(".order__offer")
        assert "work@example.com" in placed
        shipping, billing = placed.html.select(".order__addresses address")
        assert ("Atelier SRL" in shipping.get_text(), "Atelier SRL" in billing.get_text()) == (
            False, True,
        )  # fmt: skip
        assert len(client.get("/en/account/orders").html.select(".own-orders li")) == 1

    def test_an_order_of_a_guest_ends_with_an_offer(self, shop):
        order = an_order(shop, (a_product(shop), 1), email="guest@example.com")
        token = order_token(shop.kit.registry.secret, order.id)
        page = shop.anonymous.get(f"/en/order/{token}?placed=1", status=200)
        offer = page.html.select_one(".order__offer a")["href"]
        assert form_at(shop.anonymous, offer)["email"].value == "guest@example.com"
        assert not shop.anonymous.get(f"/en/order/{token}").html.select_one(".order__offer")

    def test_signing_out_leaves_no_cart_behind(self, shop):
        client = member(shop)
        form = {"variant_id": str(a_product(shop).variants[0].id), "quantity": "1"}
        client.post("/cos/add", form, status=303)
        assert rows(shop, carts)[0].customer_id is not None
        sign_out(client)
        assert "Nothing in here yet" in client.get("/en/cart", status=200)


def test_an_order_belongs_to_whoever_orders(shop):
    """A guest's with the address of somebody unproved is nobody's."""
    with shop.work() as job:
        a_customer(shop, "ana@example.com")
        job.db.execute(update(t.customers).values(email_verified_at=None))
    order = an_order(shop, (a_product(shop), 1), address=an_address())
    assert read(shop, order).customer_id is None
