"""Attributes: defined in the admin and through the API, filled in on the product's page."""

from uuid import UUID

import pytest
from pages import form_at, send, signed_in
from sqlalchemy import select
from uploading import figures, sent

from ecommus.db.queries import catalog as queries
from ecommus.db.tables import catalog as t
from ecommus.services import attributes as service
from ecommus.services import importing
from ecommus.services.catalog import change
from ecommus.testing import a_product
from ecommus.testing.queries import counted
from ecommus.web.admin.product_attributes import field
from ecommus.web.jobs import opener

LIST = "/admin/attributes"
API = "/api/admin/attributes"


@pytest.fixture
def shop(kit):
    """A Romanian shop that speaks English too."""
    return kit.shop(locales=("ro", "en"))


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def defined(shop, name="Material", **fields):
    with shop.work() as job:
        return service.create(job, {"name": name, **fields})


def stored(shop):
    with shop.work() as job:
        return {row.code: row for row in job.db.execute(select(t.attributes))}


def carried(shop, product):
    with shop.work() as job:
        return queries.product(job.db, product.id).attributes


class TestDefinitions:
    def test_a_shop_without_any_is_told_what_they_are(self, owner):
        page = owner.get(LIST, status=200)
        assert "No attributes yet" in page
        assert f"{LIST}/new" in page

    def test_defined_in_every_language(self, shop, owner):
        form = form_at(owner, f"{LIST}/new")
        form["name"], form["name_en"], form["position"] = "Fabricat în", "Made in", "2"
        page = send(owner, form, status=303).follow()
        assert "The attribute was created." in page
        row = stored(shop)["fabricat_in"]
        assert (row.name, row.position) == ("Fabricat în", 2)
        assert row.translations == {"en": {"name": "Made in"}}
        cells = [cell.get_text(strip=True) for cell in page.html.select("tbody td")]
        assert cells == ["Fabricat în", "Made in", "fabricat_in", "2", "0"]

    def test_two_names_alike_get_codes_apart(self, shop):
        defined(shop, "Mărime")
        defined(shop, "Marime")
        assert set(stored(shop)) == {"marime", "marime_2"}

    @pytest.mark.parametrize(
        ("code", "status", "reason"),
        [("material", 409, "Another attribute has this code."), ("a:b", 422, "without a colon")],
    )
    def test_a_code_that_cannot_be_is_told_beside_it(self, shop, owner, code, status, reason):
        defined(shop, code="material")
        form = form_at(owner, f"{LIST}/new")
        form["name"], form["code"] = "Țesătură", code
        page = send(owner, form, status=status)
        assert reason in page.html.select_one(".field--invalid").get_text(" ")
        assert page.forms["form"]["name"].value == "Țesătură"
        assert len(stored(shop)) == 1

    def test_renamed_and_moved_while_its_code_stays(self, shop, owner):
        row = defined(shop, translations={"en": {"name": "Fabric"}, "fr": {"name": "Tissu"}})
        form = form_at(owner, f"{LIST}/{row.id}")
        assert "code" not in form.fields
        assert form["name_en"].value == "Fabric"
        form["name"], form["name_en"], form["position"] = "Țesătură", "", "7"
        send(owner, form, status=303)
        after = stored(shop)["material"]
        assert (after.name, after.position, after.version) == ("Țesătură", 7, 2)
        assert after.translations == {"fr": {"name": "Tissu"}}

    def test_somebody_elses_change_is_shown(self, shop, owner):
        row = defined(shop)
        mine, theirs = (form_at(owner, f"{LIST}/{row.id}") for _ in range(2))
        theirs["name"] = "Their name"
        send(owner, theirs, status=303)
        mine["name"] = "My name"
        assert "Their name" in send(owner, mine, status=409)
        assert stored(shop)["material"].name == "Their name"

    def test_deleting_says_who_loses_it_and_takes_the_values_along(self, shop, owner):
        row = defined(shop)
        cup = a_product(shop, attributes={"material": {"ro": "lut", "en": "clay"}, "litres": "1"})
        jug = a_product(shop, attributes={"litres": "2"})
        form = form_at(owner, f"{LIST}/{row.id}/delete", "/delete")
        assert "Products with a value for it: 1." in owner.get(f"{LIST}/{row.id}/delete")
        send(owner, form, status=303)
        assert stored(shop) == {}
        assert carried(shop, cup) == {"litres": "1"}
        assert carried(shop, jug) == {"litres": "2"}
        with shop.work() as job:
            assert queries.product(job.db, cup.id).version == cup.version + 1
            assert queries.product(job.db, jug.id).version == jug.version
        owner.get(f"{LIST}/{row.id}", status=404)

    def test_what_products_carry_can_be_defined(self, shop, owner):
        a_product(shop, attributes={"Culoare: cm": "x", "Culoare": "roșu"})
        page = owner.get(LIST, status=200)
        assert "On products, but not defined" in page
        form = page.click("Define", href="code=Culoare$").forms["form"]
        assert (form["code"].value, form["name"].value) == ("Culoare", "Culoare")
        page = send(owner, form, status=303).follow()
        assert "On products, but not defined" not in page
        assert stored(shop)["Culoare"].name == "Culoare"

    def test_the_list_is_paged_in_constant_queries(self, kit, shop, owner):
        defined(shop)
        owner.get(LIST)
        with counted(kit) as few:
            owner.get(LIST, status=200)
        for number in range(55):
            defined(shop, f"Attribute {number}")
            if number < 5:
                a_product(shop, attributes={f"attribute_{number}": "x"})
        with counted(kit) as many:
            page = owner.get(LIST, status=200)
        assert len(many) == len(few)
        assert len(page.html.select("tbody tr")) == 50

    def test_who_may(self, shop, kit):
        row = defined(shop)
        assert "sign-in" in shop.anonymous.get(LIST, status=303).location
        signed_in(shop, "read-only").get(LIST, status=200)
        signed_in(shop, "read-only").get(f"{LIST}/new", status=403)
        signed_in(shop, "staff").get(f"{LIST}/{row.id}/delete", status=403)
        signed_in(kit.shop()).get(f"{LIST}/{row.id}", status=404)

    def test_in_romanian(self, shop):
        defined(shop)
        assert "Caracteristici" in shop.signed_in("owner").get(LIST, status=200)


class TestOnAProduct:
    def test_a_value_in_each_language(self, shop, owner):
        defined(shop)
        product = a_product(shop)
        form = form_at(owner, f"/admin/products/{product.id}")
        form[field("material", "ro")], form[field("material", "en")] = "lut", "clay"
        send(owner, form, status=303)
        assert carried(shop, product) == {"material": {"ro": "lut", "en": "clay"}}
        form = form_at(owner, f"/admin/products/{product.id}")
        assert form[field("material", "en")].value == "clay"
        form[field("material", "en")] = ""
        send(owner, form, status=303)
        assert carried(shop, product) == {"material": "lut"}

    def test_saving_untouched_changes_nothing(self, shop, owner):
        defined(shop)
        values = {"material": {"ro": "lut"}, "Culoare: x": "a" * 80, "fit": {"en": "slim"}}
        product = a_product(shop, attributes=values)
        answer = send(owner, form_at(owner, f"/admin/products/{product.id}"), status=303)
        assert "done=unchanged" in answer.location
        assert carried(shop, product) == values

    def test_what_is_not_defined_can_be_changed_and_emptied(self, shop, owner):
        product = a_product(shop, attributes={"Culoare": "roșu", "Litri": "2"})
        form = form_at(owner, f"/admin/products/{product.id}")
        form[field("Culoare", "ro")], form[field("Litri", "ro")] = "verde", ""
        send(owner, form, status=303)
        assert carried(shop, product) == {"Culoare": "verde"}

    def test_a_new_product_has_the_fields_too(self, shop, owner):
        defined(shop)
        form = form_at(owner, "/admin/products/new")
        form["title"], form["price"], form[field("material", "ro")] = "Cană", "10", "lut"
        send(owner, form, status=303)
        with shop.work() as job:
            assert job.db.execute(select(t.products.c.attributes)).scalar_one() == {
                "material": "lut"
            }

    def test_shoppers_see_name_and_value_in_their_language(self, shop):
        defined(shop, translations={"en": {"name": "Fabric"}})
        product = a_product(shop, attributes={"material": {"ro": "lut", "en": "clay"}})
        romanian = shop.anonymous.get(f"/produs/{product.slug}", status=200)
        english = shop.anonymous.get(f"/en/product/{product.slug}", status=200)
        assert "Material" in romanian
        assert "lut" in romanian
        assert "Fabric" in english
        assert "clay" in english


class TestApi:
    def test_made_read_changed_deleted(self, shop):
        owner = shop.as_("owner")
        made = owner.api_post(API, {"code": "Culoare", "name": "Culoare"}, status=201)
        place = made.headers["Location"].partition(shop.host)[2]
        read = owner.get(place, status=200)
        assert read.json == made.json
        change = {"translations": {"en": {"name": "Colour"}}}
        owner.api_patch(place, change, status=428)
        stale = {"If-Match": '"9"'}
        owner.api_patch(place, change, headers=stale, status=412)
        current = {"If-Match": read.headers["ETag"]}
        changed = owner.api_patch(place, change, headers=current, status=200)
        assert (changed.json["translations"], changed.json["version"]) == (
            change["translations"],
            2,
        )
        assert changed.headers["ETag"] == '"2"'
        owner.api_patch(place, {"code": "x"}, headers={"If-Match": "*"}, status=422)
        owner.api_delete(place, status=204)
        owner.get(place, status=404)

    def test_a_taken_code_is_a_conflict(self, shop):
        owner = shop.as_("owner")
        owner.api_post(API, {"code": "a", "name": "A"}, status=201)
        refused = owner.api_post(API, {"code": "a", "name": "B"}, status=409)
        assert refused.json["reason"] == "attribute_code_taken"

    def test_deleting_takes_the_values_along(self, shop):
        row = defined(shop)
        product = a_product(shop, attributes={"material": "lut"})
        shop.as_("owner").api_delete(f"{API}/{row.id}", status=204)
        assert carried(shop, product) == {}


class TestInFiles:
    def test_out_and_in_again_changes_nothing(self, shop, kit, owner):
        values = {"material": {"ro": "lut", "en": "clay"}, "Litri": "2", "fit": {"en": "slim"}}
        product = a_product(shop, attributes=values)
        data = owner.get("/admin/imports/export", status=200).body
        assert b"attribute:material:en" in data
        assert figures_of(shop, owner, data)["Unchanged"] == 1
        assert carried(shop, product) == values
        there = kit.shop(locales=("ro", "en"))
        assert figures_of(there, signed_in(there), data)["Created"] == 1
        with there.work() as job:
            assert job.db.execute(select(t.products.c.attributes)).scalar_one() == values

    def test_a_file_that_does_not_name_them_leaves_them_alone(self, shop, owner):
        data = "handle,title,price\ncana,Cană,10\n"
        figures_of(shop, owner, data)
        with shop.work() as job:
            product = queries.product(job.db, job.db.execute(select(t.products.c.id)).scalar_one())
            change(job, product, {"attributes": {"material": "lut"}})
        assert figures_of(shop, owner, data)["Unchanged"] == 1
        assert carried(shop, product) == {"material": "lut"}


def figures_of(shop, client, data):
    """What the page of an import says once it is done."""
    place = sent(client, data)
    importing.run(opener(shop.kit.registry, shop.tenant), UUID(place.rpartition("/")[2]))
    return figures(client.get(place, status=200))
