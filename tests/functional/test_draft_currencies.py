"""Drafts in another currency than the shop's: prices, agreements, lists, the order."""

import pytest
from drafting import READY
from pages import send, signed_in
from sqlalchemy import update

from ecommus.core.ids import uuid7
from ecommus.db.tables.ops import tenant_plugins
from ecommus.db.tables.sales import carts
from ecommus.services import settings
from ecommus.testing import a_product, an_address

DRAFTS = "/api/admin/drafts"
EURO = [{"code": "EUR", "rate": "5", "step": 1}]


@pytest.fixture(autouse=True)
def euro(shop):
    """The shop sells in euro too, five lei each, and takes transfers."""
    account = {"iban": "RO49AAAA1B31007593840000"}
    row = {"id": uuid7(), "plugin": "payment-transfer", "enabled": True, "settings": account}
    with shop.work() as job:
        job.db.execute(tenant_plugins.insert().values(**row))
        settings.change(job, settings={"currencies": EURO})


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=50, sku="CUP")


@pytest.fixture
def staff(shop):
    return shop.as_("staff")


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


def new(staff, **fields):
    line = {"sku": "CUP", "quantity": 2, "agreed_price": eur(1_500), "price_reason": "Regular"}
    body = READY | {
        "payment_method": "transfer",
        "shipping_address": an_address(),
        "lines": [line],
        "currency": "EUR",
    }
    return staff.api_post(DRAFTS, body | fields, status=201).json


def change(staff, draft, status=200, **fields):
    tag = {"If-Match": f'"{draft["version"]}"'}
    return staff.api_patch(f"{DRAFTS}/{draft['id']}", fields, headers=tag, status=status).json


def test_it_is_agreed_on_and_ordered_in_that_currency(staff, cup):
    draft = new(staff)
    (line,) = draft["lines"]
    assert (line["unit_price"], line["total"]) == (eur(1_500), eur(3_000))
    order = staff.api_post(f"{DRAFTS}/{draft['id']}/place", status=201).json
    assert order["currency"] == "EUR"
    assert order["lines"][0]["unit_price"] == eur(1_500)
    copied = staff.api_post(f"/api/admin/orders/{order['id']}/copy", status=201).json
    assert copied["lines"][0]["unit_price"] == eur(2_000)


def test_what_was_agreed_holds_in_its_currency_only(staff, cup):
    lei = change(staff, new(staff), currency="RON")
    (line,) = lei["lines"]
    assert line["unit_price"] == {"amount": 10_000, "currency": "RON"}
    assert (line["agreed_price"], line["price_reason"]) == (None, None)


def test_a_currency_it_does_not_sell_in_is_refused(staff, cup):
    draft = new(staff)
    wrong = change(staff, draft, 422, currency="CHF")
    assert [error["field"] for error in wrong["errors"]] == ["currency"]
    assert staff.get(f"{DRAFTS}/{draft['id']}").json["version"] == draft["version"]
    staff.api_post(DRAFTS, {"currency": "USD"}, status=422)


def test_a_currency_given_up_is_said_before_anything_is_sold(shop, staff, cup):
    draft = new(staff)
    with shop.work() as job:
        settings.change(job, settings={"currencies": []})
    shown = staff.get(f"{DRAFTS}/{draft['id']}", status=200).json
    assert [problem["code"] for problem in shown["problems"]] == ["currency_gone"]
    # Fifteen euro do not become fifteen lei.
    assert shown["lines"][0]["unit_price"] == {"amount": 10_000, "currency": "RON"}
    refused = staff.api_post(f"{DRAFTS}/{draft['id']}/place", status=409).json
    assert refused["reason"] == "currency_gone"
    page = signed_in(shop, "staff").get(f"/admin/drafts/{draft['id']}", status=200)
    assert "agreed in EUR" in page.text
    lei = change(staff, shown, currency="RON")
    assert lei["problems"] == []
    staff.api_post(f"{DRAFTS}/{draft['id']}/place", status=201)


def test_a_change_is_kept_when_other_goods_are_gone(shop, staff, cup):
    plate = a_product(shop, title="Plate", price=1_000, quantity=9, sku="PLATE")
    lines = [{"sku": "CUP", "quantity": 2, "agreed_price": eur(1_500)}, {"sku": "PLATE"}]
    drafts = [new(staff, lines=lines) for _ in range(2)]
    place = f"/api/admin/products/{plate.id}"
    tag = {"If-Match": shop.as_("owner").get(place).headers["ETag"]}
    shop.as_("owner").api_delete(place, headers=tag, status=204)
    lei = change(staff, drafts[0], currency="RON")
    assert staff.get(f"{DRAFTS}/{lei['id']}").json["lines"] == lei["lines"]
    assert lei["lines"][0]["agreed_price"] is None
    line = f"{DRAFTS}/{drafts[1]['id']}/lines/{drafts[1]['lines'][0]['id']}"
    tag = {"If-Match": f'"{drafts[1]["version"]}"'}
    staff.api_patch(line, {"agreed_price": eur(1_000)}, headers=tag, status=200)
    (kept,) = staff.get(f"{DRAFTS}/{drafts[1]['id']}").json["lines"]
    assert kept["agreed_price"] == eur(1_000)


def test_nothing_new_is_agreed_on_in_a_currency_given_up(shop, staff, cup):
    draft = new(staff)
    with shop.work() as job:
        settings.change(job, settings={"currencies": []})
    line = f"{DRAFTS}/{draft['id']}/lines/{draft['lines'][0]['id']}"
    tag = {"If-Match": f'"{draft["version"]}"'}
    refused = staff.api_patch(line, {"agreed_price": eur(900)}, headers=tag, status=409).json
    assert refused["reason"] == "currency_gone"


def test_lists_say_what_goods_are_worth_in_the_shops_currency(shop, staff, cup):
    """Two cups of a hundred lei; what was agreed on in lei counts, in euro it does not."""
    new(staff)
    agreed = {"sku": "CUP", "quantity": 1, "agreed_price": {"amount": 8_000, "currency": "RON"}}
    new(staff, currency=None, lines=[agreed])
    rows = staff.get(DRAFTS).json["items"]
    assert [row["value"] for row in rows] == [
        {"amount": 8_000, "currency": "RON"},
        {"amount": 20_000, "currency": "RON"},
    ]
    buyer = shop.anonymous
    path = "/api/storefront/carts"
    cart = f"{path}/{buyer.api_post(f'{path}?currency=EUR', status=201).json['id']}"
    buyer.api_post(f"{cart}/lines", {"sku": "CUP", "quantity": 3}, status=200)
    buyer.api_patch(cart, {"email": "left@example.com"}, status=200)
    with shop.work() as job:
        job.db.execute(
            update(carts)
            .where(carts.c.email == "left@example.com")
            .values(left_at=carts.c.updated_at)
        )
    (row,) = staff.get("/api/admin/left-carts").json["items"]
    assert row["value"] == {"amount": 30_000, "currency": "RON"}


def test_on_the_page(shop, staff, cup):
    draft = new(staff, currency=None, lines=[{"sku": "CUP", "quantity": 2}])
    browser, path = signed_in(shop, "staff"), f"/admin/drafts/{draft['id']}"
    form = browser.get(path, status=200).forms["details"]
    assert form["currency"].value == "RON"
    form["currency"] = "EUR"
    send(browser, form, status=303)
    page = browser.get(f"{path}?q=cup", status=200)
    assert "€40.00" in page.text
    assert "€20.00" in page.html.select_one(".draft__found").text
