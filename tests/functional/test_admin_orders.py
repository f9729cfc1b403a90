"""Orders in the admin: found, read, confirmed, sent, paid, delivered, cancelled."""

import pytest
from pages import form_at, send, signed_in, token
from selling import an_order, read, statements
from sqlalchemy import select

from ecommus.core.orders import Order
from ecommus.db.queries import catalog, sales
from ecommus.db.tables import ops
from ecommus.services import orders
from ecommus.testing import a_product
from ecommus.web.admin import lists


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", sku="TEA-1", price=10000, quantity=20)


@pytest.fixture
def order(shop, product):
    return an_order(shop, (product, 3))


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def at(order, *path):
    return "/".join(("/admin/orders", str(order.id), *path))


def confirmed(shop, order):
    with shop.work() as job:
        orders.confirm(job, sales.order(job.db, Order.id == order.id))
    return order


class TestList:
    def test_an_empty_list_teaches(self, owner):
        assert "No orders yet" in owner.get("/admin/orders", status=200)

    def test_shows_who_how_much_and_where_it_stands(self, owner, order):
        page = owner.get("/admin/orders", status=200)
        for text in (f"#{order.number}", "Ana Pop", "ana@example.com", "To confirm", "Unpaid"):
            assert text in page
        assert at(order) in page

    @pytest.mark.parametrize("words", ["{number}", "%23{number}", "mihai@", "MIHAI", "rusu"])
    def test_searches_number_name_and_e_mail(self, shop, owner, product, order, words):
        address = {"first_name": "Mihai", "last_name": "Rusu"}
        wanted = an_order(shop, (product, 1), email="mihai@rusu.example", address=address)
        page = owner.get(f"/admin/orders?q={words.format(number=wanted.number)}", status=200)
        assert at(wanted) in page
        assert at(order) not in page

    def test_one_page_has_no_way_to_another(self, shop, owner, product, order, monkeypatch):
        page = owner.get("/admin/orders", status=200).html
        assert page.select_one(".pagination__range").get_text(strip=True) == "1–1of1"
        assert not page.select(".pagination__steps")
        an_order(shop, (product, 1))
        monkeypatch.setattr(lists.pager, "__defaults__", (1,))
        page = owner.get("/admin/orders", status=200).html
        assert page.select_one(".pagination__steps a[rel=next]")["href"] == "/admin/orders?page=2"

    def test_filters_by_status_and_fulfilment(self, shop, owner, product, order):
        other = confirmed(shop, an_order(shop, (product, 1)))
        page = owner.get("/admin/orders?status=confirmed&fulfilment=unfulfilled", status=200)
        assert at(other) in page
        assert at(order) not in page
        assert at(order) in owner.get("/admin/orders?status=nonsense", status=200)

    def test_sorts_by_total_both_ways(self, shop, owner, product, order):
        cheap = an_order(shop, (product, 1))
        up = owner.get("/admin/orders?sort=total").text
        down = owner.get("/admin/orders?sort=-total").text
        assert up.index(at(cheap)) < up.index(at(order))
        assert down.index(at(order)) < down.index(at(cheap))

    @pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "q=%00", "sort=id"])
    def test_nonsense_in_the_address_harms_nothing(self, owner, order, query):
        assert owner.get(f"/admin/orders?{query}", status=200)

    def test_the_number_of_statements_does_not_grow(self, kit, shop, owner, product, order):
        few = statements(kit, owner, "/admin/orders")
        for _ in range(4):
            an_order(shop, (product, 1))
        many = statements(kit, owner, "/admin/orders")
        assert many == few <= 5


class TestDetail:
    def test_shows_lines_sums_addresses_and_history(self, shop, owner):
        sized = a_product(
            shop, title="Boots", options=["Size"], quantity=5,
            variants=[{"sku": "BOO-40", "option_values": ["40"], "price": 9900}],
        )  # fmt: skip
        order = an_order(shop, (sized, 2), note="Ring twice")
        page = owner.get(at(order), status=200)
        for text in (
            "Boots", "Size: 40", "BOO-40", "RON198.00", "Memorandumului", "Ring twice",
            "Order placed", "Includes TVA 21%", f"/admin/stock/{sized.variants[0].id}",
        ):  # fmt: skip
            assert text in page.text.replace("\xa0", "")

    def test_explains_the_price_in_words(self, owner, order):
        page = owner.get(at(order), status=200)
        rows = [cell.get_text(" ", strip=True) for cell in page.html.select("main details td")]
        assert "Blue teapot" in rows
        assert "Price of the shop" in rows
        assert "Times the quantity × 3" in rows
        assert any("Rounding of the tax" in row for row in rows)
        assert "Tax TVA 21%" in rows

    def test_a_tax_is_named_once_as_the_reader_writes_it(self, shop, order):
        page = shop.signed_in("owner").get(at(order), status=200)
        rows = [cell.get_text(" ", strip=True) for cell in page.html.select("main details td")]
        assert "Taxă TVA 21\xa0%" in rows

    def test_a_deleted_variant_leads_nowhere(self, shop, owner, product, order):
        from ecommus.services.catalog import delete_product

        with shop.work() as job:
            delete_product(job, catalog.product(job.db, product.id))
        page = owner.get(at(order), status=200)
        assert "Blue teapot" in page
        assert f"/admin/stock/{product.variants[0].id}" not in page

    def test_the_number_of_statements_does_not_grow(self, kit, shop, owner, product, order):
        more = [a_product(shop) for _ in range(4)]
        large = an_order(shop, *((one, 1) for one in more))
        few = statements(kit, owner, at(order))
        many = statements(kit, owner, at(large))
        assert many == few <= 9

    def test_another_shops_order_is_not_here(self, other_shop, order):
        signed_in(other_shop).get(at(order), status=404)


class TestActions:
    def test_confirm(self, shop, owner, order):
        answer = send(owner, form_at(owner, at(order), "/confirm")).follow()
        assert "The order is confirmed." in answer
        assert read(shop, order).status == "confirmed"
        with shop.work() as job:
            actions = job.db.execute(select(ops.audit_log.c.action)).scalars()
            assert "order.confirm" in list(actions)

    def test_sends_everything_as_the_form_stands(self, shop, owner, order):
        confirmed(shop, order)
        form = form_at(owner, at(order), "/fulfil")
        form["carrier"], form["tracking_number"] = "Sameday", "SD1"
        form["tracking_url"] = "https://sameday.example/SD1"
        page = send(owner, form).follow()
        assert read(shop, order).fulfilment_status == "fulfilled"
        for text in ("Sameday", "SD1", "https://sameday.example/SD1", "3 × Blue teapot"):
            assert text in page
        with shop.work() as job:
            variant = order.lines[0].variant_id
            assert catalog.stock_of(job.db, [variant])[variant] == (17, 0, 0)

    def test_sends_a_part_and_then_the_rest(self, shop, owner, order):
        confirmed(shop, order)
        line = order.lines[0].id
        form = form_at(owner, at(order), "/fulfil")
        form[f"quantity-{line}"] = "1"
        send(owner, form, status=303)
        assert read(shop, order).fulfilment_status == "partial"
        form = form_at(owner, at(order), "/fulfil")
        assert form[f"quantity-{line}"].value == "2"
        send(owner, form, status=303)
        assert read(shop, order).fulfilment_status == "fulfilled"

    def test_the_same_part_is_not_sent_twice_by_a_second_click(self, shop, owner, order):
        confirmed(shop, order)
        form = form_at(owner, at(order), "/fulfil")
        form[f"quantity-{order.lines[0].id}"] = "1"
        send(owner, form, status=303)
        again = form_at(owner, at(order), "/fulfil")
        again[f"quantity-{order.lines[0].id}"] = "1"
        send(owner, again, status=303)
        assert "changed meanwhile" in send(owner, again, status=409)
        assert read(shop, order).lines[0].fulfilled == 2

    @pytest.mark.parametrize(
        ("field", "value", "status", "reason"),
        [
            ("quantity", "9", 409, "only 3 left to send"),
            ("quantity", "0", 422, "at least one line"),
            ("quantity", "two", 422, "write a whole number"),
            ("tracking_url", "javascript:alert(1)", 422, "beginning with https://"),
        ],
    )
    def test_a_refused_parcel_keeps_what_was_typed(
        self, shop, owner, order, field, value, status, reason
    ):
        confirmed(shop, order)
        name = f"quantity-{order.lines[0].id}" if field == "quantity" else field
        form = form_at(owner, at(order), "/fulfil")
        form["carrier"], form[name] = "Our own van", value
        page = send(owner, form, status=status)
        assert reason in page
        kept = next(f for f in page.forms.values() if f.action.endswith("/fulfil"))
        assert (kept["carrier"].value, kept[name].value) == ("Our own van", value)
        assert read(shop, order).fulfilment_status == "unfulfilled"

    def test_paid_delivered_completed(self, shop, owner, order):
        confirmed(shop, order)
        form = form_at(owner, at(order), "/paid")
        form["reference"] = "OP 77"
        page = send(owner, form).follow()
        assert "OP 77" in page
        send(owner, form_at(owner, at(order), "/fulfil"), status=303)
        send(owner, form_at(owner, at(order), "/deliver"), status=303)
        now = read(shop, order)
        states = (now.status, now.payment_status, now.fulfilment_status)
        assert states == ("completed", "paid", "delivered")

    def test_cancelling_is_asked_for_and_gives_the_goods_back(self, shop, owner, order):
        question = owner.get(at(order), status=200).click("Cancel order")
        assert "This cannot be undone" in question
        assert read(shop, order).status == "placed"
        form = form_at(owner, at(order, "cancel"))
        form["reason"] = "Paid for by nobody"
        page = send(owner, form).follow()
        assert "Paid for by nobody" in page
        with shop.work() as job:
            variant = order.lines[0].variant_id
            assert catalog.stock_of(job.db, [variant])[variant] == (20, 0, 0)

    def test_what_cannot_be_is_said_in_words(self, shop, owner, order):
        confirmed(shop, order)
        form = {"csrf_token": token(owner, at(order)), "version": read(shop, order).version}
        page = owner.post(at(order, "confirm"), form, status=409)
        assert "From “Confirmed” this cannot become “Confirmed”." in page
        assert "Confirm the order" not in page.html.find(class_="page__header").get_text()

    def test_sent_goods_cannot_be_cancelled(self, shop, owner, order):
        confirmed(shop, order)
        stale = form_at(owner, at(order, "cancel"))
        send(owner, form_at(owner, at(order), "/fulfil"), status=303)
        stale["version"] = str(read(shop, order).version)
        assert "What has been sent cannot be cancelled." in send(owner, stale, status=409)
        assert "cannot be cancelled" in owner.get(at(order, "cancel"), status=200)

    def test_who_saw_an_older_order_decides_again(self, shop, owner, order):
        form = form_at(owner, at(order), "/paid")
        confirmed(shop, order)
        page = send(owner, form, status=409)
        assert "changed meanwhile" in page
        assert "Order confirmed" in page
        assert read(shop, order).payment_status == "pending"

    def test_readers_see_no_buttons_and_cannot_post(self, shop, order):
        reader = signed_in(shop, "read-only")
        page = reader.get(at(order), status=200)
        assert "/confirm" not in page
        form = {"csrf_token": token(reader, at(order)), "version": "1"}
        reader.post(at(order, "confirm"), form, status=403)


class TestPackingSlip:
    def test_lists_what_is_still_to_be_sent_without_prices(self, shop, owner, order):
        confirmed(shop, order)
        form = form_at(owner, at(order), "/fulfil")
        form[f"quantity-{order.lines[0].id}"] = "1"
        send(owner, form, status=303)
        page = owner.get(at(order, "packing-slip"), status=200)
        assert "2 ×" in page
        assert "TEA-1" in page
        assert "RON" not in page

    def test_lists_one_parcel(self, shop, owner, order):
        confirmed(shop, order)
        form = form_at(owner, at(order), "/fulfil")
        form[f"quantity-{order.lines[0].id}"] = "1"
        page = send(owner, form).follow()
        assert "1 ×" in page.click("Packing slip", index=-1)
