"""What a walk through the back office found: forms that refused their own words, and the like."""

from mailbox import mails

import pytest
from drafting import a_draft
from pages import form_at, send, signed_in
from selling import an_order, read
from taxed import a_method

from ecommus.testing import a_product


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=3, sku="CUP")


@pytest.fixture
def plate(shop):
    return a_product(shop, title="Plate", price=2_000, quantity=9, sku="PLATE")


@pytest.fixture
def browser(shop):
    return signed_in(shop)


def ron(amount):
    return {"amount": amount, "currency": "RON"}


def test_goods_are_added_to_an_order_as_they_were_looked_at(shop, browser, cup, plate):
    order = an_order(shop, (cup, 1))
    path = f"/admin/orders/{order.id}/edit"
    form = form_at(browser, path, "/edit")
    form["sku-0"] = "PLATE"
    page = send(browser, form, name="step", value="preview")
    form = next(f for f in page.forms.values() if f.action.endswith("/edit"))
    assert send(browser, form, name="step", value="apply").status_int == 303
    assert [line.sku for line in read(shop, order).lines] == ["CUP", "PLATE"]


def test_amounts_are_read_as_romanians_write_them(shop, browser, cup):
    order = an_order(shop, (cup, 1))
    form = form_at(browser, f"/admin/orders/{order.id}/edit", "/edit")
    form["shipping"] = "1.009,50"
    page = send(browser, form, name="step", value="preview")
    assert page.status_int == 200
    draft = a_draft(shop, (cup.variants[0], 1))
    form = form_at(browser, f"/admin/drafts/{draft.id}", "/contents")
    price = next(name for name in form.fields if name and name.startswith("price-"))
    form[price] = "62,10"
    send(browser, form, status=303)
    shown = shop.as_("owner").get(f"/api/admin/drafts/{draft.id}").json
    assert shown["lines"][0]["agreed_price"] == ron(6_210)


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+14:00"]
)
def test_the_ends_of_the_calendar_are_no_times(shop, browser, when):
    owner = shop.as_("owner")
    card = {"amount": ron(100), "expires_at": when}
    owner.api_post("/api/admin/gift-cards", card, status=422)
    browser.get("/admin/gift-cards", status=200)


@pytest.mark.parametrize("wrong", [{"locale": "1"}, {"locale": "active"}])
def test_a_card_that_could_not_be_mailed_is_not_issued(shop, wrong):
    card = {"amount": ron(100), "recipient_email": "ana@example.com"} | wrong
    shop.as_("owner").api_post("/api/admin/gift-cards", card, status=422)


def test_a_recipient_is_an_address(browser):
    form = form_at(browser, "/admin/gift-cards/new")
    form["amount"], form["recipient_email"] = "3", "x@"
    assert send(browser, form, status="*").status_int == 422


def test_a_limit_set_later_counts_the_orders_before(shop, cup):
    owner = shop.as_("owner")
    sale = {"name": "Sale", "enabled": True,
            "actions": [{"type": "order_percentage", "percentage": "10.00"}]}  # fmt: skip
    made = owner.api_post("/api/admin/promotions", sale, status=201)
    for _ in range(2):
        assert an_order(shop, (cup, 1)).discount_total
    path = f"/api/admin/promotions/{made.json['id']}"
    tag = {"If-Match": owner.get(path).headers["ETag"]}
    owner.api_patch(path, {"usage_limit": 1}, headers=tag, status=422)
    limited = owner.api_patch(path, {"usage_limit": 2}, headers=tag, status=200).json
    assert limited["used"] == 2
    assert an_order(shop, (cup, 1)).discount_total == 0


def test_what_is_picked_up_is_not_on_its_way(kit, shop, cup):
    place = {"pickup_address": "Str. Mică 1, Cluj-Napoca"}
    a_method(shop, code="here", name="Pick-up", kind="pickup", enabled=True, **place)
    order = an_order(shop, (cup, 1), shipping_method="here", email="fetch@example.com")
    path = f"/api/admin/orders/{order.id}"
    for step in ("confirm", "fulfil"):
        shop.as_("owner").api_post(f"{path}/{step}", status=200)
    told = mails(kit, "fetch@example.com", shop)[-1]
    assert "poate fi ridicată" in told["Subject"]
    html = told.get_body(("html",)).get_content()
    assert "Str. Mică 1" in html
    assert "Comanda ta este gata" in html
    assert "a plecat" not in html


def test_few_are_left_in_romanian(shop, cup):
    assert "Au mai rămas 3" in shop.anonymous.get(f"/produs/{cup.slug}", status=200).text


def test_a_part_without_a_title_is_named_by_its_fields(shop, browser):
    sale = {"name": "Sale", "actions": []}
    made = shop.as_("owner").api_post("/api/admin/promotions", sale, status=201).json
    path = f"/admin/promotions/{made['id']}/add-action?type=order_fixed"
    forms = browser.get(path, status=200).forms.values()
    form, amount = next((f, n) for f in forms for n in f.fields if n and "amount" in n)
    form[amount] = "x"
    page = send(browser, form, status="*")
    assert page.html.select_one(".alert--error, .field__error, [aria-invalid]") is not None
    assert "Project-Id-Version" not in page.text
