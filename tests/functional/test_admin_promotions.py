"""Promotions in the admin: made step by step, explained in words, tried, switched, deleted."""

import pytest
from pages import form_at, send, signed_in
from selling import an_order, statements

from ecommus.testing import a_category, a_product


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def path_of(response):
    return "/" + response.location.split("/", 3)[3].partition("?")[0]


@pytest.fixture
def promotion(owner):
    form = form_at(owner, "/admin/promotions/new")
    form["name"] = "Spring sale"
    return path_of(send(owner, form, status=303))


def add(owner, path, what, kind, **fields):
    form = form_at(owner, f"{path}/add-{what}?type={kind}")
    for name, value in fields.items():
        form[name] = value
    return send(owner, form, status="*")


class TestList:
    def test_teaches_when_empty(self, owner):
        assert "No promotions yet" in owner.get("/admin/promotions", status=200)

    def test_says_state_and_what_is_taken_off_in_constant_queries(self, kit, owner, promotion):
        add(owner, promotion, "action", "order_percentage", percentage="12,5")
        page = owner.get("/admin/promotions", status=200)
        assert "Spring sale" in page
        assert "12.5% off." in page
        assert "Off" in page
        few = statements(kit, owner, "/admin/promotions")
        for number in range(5):
            form = form_at(owner, "/admin/promotions/new")
            form["name"] = f"Number {number}"
            send(owner, form, status=303)
        assert statements(kit, owner, "/admin/promotions") == few <= 5
        assert "No promotion fits" in owner.get("/admin/promotions?q=zzz", status=200)


class TestMaking:
    def test_takes_nothing_off_until_it_is_turned_on(self, shop, owner, promotion):
        product = a_product(shop, price=10_000)
        add(owner, promotion, "action", "order_percentage", percentage="10")
        assert an_order(shop, (product, 1)).discount_total == 0
        send(owner, form_at(owner, promotion, "/enable"), status=303)
        assert an_order(shop, (product, 1)).discount_total == -1000

    def test_is_not_turned_on_while_it_takes_nothing_off(self, owner, promotion):
        page = send(owner, form_at(owner, promotion, "/enable"), status=422)
        assert "Say what it takes off." in page

    def test_conditions_are_added_told_in_words_and_taken_out(self, shop, owner, promotion):
        category = a_category(shop, "Blue cups")
        add(owner, promotion, "rule", "has_category", category=category.slug, count="2")
        add(owner, promotion, "rule", "item_total", amount="1.234,50")
        add(owner, promotion, "rule", "shipping_country", countries="ro, hu")
        page = owner.get(promotion, status=200)
        for text in ("At least 2 pieces of “Blue cups”", "RON\xa01,234.50", "HU, RO"):
            assert text in page.text, text
        send(owner, form_at(owner, promotion, "/remove-rule"), status=303)
        assert "Blue cups" not in owner.get(promotion, status=200)

    def test_a_discount_for_some_products_only(self, shop, owner, promotion):
        cups = a_category(shop, "Cups")
        cup = a_product(shop, price=4_000, categories=[str(cups.id)])
        fields = {"amount": "5", "categories": cups.slug}
        add(owner, promotion, "action", "item_fixed", **fields)
        send(owner, form_at(owner, promotion, "/enable"), status=303)
        assert an_order(shop, (cup, 3), (a_product(shop, price=4_000), 1)).discount_total == -1500

    @pytest.mark.parametrize(
        ("what", "kind", "fields", "text"),
        [
            ("action", "order_percentage", {"percentage": "120"}, "at most 100"),
            ("action", "free_gift", {"product": "no-such"}, "nothing of this name"),
            ("action", "order_fixed", {"amount": "0"}, "more than zero"),
            ("action", "item_fixed", {"amount": "1", "categories": "nowhere"},
             "nothing of this name"),
            ("rule", "cart_quantity", {"count": "0"}, "less than"),
        ],
    )  # fmt: skip
    def test_nonsense_is_refused_beside_its_field(self, owner, promotion, what, kind, fields, text):
        page = add(owner, promotion, what, kind, **fields)
        assert page.status_int == 422
        assert text in page.html.select_one(".field--invalid").get_text()

    def test_taking_out_what_somebody_else_changed_takes_out_nothing(self, owner, promotion):
        add(owner, promotion, "rule", "cart_quantity", count="2")
        stale = form_at(owner, promotion, "/remove-rule")
        add(owner, promotion, "rule", "cart_quantity", count="3")
        page = send(owner, stale, status=409)
        assert "Somebody changed it meanwhile" in page
        assert len(owner.get(promotion).html.select("form[action$=remove-rule]")) == 2

    def test_an_unknown_kind_is_nowhere(self, owner, promotion):
        owner.get(f"{promotion}/add-rule?type=magic", status=404)

    def test_two_people_at_once(self, owner, promotion):
        mine, theirs = form_at(owner, promotion, None), form_at(owner, promotion, None)
        theirs["name"] = "Theirs"
        send(owner, theirs, status=303)
        mine["name"] = "Mine"
        page = send(owner, mine, status=409)
        assert "Theirs" in page
        assert page.forms["form"]["name"].value == "Mine"

    def test_times_are_the_shops_own(self, shop, owner, promotion):
        form = form_at(owner, promotion, None)
        form["starts_at"], form["ends_at"] = "2026-07-01T00:00", "2026-07-02T00:00"
        send(owner, form, status=303)
        answer = shop.as_("owner").get(f"/api{promotion}", status=200).json
        assert answer["starts_at"] == "2026-06-30T21:00:00Z"
        form = form_at(owner, promotion, None)
        assert form["starts_at"].value == "2026-07-01T00:00"
        form["ends_at"] = "2026-06-01T00:00"
        page = send(owner, form, status=422)
        assert "after it starts" in page


def test_what_it_would_have_cost(shop, owner, promotion):
    product = a_product(shop, price=10_000)
    for quantity in (1, 2):
        an_order(shop, (product, quantity))
    add(owner, promotion, "action", "order_percentage", percentage="10")
    add(owner, promotion, "rule", "cart_quantity", count="2")
    page = " ".join(owner.get(promotion, status=200).html.get_text(" ").split())
    assert "it would have applied to 1 of 2 orders and cost RON 20.00" in page.replace("\xa0", " ")


class TestCodes:
    def test_are_added_made_in_batches_searched_and_deleted(self, owner, promotion):
        path = f"{promotion}/coupons"
        form = owner.get(path, status=200).forms["one"]
        form["code"] = "spring 26"
        send(owner, form, status=303)
        form = owner.get(path).forms["many"]
        form["count"], form["prefix"] = "12", "VIP"
        send(owner, form, status=303)
        page = owner.get(path, status=200)
        assert len(page.html.select("tbody tr")) == 13
        page = owner.get(f"{path}?q=spring", status=200)
        assert [cell.get_text() for cell in page.html.select("td.main")] == ["SPRING26"]
        send(owner, form_at(owner, f"{path}?q=spring", "/delete"), status=303)
        assert "No code begins like this" in owner.get(f"{path}?q=spring", status=200)

    def test_a_taken_code_is_said_so(self, owner, promotion):
        for status in (303, 409):
            form = owner.get(f"{promotion}/coupons").forms["one"]
            form["code"] = "TWICE"
            page = send(owner, form, status=status)
        assert "Another coupon has this code." in page


def test_is_deleted_after_being_asked(owner, promotion):
    assert "stop working" in owner.get(f"{promotion}/delete", status=200)
    send(owner, form_at(owner, f"{promotion}/delete", "/delete"), status=303)
    owner.get(promotion, status=404)


def test_who_may_only_read_changes_nothing(shop, owner, promotion):
    reader = signed_in(shop, "read-only")
    page = reader.get(promotion, status=200)
    assert "/enable" not in page
    reader.get("/admin/promotions/new", status=403)
    staff = signed_in(shop, "staff")
    staff.get("/admin/promotions", status=403)


def test_a_shopper_types_a_code(shop, owner, promotion):
    product = a_product(shop, price=10_000)
    add(owner, promotion, "action", "order_percentage", percentage="10")
    form = form_at(owner, promotion, None)
    form["coupon_based"] = True
    send(owner, form, status=303)
    send(owner, form_at(owner, promotion, "/enable"), status=303)
    codes = owner.get(f"{promotion}/coupons").forms["one"]
    codes["code"] = "SPRING"
    send(owner, codes, status=303)
    client = shop.anonymous
    client.post(
        "/cos/add", {"variant_id": str(product.variants[0].id), "quantity": "2"}, status=303
    )
    wrong = client.post("/cos/coupon", {"code": "winter"}, status=422)
    assert "WINTER" in wrong
    client.post("/cos/coupon", {"code": "spring"}, status=303)
    page = client.get("/cos", status=200)
    text = page.html.select_one(".totals").get_text(" ", strip=True).replace("\xa0", " ")
    assert "Spring sale -20,00 RON" in text
    client.post("/cos/coupon", {"remove": "SPRING"}, status=303)
    assert "Spring sale" not in client.get("/cos", status=200)
