"""A shop that sells in several currencies: pages, lists, carts, orders and papers agree."""

import pytest
from pages import form_at, send, signed_in
from pricing import a_list, a_promotion, money
from sqlalchemy import insert, select

from ecommus.core.ids import uuid7
from ecommus.core.pricing import PriceQuestion, price
from ecommus.db.tables import ops, sales
from ecommus.services import settings
from ecommus.testing import a_product, an_address

CARTS = "/api/storefront/carts"
IBAN = "RO49AAAA1B31007593840000"


@pytest.fixture
def cup(shop):
    """A hundred lei in a shop that also sells in euro (5 lei) and forint (0.0125)."""
    made = a_product(shop, title="Cup", price=10_000, quantity=100)
    with shop.work() as job:
        account = {"iban": IBAN, "bank": "", "beneficiary": "Acme"}
        row = {"id": uuid7(), "plugin": "payment-transfer", "enabled": True, "settings": account}
        job.db.execute(insert(ops.tenant_plugins).values(**row))
        currencies = [
            {"code": "EUR", "rate": "5", "step": 1},
            {"code": "HUF", "rate": "0.0125", "step": 100},
        ]
        settings.change(job, settings={"currencies": currencies})
    return made


def shown(shop, cup, currency):
    path = f"/api/storefront/products/{cup.slug}?currency={currency}"
    (variant,) = shop.anonymous.get(path, status=200).json["variants"]
    original = variant["original_price"]
    return variant["price"], original and original["amount"]


def a_cart(client, cup, currency, quantity=1):
    cart = client.api_post(f"{CARTS}?currency={currency}", status=201).json
    wanted = {"variant_id": str(cup.variants[0].id), "quantity": quantity}
    return client.api_post(f"{CARTS}/{cart['id']}/lines", wanted, status=200).json


def ordered(client, cart, payment="transfer"):
    path = f"{CARTS}/{cart['id']}"
    ready = {
        "email": "ana@example.com", "shipping_address": an_address(), "shipping_method": "flat"
    }  # fmt: skip
    client.api_patch(path, ready, status=200)
    return client.api_post(f"{path}/checkout", {"payment_method": payment}).json


def test_products_and_lists_are_shown_at_the_rate(shop, cup):
    assert shown(shop, cup, "EUR") == (money(2_000, "EUR"), None)
    assert shown(shop, cup, "HUF") == (money(800_000, "HUF"), None)
    assert shown(shop, cup, "RON") == (money(10_000), None)
    found = shop.anonymous.get("/api/storefront/search?q=cup&currency=EUR", status=200).json
    assert found["items"][0]["price"] == money(2_000, "EUR")
    assert shop.anonymous.get("/api/storefront/shop").json["currencies"] == ["RON", "EUR", "HUF"]


def test_lists_are_filtered_in_the_readers_currency(shop, cup):
    def titles(bounds):
        path = f"/api/storefront/products?currency=EUR&{bounds}"
        return [card["title"] for card in shop.anonymous.get(path, status=200).json["items"]]

    assert titles("min_price=1999") == titles("max_price=2001") == ["Cup"]
    assert titles("min_price=2001") == titles("max_price=1999") == []


def test_another_currency_is_refused_by_name(shop, cup):
    path = f"/api/storefront/products/{cup.slug}?currency=USD"
    problem = shop.anonymous.get(path, status=422).json["errors"][0]
    assert problem["field"] == "currency"
    assert "RON, EUR, HUF" in problem["message"]
    shop.anonymous.api_post(f"{CARTS}?currency=USD", status=422)


def test_a_price_of_its_own_goes_before_the_rate(shop, cup):
    a_list(shop, (cup, 1_799), currency="EUR")
    assert shown(shop, cup, "EUR") == (money(1_799, "EUR"), None)
    assert shown(shop, cup, "RON") == (money(10_000), None)
    a_promotion(shop)
    assert shown(shop, cup, "EUR") == (money(1_619, "EUR"), 1_799)
    assert shown(shop, cup, "RON") == (money(9_000), 10_000)


def test_what_lowers_a_price_lowers_it_in_every_currency(shop, cup):
    a_list(shop, (cup, 8_000))
    assert shown(shop, cup, "EUR")[0] == money(1_600, "EUR")
    a_promotion(shop)
    cart = a_cart(shop.anonymous, cup, "EUR", 2)
    (line,) = cart["lines"]
    assert line["unit_price"] == money(1_440, "EUR")
    explained = shop.anonymous.get(f"{CARTS}/{cart['id']}?explain=1", status=200).json
    steps = [
        (step["rule"].partition(":")[0], step["before"], step["after"])
        for step in explained["explanation"]
        if step["subject"] == line["id"]
    ]
    assert steps[:4] == [
        ("list_price", 2_000, 2_000),
        ("exchange_rate", 2_000, 2_000),
        ("price_list", 2_000, 1_600),
        ("catalog_promotion", 1_600, 1_440),
    ]


def test_a_cart_promotion_holds_at_the_rate(shop, cup):
    body = {
        "name": "Twenty off", "enabled": True,
        "rules": [{"type": "item_total", "amount": 15_000, "currency": "RON"}],
        "actions": [{"type": "order_fixed", "amount": 2_000, "currency": "RON"}],
    }  # fmt: skip
    shop.as_("owner").api_post("/api/admin/promotions", body, status=201)
    assert a_cart(shop.anonymous, cup, "EUR", 1)["discount_total"] == money(0, "EUR")
    assert a_cart(shop.anonymous, cup, "EUR", 2)["discount_total"] == money(-400, "EUR")


def test_an_order_is_what_the_cart_was_and_can_be_replayed(shop, cup):
    client = shop.anonymous
    order = ordered(client, a_cart(client, cup, "EUR", 2))
    # Delivery is free from 300 lei; this is 200.
    assert order["currency"] == "EUR"
    assert order["shipping_total"] == money(400, "EUR")
    assert order["total"] == money(4_400, "EUR")
    found = shop.as_("owner").get(f"/api/admin/orders/{order['id']}", status=200).json
    assert found["exchange_rate"] == "5"
    assert found["total"] == order["total"]
    with shop.work() as job:
        asked = job.db.execute(
            select(sales.orders.c.question).where(sales.orders.c.number == order["number"])
        ).scalar_one()
    assert price(PriceQuestion.load(asked)).total == 4_400
    page = signed_in(shop).get(f"/admin/orders/{found['id']}", status=200)
    assert "1 EUR = 5 RON" in page.html.select_one("main").get_text()


def test_couriers_collect_the_shops_own_money(shop, cup):
    client = shop.anonymous
    cart = a_cart(client, cup, "EUR")
    offered = client.get(f"{CARTS}/{cart['id']}/payment-methods", status=200).json["items"]
    assert "cod" not in [method["code"] for method in offered]
    cart = a_cart(client, cup, "RON")
    offered = client.get(f"{CARTS}/{cart['id']}/payment-methods", status=200).json["items"]
    assert "cod" in [method["code"] for method in offered]


def test_a_currency_that_is_gone_falls_back(shop, cup):
    client = shop.anonymous
    cart = a_cart(client, cup, "EUR")
    with shop.work() as job:
        settings.change(job, settings={"currencies": []})
    again = client.get(f"{CARTS}/{cart['id']}", status=200).json
    assert again["currency"] == "RON"
    assert again["lines"][0]["unit_price"] == money(10_000)


def test_the_page_is_shown_in_the_chosen_currency(shop, cup):
    browser = shop.anonymous
    page = browser.get(f"/produs/{cup.slug}", status=200)
    assert "100,00" in page.html.select_one(".buy__price").get_text()
    form = page.html.select_one("form.languages--currencies")
    chosen = {"currency": "EUR", "next": form.select_one("[name=next]")["value"]}
    moved = browser.post(form["action"], chosen, status=303)
    assert moved.location.endswith(f"/produs/{cup.slug}")
    page = browser.get(f"/produs/{cup.slug}", status=200)
    assert "20,00" in page.html.select_one(".buy__price").get_text()
    assert '"priceCurrency": "EUR"' in page.text
    # Somebody else still sees lei, from the page cache or not.
    other = shop.anonymous.get(f"/produs/{cup.slug}", status=200)
    assert "100,00" in other.html.select_one(".buy__price").get_text()


def test_the_cart_follows_the_chosen_currency(shop, cup):
    browser = shop.anonymous
    browser.post("/cos/add", {"variant_id": str(cup.variants[0].id), "quantity": "1"}, status=303)
    browser.post("/currency", {"currency": "EUR", "next": "/cos"}, status=303)
    assert "20,00" in browser.get("/cos", status=200).html.select_one("main").get_text()
    browser.post("/currency", {"currency": "USD", "next": "/cos"}, status=422)


def test_the_way_back_stays_in_the_shop(shop, cup):
    for bad in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        moved = shop.anonymous.post("/currency", {"currency": "EUR", "next": bad}, status=303)
        assert "evil" not in moved.location


def test_staff_sets_the_rates(shop, cup):
    browser = signed_in(shop)
    form = form_at(browser, "/admin/settings/currencies")
    form.fields["rate"][0].value = "cinci"
    assert "A rate is more than 0" in send(browser, form, status=422)
    form = form_at(browser, "/admin/settings/currencies")
    assert [field.value for field in form.fields["code"]] == ["EUR", "HUF", "", ""]
    form.fields["rate"][0].value, form.fields["step"][0].value = "4,50", "10"
    assert "The settings were saved." in send(browser, form, status=303).follow()
    assert shown(shop, cup, "EUR")[0] == money(2_220, "EUR")
    api = shop.as_("owner")
    found = api.get("/api/admin/settings", status=200).json["currencies"]
    assert found[0] == {"code": "EUR", "rate": "4.5", "step": 10}
    change = {"currencies": [{"code": "EUR", "rate": "4.9765", "step": 5}]}
    api.api_patch("/api/admin/settings", change, status=204)
    assert shown(shop, cup, "EUR")[0] == money(2_010, "EUR")
    bad = {"currencies": [{"code": "RON", "rate": "5"}]}
    problem = api.api_patch("/api/admin/settings", bad, status=422).json["errors"][0]
    assert problem["field"] == "currencies.0.code"


def test_an_edited_order_keeps_its_rate(shop, cup):
    client = shop.anonymous
    order = ordered(client, a_cart(client, cup, "EUR", 1))
    plate = a_product(shop, title="Plate", sku="PLATE", price=5_000, quantity=10)
    with shop.work() as job:
        settings.change(job, settings={"currencies": [{"code": "EUR", "rate": "4"}]})
    owner = shop.as_("owner")
    path = f"/api/admin/orders/{order['id']}"
    etag = owner.get(path, status=200).headers["ETag"]
    body = {"added": [{"sku": plate.variants[0].sku, "quantity": 1}]}
    owner.api_post(f"{path}/edit", body, headers={"If-Match": etag}, status=200)
    lines = owner.get(path, status=200).json["lines"]
    (new,) = [line for line in lines if line["sku"] == "PLATE"]
    assert new["unit_price"] == money(1_000, "EUR")
