"""Stock-takes: a sheet goes out, a counted one comes back, is looked at and applied."""

import csv
import io
from datetime import UTC, datetime

import pytest
from pages import form_at, send, signed_in, token
from selling import an_order, statements
from sqlalchemy import insert, select
from stocking import a_place, a_stock_take
from webtest import Upload

from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.db.queries import catalog, sales
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.stock_proof import difference
from ecommus.db.tables import catalog as t
from ecommus.db.tables.stock import stock_movements, stock_takes
from ecommus.services import correcting, orders, stocktakes
from ecommus.testing import a_product
from ecommus.testing.queries import counted

NEW = "/admin/stock-takes/new"


@pytest.fixture
def owner(shop):
    return signed_in(shop)


@pytest.fixture
def product(shop):
    return a_product(shop, title="Teapot", sku="TEA-1", quantity=10)


def downloaded(client, query=""):
    """The sheet's rows as dicts."""
    data = client.get(f"/admin/stock-takes/sheet{query}", status=200).body
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def written(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sent(client, data, *, basis="sheet", reason="spring count", **options):
    form = form_at(client, NEW)
    form["upload"] = Upload("sheet.csv", data, "text/csv")
    form["form-basis"], form["reason"] = basis, reason
    return send(client, form, **options)


def apply(client, page, **options):
    form = next(f for f in page.forms.values() if f.action.endswith("/apply"))
    return send(client, form, **options)


def on_hand(shop, product):
    with shop.work() as job:
        variant = product.variants[0].id
        return catalog.stock_of(job.db, [variant]).get(variant, (0, 0, 0))[0]


def cells(page):
    """The rows of the page's last table, as texts."""
    rows = page.html.select("table")[-1].select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]


def send_parcel(shop, order):
    with shop.work() as job:
        stored = sales.order(job.db, type(order).id == order.id)
        orders.confirm(job, stored)
        orders.fulfil(job, stored, {})


class TestSheet:
    def test_every_shelf_is_in_it(self, shop, owner, product):
        a_place(shop, "market", -1)
        rows = downloaded(owner)
        assert [(r["sku"], r["location"], r["on_hand"], r["counted"]) for r in rows] == [
            ("TEA-1", "main", "10", "")
        ]
        rows = downloaded(owner, "?location=market")
        assert [(r["sku"], r["location"], r["on_hand"]) for r in rows] == [("TEA-1", "market", "0")]

    def test_what_never_lay_anywhere_can_be_counted_too(self, shop, owner):
        a_product(shop, title="Never there", sku="NEW-1", quantity=0)
        assert [(r["sku"], r["location"], r["on_hand"]) for r in downloaded(owner)] == [
            ("NEW-1", "main", "0")
        ]

    def test_titles_do_not_become_formulas(self, shop, owner):
        a_product(shop, title="=1+1", quantity=1)
        assert downloaded(owner)[0]["title"] == "'=1+1"

    def test_another_shops_shelves_are_not_in_it(self, other_shop, product):
        assert downloaded(signed_in(other_shop)) == []


class TestCounting:
    def test_the_differences_are_shown_then_applied(self, shop, owner, product):
        lost = a_product(shop, title="Lost", sku="LOST", quantity=4)
        equal = a_product(shop, title="Equal", sku="EQUAL", quantity=5)
        counted = {"TEA-1": "12", "LOST": "1", "EQUAL": "5"}
        rows = [row | {"counted": counted[row["sku"]]} for row in downloaded(owner)]
        page = sent(owner, written(rows), status=303).follow()
        assert "Nothing is changed yet" in page
        assert {(row[1].split()[0], row[6], row[7]) for row in cells(page)} == {
            ("Teapot", "+2", "12"), ("Lost", "-3", "1"),
        }  # fmt: skip
        assert on_hand(shop, product) == 10
        page = apply(owner, page, status=303).follow()
        assert [on_hand(shop, p) for p in (product, lost, equal)] == [12, 1, 5]
        assert "every difference is in the ledger" in page
        assert {(row[1].split()[0], row[6]) for row in cells(page)} == {
            ("Teapot", "+2"), ("Lost", "-3"),
        }  # fmt: skip
        with shop.work() as job:
            assert difference(job.db) == []
            rows = job.db.execute(
                select(stock_movements).where(stock_movements.c.reason == "spring count")
            ).all()
        assert sorted((row.kind, row.quantity) for row in rows) == [
            ("adjusted", -3), ("adjusted", 2),
        ]  # fmt: skip

    def test_it_is_applied_once(self, shop, owner, product):
        take = a_stock_take(shop, product.variants[0])
        path, page = f"/admin/stock-takes/{take}", owner.get(f"/admin/stock-takes/{take}")
        apply(owner, page, status=303)
        assert "applied already" in apply(owner, page, status=409)
        owner.post(f"{path}/discard", {"csrf_token": token(owner, path)}, status=409)
        assert on_hand(shop, product) == 7

    def test_what_was_sent_since_the_sheet_was_made_is_taken_off(self, shop, owner, product):
        order = an_order(shop, (product, 4))
        rows = [row | {"counted": "9"} for row in downloaded(owner)]
        send_parcel(shop, order)
        page = sent(owner, written(rows), status=303).follow()
        page = page.click("Moved since the sheet was made")
        assert [row[3:] for row in cells(page)] == [["10", "6", "9", "-1", "5"]]
        apply(owner, page, status=303)
        assert on_hand(shop, product) == 5

    def test_what_is_sent_between_looking_and_applying_counts_too(self, shop, owner, product):
        order = an_order(shop, (product, 4))
        rows = [row | {"counted": "9"} for row in downloaded(owner)]
        page = sent(owner, written(rows), status=303).follow()
        send_parcel(shop, order)
        apply(owner, page, status=303)
        assert on_hand(shop, product) == 5

    def test_a_count_of_just_now_is_what_lies_there(self, shop, owner, product):
        order = an_order(shop, (product, 4))
        rows = [row | {"counted": "9"} for row in downloaded(owner)]
        send_parcel(shop, order)
        page = sent(owner, written(rows), basis="now", status=303).follow()
        apply(owner, page, status=303)
        assert on_hand(shop, product) == 9

    def test_less_than_is_promised_is_told_and_left_alone(self, shop, owner, product):
        good = a_product(shop, title="Good", sku="GOOD", quantity=1)
        an_order(shop, (product, 8))
        sheet = b"sku,location,counted\nTEA-1,main,7\nGOOD,main,3\n"
        page = sent(owner, sheet, status=303).follow()
        assert "8 are promised to orders or held in carts, and only 7 would be left" in page
        page = apply(owner, page, status=303).follow()
        assert [on_hand(shop, p) for p in (product, good)] == [10, 3]
        assert "only 7 would be left" in page

    def test_a_bad_row_never_loses_the_good_ones(self, shop, owner, product):
        a_place(shop, "market")
        sheet = (
            "sku,location,counted\nNONE,main,1\nTEA-1,moon,1\nTEA-1,main,few\n"
            "TEA-1,main,8\nTEA-1,main,9\nTEA-1,market,2\n"
        )
        page = sent(owner, sheet.encode(), status=303).follow()
        table = page.html.select("table")[0]
        told = [[td.get_text(strip=True) for td in tr.select("td")] for tr in table.select("tr")]
        assert [row[:2] for row in told if row] == [
            ["2", "sku"], ["3", "location"], ["4", "counted"], ["6", "sku"],
        ]  # fmt: skip
        apply(owner, page, status=303)
        assert on_hand(shop, product) == 10

    def test_a_variant_without_sku_goes_by_its_id(self, shop, owner):
        product = a_product(shop, variants=[{"option_values": [], "price": 100}], quantity=3)
        with shop.work() as job:
            job.db.execute(t.variants.update().values(sku=None))
        rows = [row | {"counted": "2"} for row in downloaded(owner)]
        apply(owner, sent(owner, written(rows), status=303).follow(), status=303)
        assert on_hand(shop, product) == 2

    def test_another_shops_variant_is_none(self, shop, other_shop, owner, product):
        theirs = a_product(other_shop, sku="THEIRS", quantity=3)
        sheet = f"sku,variant_id,counted\nTHEIRS,,1\n,{theirs.variants[0].id},1\nTEA-1,,9\n"
        page = sent(owner, sheet.encode(), status=303).follow()
        assert "No variant is called “THEIRS”" in page
        apply(owner, page, status=303)
        assert on_hand(other_shop, theirs) == 3

    @pytest.mark.parametrize(
        ("sheet", "told"),
        [
            (b"sku,price\nTEA-1,3\n", "This is no counting sheet"),
            (b"sku,counted\nTEA-1,\n", "Nothing is counted in this sheet"),
            (b"PK\x03\x04", "spreadsheet workbook"),
        ],
    )
    def test_other_files_are_refused_beside_the_field(self, owner, product, sheet, told):
        assert told in sent(owner, sheet, status=422)

    def test_a_sheet_can_be_thrown_away(self, shop, owner, product):
        path = f"/admin/stock-takes/{a_stock_take(shop, product.variants[0])}"
        form = form_at(owner, path, "/discard")
        assert "thrown away" in send(owner, form, status=303).follow()
        owner.get(path, status=404)
        assert on_hand(shop, product) == 10

    def test_a_variant_deleted_since_is_left_out(self, shop, product):
        take = a_stock_take(shop, product.variants[0])
        with shop.work() as job:
            job.db.execute(t.products.delete())
        with shop.work() as job:
            row = job.db.execute(select(stock_takes)).one()
            correcting.apply(job, row)
        assert "no such variant any more" in signed_in(shop).get(f"/admin/stock-takes/{take}")

    def test_readers_may_look_only(self, shop, product):
        reader = signed_in(shop, "read-only")
        path = f"/admin/stock-takes/{a_stock_take(shop, product.variants[0])}"
        assert "/apply" not in reader.get(path, status=200)
        reader.post(f"{path}/apply", {"csrf_token": token(reader, path)}, status=403)


def test_thousands_of_shelves_are_corrected_in_a_few_statements(kit, shop):
    """One transaction, a statement for a thousand levels; the ledger adds up afterwards."""
    names = [f"T-{number}" for number in range(1500)]
    for start in range(0, 1500, 150):
        many = [{"option_values": [n], "price": 100, "sku": n} for n in names[start : start + 150]]
        a_product(shop, title=f"Tiles {start}", options=["Number"], variants=many, quantity=1)
    sheet = "sku,counted\n" + "".join(f"{name},5\n" for name in names)
    with shop.work() as job:
        take = stocktakes.draft(job, "s.csv", sheet.encode(), reason="count", basis="now")
    with counted(kit) as sent, shop.work() as job:
        row = job.db.execute(select(stock_takes).where(stock_takes.c.id == take)).one()
        correcting.apply(job, row)
    assert len(sent) < 30
    with shop.work() as job:
        assert difference(job.db) == []
        row = job.db.execute(select(stock_takes)).one()
        assert sum(line.difference for line in stocktakes.lines(job, row)) == 4 * 1500


class TestLedger:
    PATH = "/admin/stock/movements"

    def test_filters_by_kind_place_and_words(self, shop, owner, product):
        other = a_product(shop, title="Cup", sku="CUP", quantity=2)
        an_order(shop, (product, 1))
        place = a_place(shop, "market")
        with shop.work() as job:
            stock = Stock(job.db, [other.variants[0].id], job.now)
            stock.move(other.variants[0].id, place, Movement.RECEIVED, 3, Why("ana", "delivery"))
            stock.flush()
        assert len(cells(owner.get(self.PATH))) == 4
        assert len(cells(owner.get(f"{self.PATH}?kind=received"))) == 3
        assert len(cells(owner.get(f"{self.PATH}?kind=received&location=market"))) == 1
        assert [row[0].split()[0] for row in cells(owner.get(f"{self.PATH}?q=teapot"))] == [
            "Teapot", "Teapot",
        ]  # fmt: skip
        assert "No movement fits" in owner.get(f"{self.PATH}?kind=damaged")

    def test_days_are_the_shops_own(self, shop, owner, product):
        """Half past one in the night in Bucharest is still the day before in UTC."""
        with shop.work() as job:
            values = {
                "id": uuid7(), "variant_id": product.variants[0].id, "kind": "adjusted",
                "location_id": default_location(job.db), "quantity": 1, "on_hand": 1,
                "allocated": 0, "reason": "night", "at": datetime(2026, 3, 9, 23, 30, tzinfo=UTC),
            }  # fmt: skip
            job.db.execute(insert(stock_movements).values(values))
        found = owner.get(f"{self.PATH}?since=2026-03-10&until=2026-03-10")
        assert len(cells(found)) == 1
        assert "No movement fits" in owner.get(f"{self.PATH}?since=2026-03-09&until=2026-03-09")

    def test_the_file_holds_what_the_list_shows(self, shop, owner, product):
        order = an_order(shop, (product, 3))
        data = owner.get(f"{self.PATH}-export?kind=allocated", status=200).body
        (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        assert (row["sku"], row["kind"], row["change"], row["promised"], row["order"]) == (
            "TEA-1", "allocated", "0", "3", str(order.number),
        )  # fmt: skip

    def test_nonsense_in_the_query_is_left_out(self, owner, product):
        page = owner.get(
            f"{self.PATH}?since=31.12.&until=9999-12-31&kind=x&location=%00", status=200
        )
        assert len(cells(page)) == 1

    def test_the_number_of_statements_does_not_grow(self, kit, shop, owner, product):
        few = statements(kit, owner, self.PATH)
        for _ in range(4):
            an_order(shop, (product, 1))
        assert statements(kit, owner, self.PATH) == few <= 5
