"""Low stock: told once when it falls to the shop's number or the variant's own, not for carts."""

import pytest
from selling import an_order
from sqlalchemy import select

from ecommus.db.queries import sales
from ecommus.db.tables.ops import outbox
from ecommus.services import checkout, stocktaking
from ecommus.services.tokens import token_hash
from ecommus.testing import a_product


@pytest.fixture
def product(shop):
    return a_product(shop, title="Teapot", sku="TEA", price=4500, quantity=6)


def told(shop):
    """(left, threshold) of what was told, oldest first."""
    with shop.work() as job:
        statement = select(outbox.c.payload).where(outbox.c.name == "inventory.low")
        rows = job.db.execute(statement.order_by(outbox.c.id)).scalars()
        return [(row["left"], row["threshold"]) for row in rows]


def test_once_for_a_fall_and_again_for_the_next(shop, product):
    an_order(shop, (product, 2))
    assert told(shop) == []
    an_order(shop, (product, 1))
    an_order(shop, (product, 1))
    assert told(shop) == [(3, 3)]
    with shop.work() as job:
        stocktaking.move(job, product.variants[0].id, "received", 10)
        stocktaking.move(job, product.variants[0].id, "damaged", 11)
    assert told(shop) == [(3, 3), (1, 3)]


def test_the_shop_and_the_variant_say_when(shop, product):
    owner = shop.as_("owner")
    owner.api_patch("/api/admin/settings", {"stock": {"low": 5}}, status=204)
    assert owner.get("/api/admin/settings").json["stock"] == {"low": 5}
    an_order(shop, (product, 1))
    assert told(shop) == [(5, 5)]
    path = f"/api/admin/products/{product.id}"
    variant = f"{path}/variants/{product.variants[0].id}"
    tag = {"If-Match": owner.get(path).headers["ETag"]}
    changed = owner.api_patch(variant, {"low_stock": 1}, headers=tag, status=200).json
    assert changed["variants"][0]["low_stock"] == 1
    an_order(shop, (product, 3))
    assert told(shop) == [(5, 5)]
    an_order(shop, (product, 1))
    assert told(shop) == [(5, 5), (1, 1)]
    listed = shop.signed_in().get("/admin/stock?state=low", status=200)
    assert "Teapot" in listed


def test_what_a_cart_holds_may_come_back(shop, product):
    buyer = shop.anonymous
    cart = buyer.api_post("/api/storefront/carts", status=201).json["id"]
    line = {"sku": "TEA", "quantity": 6}
    buyer.api_post(f"/api/storefront/carts/{cart}/lines", line, status=200)
    with shop.work() as job:
        checkout.reserve(job, sales.cart(job.db, token_hash(cart)))
    assert told(shop) == []


@pytest.mark.parametrize("low", [-1, 10001])
def test_nonsense_is_refused(shop, low):
    body = {"stock": {"low": low}}
    answer = shop.as_("owner").api_patch("/api/admin/settings", body, status=422).json
    assert answer["errors"][0]["field"] == "stock.low"
