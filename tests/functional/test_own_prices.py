"""What customers of a group see and pay, beside everybody else; and prices by quantity."""

import pytest
from accounts import sign_in
from pricing import a_list, a_promotion, card, line, shown
from shopping import a_customer
from sqlalchemy import update

from ecommus.db.tables.customers import customers
from ecommus.services import price_rules
from ecommus.services.customers import groups
from ecommus.testing import Client, a_product
from ecommus.testing.kit import PASSWORD
from ecommus.testing.queries import counted


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=100)


@pytest.fixture
def group(shop):
    with shop.work() as job:
        return groups.create(job, "trade", "Trade")


def customer(kit, shop, group=None):
    """A signed-in customer's JSON client."""
    email = "trade@example.com" if group else "ana@example.com"
    customer_id = a_customer(shop, email)
    with shop.work() as job:
        mine = customers.c.id == customer_id
        job.db.execute(update(customers).where(mine).values(group_id=group))
    body = {"email": email, "password": PASSWORD}
    signed = shop.anonymous.api_post("/api/storefront/auth/login", body, status=200).json
    return Client(kit.app, shop.host, signed["access_token"], kit.contract)


def test_a_group_sees_and_pays_its_own_price(kit, shop, cup, group):
    a_list(shop, (cup, 7_000), group_id=str(group))
    trade, ana = customer(kit, shop, group), customer(kit, shop)
    assert shown(trade, cup) == card(trade, "cup") == (7_000, None)
    assert shown(ana, cup) == card(ana, "cup") == (10_000, None)
    assert shown(shop.anonymous, cup) == (10_000, None)
    assert line(trade, cup)["unit_price"]["amount"] == 7_000
    assert line(ana, cup)["unit_price"]["amount"] == 10_000


def test_nobody_in_between_keeps_what_only_a_customer_may_see(kit, shop, cup, group):
    a_list(shop, (cup, 7_000), group_id=str(group))
    path = f"/api/storefront/products/{cup.slug}"
    assert "private" in customer(kit, shop, group).get(path).headers["Cache-Control"]
    assert "public" in shop.anonymous.get(path).headers["Cache-Control"]


def test_a_promotion_lowers_a_groups_price_too(kit, shop, cup, group):
    a_list(shop, (cup, 7_000), group_id=str(group))
    a_promotion(shop)
    trade = customer(kit, shop, group)
    assert shown(trade, cup) == (6_300, 7_000)
    entry = line(trade, cup)
    assert entry["unit_price"]["amount"] == 6_300
    assert [step["rule"].partition(":")[0] for step in entry["explanation"][:3]] == [
        "list_price", "price_list", "catalog_promotion"
    ]  # fmt: skip


def test_what_more_units_cost_is_said_before_they_are_bought(shop, cup):
    a_list(shop, (cup, 9_000, 10), (cup, 8_000, 50))
    path = f"/api/storefront/products/{cup.slug}"
    (variant,) = shop.anonymous.get(path, status=200).json["variants"]
    steps = [(s["min_quantity"], s["price"]["amount"]) for s in variant["quantity_prices"]]
    assert steps == [(10, 9_000), (50, 8_000)]
    rows = shop.anonymous.get(f"/produs/{cup.slug}").html.select(".tiers tr")
    assert [row.td.get_text().replace("\xa0", " ") for row in rows] == ["90,00 RON", "80,00 RON"]


def test_a_signed_in_browser_sees_its_price_on_pages(shop, cup, group):
    a_list(shop, (cup, 7_000), group_id=str(group))
    customer_id = a_customer(shop, "trade@example.com")
    with shop.work() as job:
        mine = customers.c.id == customer_id
        job.db.execute(update(customers).where(mine).values(group_id=group))
    browser = shop.anonymous
    sign_in(browser, "trade@example.com")
    page = browser.get(f"/produs/{cup.slug}", status=200)
    assert "70,00" in page.html.select_one(".buy__price").get_text()
    (shown_card,) = browser.get("/cautare?q=cup", status=200).html.select(".card")
    assert "70,00" in shown_card.get_text()
    again = shop.anonymous.get(f"/produs/{cup.slug}", status=200)
    assert "100,00" in again.html.select_one(".buy__price").get_text()


def test_price_rules_cost_no_statement(kit, shop, cup, monkeypatch):
    client = shop.anonymous
    path = f"/api/storefront/carts/{client.api_post('/api/storefront/carts').json['id']}"
    wanted = {"variant_id": str(cup.variants[0].id), "quantity": 2}
    client.api_post(f"{path}/lines", wanted, status=200)

    def cost():
        # The first time fills what a process remembers.
        client.get(path, status=200)
        with counted(kit) as sent:
            client.get(path, status=200)
        return len(sent)

    plain = cost()
    a_promotion(shop)
    assert cost() == plain
    a_list(shop, (cup, 7_000))
    assert cost() == plain
    # Of long lists the prices that are wanted are asked for.
    monkeypatch.setattr(price_rules, "KEPT", 0)
    a_list(shop, (cup, 6_900))  # of equals the older one holds
    assert cost() == plain + 1
    assert client.get(path, status=200).json["lines"][0]["unit_price"]["amount"] == 6_300
