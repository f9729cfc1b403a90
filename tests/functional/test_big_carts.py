"""Fifty lines under fifty promotions: a change costs as many statements as with one of each."""

import pytest

from ecommus.testing import a_product
from ecommus.testing.queries import counted

MANY = 50


@pytest.fixture(scope="module")
def shop(kit):
    """A shop with fifty products and, at first, one promotion."""
    shop = kit.shop()
    for number in range(MANY):
        a_product(shop, sku=f"P{number}", title=f"Thing {number}", price=1000 + number, quantity=99)
    promote(shop, 1)
    return shop


def promote(shop, count):
    """So many promotions, of all kinds, every second one with a limit."""
    owner = shop.as_("owner")
    actions = (
        {"type": "item_percentage", "percentage": "1.00"},
        {"type": "order_percentage", "percentage": "1.00"},
        {"type": "item_fixed", "amount": 5, "currency": "RON"},
        {"type": "buy_x_get_y", "buy": 2, "get": 1, "percentage": "10.00"},
    )
    for number in range(count):
        body = {
            "name": f"Promotion {number}",
            "enabled": True,
            "priority": number,
            "usage_limit": 1000 if number % 2 else None,
            "rules": [{"type": "cart_quantity", "count": 1}, {"type": "nth_order", "count": 1}],
            "actions": [actions[number % len(actions)]],
        }
        owner.api_post("/api/admin/promotions", body, status=201)


def cart(shop, lines):
    """A cart of so many lines, and how many statements one more unit in it costs."""
    buyer = shop.anonymous
    made = buyer.api_post("/api/storefront/carts", status=201).json
    path = f"/api/storefront/carts/{made['id']}"
    buyer.api_patch(path, {"email": "ana@example.com"}, status=200)
    for number in range(lines):
        buyer.api_post(f"{path}/lines", {"sku": f"P{number}", "quantity": 1}, status=200)
    with counted(shop.kit) as sent:
        answer = buyer.api_post(f"{path}/lines", {"sku": "P0", "quantity": 1}, status=200)
    return answer.json, len(sent)


def test_a_change_costs_the_same_however_much_there_is(shop):
    small, few = cart(shop, 1)
    assert len(small["promotions"]) == 1
    promote(shop, MANY)
    # The first look after a change reads the definitions anew.
    cart(shop, 1)
    _one, one = cart(shop, 1)
    large, many = cart(shop, MANY)
    assert len(large["lines"]) == MANY
    assert len(large["promotions"]) > MANY / 2
    assert one == many
    # Limits are counted in one statement, however many promotions have one.
    assert many <= few + 1
    assert large["total"]["amount"] == sum(line["total"]["amount"] for line in large["lines"])
