"""Zones, tax categories, rates and ways of delivery over the API: what is taken, what refused."""

from mailbox import mails, text

import pytest
from taxed import a_method

from ecommus.testing import a_product, an_address

API = "/api/admin"


@pytest.fixture
def owner(shop):
    return shop.as_("owner")


def a_cart(shop):
    """The path of an empty cart."""
    cart = shop.anonymous.api_post("/api/storefront/carts", status=201).json
    return f"/api/storefront/carts/{cart['id']}"


def call(client, method, path, body=None, **options):
    """A change of what was just read, answered in English."""
    headers = {"Accept-Language": "en"}
    if method != "post":
        headers["If-Match"] = client.get(path).headers["ETag"]
    arguments = [path] if method == "delete" else [path, body]
    return getattr(client, f"api_{method}")(*arguments, headers=headers, **options)


def refused(answer):
    """(field, message) of the first thing that is wrong."""
    (error, *_more) = answer.json["errors"]
    return error["field"], error["message"]


def test_a_new_shop_knows_romania_and_the_union(owner):
    zones = {zone["code"]: zone for zone in owner.get(f"{API}/zones").json["items"]}
    assert zones["RO"]["members"] == [{"country": "RO"}]
    assert len(zones["EU"]["members"]) == 27
    codes = [row["code"] for row in owner.get(f"{API}/tax-categories").json["items"]]
    assert sorted(codes) == ["reduced", "standard"]
    rates = owner.get(f"{API}/tax-rates").json["items"]
    today = {(r["tax_category"], r["rate"]) for r in rates if r["ends_on"] is None}
    assert today == {("standard", "21.00"), ("reduced", "11.00")}


class TestZones:
    def test_a_zone_of_zones_and_provinces(self, owner):
        body = {"code": "near", "name": "Nearby",
                "members": [{"zone": "RO"}, {"country": "HU", "province": "BU"}]}  # fmt: skip
        made = owner.api_post(f"{API}/zones", body, status=201).json
        assert made["members"] == [{"country": "HU", "province": "BU"}, {"zone": "RO"}]
        path = f"{API}/zones/{made['id']}"
        changed = call(owner, "patch", path, {"members": [{"country": "SE"}]}, status=200).json
        assert (changed["members"], changed["version"]) == ([{"country": "SE"}], 2)
        call(owner, "delete", path, status=204)

    def test_a_zone_never_holds_itself(self, owner):
        inner = owner.api_post(
            f"{API}/zones", {"code": "a", "name": "A", "members": [{"country": "SE"}]}
        ).json
        owner.api_post(f"{API}/zones", {"code": "b", "name": "B", "members": [{"zone": "a"}]})
        path = f"{API}/zones/{inner['id']}"
        answer = call(owner, "patch", path, {"members": [{"zone": "b"}]}, status=422)
        assert refused(answer) == (
            "members", "“B” already holds this zone: a zone cannot be part of itself."
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("members", "field"),
        [
            ([], "members"),
            ([{"country": "XX"}], "members.0.country"),
            ([{"country": "RO"}, {"country": "RO", "province": "ZZ"}], "members.1.province"),
            ([{"country": "RO", "zone": "EU"}], "members.0"),
            ([{"zone": "nowhere"}], "members"),
        ],
    )
    def test_what_is_no_place_is_refused_by_name(self, owner, members, field):
        body = {"code": "z", "name": "Z", "members": members}
        assert refused(owner.api_post(f"{API}/zones", body, status=422))[0] == field

    def test_what_is_used_stays_and_says_by_what(self, owner, shop):
        ids = {zone["code"]: zone["id"] for zone in owner.get(f"{API}/zones").json["items"]}
        a_method(shop, zones=["EU"])
        answer = call(owner, "delete", f"{API}/zones/{ids['EU']}", status=409)
        assert "0 tax rates, 1 ways of delivery" in answer.json["detail"]
        answer = call(owner, "delete", f"{API}/zones/{ids['RO']}", status=409)
        assert "4 tax rates" in answer.json["detail"]


class TestRates:
    BODY = {"name": "MOMS 25%", "zone": "EU", "tax_category": "standard", "rate": "25.00",
            "starts_on": "2026-01-01", "ends_on": "2026-06-30"}  # fmt: skip

    def test_made_changed_deleted(self, owner):
        made = owner.api_post(f"{API}/tax-rates", self.BODY, status=201).json
        assert made["included_in_price"] is True
        path = f"{API}/tax-rates/{made['id']}"
        changed = call(owner, "patch", path, {"rate": "5.5", "ends_on": None}, status=200).json
        assert (changed["rate"], changed["ends_on"], changed["version"]) == ("5.50", None, 2)
        call(owner, "delete", path, status=204)
        owner.get(path, status=404)

    def test_on_a_day_there_is_one(self, owner):
        owner.api_post(f"{API}/tax-rates", self.BODY, status=201)
        later = self.BODY | {"starts_on": "2026-06-30", "ends_on": None}
        answer = call(owner, "post", f"{API}/tax-rates", later, status=409)
        assert "from 2026-01-01 to 2026-06-30 already" in answer.json["detail"]
        owner.api_post(f"{API}/tax-rates", later | {"starts_on": "2026-07-01"}, status=201)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"zone": "nowhere"}, "zone"),
            ({"tax_category": "tobacco"}, "tax_category"),
            ({"ends_on": "2025-01-01"}, "ends_on"),
            ({"starts_on": "1.1.2026"}, "starts_on"),
            ({"rate": "100.5"}, "rate"),
            ({"rate": 25}, "rate"),
        ],
    )
    def test_what_cannot_be_is_refused_where_it_stands(self, owner, change, field):
        answer = owner.api_post(f"{API}/tax-rates", self.BODY | change, status=422)
        assert refused(answer)[0] == field

    def test_a_new_rate_is_in_the_next_cart(self, owner, shop):
        product = a_product(shop, price=12100)
        (rate,) = [
            row for row in owner.get(f"{API}/tax-rates").json["items"]
            if (row["tax_category"], row["ends_on"]) == ("standard", None)
        ]  # fmt: skip
        path = (
            f"/api/storefront/carts/{shop.anonymous.api_post('/api/storefront/carts').json['id']}"
        )
        line = {"sku": product.variants[0].sku, "quantity": 1}
        cart = shop.anonymous.api_post(f"{path}/lines", line).json
        assert cart["tax_total"]["amount"] == 2100
        call(owner, "patch", f"{API}/tax-rates/{rate['id']}", {"rate": "10.00"}, status=200)
        assert shop.anonymous.get(path).json["tax_total"]["amount"] == 1100


def test_a_category_that_products_carry_stays(owner, shop):
    a_product(shop)
    rows = owner.get(f"{API}/tax-categories").json["items"]
    (standard,) = [row["id"] for row in rows if row["code"] == "standard"]
    answer = call(owner, "delete", f"{API}/tax-categories/{standard}", status=409)
    assert "1 products, 2 tax rates" in answer.json["detail"]
    made = owner.api_post(f"{API}/tax-categories", {"code": "books", "name": "Cărți"}).json
    owner.api_post(f"{API}/tax-categories", {"code": "books", "name": "B"}, status=409)
    call(owner, "delete", f"{API}/tax-categories/{made['id']}", status=204)


class TestDelivery:
    def offers(self, shop, address=None, quantity=1):
        """Code → price of what a cart is offered; its thing weighs 600 g and costs 50.00."""
        client = shop.anonymous
        variant = {"option_values": [], "price": 5000, "weight_grams": 600, "sku": "W"}
        if not hasattr(shop, "heavy"):
            shop.heavy = a_product(shop, variants=[variant], quantity=100)
        path = a_cart(shop)
        client.api_post(f"{path}/lines", {"sku": "W", "quantity": quantity})
        if address:
            client.api_patch(path, {"shipping_address": address}, status=200)
        items = client.get(f"{path}/shipping-methods").json["items"]
        return {item["code"]: item["price"]["amount"] for item in items}

    def test_a_table_by_weight_for_one_zone(self, owner, shop):
        body = {"code": "eu", "name": "Union", "kind": "by_weight", "zones": ["EU"],
                "tiers": [{"start": 1000, "amount": 3000}, {"start": 0, "amount": 2000}],
                "max_weight": 5000, "enabled": True}  # fmt: skip
        made = owner.api_post(f"{API}/shipping-methods", body, status=201).json
        assert [tier["start"] for tier in made["tiers"]] == [0, 1000]
        assert self.offers(shop)["eu"] == 2000
        assert self.offers(shop, quantity=2)["eu"] == 3000
        assert "eu" not in self.offers(shop, quantity=9)
        norway = an_address(country="NO", county="", phone="+47 22 34 56 78")
        assert "eu" not in self.offers(shop, norway)
        path = f"{API}/shipping-methods/{made['id']}"
        call(owner, "patch", path, {"enabled": False}, status=200)
        assert self.offers(shop) == {"flat": 1999}
        call(owner, "delete", path, status=204)

    def test_per_piece_by_value_and_free_from(self, owner, shop):
        for body in (
            {"code": "piece", "kind": "per_item", "amount": 1000, "per_item": 200},
            {"code": "value", "kind": "by_total", "tiers": [{"start": 10000, "amount": 500}]},
            {"code": "free", "kind": "flat", "amount": 1500, "free_from": 10000},
        ):
            owner.api_post(
                f"{API}/shipping-methods", body | {"name": "N", "enabled": True}, status=201
            )
        assert self.offers(shop) == {"flat": 1999, "piece": 1200, "free": 1500}
        more = self.offers(shop, quantity=2)
        assert more == {"flat": 1999, "piece": 1400, "value": 500, "free": 0}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"kind": "by_weight"}, "tiers"),
            ({"kind": "pickup"}, "pickup_address"),
            ({"zones": ["EU", "nowhere"]}, "zones.1"),
            ({"tax_category": "tobacco"}, "tax_category"),
            ({"min_weight": 5, "max_weight": 4}, "max_weight"),
            ({"code": "Big Box"}, "code"),
            ({"amount": -1}, "amount"),
        ],
    )
    def test_what_cannot_be_is_refused_where_it_stands(self, owner, change, field):
        body = {"code": "new", "name": "New", "kind": "flat"} | change
        answer = owner.api_post(f"{API}/shipping-methods", body, status=422)
        assert refused(answer)[0] == field

    def test_a_plugins_code_is_its_own(self, owner):
        body = {"code": "flat", "name": "Mine", "kind": "flat"}
        owner.api_post(f"{API}/shipping-methods", body, status=409)

    def test_where_it_is_picked_up_is_said_everywhere(self, shop, kit):
        place = {"pickup_address": "Str. Mică 1, Cluj-Napoca", "pickup_instructions": "Mon–Fri"}
        a_method(shop, code="here", name="Pick-up", kind="pickup", enabled=True, **place)
        client = shop.anonymous
        path = a_cart(shop)
        sku = a_product(shop).variants[0].sku
        client.api_post(f"{path}/lines", {"sku": sku, "quantity": 1})
        change = {"email": "ana@example.com", "shipping_address": an_address(),
                  "shipping_method": "here"}  # fmt: skip
        client.api_patch(path, change, status=200)
        offered = client.get(f"{path}/shipping-methods").json["items"]
        assert [(item["code"], item["pickup"][:10]) for item in offered] == [
            ("flat", ""), ("here", "Str. Mică ")
        ]  # fmt: skip
        order = client.api_post(f"{path}/checkout", {"payment_method": "cod"}, status=201).json
        assert order["pickup"].splitlines() == ["Str. Mică 1, Cluj-Napoca", "Mon–Fri"]
        page = client.get(f"/comanda/{order['token']}", status=200)
        assert "Str. Mică 1, Cluj-Napoca" in page
        (mail,) = mails(kit, "ana@example.com", shop)
        assert "Str. Mică 1, Cluj-Napoca" in text(mail)
