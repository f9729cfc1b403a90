"""Stock in the admin: the list, a variant's ledger, and what is entered by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from pages import form_at, send, signed_in, token
from selling import an_order, statements
from sqlalchemy import update

from ecommus.db.queries import catalog
from ecommus.db.stock import Stock
from ecommus.db.tables.stock import reservations
from ecommus.services import stocktaking
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import a_product


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", sku="TEA-1", quantity=10)


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def at(product):
    return f"/admin/stock/{product.variants[0].id}"


def levels(shop, product):
    """On hand, allocated, reserved."""
    with shop.work() as job:
        variant_id = product.variants[0].id
        return catalog.stock_of(job.db, [variant_id]).get(variant_id, (0, 0, 0))


def enter(client, product, kind, quantity, reason="", **options):
    form = form_at(client, at(product))
    form["form-kind"], form["quantity"], form["reason"] = kind, str(quantity), reason
    return send(client, form, **options)


class TestList:
    def test_an_empty_shop_is_told_what_stands_here(self, owner):
        assert "Nothing to count yet" in owner.get("/admin/stock", status=200)

    def test_shows_hand_promise_and_rest(self, shop, owner, product):
        an_order(shop, (product, 3))
        page = owner.get("/admin/stock", status=200)
        cells = [cell.get_text(strip=True) for cell in page.html.select("tbody tr td")]
        assert cells[1:] == ["TEA-1", "10", "3", "0", "7"]

    def test_searches_title_sku_and_barcode(self, shop, owner, product):
        codes = {"sku": "UMB-9", "barcode": "594000", "option_values": [], "price": 1000}
        other = a_product(shop, title="Umbrelă roșie", variants=[codes])
        for words in ("umbrela", "umb-9", "594000"):
            page = owner.get(f"/admin/stock?q={words}", status=200)
            assert at(other) in page
            assert at(product) not in page
        assert "No variant fits" in owner.get("/admin/stock?q=100%25_", status=200)

    def test_filters_low_and_sold_out(self, shop, owner, product):
        low = a_product(shop, title="Low", quantity=2)
        out = a_product(shop, title="Out", quantity=0)
        page = owner.get("/admin/stock?state=low", status=200)
        assert at(low) in page
        assert at(out) not in page
        page = owner.get("/admin/stock?state=out", status=200)
        assert at(out) in page
        assert at(product) not in page

    def test_pages_through_many(self, shop, owner):
        names = [str(number) for number in range(60)]
        many = [{"option_values": [name], "price": 100} for name in names]
        a_product(shop, title="Tiles", options=["Number"], variants=many, quantity=1)
        first = owner.get("/admin/stock", status=200)
        second = first.click("Next")
        rows = [len(page.html.select("tbody tr")) for page in (first, second)]
        assert rows == [50, 10]

    def test_the_number_of_statements_does_not_grow(self, kit, shop, owner, product):
        few = statements(kit, owner, "/admin/stock")
        for _ in range(4):
            a_product(shop)
        assert statements(kit, owner, "/admin/stock") == few <= 4


class TestLedger:
    def test_says_who_why_and_for_which_order(self, shop, owner, product):
        order = an_order(shop, (product, 3))
        page = owner.get(at(product), status=200)
        for text in (
            "Promised to an order", "order placed", f"#{order.number}",
            f"/admin/orders/{order.id}", "Received", "promised +3", "+10",
        ):  # fmt: skip
            assert text in page

    def test_the_number_of_statements_does_not_grow(self, kit, shop, owner, product):
        few = statements(kit, owner, at(product))
        for _ in range(4):
            an_order(shop, (product, 1))
        assert statements(kit, owner, at(product)) == few <= 6

    def test_another_shops_variant_is_not_here(self, other_shop, product):
        signed_in(other_shop).get(at(product), status=404)

    def test_untracked_stock_has_no_form(self, shop, owner):
        service = a_product(
            shop, variants=[{"option_values": [], "price": 100, "track_stock": False}]
        )
        page = owner.get(at(service), status=200)
        assert "not tracked" in page
        assert "Write into the ledger" not in page


class TestByHand:
    @pytest.mark.parametrize(
        ("kind", "quantity", "on_hand"),
        [
            ("received", 5, 15),
            ("returned", 2, 12),
            ("adjusted", -4, 6),
            ("damaged", 3, 7),
            ("counted", 8, 8),
            ("counted", 0, 0),
        ],
    )
    def test_each_kind_does_what_it_says(self, shop, owner, product, kind, quantity, on_hand):
        page = enter(owner, product, kind, quantity, "a reason").follow()
        assert levels(shop, product) == (on_hand, 0, 0)
        assert "the ledger says why" in page
        assert "a reason" in page
        assert f"owner@{shop.slug}.example" in page

    def test_more_than_there_is_cannot_be_lost(self, shop, owner, product):
        page = enter(owner, product, "damaged", 11, "fire", status=409)
        assert "Only 10 left in stock." in page
        form = page.forms["form"]
        kept = (form["form-kind"].value, form["quantity"].value, form["reason"].value)
        assert kept == ("damaged", "11", "fire")
        assert levels(shop, product) == (10, 0, 0)

    @pytest.mark.parametrize(
        ("kind", "quantity"),
        [("received", "0"), ("received", "-3"), ("counted", "-1"), ("received", "many")],
    )
    def test_what_cannot_be_is_refused_beside_the_field(self, shop, owner, product, kind, quantity):
        page = enter(owner, product, kind, quantity, status=422)
        assert page.html.select(".field--invalid #form-quantity")
        assert page.forms["form"]["quantity"].value == quantity
        assert levels(shop, product) == (10, 0, 0)

    def test_a_second_click_counts_once(self, shop, owner, product):
        form = form_at(owner, at(product))
        form["form-kind"], form["quantity"] = "received", "5"
        send(owner, form, status=303)
        send(owner, form, status=303)
        assert levels(shop, product) == (15, 0, 0)

    def test_readers_may_look_only(self, shop, product):
        reader = signed_in(shop, "read-only")
        assert "Write into the ledger" not in reader.get(at(product), status=200)
        form = {"csrf_token": token(reader, at(product)), "kind": "received", "quantity": "1"}
        reader.post(at(product), form, status=403)


def test_counting_gives_back_what_forgotten_carts_hold(shop, product):
    """Expired reservations go in the same breath: rows and level never say different things."""
    from ecommus.core.orders import Cart

    variant_id = product.variants[0].id
    with shop.work() as job:
        cart = Cart(token_hash(new_token()), "RON", "ro")
        job.db.add(cart)
        job.db.flush()
        stock = Stock(job.db, [variant_id], job.now, cart_id=cart.id)
        stock.reserve({variant_id: 4})
        stock.flush()
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        job.db.execute(update(reservations).values(expires_at=long_ago))
    assert levels(shop, product) == (10, 0, 4)
    with shop.work() as job:
        stocktaking.count(job, variant_id, 9)
    assert levels(shop, product) == (9, 0, 0)
