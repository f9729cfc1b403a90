"""Price lists and catalogue promotions as staff makes them, on pages."""

import pytest
from pages import form_at, send
from pricing import a_list, a_promotion, shown
from webtest import Upload

from ecommus.testing import a_category, a_product


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, sku="CUP-1")


def prices(shop, entry):
    path = f"/api/admin/price-lists/{entry['id']}/prices"
    items = shop.as_("owner").get(path, status=200).json["items"]
    return sorted((p["sku"], p["min_quantity"], p["price"]["amount"]) for p in items)


def test_a_promotion_from_the_form_to_the_shop(shop, cup):
    a_category(shop, "Cups")
    staff = shop.signed_in()
    form = form_at(staff, "/admin/catalog-promotions/new")
    form["name"], form["percentage"], form["products"] = "Sale", "12,5", cup.slug
    page = send(staff, form, status=303).follow()
    assert "87,50" in page.text
    assert shown(shop.anonymous, cup)[0] == 10_000
    on = next(f for f in page.forms.values() if f.action.endswith("/enable"))
    page = send(staff, on, status=303).follow()
    assert shown(shop.anonymous, cup)[0] == 8_750
    form = next(f for f in page.forms.values() if "percentage" in f.fields)
    assert form["products"].value == cup.slug
    form["percentage"], form["amount"] = "", "20"
    send(staff, form, status=303)
    assert shown(shop.anonymous, cup)[0] == 8_000
    assert "20,00" in staff.get("/admin/catalog-promotions", status=200).text


def test_what_a_form_gets_wrong_stands_beside_its_field(shop, cup):
    staff = shop.signed_in()
    form = form_at(staff, "/admin/catalog-promotions/new")
    form["name"], form["percentage"], form["products"] = "Sale", "10", f"{cup.slug}, cups"
    page = send(staff, form, status=422)
    assert "„cups”" in page.html.select_one("#form-what-products-error").get_text()


def test_a_list_filled_from_a_file_row_by_row(shop, cup):
    entry = a_list(shop)
    staff = shop.signed_in()
    path = f"/admin/price-lists/{entry['id']}/prices"
    data = "SKU;min_quantity;Price\nCUP-1;;89,90\nCUP-1;10;79.90\nNONE;;1\nCUP-1;0;5\nCUP-1;2;x\n"

    def sent(dry):
        form = next(f for f in staff.get(path).forms.values() if f.action.endswith("/upload"))
        form["upload"] = Upload("p.csv", data.encode(), "text/csv")
        form["dry_run"] = dry
        return send(staff, form, status=200)

    page = sent(True)
    rows = [row.get_text() for row in page.html.select(".alert li")]
    assert [row.split(":")[0] for row in rows] == ["Rândul 4", "Rândul 5", "Rândul 6"]
    assert prices(shop, entry) == []
    sent(False)
    assert prices(shop, entry) == [("CUP-1", 1, 8_990), ("CUP-1", 10, 7_990)]
    assert shown(shop.anonymous, cup)[0] == 8_990
    file = staff.get(f"{path}/download", status=200).text
    assert file.splitlines() == ["sku,min_quantity,price", "CUP-1,1,89.90", "CUP-1,10,79.90"]


def test_one_price_is_set_searched_and_taken_out(shop, cup):
    entry, staff = a_list(shop), shop.signed_in()
    path = f"/admin/price-lists/{entry['id']}/prices"
    form = next(f for f in staff.get(path).forms.values() if "min_quantity" in f.fields)
    form["sku"], form["amount"] = "CUP-2", "80"
    assert "CUP-2" in send(staff, form, status=422).html.select_one("#one-price-sku-error").text
    form["sku"] = "CUP-1"
    send(staff, form, status=303)
    assert prices(shop, entry) == [("CUP-1", 1, 8_000)]
    assert "CUP-1" in staff.get(f"{path}?q=cup").text
    assert "CUP-1" not in staff.get(f"{path}?q=plate").text
    gone = next(f for f in staff.get(path).forms.values() if f.action.endswith("/delete"))
    send(staff, gone, status=303)
    assert prices(shop, entry) == []


def test_a_product_says_why_it_costs_what_it_costs(shop, cup):
    a_list(shop, (cup, 8_000), name="Cheap")
    a_promotion(shop, name="Sale")
    page = shop.signed_in().get(f"/admin/products/{cup.id}/variants/why", status=200)
    rows = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    said = " ".join(rows).replace("\xa0", " ")
    for text in ("100,00 RON", "„Cheap” 80,00 RON", "„Sale” 72,00 RON"):
        assert text in said


def test_a_group_with_prices_of_its_own_is_not_deleted(shop, cup):
    body = {"code": "trade", "name": "Trade"}
    owner = shop.as_("owner")
    group = owner.api_post("/api/admin/customer-groups", body, status=201).json
    a_list(shop, (cup, 8_000), group_id=group["id"], name="Trade prices")
    answer = owner.api_delete(f"/api/admin/customer-groups/{group['id']}", status=409).json
    assert answer["reason"] == "group_in_use"
