"""Orders that staff write: at agreed prices, placed on the phone, copied from others; notes."""

import pytest
from drafting import READY, a_draft
from selling import an_order, read

from ecommus.core.pricing import PriceQuestion, price
from ecommus.testing import a_product, an_address

DRAFTS = "/api/admin/drafts"


def money(amount):
    return {"amount": amount, "currency": "RON"}


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=50, sku="CUP")


@pytest.fixture
def staff(shop):
    return shop.as_("staff")


def new(staff, *lines, **fields):
    body = READY | {"shipping_address": an_address(), "lines": list(lines)} | fields
    return staff.api_post(DRAFTS, body, status=201).json


def test_an_agreed_price_is_charged_and_explained(staff, cup):
    agreed = {"sku": "CUP", "quantity": 3, "agreed_price": money(8_000), "price_reason": "Regular"}
    draft = new(staff, agreed)
    line = draft["lines"][0]
    assert (line["unit_price"], line["total"]["amount"]) == (money(8_000), 24_000)
    assert (line["agreed_price"], line["price_reason"]) == (money(8_000), "Regular")
    step = next(s for s in draft["explanation"] if s["rule"] == "staff_price")
    assert (step["before"], step["after"], step["detail"]) == (10_000, 8_000, "Regular")
    back = staff.api_patch(
        f"{DRAFTS}/{draft['id']}/lines/{line['id']}", {"agreed_price": None}, status=200,
        headers={"If-Match": f'"{draft["version"]}"'},
    ).json  # fmt: skip
    assert back["lines"][0]["unit_price"] == money(10_000)
    assert back["lines"][0]["price_reason"] is None


def test_promotions_take_nothing_off_what_was_agreed(shop, staff, cup):
    sale = {"name": "Sale", "enabled": True,
            "actions": [{"type": "order_percentage", "percentage": "10.00"}]}  # fmt: skip
    shop.as_("owner").api_post("/api/admin/promotions", sale, status=201)
    mug = a_product(shop, title="Mug", price=1_000, sku="MUG")
    fixed = {"sku": "CUP", "quantity": 1, "agreed_price": money(9_999)}
    draft = new(staff, fixed, {"variant_id": str(mug.variants[0].id), "quantity": 1})
    by_sku = {line["sku"]: line for line in draft["lines"]}
    assert by_sku["CUP"]["total"]["amount"] == 9_999
    assert by_sku["MUG"]["total"]["amount"] == 900


def test_a_price_is_never_below_zero_nor_in_other_money(staff, cup):
    for wrong, field in (
        ({"amount": -1, "currency": "RON"}, "lines.0.agreed_price.amount"),
        ({"amount": 1, "currency": "EUR"}, "agreed_price.currency"),
    ):
        body = {"lines": [{"sku": "CUP", "agreed_price": wrong}]}
        answer = staff.api_post(DRAFTS, body, status=422).json
        assert [error["field"] for error in answer["errors"]] == [field]
    free = new(staff, {"sku": "CUP", "agreed_price": money(0), "price_reason": "Gift"})
    assert free["items_total"]["amount"] == 0


def test_it_is_placed_and_confirmed_by_staff(shop, staff, cup):
    draft = new(staff, {"sku": "CUP", "quantity": 2, "agreed_price": money(9_000)}, note="Ring")
    path = f"{DRAFTS}/{draft['id']}"
    order = staff.api_post(f"{path}/place", status=201).json
    assert (order["status"], order["note"]) == ("confirmed", "Ring")
    assert order["total"]["amount"] == 18_000 + order["shipping_total"]["amount"]
    placed = next(e for e in order["timeline"] if e["kind"] == "placed")
    assert placed["data"] == {"source": "staff"}
    assert placed["actor"] not in ("shopper", "worker")
    again = staff.api_post(f"{path}/place", status=409).json
    assert again["reason"] == "cart_ordered"
    assert staff.api_delete(path, status=409).json["reason"] == "cart_ordered"
    rows = staff.get(f"{DRAFTS}?filter[state]=ordered", status=200).json["items"]
    assert [row["order_id"] for row in rows] == [order["id"]]


def test_its_order_can_be_replayed(shop, staff, cup):
    draft = new(staff, {"sku": "CUP", "quantity": 3, "agreed_price": money(3_333)})
    order_id = staff.api_post(f"{DRAFTS}/{draft['id']}/place", status=201).json["id"]
    order = read(shop, type("Named", (), {"id": order_id}))
    question = PriceQuestion.load(order.question)
    assert question.digest() == order.question_digest
    assert price(question).explain() == order.trace


def test_it_speaks_its_buyers_language(kit):
    shop = kit.shop(locales=("ro", "en"))
    product = a_product(shop, title="Cană", translations={"en": {"title": "Cup"}})
    draft = a_draft(shop, (product.variants[0], 1))
    staff = shop.as_("staff")
    order = staff.api_post(
        f"{DRAFTS}/{draft.id}/place", status=201, headers={"Accept-Language": "en"}
    ).json
    assert (order["locale"], order["lines"][0]["name"]) == ("ro", "Cană")


def test_what_is_missing_is_said(staff, cup):
    draft = staff.api_post(DRAFTS, {"lines": [{"sku": "CUP", "quantity": 1}]}, status=201).json
    path = f"{DRAFTS}/{draft['id']}"
    for verb in ("place", "send"):
        answer = staff.api_post(f"{path}/{verb}", status=422).json
        assert [error["field"] for error in answer["errors"]] == ["email"]
    empty = staff.api_post(DRAFTS, {}, status=201).json
    answer = staff.api_post(f"{DRAFTS}/{empty['id']}/place", status=409).json
    assert answer["reason"] == "cart_empty"


def test_an_order_is_copied_at_the_prices_of_today(shop, staff, cup):
    gone = a_product(shop, title="Gone", price=500)
    order = an_order(shop, (cup, 2), (gone, 1))
    owner = shop.as_("owner")
    owner.api_delete(f"/api/admin/products/{gone.id}", headers={"If-Match": "*"}, status=204)
    variant = cup.variants[0]
    owner.api_patch(
        f"/api/admin/products/{cup.id}/variants/{variant.id}",
        {"price": money(12_000)}, headers={"If-Match": "*"}, status=200,
    )  # fmt: skip
    draft = staff.api_post(f"/api/admin/orders/{order.id}/copy", status=201).json
    assert [(line["sku"], line["quantity"]) for line in draft["lines"]] == [("CUP", 2)]
    assert draft["lines"][0]["unit_price"] == money(12_000)
    assert (draft["email"], draft["shipping_method"]) == ("ana@example.com", "flat")
    assert draft["shipping_address"]["city"] == "Cluj-Napoca"


def test_a_note_is_the_staffs_alone(shop, staff, cup):
    draft = new(staff, {"sku": "CUP", "quantity": 1})
    order = staff.api_post(f"{DRAFTS}/{draft['id']}/place", status=201).json
    path = f"/api/admin/orders/{order['id']}"
    answer = staff.api_post(f"{path}/notes", {"text": "Wants it on Monday"}, status=200).json
    entry = answer["timeline"][-1]
    assert (entry["kind"], entry["data"]) == ("note", {"text": "Wants it on Monday"})
    staff.api_post(f"{path}/notes", {"text": "   "}, status=422)
    shop.as_("read-only").api_post(f"{path}/notes", {"text": "x"}, status=403)


def test_a_list_costs_the_same_for_one_draft_as_for_many(kit, shop, staff, cup):
    from selling import statements

    a_draft(shop, (cup.variants[0], 1))
    few = statements(kit, staff, DRAFTS)
    for _ in range(5):
        a_draft(shop, (cup.variants[0], 1))
    assert statements(kit, staff, DRAFTS) == few
