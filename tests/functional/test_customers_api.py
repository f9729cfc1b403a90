"""Accounts in the storefront API: tokens of a family of their own, ``/me`` and what is below."""

from mailbox import mails, token

import jwt
import pytest
from selling import an_order
from shopping import a_customer
from sqlalchemy import update

from ecommus.core.permissions import ROLES
from ecommus.db.tables import customers as t
from ecommus.testing import a_product, an_address
from ecommus.testing.kit import PASSWORD
from ecommus.testing.queries import counted

AUTH, ME = "/api/storefront/auth", "/api/storefront/me"
NEW = "another horse battery"


def bearer(access):
    return {"Authorization": f"Bearer {access}"}


def cookie_of(answer):
    return answer.headers["Set-Cookie"].partition(";")[0]


def login(shop, email="ana@example.com", password=PASSWORD, status=200):
    body = {"email": email, "password": password}
    return shop.anonymous.api_post(f"{AUTH}/login", body, status=status)


def refresh(shop, cookie, status=200, **headers):
    return shop.anonymous.api_post(
        f"{AUTH}/refresh", headers={"Cookie": cookie, **headers}, status=status
    )


@pytest.fixture
def ana(shop):
    """The headers of a customer who is signed in."""
    shop.ana = a_customer(shop, "ana@example.com")
    return bearer(login(shop).json["access_token"])


@pytest.fixture
def eva(shop):
    a_customer(shop, "eva@example.com")
    return bearer(login(shop, "eva@example.com").json["access_token"])


class TestSigningUp:
    def test_by_the_token_of_the_mail(self, kit, shop):
        body = {"email": "api@example.com", "password": PASSWORD, "first_name": "Ana"}
        answer = shop.anonymous.api_post(f"{AUTH}/register", body, status=202)
        assert "Set-Cookie" not in answer.headers
        login(shop, "api@example.com", status=401)
        link = {"token": token(mails(kit, "api@example.com")[-1]), "password": PASSWORD}
        wrong = link | {"password": NEW}
        shop.anonymous.api_post(f"{AUTH}/confirm", wrong, status=422)
        access = shop.anonymous.api_post(f"{AUTH}/confirm", link, status=200).json
        me = shop.anonymous.get(ME, headers=bearer(access["access_token"]), status=200).json
        assert (me["email"], me["first_name"]) == ("api@example.com", "Ana")
        shop.anonymous.api_post(f"{AUTH}/confirm", link, status=422)

    def test_answers_the_same_for_everybody(self, shop):
        a_customer(shop, "known@example.com")
        for call, extra in (("register", {"password": PASSWORD}), ("forgot", {})):
            answers = [
                shop.anonymous.api_post(
                    f"{AUTH}/{call}", {"email": f"{who}@example.com"} | extra, status=202
                )
                for who in ("known", "unknown")
            ]
            assert answers[0].json == answers[1].json
        known, unknown = (login(shop, f"{w}@e.ro", NEW, status=401) for w in ("known", "nobody"))
        assert known.json == unknown.json

    def test_a_reset_ends_what_was_open(self, kit, shop, ana):
        shop.anonymous.api_post(f"{AUTH}/forgot", {"email": "ana@example.com"}, status=202)
        link = {"token": token(mails(kit, "ana@example.com", shop)[-1]), "password": NEW}
        shop.anonymous.api_post(f"{AUTH}/reset", link, status=200)
        shop.anonymous.get(ME, headers=ana, status=401)
        login(shop, status=401)
        login(shop, password=NEW)


class TestRefreshing:
    def test_changes_the_token_with_every_use(self, shop, ana):
        second = refresh(shop, cookie_of(login(shop)))
        third = refresh(shop, cookie_of(second))
        shop.anonymous.get(ME, headers=bearer(third.json["access_token"]), status=200)

    @pytest.mark.parametrize("uses", [1, 3])
    def test_an_old_token_however_old_ends_the_session_for_good(self, shop, ana, uses):
        """A thief who was faster several times is found out as well."""
        stolen = cookie_of(login(shop))
        latest = stolen
        for _ in range(uses):
            answer = refresh(shop, latest)
            latest = cookie_of(answer)
        refresh(shop, stolen, status=401)
        refresh(shop, latest, status=401)
        shop.anonymous.get(ME, headers=bearer(answer.json["access_token"]), status=401)
        # Other sessions go on.
        shop.anonymous.get(ME, headers=ana, status=200)

    def test_another_sites_page_gets_nothing(self, shop, ana):
        cookie = cookie_of(login(shop))
        refresh(shop, cookie, status=403, Origin="http://evil.example")
        refresh(shop, cookie, Origin=f"http://{shop.host}")

    def test_the_cookie_stays_at_its_path(self, shop, ana):
        attributes = login(shop).headers["Set-Cookie"].split("; ")[1:]
        assert {"HttpOnly", f"Path={AUTH}", "SameSite=Strict"} <= set(attributes)

    def test_signing_out_ends_both(self, shop, ana):
        signed_in = login(shop)
        access = bearer(signed_in.json["access_token"])
        headers = {"Cookie": cookie_of(signed_in)} | access
        shop.anonymous.api_post(f"{AUTH}/logout", headers=headers, status=204)
        shop.anonymous.get(ME, headers=access, status=401)
        refresh(shop, cookie_of(signed_in), status=401)


class TestFamilies:
    def test_a_shoppers_token_is_nothing_to_staff_and_the_other_way_round(self, shop, ana):
        owner = {"email": f"owner@{shop.slug}.example", "password": PASSWORD}
        staff = shop.anonymous.api_post("/api/admin/auth/login", owner, status=200)
        for headers in (bearer(staff.json["access_token"]), bearer(shop.key(ROLES["owner"]))):
            shop.anonymous.get(ME, headers=headers, status=401)
        shop.anonymous.get("/api/admin/products", headers=ana, status=401)
        login(shop, owner["email"], status=401)
        shop.anonymous.api_post(
            "/api/admin/auth/login", {"email": "ana@example.com", "password": PASSWORD}, status=401
        )

    def test_a_token_is_of_one_shop(self, shop, other_shop, ana):
        other_shop.anonymous.get(ME, headers=ana, status=401)
        claims = jwt.decode(
            ana["Authorization"].split()[1], options={"verify_signature": False}
        )  # fmt: skip
        moved = claims | {"aud": f"storefront:{other_shop.id}"}
        forged = jwt.encode(moved, shop.kit.registry.jwt_secret, "HS256")
        other_shop.anonymous.get(ME, headers=bearer(forged), status=401)
        late = jwt.encode(claims | {"exp": 1}, shop.kit.registry.jwt_secret, "HS256")
        shop.anonymous.get(ME, headers=bearer(late), status=401)

    def test_a_pages_session_is_no_access_token(self, shop, ana):
        with shop.work() as job:
            job.db.execute(update(t.customer_sessions).values(kind="page"))
        shop.anonymous.get(ME, headers=ana, status=401)


class TestMe:
    def test_is_changed_piece_by_piece(self, shop, ana):
        client = shop.anonymous
        answer = client.api_patch(
            ME, {"first_name": "Ana", "vat_id": "RO 18547290", "marketing": True}, headers=ana,
            status=200,
        )  # fmt: skip
        assert (answer.json["vat_id"], answer.json["marketing"]) == ("RO18547290", True)
        stale = {"If-Match": '"1"'}
        client.api_patch(ME, {"first_name": "Eva"}, headers=ana | stale, status=412)
        wrong = client.api_patch(ME, {"vat_id": "RO123"}, headers=ana, status=422)
        assert wrong.json["errors"][0]["field"] == "vat_id"
        client.api_patch(ME, {"email": "eva@example.com"}, headers=ana, status=422)

    def test_password(self, shop, ana):
        body = {"current": NEW, "password": NEW}
        shop.anonymous.api_post(f"{ME}/password", body, headers=ana, status=422)
        body["current"] = PASSWORD
        access = shop.anonymous.api_post(f"{ME}/password", body, headers=ana, status=200).json
        shop.anonymous.get(ME, headers=ana, status=401)
        shop.anonymous.get(ME, headers=bearer(access["access_token"]), status=200)

    def test_addresses_are_ones_own(self, shop, ana, eva):
        client, at = shop.anonymous, f"{ME}/addresses"
        first = client.api_post(at, {"address": an_address()}, headers=ana, status=201).json
        assert first["default_shipping"] is first["default_billing"] is True
        second = client.api_post(
            at, {"address": an_address(city="Turda"), "default_shipping": True}, headers=ana,
            status=201,
        )  # fmt: skip
        listed = client.get(at, headers=ana, status=200).json
        assert [row["default_shipping"] for row in listed["items"]] == [True, False]
        where = second.location.removeprefix(f"http://{shop.host}")
        for method in ("get", "api_delete"):
            getattr(client, method)(where, headers=eva, status=404)
            getattr(client, method)(where, status=401)
        client.api_patch(where, {"default_billing": True}, headers=ana, status=200)
        wrong = {"address": an_address(phone="1")}
        assert client.api_patch(where, wrong, headers=ana, status=422).json["errors"][0][
            "field"
        ] == "address.phone"  # fmt: skip
        client.api_delete(where, headers=ana, status=204)
        assert client.get(at, headers=eva, status=200).json["total"] == 0

    def test_orders_are_ones_own_and_the_list_costs_the_same(self, kit, shop, ana, eva):
        product, client = a_product(shop, quantity=100), shop.anonymous
        path = client.api_post("/api/storefront/carts", headers=ana, status=201).json["id"]
        path = f"/api/storefront/carts/{path}"
        line = {"sku": product.variants[0].sku, "quantity": 1}
        client.api_post(f"{path}/lines", line, headers=ana, status=200)
        change = {"email": "other@example.com", "shipping_address": an_address(),
                  "shipping_method": "flat", "payment_method": "cod"}  # fmt: skip
        client.api_patch(path, change, headers=ana, status=200)
        order = client.api_post(f"{path}/checkout", headers=ana, status=201).json
        (mine,) = client.get(f"{ME}/orders", headers=ana, status=200).json["items"]
        assert (mine["id"], mine["token"]) == (order["id"], order["token"])
        client.get(f"{ME}/orders/{order['id']}", headers=ana, status=200)
        client.get(f"{ME}/orders/{order['id']}", headers=eva, status=404)

        def cost():
            with counted(kit) as sent:
                client.get(f"{ME}/orders", headers=ana, status=200)
            return len(sent)

        few = cost()
        for _ in range(6):
            an_order(shop, (product, 1))
        assert client.get(f"{ME}/orders", headers=ana).json["total"] == 7
        assert cost() == few == 3

    def test_a_repeated_call_is_ones_own(self, shop, ana, eva):
        """The same key of two customers: each has an address of their own."""
        key, at = {"Idempotency-Key": "once"}, f"{ME}/addresses"
        body = {"address": an_address()}
        for who in (ana, ana, eva):
            shop.anonymous.api_post(at, body, headers=who | key, status=201)
        for who in (ana, eva):
            assert shop.anonymous.get(at, headers=who).json["total"] == 1

    def test_export_and_erasure(self, shop, ana):
        held = shop.anonymous.api_post(f"{ME}/export", headers=ana, status=200).json
        assert held["customer"]["email"] == "ana@example.com"
        shop.anonymous.api_post(f"{ME}/erase", headers=ana, status=204)
        shop.anonymous.get(ME, headers=ana, status=401)
        login(shop, status=401)


def test_guessing_is_limited(kit, shop, monkeypatch):
    monkeypatch.setitem(kit.registry.settings, "rate.auth", "3")
    calls = [
        (f"{AUTH}/login", {"email": "a@example.com", "password": NEW}, 401),
        (f"{AUTH}/forgot", {"email": "a@example.com"}, 202),
        (f"{AUTH}/register", {"email": "a@example.com", "password": NEW}, 202),
    ]
    for path, body, status in calls:
        shop.anonymous.api_post(path, body, status=status)
    for path, body, _status in calls:
        shop.anonymous.api_post(path, body, status=429)
    shop.anonymous.post("/cont/autentificare", {"email": "a@e.ro", "password": NEW}, status=429)
