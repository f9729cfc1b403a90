"""Taxes and delivery in the admin: lists, forms, warnings, what may not be deleted."""

import pytest
from pages import form_at, send, signed_in
from sqlalchemy import select, update
from taxed import a_method

from ecommus.db.tables import catalog, shipping, tax
from ecommus.testing import a_product

RATES, DELIVERY = "/admin/tax-rates", "/admin/shipping-methods"


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def rows(shop, table, **named):
    ((name, value),) = named.items()
    with shop.work() as job:
        return job.db.execute(select(table).where(table.c[name] == value)).all()


def test_a_rate_from_new_to_gone(owner, shop):
    page = owner.get(RATES, status=200)
    for text in ("TVA 21%", "România (RO)", "Today", "Over"):
        assert text in page
    form = form_at(owner, f"{RATES}/new")
    form["name"], form["rate"], form["zone"] = "MOMS 25%", "25,5", "EU"
    form["starts_on"] = "2026-01-01"
    send(owner, form, status=303)
    (rate,) = rows(shop, tax.tax_rates, name="MOMS 25%")
    assert (str(rate.rate), rate.tax_category, rate.ends_on) == ("25.500", "standard", None)
    path = f"{RATES}/{rate.id}"
    form = form_at(owner, path)
    assert form["rate"].value == "25.5"
    form["ends_on"] = "2025-01-01"
    page = send(owner, form, status=422)
    assert "The last day is before the first." in page
    form = form_at(owner, path)
    form["ends_on"] = "2026-12-31"
    assert "The changes were saved." in send(owner, form, status=303).follow()
    form = form_at(owner, f"{RATES}/new")
    form["name"], form["rate"], form["zone"], form["starts_on"] = "X", "1", "EU", "2026-05-01"
    page = send(owner, form, status=409)
    assert "“MOMS 25%” holds from 2026-01-01 to 2026-12-31 already" in page
    send(owner, form_at(owner, f"{path}/delete"), status=303)
    assert rows(shop, tax.tax_rates, name="MOMS 25%") == []


def test_products_without_a_rate_are_warned_of(owner, shop):
    product = a_product(shop)
    assert "No rate holds today" not in owner.get(RATES)
    with shop.work() as job:
        mine = catalog.products.c.id == product.id
        job.db.execute(update(catalog.products).where(mine).values(tax_category="tobacco"))
    assert "No rate holds today for “tobacco”, which 1 products" in owner.get(RATES)


def test_how_tax_is_reckoned(owner, shop):
    path = f"{RATES}/rules"
    page = owner.get(path, status=200)
    assert "29.97" in page
    form = form_at(owner, path)
    form["form-tax-rounding"] = "line"
    form["form-tax-abroad"] = "net"
    form["default_zone"] = "EU"
    send(owner, form, status=303)
    kept = shop.tenant.settings["tax"]
    assert (kept["rounding"], kept["abroad"], kept["default_zone"]) == ("line", "net", "EU")
    assert kept["missing_rate"] == "block"


def test_a_zone_is_typed_as_one_thinks_of_it(owner, shop):
    form = form_at(owner, "/admin/zones/new")
    form["name"], form["code"], form["places"] = "Near", "near", "hu, RO-CJ\nMD"
    send(owner, form, status=303)
    assert "Hungary, Moldova, Romania (CJ)" in owner.get("/admin/zones")
    (zone,) = rows(shop, tax.zones, code="near")
    form = form_at(owner, f"/admin/zones/{zone.id}")
    assert form["places"].value == "HU, MD, RO-CJ"
    form["places"] = "HU, ZZ"
    assert "“ZZ” is no country" in send(owner, form, status=422)
    (union,) = rows(shop, tax.zones, code="RO")
    page = send(owner, form_at(owner, f"/admin/zones/{union.id}/delete"), status=409)
    assert "is used by 4 tax rates" in page


def test_a_category_and_its_names(owner, shop):
    form = form_at(owner, "/admin/tax-categories/new")
    form["name"], form["code"], form["name_en"] = "Cărți", "books", "Books"
    send(owner, form, status=303)
    (row,) = rows(shop, tax.tax_categories, code="books")
    assert row.translations == {"en": {"name": "Books"}}
    assert "Books (no rate today)" in owner.get("/admin/products/new")


@pytest.mark.parametrize("kind", ["flat", "per_item", "by_weight", "by_total", "pickup"])
def test_a_way_of_delivery_of_each_kind(owner, shop, kind):
    assert "What does the price depend on?" in owner.get(f"{DELIVERY}/new", status=200)
    form = form_at(owner, f"{DELIVERY}/new?kind={kind}")
    form["name"], form["code"], form["enabled"] = "Easybox", "easybox", True
    if kind in ("by_weight", "by_total"):
        for index, (start, amount) in enumerate([("0", "15"), ("1000", "20,50")]):
            form.set("start", start, index)
            form.set("amount", amount, index)
    else:
        form["amount"] = "12,50"
    if kind == "pickup":
        form["pickup_address"] = "Str. Mică 1"
    send(owner, form, status=303)
    (row,) = rows(shop, shipping.shipping_methods, code="easybox")
    assert (row.kind, row.enabled, row.tax_category) == (kind, True, "standard")
    if row.tiers:
        unit = 1 if kind == "by_weight" else 100
        assert row.tiers == [{"start": 0, "amount": 1500}, {"start": 1000 * unit, "amount": 2050}]
    page = owner.get(f"{DELIVERY}?weight=500&total=100&country=RO", status=200)
    assert "Easybox" in page.html.find(id="try").text
    form = form_at(owner, f"{DELIVERY}/{row.id}")
    form["name"] = "Locker"
    send(owner, form, status=303)
    assert rows(shop, shipping.shipping_methods, name="Locker")[0].tiers == row.tiers
    send(owner, form_at(owner, f"{DELIVERY}/{row.id}/delete"), status=303)
    assert "No ways of delivery of your own yet" in owner.get(DELIVERY)


def test_what_is_missing_is_said_beside_its_field(owner):
    form = form_at(owner, f"{DELIVERY}/new?kind=by_weight")
    form["name"], form["code"] = "Table", "table"
    assert "Give at least one line of prices" in send(owner, form, status=422)


def test_products_without_weight_are_counted_beside_a_table_by_weight(owner, shop):
    a_product(shop)
    assert "1 products on sale have no weight" in owner.get(f"{DELIVERY}/new?kind=by_weight")
    assert "no weight" not in owner.get(f"{DELIVERY}/new?kind=flat")
    method = a_method(shop, kind="by_weight", tiers=[{"start": 0, "amount": 100}])
    assert "1 products on sale have no weight" in owner.get(f"{DELIVERY}/{method}")


def test_trying_says_what_cannot_be_read_and_what_is_not_offered(owner):
    assert (
        "Courier" in owner.get(f"{DELIVERY}?weight=1&total=1&country=RO").html.find(id="try").text
    )
    assert "Nothing is offered" in owner.get(f"{DELIVERY}?weight=1&total=1&country=NO")
    assert "Write grams as 1500" in owner.get(f"{DELIVERY}?weight=x&total=1&country=NO")


def test_who_may(shop):
    for path in (RATES, DELIVERY, "/admin/zones", f"{RATES}/rules"):
        signed_in(shop, "staff").get(path, status=403)
        signed_in(shop, "read-only").get(path, status=200)
    signed_in(shop, "read-only").get(f"{RATES}/new", status=403)
