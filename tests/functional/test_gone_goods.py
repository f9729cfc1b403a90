"""Goods that are deleted leave the carts they were in, and nothing breaks on them."""

import pytest
from sqlalchemy import update

from ecommus.db.tables.catalog import variants
from ecommus.testing import a_product, an_address

CARTS = "/api/storefront/carts"


@pytest.fixture
def goods(shop):
    """A cup and a plate."""
    return [
        a_product(shop, title=name, price=1000 * n, quantity=9, sku=f"{name}-{n}".upper())
        for n, name in enumerate(("Cup", "Plate"), 1)
    ]


@pytest.fixture
def path(shop, goods):
    """The API path of a cart with two of each, ready to be ordered, its units held."""
    buyer = shop.anonymous
    path = f"{CARTS}/{buyer.api_post(CARTS, status=201).json['id']}"
    for product in goods:
        line = {"sku": product.variants[0].sku, "quantity": 2}
        buyer.api_post(f"{path}/lines", line, status=200)
    fields = {"email": "ana@example.com", "shipping_address": an_address(),
              "shipping_method": "flat", "payment_method": "cod"}  # fmt: skip
    buyer.api_patch(path, fields, status=200)
    buyer.api_post(f"{path}/reserve", status=200)
    return path


def delete(shop, product):
    owner, path = shop.as_("owner"), f"/api/admin/products/{product.id}"
    tag = owner.get(path).headers["ETag"]
    owner.api_delete(path, headers={"If-Match": tag}, status=204)


def skus(answer):
    return [line["sku"] for line in answer.json["lines"]]


def test_the_rest_stays_and_is_ordered(shop, goods, path):
    buyer = shop.anonymous
    cup, plate = goods
    delete(shop, cup)
    seen = buyer.get(path)
    assert skus(seen) == [plate.variants[0].sku]
    assert seen.json["items_total"]["amount"] == 4000
    assert skus(buyer.api_post(f"{path}/reserve", status=200)) == [plate.variants[0].sku]
    # Whoever reads first or writes first: both see the same.
    line = seen.json["lines"][0]["id"]
    changed = buyer.api_patch(f"{path}/lines/{line}", {"quantity": 3}, status=200)
    assert skus(changed) == [plate.variants[0].sku]
    order = buyer.api_post(f"{path}/checkout", status=201).json
    assert [(each["sku"], each["quantity"]) for each in order["lines"]] == [
        (plate.variants[0].sku, 3)
    ]


def test_an_order_of_nothing_is_refused(shop, goods, path):
    for product in goods:
        delete(shop, product)
    buyer = shop.anonymous
    assert buyer.get(path).json["lines"] == []
    refused = buyer.api_post(f"{path}/checkout", status=409).json
    assert refused["reason"] == "cart_empty"
    line = {"sku": goods[0].variants[0].sku, "quantity": 1}
    assert buyer.api_post(f"{path}/lines", line, status=422).json["reason"] == "unknown_variant"


def test_the_pages_of_a_cart_of_nothing(shop, goods):
    browser, cup = shop.anonymous, goods[0]
    browser.post("/cos/add", {"variant_id": str(cup.variants[0].id), "quantity": "2"}, status=303)
    assert cup.title in browser.get("/cos", status=200).text
    delete(shop, cup)
    assert cup.title not in browser.get("/cos", status=200).text
    assert browser.get("/finalizare/adresa", status=303).location.endswith("/cos")


def test_a_draft_of_nothing_is_not_sent(shop, goods):
    owner = shop.as_("owner")
    body = {"email": "ana@example.com", "lines": [{"sku": goods[0].variants[0].sku}]}
    draft = owner.api_post("/api/admin/drafts", body, status=201).json
    delete(shop, goods[0])
    refused = owner.api_post(f"/api/admin/drafts/{draft['id']}/send", status=409).json
    assert refused["reason"] == "cart_empty"


def test_a_cart_is_never_answered_as_not_modified(shop, goods, path):
    """Its version stays, its prices do not."""
    buyer, cup = shop.anonymous, goods[0]
    tag = buyer.get(path).headers["ETag"]
    with shop.work() as job:
        job.db.execute(update(variants).where(variants.c.id == cup.variants[0].id).values(price=9))
        job.changed(catalogue=True)
    again = buyer.get(path, headers={"If-None-Match": tag}, status=200)
    assert again.json["lines"][0]["unit_price"]["amount"] == 9


def test_the_back_office_counts_what_there_is(shop, goods):
    owner = shop.as_("owner")
    lines = [{"sku": product.variants[0].sku, "quantity": 2} for product in goods]
    draft = owner.api_post("/api/admin/drafts", {"lines": lines}, status=201).json
    (row,) = owner.get("/api/admin/drafts").json["items"]
    assert row["units"] == 4
    delete(shop, goods[0])
    (row,) = owner.get("/api/admin/drafts").json["items"]
    assert row["units"] == 2
    shown = owner.get(f"/api/admin/drafts/{draft['id']}").json
    assert [line["sku"] for line in shown["lines"]] == [goods[1].variants[0].sku]
