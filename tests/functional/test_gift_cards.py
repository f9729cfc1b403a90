"""Gift cards and store credit through the doors: cart, checkout, account, admin and both APIs."""

from mailbox import mails, text

import pytest
from giving import a_card, a_credit, moves, on_it
from pages import form_at, send, signed_in
from shopping import a_customer
from sqlalchemy import select, update

from ecommus.core.permissions import ROLES
from ecommus.core.permissions import Permission as P
from ecommus.db.tables.balances import balances
from ecommus.db.tables.sales import carts
from ecommus.services import gift_cards, settings
from ecommus.services.customers import privacy
from ecommus.testing import a_product, an_address
from ecommus.testing.kit import PASSWORD

CARTS = "/api/storefront/carts"
UNKNOWN = "ABCD-EFGH-JKLM-NPQR"


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", price=5000, quantity=50)


def a_cart(client, product, **changes):
    """The path of a cart that can be ordered."""
    path = f"{CARTS}/{client.api_post(CARTS, status=201).json['id']}"
    client.api_post(f"{path}/lines", {"sku": product.variants[0].sku}, status=200)
    ready = {"email": "ana@example.com", "shipping_address": an_address(),
             "shipping_method": "flat", "payment_method": "cod"}  # fmt: skip
    client.api_patch(path, ready | changes, status=200)
    return path


def a_member(shop):
    """(client with a customer's token, the customer's id)."""
    customer_id = a_customer(shop, f"maria@{shop.slug}.example")
    client = shop.anonymous
    login = {"email": f"maria@{shop.slug}.example", "password": PASSWORD}
    answer = client.api_post("/api/storefront/auth/login", login, status=200).json
    client.token = answer["access_token"]
    return client, customer_id


class TestCart:
    def test_a_code_among_the_coupons_adds_the_card_and_is_kept_nowhere(self, shop, product):
        card, client = a_card(shop, 3000), shop.anonymous
        path = a_cart(client, product)
        typed = f"{card.code[:4].lower()} {card.code[4:8]}-{card.code[8:]}"
        cart = client.api_patch(path, {"coupons": [typed]}, status=200).json
        assert (cart["coupons"], cart["gift_cards"]) == ([], [str(card.id)])
        (paid,) = cart["paid_with"]
        assert (paid["hint"], paid["amount"]["amount"], paid["left"]["amount"]) == (
            card.hint, 3000, 0
        )  # fmt: skip
        total = cart["total"]["amount"]
        assert (cart["balance_total"]["amount"], cart["to_pay"]["amount"]) == (3000, total - 3000)
        assert card.code not in str(cart)

    def test_the_same_answer_for_every_unknown_code(self, shop, product):
        a_card(shop)
        client = shop.anonymous
        path = a_cart(client, product)
        said = {
            client.api_patch(path, {"coupons": [code]}, status=422).json["errors"][0]["message"]
            .replace(code.replace(" ", "").upper(), "X")
            for code in ("NOSUCH", UNKNOWN, UNKNOWN.replace("-", ""))
        }  # fmt: skip
        assert len(said) == 1

    def test_another_shops_card_is_unknown(self, shop, other_shop, product):
        card, client = a_card(other_shop), shop.anonymous
        client.api_patch(a_cart(client, product), {"coupons": [card.code]}, status=422)

    def test_cards_are_taken_out_by_id_and_never_put_in_by_it(self, shop, product):
        card, other, client = a_card(shop), a_card(shop), shop.anonymous
        path = a_cart(client, product, coupons=[card.code])
        client.api_patch(path, {"gift_cards": [str(other.id)]}, status=422)
        assert client.api_patch(path, {"gift_cards": []}, status=200).json["paid_with"] == []

    def test_staff_cannot_put_a_customers_card_into_a_draft(self, shop, product):
        owner, card = shop.as_("owner"), a_card(shop)
        draft = owner.api_post("/api/admin/drafts", {}, status=201).json["id"]
        given = {"gift_cards": [str(card.id)]}
        owner.api_patch(f"/api/admin/drafts/{draft}", given, status=422,
                        headers={"If-Match": "*"})  # fmt: skip

    def test_a_draft_of_the_staff_takes_cards_and_no_other_codes(self, shop, product):
        card, client = a_card(shop, 3000), shop.anonymous
        path = a_cart(client, product)
        with shop.work() as job:
            job.db.execute(update(carts).values(drafted_by="staff"))
        client.api_patch(path, {"coupons": ["SPRING"]}, status=409)
        cart = client.api_patch(path, {"coupons": [card.code]}, status=200).json
        assert cart["balance_total"]["amount"] == 3000

    def test_a_card_that_is_blocked_meanwhile_stands_in_the_way_by_name(self, shop, product):
        card, client = a_card(shop), shop.anonymous
        path = a_cart(client, product, coupons=[card.code])
        shop.as_("owner").api_post(f"/api/admin/gift-cards/{card.id}/disable", status=200)
        (problem,) = client.get(path, status=200).json["problems"]
        assert (problem["code"], card.hint in problem["message"]) == ("gift_card_blocked", True)
        client.api_post(f"{path}/checkout", status=409)

    def test_covered_in_full_is_paid_at_once(self, shop, product):
        card, client = a_card(shop, 90_000), shop.anonymous
        path = a_cart(client, product, coupons=[card.code], payment_method=None)
        ways = client.get(f"{path}/payment-methods", status=200).json["items"]
        assert [way["code"] for way in ways] == ["balance"]
        order = client.api_post(f"{path}/checkout", status=201).json
        assert order["payment"] == {"status": "paid", "method": "balance", "redirect_url": None}
        assert (order["to_pay"]["amount"], order["balance_total"]) == (0, order["total"])

    def test_in_the_browser_without_script(self, shop, product):
        card, client = a_card(shop, 90_000), shop.anonymous
        form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
        client.post("/cos/add", form, status=303)
        cart = client.get("/cos", status=200)
        assert "Cod de reducere sau card cadou" in cart
        client.post("/cos/coupon", {"code": card.code}, status=303)
        cart = client.get("/cos", status=200)
        assert f"Card cadou …{card.hint}" in cart
        assert card.code not in cart.text
        client.post("/cos/coupon", {"remove-card": str(card.id)}, status=303)
        assert f"…{card.hint}" not in client.get("/cos", status=200)
        assert "nu există" in client.post("/cos/coupon", {"code": UNKNOWN}, status=422)

    def test_a_shop_without_cards_does_not_speak_of_them(self, shop, product):
        client = shop.anonymous
        form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
        client.post("/cos/add", form, status=303)
        assert 'name="code"' not in client.get("/cos", status=200)


class TestStoreCredit:
    def test_it_pays_for_whoever_is_signed_in(self, shop, product):
        client, customer_id = a_member(shop)
        credit = a_credit(shop, customer_id, 3500)
        path = a_cart(client, product)
        cart = client.api_patch(path, {"use_store_credit": True}, status=200).json
        assert cart["balance_total"]["amount"] == 3500
        order = client.api_post(f"{path}/checkout", status=201).json
        assert [(one["kind"], one["amount"]["amount"]) for one in order["paid_with"]] == [
            ("store_credit", 3500)
        ]
        assert on_it(shop, credit) == 0
        mine = client.get("/api/storefront/me/store-credit", status=200).json
        assert [(m["kind"], m["amount"]["amount"]) for m in mine["movements"]] == [
            ("spent", -3500), ("adjusted", 3500)
        ]  # fmt: skip
        assert mine["movements"][0]["order_number"] == order["number"]

    def test_said_at_the_checkout_itself(self, shop, product):
        client, customer_id = a_member(shop)
        a_credit(shop, customer_id, 3500)
        path = a_cart(client, product)
        body = {"use_store_credit": True}
        order = client.api_post(f"{path}/checkout", body, status=201).json
        assert order["balance_total"]["amount"] == 3500

    def test_never_somebody_elses(self, shop, product):
        client, customer_id = a_member(shop)
        credit = a_credit(shop, customer_id, 3500)
        path = a_cart(client, product)
        client.api_patch(path, {"use_store_credit": True}, status=200)
        stranger = shop.anonymous
        stranger.api_patch(path, {"use_store_credit": True}, status=422)
        order = stranger.api_post(f"{path}/checkout", status=201).json
        assert order["balance_total"]["amount"] == 0
        assert on_it(shop, credit) == 3500

    def test_staff_put_it_on_with_a_reason_and_never_below_zero(self, shop):
        customer_id = a_customer(shop)
        path, owner = f"/api/admin/customers/{customer_id}/store-credit", shop.as_("owner")
        body = {"amount": {"amount": 2000, "currency": "RON"}, "reason": "Late parcel"}
        answer = owner.api_post(path, body, status=200).json
        assert [b["amount"]["amount"] for b in answer["balances"]] == [2000]
        body["amount"]["amount"] = -2001
        assert owner.api_post(path, body, status=409).json["reason"] == "balance_exceeded"
        body["amount"]["amount"] = -2000
        assert owner.api_post(path, body, status=200).json["movements"][0]["left"]["amount"] == 0

    def test_on_the_customers_page(self, shop):
        customer_id, client = a_customer(shop), signed_in(shop)
        path = f"/admin/customers/{customer_id}/credit"
        form = form_at(client, path, "/credit")
        form["amount"], form["reason"] = "35,50", "Late parcel"
        send(client, form, status=303)
        page = client.get(path, status=200)
        assert "Late parcel" in page
        assert "35.50" in page
        # The same form again, by a second press or in a second tab: nothing happens twice.
        assert "changed meanwhile" in send(client, form, status=409)
        form = form_at(client, path, "/credit")
        form["adjust-adjust-way"], form["amount"], form["reason"] = "off", "100", "All of it"
        assert "look at what is on it" in send(client, form, status=409)
        assert "35.50" in client.get(f"/admin/customers/{customer_id}", status=200)


class TestIssuing:
    def test_the_code_is_shown_once_and_mailed_and_only_its_hash_is_kept(self, shop):
        client = signed_in(shop)
        form = form_at(client, "/admin/gift-cards/new")
        form["amount"], form["recipient_email"] = "50", f"ioana@{shop.slug}.example"
        form["recipient_name"], form["message"] = "Ioana", "Happy birthday!"
        page = send(client, form, status=200)
        code = page.html.select_one("figure.code code").text
        assert page.headers["Cache-Control"] == "no-store"
        (mail,) = mails(shop.kit, f"ioana@{shop.slug}.example")
        assert code in text(mail)
        assert "Happy birthday!" in text(mail)
        with shop.work() as job:
            (row,) = job.db.execute(select(balances)).all()
            assert code.replace("-", "").encode() not in row.code_hash
            assert (row.code_hint, row.mailed_at is not None) == (code[-4:], True)
        shown = client.get(f"/admin/gift-cards/{row.id}", status=200)
        assert code not in shown
        assert f"…{code[-4:]}" in shown

    def test_the_button_pressed_twice_issues_one_card(self, shop):
        client = signed_in(shop)
        form = form_at(client, "/admin/gift-cards/new")
        form["amount"] = "50"
        send(client, form, status=200)
        assert "issued already" in send(client, form, status=409)
        assert len(shop.as_("owner").get("/api/admin/gift-cards").json["items"]) == 1

    def test_another_code_ends_the_old_one(self, shop, product):
        card, owner, client = a_card(shop), shop.as_("owner"), shop.anonymous
        fresh = owner.api_post(f"/api/admin/gift-cards/{card.id}/replace-code", status=200).json
        path = a_cart(client, product)
        client.api_patch(path, {"coupons": [card.code]}, status=422)
        cart = client.api_patch(path, {"coupons": [fresh["code"]]}, status=200).json
        assert cart["gift_cards"] == [str(card.id)]

    def test_a_code_outlives_the_installations_secret(self, shop, monkeypatch):
        card, registry = a_card(shop), shop.kit.registry
        old = registry.secret
        monkeypatch.setattr(registry, "secret", "another secret of the installation, long enough")
        with shop.work() as job:
            assert gift_cards.find(job, card.code) is None
            monkeypatch.setattr(registry, "previous_secrets", [old])
            assert gift_cards.find(job, card.code).id == card.id

    def test_the_list_finds_and_filters_and_goes_out_as_csv(self, shop):
        open_card, blocked = a_card(shop, note="prize for Ștefan"), a_card(shop)
        owner, client = shop.as_("owner"), signed_in(shop)
        owner.api_post(f"/api/admin/gift-cards/{blocked.id}/disable", status=200)

        def found(query):
            items = owner.get(f"/api/admin/gift-cards?{query}", status=200).json["items"]
            return [item["id"] for item in items]

        assert found(f"q={open_card.code[-4:].lower()}") == [str(open_card.id)]
        assert found("q=%C8%99tefan") == [str(open_card.id)]
        assert found("filter[status]=blocked") == [str(blocked.id)]
        page = client.get("/admin/gift-cards?state=blocked", status=200)
        assert f"…{blocked.hint}" in page
        assert f"…{open_card.hint}" not in page
        rows = client.get("/admin/gift-cards/list.csv?state=open", status=200).text.splitlines()
        assert len(rows) == 2
        assert open_card.hint in rows[1]

    def test_adjusting_leaves_a_movement(self, shop):
        card, owner = a_card(shop, 1000), shop.as_("owner")
        path = f"/api/admin/gift-cards/{card.id}/adjust"
        body = {"amount": {"amount": -400, "currency": "RON"}, "reason": "Typed wrongly"}
        assert owner.api_post(path, body, status=200).json["amount"]["amount"] == 600
        body["amount"]["currency"] = "EUR"
        owner.api_post(path, body, status=422)
        assert moves(shop, card.id) == [("issued", 1000), ("adjusted", -400)]

    def test_who_only_reads_changes_nothing(self, shop):
        card = a_card(shop, 1000)
        assert P.BALANCE_MANAGE not in ROLES["staff"]
        staff = shop.as_("staff")
        staff.get(f"/api/admin/gift-cards/{card.id}", status=200)
        body = {"amount": {"amount": 400, "currency": "RON"}, "reason": "Mine"}
        staff.api_post(f"/api/admin/gift-cards/{card.id}/adjust", body, status=403)
        assert on_it(shop, card.id) == 1000

    def test_a_card_in_another_currency_pays_carts_in_that_currency(self, shop, product):
        rates = [{"code": "EUR", "rate": "5", "step": 1}]
        with shop.work() as job:
            settings.change(job, settings={"currencies": rates})
        browser, client = signed_in(shop), shop.anonymous
        form = form_at(browser, "/admin/gift-cards/new")
        form["amount"], form["currency"] = "3", "EUR"
        code = send(browser, form, status=200).html.select_one("figure.code code").text
        path = a_cart(client, product)
        problem = client.api_patch(path, {"coupons": [code]}, status=422).json
        assert problem["reason"] == "gift_card_currency"
        assert "doar în EUR" in problem["detail"]
        client.api_patch(path, {"currency": "EUR"}, status=200)
        cart = client.api_patch(path, {"coupons": [code]}, status=200).json
        assert cart["balance_total"] == {"amount": 300, "currency": "EUR"}
        client.api_patch(path, {"currency": "RON"}, status=200)
        (wrong,) = client.get(path, status=200).json["problems"]
        assert wrong["code"] == "gift_card_currency"
        assert "doar în EUR" in wrong["message"]

    def test_what_is_refused_is_said(self, shop):
        owner = shop.as_("owner")
        body = {"amount": {"amount": 0, "currency": "RON"}}
        owner.api_post("/api/admin/gift-cards", body, status=422)
        body = {"amount": {"amount": 5, "currency": "GBP"}}
        owner.api_post("/api/admin/gift-cards", body, status=422)
        body = {"amount": {"amount": 5, "currency": "RON"}, "expires_at": "2020-01-01T00:00:00Z"}
        owner.api_post("/api/admin/gift-cards", body, status=422)


class TestRefunds:
    def test_as_store_credit_by_the_api_and_on_the_page(self, shop, product):
        client, _customer_id = a_member(shop)
        path = a_cart(client, product)
        number = client.api_post(f"{path}/checkout", status=201).json
        owner, order = shop.as_("owner"), f"/api/admin/orders/{number['id']}"
        owner.api_post(f"{order}/capture", {}, status=200)
        amount = {"amount": 1000, "currency": "RON"}
        body = {"amount": amount, "as_store_credit": True}
        assert owner.api_post(f"{order}/refund", body, status=200).json["status"] == "done"
        browser = signed_in(shop)
        form = form_at(browser, f"/admin/orders/{number['id']}/refund", "/refund")
        form["amount"], form["as_credit"] = "20", True
        preview = send(browser, form, status=200)
        assert "store credit at once" in preview
        send(browser, next(f for f in preview.forms.values() if f.action.endswith("refund-now")),
             status=303)  # fmt: skip
        held = client.get("/api/storefront/me/store-credit", status=200).json["balances"]
        assert [one["amount"]["amount"] for one in held] == [3000]

    def test_the_page_says_where_it_goes(self, shop, product):
        card, client = a_card(shop, 90_000), shop.anonymous
        path = a_cart(client, product, coupons=[card.code])
        order = client.api_post(f"{path}/checkout", status=201).json
        browser = signed_in(shop)
        assert f"Gift card …{card.hint}" in browser.get(f"/admin/orders/{order['id']}", status=200)
        form = form_at(browser, f"/admin/orders/{order['id']}/refund", "/refund")
        form["amount"] = "20"
        preview = send(browser, form, status=200)
        assert f"Back to: Gift card …{card.hint}" in preview.html.get_text(" ", strip=True)


class TestPrivacy:
    def test_a_copy_of_the_data_has_credit_and_received_cards(self, shop):
        client, customer_id = a_member(shop)
        a_credit(shop, customer_id, 3500)
        card = a_card(shop, recipient_email=f"Maria@{shop.slug}.example", message="For you")
        held = client.api_post("/api/storefront/me/export", status=200).json
        assert held["store_credit"][0]["amount"] == {"amount": 3500, "currency": "RON"}
        assert [(c["hint"], c["message"]) for c in held["gift_cards"]] == [(card.hint, "For you")]

    def test_erasing_forgets_whom_a_card_was_for_and_leaves_its_money(self, shop):
        _client, customer_id = a_member(shop)
        email = f"maria@{shop.slug}.example"
        card = a_card(shop, 1000, recipient_email=email, recipient_name="Maria", message="x")
        with shop.work() as job:
            privacy.erase(job, privacy.queries.customer(job.db, customer_id))
        with shop.work() as job:
            (row,) = job.db.execute(select(balances)).all()
            assert (row.recipient_email, row.recipient_name, row.message) == ("", "", "")
        assert on_it(shop, card.id) == 1000
