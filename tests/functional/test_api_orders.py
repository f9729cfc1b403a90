"""The API as an integrator walks it: make a product, fill a cart, order it twice with one key."""

from ecommus.testing import a_product, an_address


def a_ready_cart(client, sku, quantity=1):
    cart = client.api_post("/api/storefront/carts", status=201).json
    path = f"/api/storefront/carts/{cart['id']}"
    client.api_post(f"{path}/lines", {"sku": sku, "quantity": quantity}, status=200)
    client.api_patch(
        path,
        {
            "email": "ana@example.com",
            "shipping_address": an_address(),
            "shipping_method": "flat",
            "payment_method": "cod",
        },
        status=200,
    )
    return path


def test_one_key_one_order(shop):
    owner, buyer = shop.as_("owner"), shop.anonymous
    body = {
        "title": "Ceașcă",
        "status": "active",
        "variants": [{"sku": "CUP", "price": {"amount": 4500, "currency": "RON"}}],
    }
    product = owner.api_post("/api/admin/products", body, status=201).json
    move = {"sku": "CUP", "kind": "received", "quantity": 5}
    owner.api_post("/api/admin/stock/movements", move, status=201)
    path = a_ready_cart(buyer, "CUP", 2)
    key = {"Idempotency-Key": "order-1"}
    first = buyer.api_post(f"{path}/checkout", headers=key, status=201)
    second = buyer.api_post(f"{path}/checkout", headers=key, status=201)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.json == second.json
    assert owner.get("/api/admin/orders").json["total"] == 1
    level = owner.get(f"/api/admin/stock/{product['variants'][0]['id']}").json
    assert (level["on_hand"], level["allocated"], level["available"]) == (5, 2, 3)


def test_staff_fulfil_and_the_ledger_says_why(shop):
    product = a_product(shop, sku="A", quantity=5)
    order = shop.anonymous.api_post(f"{a_ready_cart(shop.anonymous, 'A', 2)}/checkout").json
    owner = shop.as_("owner")
    path = f"/api/admin/orders/{order['id']}"
    owner.api_post(f"{path}/fulfil", status=409)
    owner.api_post(f"{path}/confirm", status=200)
    done = owner.api_post(f"{path}/fulfil", {"tracking_number": "X1"}, status=200).json
    assert done["fulfilment_status"] == "fulfilled"
    stock = owner.get(f"/api/admin/stock/{product.variants[0].id}").json
    assert (stock["on_hand"], stock["allocated"]) == (3, 0)
    assert [row["kind"] for row in stock["movements"]] == ["sold", "allocated", "received"]
    assert all(row["order_id"] == order["id"] for row in stock["movements"][:2])
