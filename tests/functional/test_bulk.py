"""Many at once: shown first, then done, refusals by name; and taken back but for what changed."""

from pages import send, signed_in
from selling import an_order, read

from ecommus.core.ids import uuid7
from ecommus.core.orders import Order
from ecommus.db.queries import products as queries
from ecommus.db.queries import sales
from ecommus.services import orders as order_service
from ecommus.testing import a_category, a_product

PRODUCTS, ORDERS = "/api/admin/products/bulk", "/api/admin/orders/bulk"


def prices(shop, *products):
    with shop.work() as job:
        found = {p.id: p for p in queries.by_ids(job.db, [p.id for p in products])}
    return [[variant.price for variant in found[p.id].variants] for p in products]


def ids(*things):
    return [str(thing.id) for thing in things]


def confirmed(shop, order):
    with shop.work() as job:
        order_service.confirm(job, sales.order(job.db, Order.id == order.id))


def form_of(page, action):
    forms = [f for f in page.forms.values() if f.method.lower() == "post"]
    return next(f for f in forms if f.action.endswith(action))


class TestProducts:
    def test_a_trial_changes_nothing_and_says_what_would(self, shop):
        cup, vase = a_product(shop, price=999), a_product(shop, price=1000, title="Vase")
        owner = shop.as_("owner")
        change = {"products": ids(cup, vase), "price_percent": "-7.50", "dry_run": True}
        answer = owner.api_post(PRODUCTS, change, status=200).json
        assert answer["id"] is None
        assert {(row["before"], row["after"]) for row in answer["changed"]} == {
            (999, 924), (1000, 925),
        }  # fmt: skip
        assert prices(shop, cup, vase) == [[999], [1000]]
        real = owner.api_post(PRODUCTS, change | {"dry_run": False}, status=200).json
        assert real["changed"] == answer["changed"]
        assert prices(shop, cup, vase) == [[924], [925]]

    def test_undo_leaves_what_was_changed_since(self, shop):
        cup, vase = a_product(shop, price=999), a_product(shop, price=500, title="Vase")
        gone = a_product(shop, title="Gone")
        owner = shop.as_("owner")
        change = {"products": ids(cup, vase, gone), "price_percent": "33.33"}
        change_id = owner.api_post(PRODUCTS, change, status=200).json["id"]
        variant = f"/api/admin/products/{vase.id}/variants/{vase.variants[0].id}"
        price = {"price": {"amount": 777, "currency": "RON"}}
        owner.api_patch(variant, price, status=200, headers={"If-Match": "*"})
        owner.api_delete(f"/api/admin/products/{gone.id}", status=204, headers={"If-Match": "*"})
        undone = owner.api_post(f"/api/admin/bulk-changes/{change_id}/undo", status=200).json
        assert undone["restored"] == [cup.title]
        assert sorted(undone["skipped"]) == ["Gone", "Vase"]
        assert prices(shop, cup, vase) == [[999], [777]]
        owner.api_post(f"/api/admin/bulk-changes/{change_id}/undo", status=409)

    def test_status_and_category_there_and_back(self, shop):
        mugs, sale = a_category(shop, "Mugs"), a_category(shop, "Sale")
        cup = a_product(shop, categories=[str(mugs.id)])
        vase = a_product(shop, status="draft")
        owner = shop.as_("owner")

        def seen(product):
            found = owner.get(f"/api/admin/products/{product.id}").json
            return found["status"], set(found["categories"])

        before = [seen(cup), seen(vase)]
        both = {"products": ids(cup, vase)}
        made = [
            owner.api_post(PRODUCTS, both | change, status=200).json["id"]
            for change in ({"add_category": sale.slug}, {"status": "archived"},
                           {"remove_category": str(mugs.id)})
        ]  # fmt: skip
        assert seen(cup) == ("archived", {str(sale.id)})
        assert seen(vase) == ("archived", {str(sale.id)})
        for change_id in reversed(made):
            answer = owner.api_post(f"/api/admin/bulk-changes/{change_id}/undo", status=200).json
            assert answer["skipped"] == []
        assert [seen(cup), seen(vase)] == before

    def test_what_cannot_be_is_refused_by_name(self, shop):
        cup = a_product(shop)
        owner = shop.as_("owner")
        for change, field in (
            ({}, "change"),
            ({"status": "draft", "price_percent": "5"}, "change"),
            ({"price_percent": "-100"}, "price_percent"),
            ({"add_category": "nowhere"}, "categories.0"),
        ):
            answer = owner.api_post(PRODUCTS, {"products": ids(cup)} | change, status=422)
            assert answer.json["errors"][0]["field"] == field
        unknown = {"products": [*ids(cup), str(uuid7())], "status": "draft"}
        answer = owner.api_post(PRODUCTS, unknown, status=422)
        assert answer.json["errors"][0]["field"] == "products.1"

    def test_the_pages_show_do_and_take_back(self, shop):
        cup, vase = a_product(shop, price=999, title="Cup"), a_product(shop, title="Vase")
        with shop.work() as job:
            (stored,) = queries.by_ids(job.db, [vase.id])
            stored.variants[0].compare_at = stored.variants[0].price + 1
        owner = signed_in(shop)
        query = f"action=price&product={cup.id}&product={vase.id}"
        asked = owner.get(f"/admin/products/bulk?{query}", status=200)
        assert "Show what would change" in asked
        page = owner.get(f"/admin/products/bulk?{query}&value=10", status=200)
        assert "RON\xa09.99" in page
        assert "RON\xa010.99" in page
        assert "would no longer be below its previous price" in page
        assert prices(shop, cup) == [[999]]
        done = send(owner, form_of(page, "/bulk"), status=303).follow()
        assert "The selected products were changed." in done
        assert prices(shop, cup, vase) == [[1099], [1000]]
        back = send(owner, form_of(done, "/undo"), status=200)
        assert "Products that are as before: 1." in back
        assert prices(shop, cup) == [[999]]
        assert "Taken back" in owner.get("/admin/bulk-changes", status=200)
        refused = owner.get(f"/admin/products/bulk?{query}&value=much", status=422)
        assert "Write a percentage" in refused


class TestOrders:
    def test_a_trial_says_who_would_refuse_and_why(self, shop):
        product = a_product(shop, quantity=50)
        new, old = an_order(shop, (product, 1)), an_order(shop, (product, 1))
        confirmed(shop, old)
        owner = shop.as_("owner")
        change = {"action": "confirm", "orders": ids(new, old), "dry_run": True}
        answer = owner.api_post(ORDERS, change, status=200).json
        assert [entry["number"] for entry in answer["done"]] == [new.number]
        assert [entry["code"] for entry in answer["refused"]] == ["illegal_transition"]
        assert read(shop, new).status == "placed"
        real = owner.api_post(ORDERS, change | {"dry_run": False}, status=200).json
        assert (real["done"], real["refused"]) == (answer["done"], answer["refused"])
        assert read(shop, new).status == "confirmed"

    def test_cancelling_many_gives_their_goods_back(self, shop):
        product = a_product(shop, quantity=10)
        chosen = [an_order(shop, (product, 2)) for _ in range(3)]
        owner = shop.as_("owner")
        change = {"action": "cancel", "orders": ids(*chosen), "reason": "No courier"}
        owner.api_post(ORDERS, change, status=200)
        assert {read(shop, order).status for order in chosen} == {"cancelled"}
        shown = owner.get(f"/api/admin/products/{product.id}").json["variants"][0]
        assert (shown["available"], shown["allocated"]) == (10, 0)
        with shop.work() as job:
            last = sales.timeline(job.db, chosen[0].id)[-1]
        assert (last.kind, last.data) == ("cancelled", {"reason": "No courier"})

    def test_somebody_elses_order_is_none(self, shop, other_shop):
        theirs = an_order(other_shop, (a_product(other_shop), 1))
        change = {"action": "confirm", "orders": ids(theirs)}
        answer = shop.as_("owner").api_post(ORDERS, change, status=422)
        assert answer.json["errors"][0]["field"] == "orders.0"

    def test_the_pages_say_what_will_be_done_and_what_was(self, shop):
        product = a_product(shop, quantity=50)
        new, old = an_order(shop, (product, 1)), an_order(shop, (product, 1))
        confirmed(shop, old)
        owner = signed_in(shop)
        query = f"action=confirm&order={new.id}&order={old.id}"
        page = owner.get(f"/admin/orders/bulk?{query}", status=200)
        assert "It will be done for these orders (1)" in page
        assert "From “Confirmed” this cannot become “Confirmed”." in page
        assert read(shop, new).status == "placed"
        done = send(owner, form_of(page, "/bulk"), status=200)
        assert "It was done for these orders (1)" in done
        assert read(shop, new).status == "confirmed"
        paid = owner.get(f"/admin/orders/bulk?action=mark_paid&order={new.id}", status=200)
        send(owner, form_of(paid, "/bulk"), status=200)
        assert read(shop, new).payment_status == "paid"

    def test_packing_slips_of_the_ticked_ones(self, shop):
        cup, vase = a_product(shop, title="Cup"), a_product(shop, title="Vase")
        one, two = an_order(shop, (cup, 2)), an_order(shop, (vase, 1))
        owner = signed_in(shop, "read-only")
        page = owner.get(f"/admin/orders/packing-slips?order={one.id}&order={two.id}", status=200)
        slips = page.html.select("article.slip")
        assert [("Cup" in s.text, "Vase" in s.text) for s in slips] == [
            (True, False),
            (False, True),
        ]
        assert "Nothing is selected" in owner.get("/admin/orders/packing-slips", status=200)
        owner.get("/admin/orders/bulk", status=403)
