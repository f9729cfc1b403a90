"""Stock in several places: opened, moved between, taken from in order, closed when empty."""

import pytest
from pages import form_at, send, signed_in
from selling import an_order, statements
from sqlalchemy import select
from stocking import a_place

from ecommus.core.errors import Conflict
from ecommus.core.inventory import Level, Movement
from ecommus.db.queries import sales
from ecommus.db.stock import Stock, Why
from ecommus.db.stock_proof import difference
from ecommus.db.tables.stock import stock_levels, stock_movements
from ecommus.services import orders
from ecommus.testing import a_product

LOCATIONS = "/api/admin/stock-locations"
TRANSFERS = "/api/admin/stock/transfers"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def product(shop):
    return a_product(shop, title="Teapot", sku="TEA-1", quantity=10)


def main(shop):
    """The place that every shop begins with."""
    items = shop.as_("owner").get(LOCATIONS, status=200).json["items"]
    return next(item for item in items if item["code"] == "main")


def at(shop, product):
    """Code → level of the product's first variant, as the API tells it."""
    path = f"/api/admin/stock/{product.variants[0].id}"
    places = shop.as_("owner").get(path, status=200).json["locations"]
    names = ("on_hand", "allocated", "reserved")
    return {place["code"]: Level(*(place[name] for name in names)) for place in places}


def transfer(shop, source, target, quantity, **options):
    body = {"sku": "TEA-1", "source": source, "target": target, "quantity": quantity}
    return shop.as_("owner").api_post(
        TRANSFERS, body | {"reason": "market day"}, headers=ENGLISH, **options
    )


def put(shop, product, place, quantity):
    with shop.work() as job:
        variant = product.variants[0].id
        stock = Stock(job.db, [variant], job.now)
        stock.move(variant, place, Movement.RECEIVED, quantity, Why("test"))
        stock.flush()


class TestThroughTheApi:
    def test_a_place_is_opened_changed_and_closed(self, shop):
        owner = shop.as_("owner")
        body = {"code": "cluj", "name": "Cluj", "address": {"city": "Cluj-Napoca"}, "priority": 5}
        made = owner.api_post(LOCATIONS, body, status=201)
        assert made.json | body == made.json
        path, version = f"{LOCATIONS}/{made.json['id']}", {"If-Match": made.headers["ETag"]}
        change = {"name": "Cluj 2", "address": {"street": "Str. Lungă 1"}}
        changed = owner.api_patch(path, change, headers=version, status=200)
        assert changed.json["address"] == {"city": "Cluj-Napoca", "street": "Str. Lungă 1"}
        assert (changed.json["name"], changed.json["priority"]) == ("Cluj 2", 5)
        owner.api_patch(path, change, headers=version, status=412)
        owner.api_delete(path, headers={"If-Match": changed.headers["ETag"]}, status=204)
        owner.get(path, status=404)

    def test_a_code_is_taken_once(self, shop):
        body = {"code": "main", "name": "Again"}
        refused = shop.as_("owner").api_post(LOCATIONS, body, status=409).json
        assert refused["reason"] == "location_code_taken"
        body["code"] = "Not A Code"
        shop.as_("owner").api_post(LOCATIONS, body, status=422)

    def test_the_last_place_stays(self, shop):
        place = main(shop)
        refused = shop.as_("owner").api_delete(f"{LOCATIONS}/{place['id']}", status=409).json
        assert refused["reason"] == "location_last"
        assert place["name"] in refused["detail"]

    def test_a_place_with_goods_says_how_many(self, shop, product):
        a_place(shop, "second")
        an_order(shop, (product, 3))
        path = f"{LOCATIONS}/{main(shop)['id']}"
        refused = shop.as_("owner").api_delete(path, headers=ENGLISH, status=409).json
        assert refused["reason"] == "location_in_use"
        for figure in ("10 on the shelf", "3 promised", "0 held"):
            assert figure in refused["detail"]

    def test_a_place_that_sent_everything_can_be_closed(self, shop, product):
        """Kept promises and empty shelves are rows of zeros, which must not hold it open."""
        a_place(shop, "second")
        place = main(shop)
        order = an_order(shop, (product, 10))
        with shop.work() as job:
            stored = sales.order(job.db, type(order).id == order.id)
            orders.confirm(job, stored)
            orders.fulfil(job, stored, {})
        shop.as_("owner").api_delete(f"{LOCATIONS}/{place['id']}", status=204)
        with shop.work() as job:
            assert difference(job.db) == []
        page = signed_in(shop).get(f"/admin/stock/{product.variants[0].id}", status=200)
        assert "a place that was deleted" in page

    def test_another_shops_place_is_not_here(self, shop, other_shop):
        theirs = a_place(other_shop, "theirs")
        shop.as_("owner").get(f"{LOCATIONS}/{theirs}", status=404)


class TestMoving:
    def test_two_rows_under_one_reason(self, shop, product):
        a_place(shop, "market")
        answer = transfer(shop, "main", "market", 4, status=201).json
        assert (answer["on_hand"], answer["available"]) == (10, 10)
        assert at(shop, product) == {"main": Level(6), "market": Level(4)}
        with shop.work() as job:
            table = stock_movements.c
            rows = job.db.execute(
                select(stock_movements).where(table.reason == "market day").order_by(table.id)
            ).all()
            assert difference(job.db) == []
        told = {(row.kind, row.quantity, row.on_hand) for row in rows}
        assert told == {("moved_out", 4, 6), ("moved_in", 4, 4)}

    def test_what_is_promised_is_sent_from_where_it_lies(self, shop, product):
        a_place(shop, "market")
        an_order(shop, (product, 7))
        refused = transfer(shop, "main", "market", 4, status=409).json
        assert "Only 3 are free" in refused["detail"]
        assert at(shop, product)["main"] == Level(10, 7)
        transfer(shop, "main", "market", 3, status=201)

    @pytest.mark.parametrize(
        ("source", "target", "reason"),
        [
            ("main", "main", "same_location"),
            ("main", "moon", "unknown_location"),
            ("moon", "main", "unknown_location"),
        ],
    )
    def test_from_somewhere_to_somewhere_else(self, shop, product, source, target, reason):
        refused = transfer(shop, source, target, 1, status=422).json
        assert refused["errors"][0]["code"] == reason


class TestOrders:
    def test_an_order_takes_from_the_first_place_and_gives_back_to_each(self, shop, product):
        place = a_place(shop, "near", 10)
        put(shop, product, place, 3)
        order = an_order(shop, (product, 5))
        assert at(shop, product) == {"near": Level(3, 3), "main": Level(10, 2)}
        with shop.work() as job:
            orders.cancel(job, sales.order(job.db, type(order).id == order.id))
        assert at(shop, product) == {"near": Level(3), "main": Level(10)}

    def test_what_is_sent_leaves_the_places_that_promised_it(self, shop, product):
        put(shop, product, a_place(shop, "near", 10), 3)
        order = an_order(shop, (product, 5))
        with shop.work() as job:
            stored = sales.order(job.db, type(order).id == order.id)
            orders.confirm(job, stored)
            orders.fulfil(job, stored, {stored.lines[0].id: 4})
        assert at(shop, product) == {"near": Level(0), "main": Level(9, 1)}

    def test_a_new_order_of_places_counts_at_once(self, shop, product):
        place = a_place(shop, "far", -10)
        put(shop, product, place, 3)
        owner, path = shop.as_("owner"), f"{LOCATIONS}/{place}"
        read = owner.get(path, status=200)
        version = {"If-Match": read.headers["ETag"]}
        owner.api_patch(path, {"priority": 99}, headers=version, status=200)
        an_order(shop, (product, 2))
        assert at(shop, product) == {"far": Level(3, 2), "main": Level(10)}

    def test_places_together_are_what_can_be_sold(self, shop, product):
        put(shop, product, a_place(shop, "near", 10), 3)
        an_order(shop, (product, 13))
        with pytest.raises(Conflict, match="sold out"):
            an_order(shop, (product, 1))
        with shop.work() as job:
            rows = job.db.execute(select(stock_levels)).all()
        assert sum(row.on_hand - row.allocated for row in rows) == 0


class TestPages:
    def test_a_place_is_made_and_shown(self, shop):
        owner = signed_in(shop)
        form = form_at(owner, "/admin/stock-locations/new")
        form["name"], form["code"], form["city"] = "Market", "market", "Turda"
        page = send(owner, form, status=303).follow()
        assert "Market" in page
        assert "Turda" in page
        page = owner.get("/admin/stock", status=200).click("Stock locations")
        assert "Main warehouse" in page

    def test_an_edit_that_somebody_else_overtook_is_shown(self, shop):
        owner, place = signed_in(shop), a_place(shop, "second")
        path = f"/admin/stock-locations/{place}"
        mine, theirs = form_at(owner, path), form_at(owner, path)
        theirs["name"] = "Theirs"
        send(owner, theirs, status=303)
        mine["name"] = "Mine"
        page = send(owner, mine, status=409)
        assert "Theirs" in page

    def test_a_place_in_use_is_not_deleted(self, shop, product):
        a_place(shop, "second")
        owner, place = signed_in(shop), main(shop)
        form = form_at(owner, f"/admin/stock-locations/{place['id']}/delete", "/delete")
        page = send(owner, form, status=409)
        assert "10 on the shelf" in page
        assert main(shop) == place

    def test_goods_are_moved_on_the_variants_page(self, shop, product):
        place, owner = a_place(shop, "market"), signed_in(shop)
        path = f"/admin/stock/{product.variants[0].id}"
        form = form_at(owner, path, "/transfer")
        assert form["source"].value == main(shop)["id"]
        form["target"], form["quantity"] = str(place), "11"
        page = send(owner, form, status=409)
        assert "Only 10 are free" in page
        form = page.forms["transfer"]
        form["quantity"] = "6"
        page = send(owner, form, status=303).follow()
        assert "Moved to another place" in page
        assert at(shop, product) == {"main": Level(4), "market": Level(6)}

    def test_one_place_needs_no_move(self, shop, product):
        page = signed_in(shop).get(f"/admin/stock/{product.variants[0].id}", status=200)
        assert "Move between places" not in page

    def test_the_number_of_statements_does_not_grow(self, kit, shop):
        owner = signed_in(shop)
        few = statements(kit, owner, "/admin/stock-locations")
        for _ in range(4):
            a_place(shop)
        assert statements(kit, owner, "/admin/stock-locations") == few <= 5
