"""Promotions and coupons from the operator's words to the shopper's order, through the API."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ecommus.core.pricing import PriceQuestion, price
from ecommus.testing import a_category, a_product, an_address

PROMOTIONS = "/api/admin/promotions"


def a_promotion(shop, *actions, **fields):
    body = {"name": "Sale", "enabled": True, "actions": list(actions)} | fields
    return shop.as_("owner").api_post(PROMOTIONS, body, status=201).json


def ten_percent():
    return {"type": "order_percentage", "percentage": "10.00"}


def a_cart(shop, *bought, **fields):
    """The path of a cart of ``(product, quantity)``, ready to be ordered."""
    buyer = shop.anonymous
    path = f"/api/storefront/carts/{buyer.api_post('/api/storefront/carts', status=201).json['id']}"
    for product, quantity in bought:
        line = {"sku": product.variants[0].sku, "quantity": quantity}
        buyer.api_post(f"{path}/lines", line, status=200)
    ready = {"email": "ana@example.com", "shipping_address": an_address(),
             "shipping_method": "flat", "payment_method": "cod"}  # fmt: skip
    buyer.api_patch(path, ready | fields, status=200)
    return path


def cart(shop, path):
    return shop.anonymous.get(f"{path}?explain=1", status=200).json


def order(shop, path, **options):
    return shop.anonymous.api_post(f"{path}/checkout", **options)


@pytest.fixture
def product(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=50)


def test_a_promotion_is_taken_off_and_explained(shop, product):
    promotion = a_promotion(shop, ten_percent())
    found = cart(shop, a_cart(shop, (product, 2)))
    assert found["discount_total"] == {"amount": -2000, "currency": "RON"}
    assert found["promotions"] == [
        {"id": promotion["id"], "name": "Sale", "amount": {"amount": -2000, "currency": "RON"}}
    ]
    assert found["lines"][0]["discount"]["amount"] == -2000
    assert found["total"]["amount"] == 18_000 + found["shipping_total"]["amount"]
    rules = [step["rule"] for step in found["explanation"]]
    assert f"cart_promotion:{promotion['id']}" in rules


def test_an_order_keeps_it_and_can_be_replayed(shop, product):
    a_promotion(shop, ten_percent())
    placed = order(shop, a_cart(shop, (product, 3)), status=201).json
    assert placed["discount_total"]["amount"] == -3000
    assert [p["name"] for p in placed["promotions"]] == ["Sale"]
    with shop.work() as job:
        from sqlalchemy import select

        from ecommus.db.tables.sales import orders

        row = job.db.execute(select(orders)).one()
    question = PriceQuestion.load(row.question)
    assert question.digest() == row.question_digest
    again = price(question)
    assert (again.total, again.discount_total) == (row.total, row.discount_total)
    assert again.explain() == row.trace


def test_what_is_off_or_not_open_takes_nothing(shop, product):
    a_promotion(shop, ten_percent(), enabled=False)
    a_promotion(shop, ten_percent(), ends_at="2020-01-01T00:00:00Z")
    rule = {"type": "item_total", "amount": 10_001, "currency": "RON"}
    a_promotion(shop, ten_percent(), rules=[rule])
    assert cart(shop, a_cart(shop, (product, 1)))["promotions"] == []


def test_a_category_above_counts(shop):
    """What is said of a category holds for those below it."""
    top = a_category(shop, "Clothes")
    below = a_category(shop, "Dresses", top.id)
    dress = a_product(shop, price=5_000, categories=[str(below.id)])
    other = a_product(shop, price=5_000)
    half = {"type": "item_percentage", "percentage": "50.00", "filters": {"categories": [top.slug]}}
    made = a_promotion(shop, half, rules=[{"type": "has_category", "category": top.slug}])
    assert made["rules"] == [{"type": "has_category", "category": str(top.id), "count": 1}]
    found = cart(shop, a_cart(shop, (dress, 1), (other, 1)))
    assert found["discount_total"]["amount"] == -2500


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rules": [{"type": "item_total", "currency": "RON"}]}, "rules.0.amount"),
        ({"rules": [{"type": "item_total", "amount": 1, "currency": "XXQ"}]}, "rules.0.currency"),
        ({"rules": [{"type": "magic"}]}, "rules.0.type"),
        ({"rules": [{"type": "has_category", "category": "no"}]}, "rules.0.category"),
        ({"rules": [{"type": "cart_quantity", "amount": 3}]}, "rules.0.amount"),
        ({"actions": []}, "actions"),
        ({"actions": [{"type": "order_percentage", "percentage": "101"}]}, "actions.0.percentage"),
        ({"actions": [{"type": "order_fixed", "amount": 0, "currency": "RON"}]},
         "actions.0.amount"),
        ({"starts_at": "2026-02-01T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}, "ends_at"),
        ({"name": "  "}, "name"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_field(shop, change, field):
    body = {"name": "Sale", "enabled": True, "actions": [ten_percent()]} | change
    answer = shop.as_("owner").api_post(PROMOTIONS, body, status=422).json
    assert [error["field"] for error in answer["errors"]] == [field]
    assert shop.as_("owner").get(PROMOTIONS).json["total"] == 0


class TestCoupons:
    @pytest.fixture
    def coupon(self, shop):
        """A promotion that a code opens; answers the path of its coupons."""
        promotion = a_promotion(shop, ten_percent(), coupon_based=True)
        return f"{PROMOTIONS}/{promotion['id']}/coupons"

    def add(self, shop, path, code="SPRING", **fields):
        return shop.as_("owner").api_post(path, {"code": code} | fields, status=201).json

    def test_opens_its_promotion_however_it_is_typed(self, shop, product, coupon):
        self.add(shop, coupon)
        path = a_cart(shop, (product, 1))
        assert cart(shop, path)["promotions"] == []
        changed = shop.anonymous.api_patch(path, {"coupons": [" spring "]}, status=200).json
        assert changed["coupons"] == ["SPRING"]
        assert changed["discount_total"]["amount"] == -1000
        assert shop.anonymous.api_patch(path, {"coupons": []}).json["promotions"] == []

    def test_a_code_that_opens_nothing_is_refused_and_the_others_stay(self, shop, product, coupon):
        self.add(shop, coupon)
        self.add(shop, coupon, "OLD", expires_at="2020-01-01T00:00:00Z")
        path = a_cart(shop, (product, 1), coupons=["SPRING"])
        for code in ("WINTER", "OLD"):
            body = {"coupons": ["SPRING", code]}
            answer = shop.anonymous.api_patch(path, body, status=422).json
            assert answer["errors"][0]["field"] == "coupons.1"
            assert code in answer["errors"][0]["message"]
        assert cart(shop, path)["coupons"] == ["SPRING"]

    def test_a_code_that_dies_in_the_cart_stands_in_the_way(self, shop, product, coupon):
        made = self.add(shop, coupon)
        path = a_cart(shop, (product, 1), coupons=["SPRING"])
        owner = shop.as_("owner")
        etag = owner.get(f"{coupon}/{made['id']}").headers["ETag"]
        owner.api_delete(f"{coupon}/{made['id']}", headers={"If-Match": etag}, status=204)
        found = cart(shop, path)
        assert [p["code"] for p in found["problems"]] == ["coupon_invalid"]
        order(shop, path, status=409)
        shop.anonymous.api_patch(path, {"coupons": []}, status=200)
        assert order(shop, path, status=201).json["discount_total"]["amount"] == 0

    def test_one_use_per_customer(self, shop, product, coupon):
        self.add(shop, coupon, customer_limit=1)
        order(shop, a_cart(shop, (product, 1), coupons=["SPRING"]), status=201)
        second = a_cart(shop, (product, 1))
        body = {"coupons": ["SPRING"]}
        answer = shop.anonymous.api_patch(second, body, status=422).json
        assert answer["errors"][0]["field"] == "coupons.0"
        shouting = a_cart(shop, (product, 1), email="ANA@Example.com")
        shop.anonymous.api_patch(shouting, body, status=422)
        other = a_cart(shop, (product, 1), email="mihai@example.com", coupons=["SPRING"])
        order(shop, other, status=201)

    def test_a_cancelled_order_gives_it_back(self, shop, product, coupon):
        made = self.add(shop, coupon, usage_limit=1)
        placed = order(shop, a_cart(shop, (product, 1), coupons=["SPRING"]), status=201).json
        owner = shop.as_("owner")
        assert owner.get(f"{coupon}/{made['id']}").json["used"] == 1
        path = f"/api/admin/orders/{placed['id']}"
        etag = owner.get(path).headers["ETag"]
        owner.api_post(f"{path}/cancel", {}, headers={"If-Match": etag}, status=200)
        assert owner.get(f"{coupon}/{made['id']}").json["used"] == 0
        order(shop, a_cart(shop, (product, 1), coupons=["SPRING"]), status=201)

    def test_a_limit_of_one_is_one_however_many_press_at_once(self, shop, product, coupon):
        made = self.add(shop, coupon, usage_limit=1)
        paths = [
            a_cart(shop, (product, 1), email=f"b{n}@example.com", coupons=["SPRING"])
            for n in range(8)
        ]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda path: order(shop, path, status="*").status_int, paths))
        assert sorted(found) == [201] + [409] * 7
        assert shop.as_("owner").get(f"{coupon}/{made['id']}").json["used"] == 1

    def test_batches_are_made_of_codes_nobody_guesses(self, shop, product, coupon):
        body = {"count": 25, "prefix": "vip-", "length": 8, "usage_limit": 1}
        codes = shop.as_("owner").api_post(f"{coupon}/generate", body, status=201).json["codes"]
        assert len(set(codes)) == 25
        assert all(code.startswith("VIP-") and len(code) == 12 for code in codes)
        path = a_cart(shop, (product, 1), coupons=[codes[0].lower()])
        assert cart(shop, path)["discount_total"]["amount"] == -1000

    def test_a_taken_code_is_a_conflict(self, shop, coupon):
        self.add(shop, coupon)
        shop.as_("owner").api_post(coupon, {"code": "spring"}, status=409)


def test_a_promotion_with_a_limit_stops_there(shop, product):
    a_promotion(shop, ten_percent(), usage_limit=1)
    order(shop, a_cart(shop, (product, 1)), status=201)
    found = cart(shop, a_cart(shop, (product, 1)))
    assert found["promotions"] == []


def test_first_orders_only(shop, product):
    a_promotion(shop, ten_percent(), rules=[{"type": "nth_order", "count": 1}])
    first = a_cart(shop, (product, 1))
    assert cart(shop, first)["discount_total"]["amount"] == -1000
    order(shop, first, status=201)
    assert cart(shop, a_cart(shop, (product, 1)))["discount_total"]["amount"] == 0
    shouting = a_cart(shop, (product, 1), email="Ana@EXAMPLE.com")
    assert cart(shop, shouting)["discount_total"]["amount"] == 0


def test_what_it_would_have_cost(shop, product):
    for quantity in (1, 3):
        order(shop, a_cart(shop, (product, quantity)), status=201)
    rule = {"type": "cart_quantity", "count": 2}
    made = a_promotion(shop, ten_percent(), enabled=False, rules=[rule], coupon_based=True)
    found = shop.as_("owner").get(f"{PROMOTIONS}/{made['id']}/what-if", status=200).json
    assert found == {"days": 30, "orders": 2, "applied": 1,
                     "amount": {"amount": -3000, "currency": "RON"}}  # fmt: skip


def test_another_shop_knows_nothing_of_it(shop, other_shop):
    made = a_promotion(shop, ten_percent(), coupon_based=True)
    path = f"{PROMOTIONS}/{made['id']}"
    shop.as_("owner").api_post(f"{path}/coupons", {"code": "SPRING"}, status=201)
    other = other_shop.as_("owner")
    for place in (path, f"{path}/coupons", f"{path}/what-if"):
        other.get(place, status=404)
    theirs = a_product(other_shop, price=10_000)
    refused = a_cart(other_shop, (theirs, 1))
    other_shop.anonymous.api_patch(refused, {"coupons": ["SPRING"]}, status=422)


def test_for_a_group_of_customers(shop, product):
    owner = shop.as_("owner")
    rule = {"type": "customer_group", "group": "wholesale"}
    body = {"name": "Wholesale", "enabled": True, "actions": [ten_percent()], "rules": [rule]}
    owner.api_post(PROMOTIONS, body, status=422)
    group = owner.api_post("/api/admin/customer-groups", {"code": "wholesale", "name": "W"}).json
    owner.api_post(PROMOTIONS, body, status=201)
    fields = {"email": "shop@example.com", "group_id": group["id"]}
    customer = owner.api_post("/api/admin/customers", fields, status=201).json
    path = a_cart(shop, (product, 1))
    assert cart(shop, path)["promotions"] == []
    with shop.work() as job:
        from sqlalchemy import update

        from ecommus.db.tables.sales import carts

        job.db.execute(update(carts).values(customer_id=customer["id"]))
    assert cart(shop, path)["discount_total"]["amount"] == -1000
