"""1,000 buyers, 10 units, 10 orders (commerce.md), through two web processes."""

import time
from collections import Counter
from secrets import token_hex

import pytest

from .buying import (
    a_product,
    a_ready_cart,
    check_books,
    checkout,
    level,
    orders_of,
    rows,
    together,
)

BUYERS, UNITS, PREPARING = 1000, 10, 20


@pytest.fixture(scope="module")
def shop(installation, port):
    """The demo shop ``home``, served by two processes; answers a client factory and its owner."""
    installation.serve(port + 1)

    def buyer(number: int):
        return installation.api("home", port=port + number % 2)

    with installation.owner("home") as owner:
        yield buyer, owner


def test_a_thousand_buyers_ten_units_ten_orders(installation, shop):
    buyer, owner = shop
    sku = a_product(owner, UNITS)

    def prepare(number):
        with buyer(number) as api:
            return [a_ready_cart(api, sku) for _ in range(BUYERS // PREPARING)]

    carts = [path for part in together(PREPARING, prepare) for path in part]

    def buy(number):
        with buyer(number) as api:
            return checkout(api, carts[number])

    answers = together(BUYERS, buy)
    seen = Counter((answer.status, answer.reason) for answer in answers)
    assert seen == {(201, ""): UNITS, (409, "out_of_stock"): BUYERS - UNITS}
    orders = orders_of(installation, [sku])
    placed = [answer.json for answer in answers if answer.status == 201]
    assert {str(order.id) for order in orders} == {order["id"] for order in placed}
    assert len({order["number"] for order in placed}) == UNITS
    assert level(installation, sku) == (UNITS, UNITS, 0)
    check_books(installation)


def test_the_whole_way_in_a_rush(installation, shop):
    """Cart, line, address and checkout all at once: late ones are told at the line."""
    buyer, owner = shop
    sku = a_product(owner, UNITS)

    def buy(number):
        with buyer(number) as api:
            return checkout(api, a_ready_cart(api, sku))

    seen = Counter((answer.status, answer.reason) for answer in together(60, buy))
    assert seen.pop((201, "")) == UNITS
    # Whose line was refused already orders an empty cart.
    assert set(seen) <= {(409, "out_of_stock"), (409, "cart_empty")}
    assert level(installation, sku) == (UNITS, UNITS, 0)
    check_books(installation)


@pytest.mark.parametrize("key", [None, "press-once"])
def test_one_cart_ordered_by_twenty_at_once_is_one_order(installation, shop, key):
    buyer, owner = shop
    sku = a_product(owner, 100)
    with buyer(0) as api:
        path = a_ready_cart(api, sku)

    def press(number):
        with buyer(number) as api:
            return checkout(api, path, key)

    answers = together(20, press)
    placed = [answer for answer in answers if answer.status == 201]
    assert len({answer.json["id"] for answer in placed}) == 1
    refused = Counter((a.status, a.reason) for a in answers if a.status != 201)
    if key is None:
        assert len(placed) == 1
        assert refused == {(409, "cart_ordered"): 19}
    else:
        assert set(refused) <= {(409, "idempotency_in_progress")}
        with buyer(1) as api:
            again = checkout(api, path, key)
        assert again.headers["idempotent-replayed"] == "true"
        assert again.body == placed[0].body
    assert len(orders_of(installation, [sku])) == 1
    assert level(installation, sku) == (100, 1, 0)


def test_a_coupon_for_one_is_for_one(installation, shop):
    """A limit of one, a hundred carts that hold the code, all ordered at once."""
    buyer, owner = shop
    sku, code = a_product(owner, 1000, price=10_000), f"ONE{token_hex(4)}".upper()
    half = {"type": "order_percentage", "percentage": "50.00"}
    body = {"name": "Half", "enabled": True, "coupon_based": True, "actions": [half]}
    promotion = owner.good("POST", "/api/admin/promotions", body)["id"]
    coupons = f"/api/admin/promotions/{promotion}/coupons"
    owner.good("POST", coupons, {"code": code, "usage_limit": 1})

    def prepare(number):
        with buyer(number) as api:
            path = a_ready_cart(api, sku, email=f"buyer-{number}@example.com")
            # The other process hears of a new promotion within a second.
            deadline = time.monotonic() + 10
            while api.patient("PATCH", path, {"coupons": [code]}).status != 200:
                assert time.monotonic() < deadline
                time.sleep(0.2)
            return path

    carts = together(100, prepare)

    def buy(number):
        with buyer(number) as api:
            return checkout(api, carts[number])

    answers = together(100, buy)
    placed = [answer.json for answer in answers if answer.status == 201]
    refused = Counter((a.status, a.reason) for a in answers if a.status != 201)
    assert len(placed) == 1
    assert placed[0]["discount_total"]["amount"] == -5_000
    assert set(refused) <= {(409, "coupon_used_up"), (409, "coupon_invalid")}
    (row,) = rows(installation, "SELECT used FROM coupons WHERE code = %s", code)
    assert row.used == 1
    used = "SELECT count(*) AS n FROM promotion_uses WHERE promotion_id = %s"
    assert rows(installation, used, promotion)[0].n == 1
    check_books(installation)


def test_a_gift_card_is_spent_once(installation, shop):
    """A card of 100,00 in twenty carts of more, all ordered at once: what was on it is what it
    paid, and whoever came too late is told to look again."""
    buyer, owner = shop
    sku = a_product(owner, 1000, price=7_000)
    body = {"amount": {"amount": 10_000, "currency": "RON"}}
    card = owner.good("POST", "/api/admin/gift-cards", body)

    def prepare(number):
        with buyer(number) as api:
            path = a_ready_cart(api, sku, email=f"buyer-{number}@example.com")
            assert api.patient("PATCH", path, {"coupons": [card["code"]]}).status == 200
            return path

    carts = together(20, prepare)

    def buy(number):
        with buyer(number) as api:
            return checkout(api, carts[number])

    answers = together(20, buy)
    placed = [answer.json for answer in answers if answer.status == 201]
    refused = Counter((a.status, a.reason) for a in answers if a.status != 201)
    # The first pays whole; whoever looked after it finds the rest, whoever after that nothing.
    assert len(placed) >= 1
    assert set(refused) <= {(409, "balance_changed"), (409, "gift_card_empty")}
    spent = sum(order["balance_total"]["amount"] for order in placed)
    (left,) = rows(installation, "SELECT amount FROM balances WHERE id = %s", card["id"])
    assert (spent <= 10_000, left.amount) == (True, 10_000 - spent)
    paid = "SELECT coalesce(sum(captured), 0)::bigint AS n FROM payments WHERE balance_id = %s"
    assert rows(installation, paid, card["id"])[0].n == spent
    check_books(installation)


def test_opposite_orders_do_not_deadlock(installation, shop):
    """Two products, put in in opposite order, bought and reserved in two processes at once."""
    buyer, owner = shop
    first, second = a_product(owner, 1000), a_product(owner, 1000)
    before = deadlocks(installation)

    def buy(number):
        skus = (first, second) if number % 2 else (second, first)
        statuses = []
        with buyer(number // 2) as api:
            for _ in range(15):
                path = a_ready_cart(api, *skus)
                statuses.append(api.call("POST", f"{path}/reserve", {}).status)
                statuses.append(api.call("POST", f"{path}/checkout", {}).status)
        return statuses

    seen = Counter(status for part in together(8, buy) for status in part)
    assert seen == {200: 120, 201: 120}
    assert deadlocks(installation) == before
    assert level(installation, first) == level(installation, second) == (1000, 120, 0)
    check_books(installation)


def deadlocks(installation) -> int:
    """How many the database has had to break."""
    (row,) = rows(installation, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'ecommus'")
    return row.deadlocks
