"""Idempotency-Key: once in effect, the same answer again, and nobody else's."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from matrix import Things
from sqlalchemy import func, select

from ecommus.db.tables import ops, sales
from ecommus.services import catalog, checkout
from ecommus.testing import Client, a_product

ATTRIBUTES = "/api/admin/attributes"
REPLAYED = "Idempotent-Replayed"


def keyed(key):
    return {"Idempotency-Key": key}


def stored(shop):
    with shop.work() as job:
        return job.db.execute(select(func.count()).select_from(ops.idempotency)).scalar_one()


def orders(shop):
    with shop.work() as job:
        return job.db.execute(select(func.count()).select_from(sales.orders)).scalar_one()


def checkout_path(things):
    return f"/api/storefront/carts/{things.cart[0]}/checkout"


def test_the_same_answer_again_and_no_second_effect(shop):
    owner, body = shop.as_("owner"), {"code": "colour", "name": "Colour"}
    first = owner.api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=201)
    again = owner.api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=201)
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert again.json == first.json
    assert owner.get(ATTRIBUTES).json["total"] == 1
    # Without the key it is a second request, and the code is taken.
    owner.api_post(ATTRIBUTES, body, status=409)


def test_location_and_etag_come_back_too(shop):
    owner, body = shop.as_("owner"), {"name": "Cups"}
    path = "/api/admin/categories"
    first = owner.api_post(path, body, headers=keyed("k-1"), status=201)
    again = owner.api_post(path, body, headers=keyed("k-1"), status=201)
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name], name


def test_another_body_under_the_same_key_is_refused(shop):
    owner = shop.as_("owner")
    owner.api_post(ATTRIBUTES, {"code": "a", "name": "A"}, headers=keyed("k-1"), status=201)
    refused = owner.api_post(
        ATTRIBUTES, {"code": "b", "name": "B"}, headers=keyed("k-1"), status=422
    )
    assert refused.json["reason"] == "idempotency_key_reused"
    assert owner.get(ATTRIBUTES).json["total"] == 1


def at_once(*calls):
    """The answers of calls in threads of their own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(30) for future in [pool.submit(call) for call in calls]]


def test_while_the_first_one_runs_the_second_is_told(shop, monkeypatch):
    """Two real transactions: one effect, one 409, and the first one's answer afterwards."""
    inside, go_on = threading.Event(), threading.Event()
    create = catalog.create_category

    def slow(*args):
        inside.set()
        assert go_on.wait(20)
        return create(*args)

    monkeypatch.setattr(catalog, "create_category", slow)
    owner, body, path = shop.as_("owner"), {"name": "Cups"}, "/api/admin/categories"

    def first():
        return owner.api_post(path, body, headers=keyed("k-1"), status=201)

    def second():
        try:
            assert inside.wait(20)
            return owner.api_post(path, body, headers=keyed("k-1"), status=409)
        finally:
            go_on.set()

    made, told = at_once(first, second)
    assert told.json["reason"] == "idempotency_in_progress"
    third = owner.api_post(path, body, headers=keyed("k-1"), status=201)
    assert third.headers[REPLAYED] == "true"
    assert third.json == made.json
    assert owner.get(path).json["total"] == 1


def test_one_cart_ordered_six_times_at_once_is_one_order(shop):
    path = checkout_path(Things(shop))
    buyer = shop.anonymous

    def order():
        return buyer.api_post(path, headers=keyed("k-1"), status="*")

    answers = at_once(*[order] * 6)
    assert {answer.status_int for answer in answers} <= {201, 409}
    made = [answer for answer in answers if answer.status_int == 201]
    assert len({answer.json["number"] for answer in made}) == 1
    assert sum(REPLAYED not in answer.headers for answer in made) == 1
    assert orders(shop) == 1


def test_a_key_means_one_shop_one_principal_one_path(shop, other_shop):
    body, owner = {"code": "colour", "name": "Colour"}, shop.as_("owner")
    owner.api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=201)
    there = other_shop.as_("owner").api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=201)
    assert REPLAYED not in there.headers
    # Somebody else's key in the same shop: their own request, refused on its own account.
    colleague = shop.as_("manager").api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=409)
    assert colleague.json["reason"] != "idempotency_in_progress"
    things, another = Things(shop), Things(shop)
    one = shop.anonymous.api_post(checkout_path(things), headers=keyed("k-1"), status=201)
    two = shop.anonymous.api_post(checkout_path(another), headers=keyed("k-1"), status=201)
    assert one.json["id"] != two.json["id"]


def test_who_may_not_gets_no_answer_of_somebody_who_may(shop):
    body = {"code": "colour", "name": "Colour"}
    shop.as_("owner").api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=201)
    shop.as_("nobody").api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=403)
    shop.anonymous.api_post(ATTRIBUTES, body, headers=keyed("k-1"), status=401)


def test_a_refused_request_is_not_kept(shop):
    """What had no effect may be tried again with the same key."""
    product = a_product(shop, quantity=0)
    buyer = shop.anonymous
    cart = f"/api/storefront/carts/{buyer.api_post('/api/storefront/carts').json['id']}"
    refused = buyer.api_post(f"{cart}/checkout", headers=keyed("k-1"), status="*")
    assert 400 <= refused.status_int < 500
    assert stored(shop) == 0
    owner, body = shop.as_("owner"), {"sku": "NONE", "kind": "received", "quantity": 1}
    move = "/api/admin/stock/movements"
    owner.api_post(move, body, headers=keyed("k-2"), status="4*")
    assert stored(shop) == 0
    body = {"variant_id": str(product.variants[0].id), "kind": "received", "quantity": 1}
    owner.api_post(move, body, headers=keyed("k-2"), status=201)
    assert stored(shop) == 1


def test_a_failed_request_is_not_kept(shop, monkeypatch):
    path = checkout_path(Things(shop))

    def broken(*_args):
        raise RuntimeError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(checkout, "place", broken)
        Client(shop.kit.app, shop.host).api_post(path, headers=keyed("k-1"), status=500)
    assert (stored(shop), orders(shop)) == (0, 0)
    answer = shop.anonymous.api_post(path, headers=keyed("k-1"), status=201)
    assert REPLAYED not in answer.headers
    assert (stored(shop), orders(shop)) == (1, 1)


def test_secrets_are_never_handed_out_twice(shop):
    """A cart's token, a key, a session: each request makes another."""
    buyer, owner = shop.anonymous, shop.as_("owner")
    carts = [buyer.api_post("/api/storefront/carts", headers=keyed("k-1"), status=201)
             for _ in range(2)]  # fmt: skip
    keys = [
        owner.api_post(
            "/api/admin/api-keys", {"name": "k", "scopes": []}, headers=keyed("k-1"), status=201
        )
        for _ in range(2)
    ]
    sessions = [
        shop.anonymous.api_post(
            "/api/admin/auth/login", Things(shop).credentials, headers=keyed("k-1"), status=200
        )
        for _ in range(2)
    ]
    assert carts[0].json["id"] != carts[1].json["id"]
    assert keys[0].json["key"] != keys[1].json["key"]
    assert sessions[0].headers["Set-Cookie"] != sessions[1].headers["Set-Cookie"]
    assert all(REPLAYED not in answer.headers for answer in (*carts, *keys, *sessions))
    assert stored(shop) == 0


@pytest.mark.parametrize("key", ["a" * 256, "two words", "tab\there"])
def test_a_key_is_visible_ascii(shop, key):
    body = {"code": "colour", "name": "Colour"}
    shop.as_("owner").api_post(ATTRIBUTES, body, headers=keyed(key), status=400)


def summary(shop, things, key):
    """The order button of the checkout page."""
    name = f"ecommus-cart-{shop.kit.registry.installation}"
    headers = {"Cookie": f"{name}={things.cart[0]}"}
    form = {"idempotency_key": key}
    return shop.anonymous.post("/finalizare/sumar", form, headers=headers, status=303)


def test_the_button_pressed_twice_is_one_order(shop):
    things = Things(shop)
    first, second = summary(shop, things, "form-1"), summary(shop, things, "form-1")
    assert second.headers[REPLAYED] == "true"
    assert second.location == first.location
    assert orders(shop) == 1


def test_two_shoppers_with_the_same_key_get_an_order_each(shop):
    """A page's address is everybody's: what tells shoppers apart is their cart."""
    first = summary(shop, Things(shop), "1")
    second = summary(shop, Things(shop), "1")
    assert second.location != first.location
    assert orders(shop) == 2
