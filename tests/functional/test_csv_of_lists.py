"""Every list of the admin as a file: the rows of its filter, safe to open."""

import csv
import io

import pytest
from pages import signed_in
from selling import an_order

from ecommus.testing import a_product
from ecommus.testing.queries import counted
from ecommus.web.admin import sheets
from ecommus.web.back_office import spreadsheet


def read(client, path):
    answer = client.get(path, status=200)
    assert answer.content_type == "text/csv"
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_orders_as_the_filter_says_and_in_its_order(shop):
    product = a_product(shop, price=1999)
    first = an_order(shop, (product, 1), address={"last_name": "Ștefănescu"})
    second = an_order(shop, (product, 2), address={"first_name": "Ion"})
    owner = signed_in(shop)
    head, *rows = read(owner, "/admin/orders/list.csv")
    assert head[:4] == ["Number", "Placed", "Customer", "E-mail"]
    assert [row[0] for row in rows] == [second.number, first.number]
    assert rows[1][2] == "Ana Ștefănescu"
    assert rows[0][-2:] == [f"{second.total / 100:.2f}", "RON"]
    assert [row[0] for row in read(owner, "/admin/orders/list.csv?q=Ion")[1:]] == [second.number]
    assert read(owner, "/admin/orders/list.csv?status=cancelled")[1:] == []


def test_no_cell_is_a_formula_and_numbers_stay_numbers(shop):
    for title in ("=1+1", "@SUM(A1)", "-2", "+3", "\t=4", "Cup"):
        a_product(shop, title=title, price=500)
    rows = read(signed_in(shop), "/admin/products/list.csv?sort=title")[1:]
    titles = {row[0] for row in rows}
    assert {"'=1+1", "'@SUM(A1)", "'-2", "'+3", "Cup"} <= titles
    assert not any(title.lstrip()[:1] in tuple("=+-@") for title in titles)
    assert {row[4] for row in rows} == {"5.00"}


def test_the_page_offers_the_file_of_its_own_filter(shop):
    a_product(shop, title="Cup")
    owner = signed_in(shop)
    link = owner.get("/admin/products?q=cup&page=1&done=changed").html.find(
        "a", href=lambda href: href and "list.csv" in href
    )
    assert link["href"].endswith("/admin/products/list.csv?q=cup")
    assert "list.csv" not in owner.get("/admin/products/new")
    # Staff may see products and not export the catalogue.
    staff = signed_in(shop, "staff")
    assert "list.csv" not in staff.get("/admin/products", status=200)
    staff.get("/admin/products/list.csv", status=403)


def test_long_lists_come_in_pages_and_say_where_they_end(kit, shop, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST", 5)
    monkeypatch.setattr(spreadsheet, "PAGE", 2)
    product = a_product(shop, quantity=50)
    for number in range(6):
        a_product(shop, title=f"Thing {number}")
        an_order(shop, (product, 1))
    owner = signed_in(shop)
    for path in ("/admin/orders/list.csv", "/admin/products/list.csv"):
        rows = read(owner, path)
        assert len(rows) == 1 + 5 + 1
        assert rows[-1] == ["Only the first 5 rows are here: filter the list to get the others."]
        assert len({row[0] for row in rows[1:6]}) == 5


def test_in_the_readers_language(shop):
    a_product(shop)
    romanian = shop.signed_in()
    assert read(romanian, "/admin/stock/list.csv")[0][:2] == ["SKU", "Produs"]


@pytest.mark.parametrize("path", ["orders", "products", "customers", "stock", "invoices"])
def test_the_number_of_statements_is_that_of_pages(kit, shop, path):
    product = a_product(shop, quantity=50)
    owner = signed_in(shop)

    def sent():
        owner.get(f"/admin/{path}/list.csv")
        with counted(kit) as statements:
            read(owner, f"/admin/{path}/list.csv")
        return len(statements)

    few = sent()
    for _ in range(5):
        an_order(shop, (product, 1))
        a_product(shop)
    assert sent() == few


def test_every_sheet_can_be_had(shop):
    product = a_product(shop)
    owner = signed_in(shop)
    names = ["orders", "products", "customers", "customer-groups", "promotions", "invoices"]
    names += ["gift-cards"]
    names += ["stock", "categories", "attributes", f"stock/{product.variants[0].id}"]
    for name in names:
        assert len(read(owner, f"/admin/{name}/list.csv")[0]) >= 3
    assert len(sheets.SHEETS) == 12
