"""A placed order is changed: the money is shown first, then lines, sums and stock move at once."""

import pytest
from pages import form_at, send, signed_in
from selling import an_order, read

from ecommus.core.pricing import PriceQuestion, price
from ecommus.services import settings
from ecommus.testing import a_product

LEGAL = {
    "legal_name": "Magazin Exemplu SRL", "registration_number": "J2015000345127",
    "vat_id": "RO12345674", "street": "Str. Florilor 10", "city": "Cluj-Napoca", "county": "CJ",
    "postal_code": "400001", "country": "RO", "email": "contact@exemplu.ro",
    "phone": "+40264123456",
}  # fmt: skip


@pytest.fixture
def tea(shop):
    return a_product(shop, title="Teapot", sku="TEA", price=10000, quantity=5)


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", sku="CUP", price=2500, quantity=4)


@pytest.fixture
def order(shop, tea):
    return an_order(shop, (tea, 2))


@pytest.fixture
def seller(shop):
    """The same shop, its legal identity complete."""
    with shop.work() as job:
        settings.change(job, legal=LEGAL)


def level(shop, product):
    path = f"/api/admin/stock/{product.variants[0].id}"
    stock = shop.as_("owner").get(path).json
    return stock["on_hand"], stock["allocated"]


def edit(shop, order, body, status=200):
    path = f"/api/admin/orders/{order.id}/edit"
    return shop.as_("owner").api_post(path, body, status=status).json


def lines(order, *quantities):
    pairs = zip(order.lines, quantities, strict=True)
    return [{"line_id": str(line.id), "quantity": n} for line, n in pairs]


class TestPreview:
    def test_says_the_money_and_changes_nothing(self, shop, order, tea):
        before = read(shop, order)
        said = edit(shop, order, {"lines": lines(order, 1), "dry_run": True})
        assert said["applied"] is False
        assert said["difference"] == {"amount": -10000, "currency": "RON"}
        assert said["total_after"]["amount"] == before.total - 10000
        after = read(shop, order)
        assert (after.total, after.version) == (before.total, before.version)
        assert level(shop, tea) == (5, 2)


class TestApply:
    def test_fewer_units_go_back_to_the_shelf(self, shop, order, tea):
        edit(shop, order, {"lines": lines(order, 1), "reason": "by phone"})
        now = read(shop, order)
        assert [line.quantity for line in now.lines] == [1]
        assert level(shop, tea) == (5, 1)
        paid = shop.as_("owner").get(f"/api/admin/orders/{order.id}").json["payments"]
        assert [row["amount"]["amount"] for row in paid] == [now.total]

    def test_more_units_are_promised(self, shop, order, tea):
        edit(shop, order, {"lines": lines(order, 5)})
        assert level(shop, tea) == (5, 5)

    def test_other_goods_are_added_and_sent(self, shop, order, tea, cup):
        edit(shop, order, {"added": [{"sku": "CUP", "quantity": 3}]})
        now = read(shop, order)
        assert [(line.sku, line.quantity) for line in now.lines] == [("TEA", 2), ("CUP", 3)]
        assert now.items_total == 27500
        owner = shop.as_("owner")
        owner.api_post(f"/api/admin/orders/{order.id}/confirm", status=200)
        sent = owner.api_post(f"/api/admin/orders/{order.id}/fulfil", status=200).json
        assert sent["fulfilment_status"] == "fulfilled"
        assert (level(shop, tea), level(shop, cup)) == ((3, 0), (1, 0))

    def test_more_of_what_is_there_joins_its_line(self, shop, order):
        edit(shop, order, {"added": [{"sku": "TEA", "quantity": 1}]})
        assert [line.quantity for line in read(shop, order).lines] == [3]

    def test_a_line_goes_and_another_comes(self, shop, order, tea, cup):
        edit(shop, order, {"lines": lines(order, 0), "added": [{"sku": "CUP", "quantity": 1}]})
        assert [line.sku for line in read(shop, order).lines] == ["CUP"]
        assert (level(shop, tea), level(shop, cup)) == ((5, 0), (4, 1))

    def test_the_delivery_gets_another_price(self, shop, order):
        edit(shop, order, {"shipping": {"amount": 500, "currency": "RON"}})
        now = read(shop, order)
        assert (now.shipping_total, now.total) == (500, 20500)

    def test_an_edited_order_replays_to_its_sum(self, shop, order, cup):
        edit(shop, order, {"lines": lines(order, 1), "added": [{"sku": "CUP", "quantity": 2}]})
        now = read(shop, order)
        question = PriceQuestion.load(now.question)
        assert price(question).total == now.total
        assert question.digest() == now.question_digest
        assert sum(line.total for line in now.lines) + now.shipping_total == now.total

    def test_there_and_back_is_the_same_order(self, shop, order, cup):
        before = read(shop, order)
        edit(shop, order, {"added": [{"sku": "CUP", "quantity": 2}]})
        edit(shop, order, {"lines": lines(read(shop, order), 2, 0)})
        after = read(shop, order)
        assert (after.total, after.question_digest) == (before.total, before.question_digest)

    def test_an_invoice_of_it_says_the_same(self, seller, shop, order, cup):
        edit(shop, order, {"added": [{"sku": "CUP", "quantity": 2}]})
        owner = shop.as_("owner")
        made = owner.api_post(f"/api/admin/orders/{order.id}/invoice", status=201).json
        assert made["total"]["amount"] == read(shop, order).total


class TestRefused:
    @pytest.mark.parametrize(
        ("body", "status", "reason"),
        [
            ({}, 422, "nothing_changed"),
            ({"added": [{"sku": "NONE", "quantity": 1}]}, 422, "unknown_variant"),
            ({"shipping": {"amount": 5, "currency": "EUR"}}, 422, "currency_invalid"),
            ({"shipping": {"amount": -5, "currency": "RON"}}, 422, "amount_invalid"),
            ({"lines": [{"line_id": "019aa6d2-5c1e-7a40-9f3b-2f6d1c8e4b70", "quantity": 1}]}, 422,
             "line_unknown"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(self, shop, order, body, status, reason):
        before = read(shop, order)
        assert _reason(edit(shop, order, body, status)) == reason
        assert read(shop, order).version == before.version

    def test_more_than_there_is(self, shop, order, tea):
        assert edit(shop, order, {"lines": lines(order, 6)}, 409)["reason"] == "out_of_stock"
        assert level(shop, tea) == (5, 2)

    def test_everything_out_is_a_cancellation(self, shop, order):
        assert edit(shop, order, {"lines": lines(order, 0)}, 409)["reason"] == "order_empty"

    def test_less_than_was_sent(self, shop, order):
        owner, path = shop.as_("owner"), f"/api/admin/orders/{order.id}"
        owner.api_post(f"{path}/confirm", status=200)
        owner.api_post(f"{path}/fulfil", {"lines": lines(order, 1)}, status=200)
        assert edit(shop, order, {"lines": lines(order, 0)}, 409)["reason"] == "already_fulfilled"
        edit(shop, order, {"lines": lines(order, 1)})
        assert read(shop, order).fulfilment_status == "fulfilled"

    def test_an_invoiced_order(self, seller, shop, order):
        path = f"/api/admin/orders/{order.id}/invoice"
        shop.as_("owner").api_post(path, status=201)
        assert edit(shop, order, {"lines": lines(order, 1)}, 409)["reason"] == "invoice_exists"

    def test_a_paid_order_costs_no_more_but_may_cost_less(self, shop, order):
        path = f"/api/admin/orders/{order.id}/capture"
        shop.as_("owner").api_post(path, status=200)
        assert edit(shop, order, {"lines": lines(order, 3)}, 409)["reason"] == "order_paid"
        assert edit(shop, order, {"lines": lines(order, 1)})["difference"]["amount"] == -10000

    def test_a_cancelled_order(self, shop, order):
        shop.as_("owner").api_post(f"/api/admin/orders/{order.id}/cancel", status=200)
        assert edit(shop, order, {"lines": lines(order, 1)}, 409)["reason"] == "order_closed"


class TestPage:
    def test_nothing_happens_before_it_was_looked_at(self, shop, order):
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/orders/{order.id}/edit", "/edit")
        form[f"quantity-{order.lines[0].id}"] = "1"
        shown = form.submit("step", value="apply", headers=origin(owner))
        assert "What it comes to" in shown
        assert read(shop, order).lines[0].quantity == 2
        form = next(f for f in shown.forms.values() if f.action.endswith("/edit"))
        assert form.submit("step", index=0, headers=origin(owner)).status_int == 303
        assert read(shop, order).lines[0].quantity == 1

    def test_what_was_refused_keeps_what_was_typed(self, shop, order):
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/orders/{order.id}/edit", "/edit")
        form["sku-0"] = "NONE"
        shown = send(owner, form, status=422)
        assert "There is no variant with the SKU “NONE”." in shown
        assert 'value="NONE"' in shown


class TestAddresses:
    def test_are_mended_until_it_is_sent(self, shop, order):
        owner, path = shop.as_("owner"), f"/api/admin/orders/{order.id}"
        held = owner.get(path)
        address = held.json["shipping_address"] | {"city": "Sibiu", "county": "SB"}
        tag = {"If-Match": held.headers["ETag"]}
        changed = owner.api_patch(path, {"shipping_address": address}, headers=tag, status=200)
        assert changed.json["shipping_address"]["city"] == "Sibiu"
        assert "readdressed" in [entry["kind"] for entry in changed.json["timeline"]]
        abroad = address | {"country": "HU", "county": ""}
        tag = {"If-Match": changed.headers["ETag"]}
        refused = owner.api_patch(path, {"shipping_address": abroad}, headers=tag, status=409)
        assert refused.json["reason"] == "country_changed"

    def test_by_a_form_that_says_what_is_missing(self, shop, order):
        owner, at = signed_in(shop), f"/admin/orders/{order.id}/address"
        form = form_at(owner, at)
        form["city"] = ""
        refused = send(owner, form, status=422).html
        assert "Required" in refused.select_one(".field__error").get_text()
        form = form_at(owner, at)
        form["city"], form["county"] = "Arad", "AR"
        assert send(owner, form).status_int == 303
        assert read(shop, order).shipping_address["city"] == "Arad"


def origin(client):
    return {"Origin": f"http://{client.host}"}


def _reason(answer):
    return answer["errors"][0]["code"] if answer.get("errors") else answer["reason"]
