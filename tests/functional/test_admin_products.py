"""Products in the admin: listed, made, changed, with variants and pictures, deleted."""

import io

import pytest
from pages import form_at, send, signed_in, token
from PIL import Image
from sqlalchemy import select
from webtest import Upload

from ecommus.db.queries import catalog as queries
from ecommus.db.tables import catalog as t
from ecommus.db.tables import ops
from ecommus.testing import a_category, a_product
from ecommus.testing.queries import counted


def stored(shop, product_id):
    with shop.work() as job:
        return queries.product(job.db, product_id)


def a_picture(colour="red"):
    buffer = io.BytesIO()
    Image.new("RGB", (400, 500), colour).save(buffer, "PNG")
    return buffer.getvalue()


def with_sizes(shop, **fields):
    variants = [
        {"sku": f"{shop.slug}-{size}", "option_values": [size], "price": 5000}
        for size in ("S", "M")
    ]
    return a_product(shop, options=["Size"], variants=variants, quantity=3, **fields)


class TestList:
    def test_an_empty_shop_is_told_what_to_do(self, shop):
        page = signed_in(shop).get("/admin/products", status=200)
        assert "Nothing on the shelves yet" in page
        assert "/admin/products/new" in page

    def test_shows_price_range_stock_and_status(self, shop):
        variants = [
            {"option_values": [size], "price": price} for size, price in (("S", 1000), ("M", 2500))
        ]
        a_product(shop, title="Linen dress", options=["Size"], variants=variants, quantity=4)
        page = signed_in(shop).get("/admin/products", status=200)
        for text in ("Linen dress", "RON10.00", "RON25.00", "Active", ">8<"):
            assert text in page.text.replace("\xa0", "")

    def test_search_folds_letters_and_finds_skus(self, shop):
        a_product(shop, title="Rochie țesută", sku="ABC-1")
        a_product(shop, title="Ceainic", sku="XYZ-2")
        owner = signed_in(shop)
        assert "Ceainic" not in owner.get("/admin/products?q=tesuta", status=200)
        assert "Rochie" not in owner.get("/admin/products?q=xyz", status=200)
        assert "No product fits" in owner.get("/admin/products?q=%25_%27", status=200)

    def test_filters_by_status_and_category(self, shop):
        dresses = a_category(shop, "Dresses")
        a_product(shop, title="In dresses", categories=[str(dresses.id)])
        a_product(shop, title="Only a draft", status="draft")
        owner = signed_in(shop)
        drafts = owner.get("/admin/products?status=draft", status=200)
        assert "Only a draft" in drafts
        assert "In dresses" not in drafts
        assert "Only a draft" not in owner.get("/admin/products?category=dresses", status=200)

    @pytest.mark.parametrize("sort", ["title", "-title", "price", "-stock", "stock", "nonsense"])
    def test_sorts(self, shop, sort):
        a_product(shop, title="A thing")
        assert "A thing" in signed_in(shop).get(f"/admin/products?sort={sort}", status=200)

    def test_pages_cost_the_same_however_many_rows(self, shop, kit):
        owner = signed_in(shop)
        a_product(shop)
        owner.get("/admin/products", status=200)
        with counted(kit) as few:
            owner.get("/admin/products", status=200)
        for _ in range(8):
            a_product(shop)
        owner.get("/admin/products", status=200)
        with counted(kit) as many:
            owner.get("/admin/products", status=200)
        assert len(many) == len(few)

    def test_strangers_sign_in_first_and_others_see_nothing(self, shop, other_shop):
        product = a_product(shop)
        for path in ("/admin/products", f"/admin/products/{product.id}"):
            assert "/admin/auth/sign-in" in shop.anonymous.get(path, status=303).location
        owner = signed_in(other_shop)
        for part in ("", "/variants", "/pictures", "/delete"):
            owner.get(f"/admin/products/{product.id}{part}", status=404)


class TestBulk:
    def test_is_shown_first_and_then_done(self, shop):
        one, two = a_product(shop, title="One"), a_product(shop, title="Two", status="archived")
        owner = signed_in(shop)
        query = f"action=archive&product={one.id}&product={two.id}&product=nonsense"
        page = owner.get(f"/admin/products/bulk?{query}", status=200)
        assert "Selected: 2. Will change: 1. Already so: 1." in page
        assert stored(shop, one.id).status == "active"
        form = next(f for f in page.forms.values() if f.action.endswith("/bulk"))
        answer = send(owner, form, status=303)
        assert "The selected products were changed." in answer.follow()
        assert stored(shop, one.id).status == "archived"

    def test_nothing_ticked_is_said(self, shop):
        page = signed_in(shop).get("/admin/products/bulk?action=archive", status=200)
        assert "Nothing is selected" in page

    def test_needs_the_permission_to_edit(self, shop):
        signed_in(shop, "read-only").get("/admin/products/bulk", status=403)


class TestForm:
    def test_makes_a_product_with_options_stock_and_clean_texts(self, shop):
        category = a_category(shop, "Dresses")
        owner = signed_in(shop)
        form = form_at(owner, "/admin/products/new")
        form["title"] = "Linen dress"
        form["description"] = "<p onclick='x()'>Light</p><script>alert(1)</script>"
        form["status"] = "active"
        form["price"] = "1.234,50"
        form["quantity"] = "5"
        form["sku"] = "LD"
        form.set("name", "Size", 0)
        form.set("values", "S, M", 0)
        form["tags"] = "linen, summer, linen"
        form.set("checkbox", True, 0)
        form["title_en"] = "Linen dress in English"
        form["description_en"] = "<b>Light</b><script>alert(1)</script>"
        answer = send(owner, form, status=303)
        assert "/variants?done=created" in answer.location
        with shop.work() as job:
            found = job.db.execute(select(t.products.c.id)).scalar_one()
            product = queries.product(job.db, found)
            stock = queries.stock_of(job.db, [v.id for v in product.variants])
            places = queries.product_category_ids(job.db, [found])[found]
        assert product.slug == "linen-dress"
        assert product.description == "<p>Light</p>"
        assert product.translations["en"]["title"] == "Linen dress in English"
        assert "script" not in product.translations["en"]["description"]
        assert product.tags == ["linen", "summer"]
        assert [(v.sku, v.price) for v in product.variants] == [("LD-S", 123450), ("LD-M", 123450)]
        assert [level[0] for level in stock.values()] == [5, 5]
        assert places == [category.id]

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, shop):
        a_product(shop, title="Teapot", sku="TAKEN")
        owner = signed_in(shop)
        form = form_at(owner, "/admin/products/new")
        form["title"] = "Another teapot"
        form["price"] = "free"
        page = send(owner, form, status=422)
        assert "Nothing was saved yet" in page
        assert 'value="Another teapot"' in page
        form["price"], form["sku"] = "10", "TAKEN"
        page = send(owner, form, status=422)
        assert "Another product has the SKU TAKEN." in page
        assert 'value="Another teapot"' in page
        with shop.work() as job:
            assert len(job.db.execute(select(t.products)).all()) == 1

    def test_refuses_a_taken_address_beside_its_field(self, shop):
        a_product(shop, slug="teapot")
        product = a_product(shop, title="Cup")
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/products/{product.id}")
        form["slug"] = "teapot"
        page = send(owner, form, status=422)
        assert "This address is taken." in page
        assert page.html.find(id="form-texts-slug")["aria-invalid"] == "true"

    def test_saves_what_changed_and_leaves_a_trace(self, shop):
        product = a_product(shop, title="Cup", translations={"en": {"values": {"S": "Small"}}})
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/products/{product.id}")
        form["title"] = "Big cup"
        assert "done=saved" in send(owner, form, status=303).location
        found = stored(shop, product.id)
        assert (found.title, found.version) == ("Big cup", product.version + 1)
        assert found.translations == {"en": {"values": {"S": "Small"}}}
        with shop.work() as job:
            rows = job.db.execute(select(ops.audit_log.c.action, ops.audit_log.c.data)).all()
        assert ("product.save_product", {"changed": ["title"]}) in [tuple(row) for row in rows]

    def test_unknown_attributes_survive(self, shop):
        product = a_product(shop, attributes={"material": "clay"})
        owner = signed_in(shop)
        send(owner, form_at(owner, f"/admin/products/{product.id}"), status=303)
        assert stored(shop, product.id).attributes == {"material": "clay"}

    def test_shows_what_somebody_else_changed(self, shop):
        product = a_product(shop, title="Cup")
        first, second = signed_in(shop), signed_in(shop, "manager")
        mine = form_at(first, f"/admin/products/{product.id}")
        theirs = form_at(second, f"/admin/products/{product.id}")
        theirs["title"] = "Their cup"
        send(second, theirs, status=303)
        mine["title"] = "My cup"
        page = send(first, mine, status=409)
        assert "Their cup" in page
        assert "My cup" in page
        assert stored(shop, product.id).title == "Their cup"
        again = next(f for f in page.forms.values() if f.id == "form")
        send(first, again, status=303)
        assert stored(shop, product.id).title == "My cup"

    def test_readers_see_no_button_and_may_not_save(self, shop):
        product = a_product(shop)
        reader = signed_in(shop, "read-only")
        page = reader.get(f"/admin/products/{product.id}", status=200)
        assert "form-save" not in page
        fields = {"csrf_token": token(reader, f"/admin/products/{product.id}")}
        reader.post(f"/admin/products/{product.id}", fields, status=403)


class TestVariants:
    def test_changes_all_rows_together(self, shop):
        product = with_sizes(shop)
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/products/{product.id}/variants", "/variants")
        form.set("price", "60,00", 0)
        form.set("compare_at", "75", 0)
        # SKUs change places.
        form.set("sku", f"{shop.slug}-M", 0)
        form.set("sku", f"{shop.slug}-S", 1)
        send(owner, form, status=303)
        first, second = stored(shop, product.id).variants
        assert (first.price, first.compare_at, first.sku) == (6000, 7500, f"{shop.slug}-M")
        assert (second.price, second.sku) == (5000, f"{shop.slug}-S")

    def test_a_wrong_row_keeps_all_from_being_saved(self, shop):
        product = with_sizes(shop)
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/products/{product.id}/variants", "/variants")
        form.set("price", "60", 0)
        form.set("compare_at", "10", 1)
        page = send(owner, form, status=422)
        assert "The previous price must be higher than the price." in page
        assert 'value="60"' in page
        assert [v.price for v in stored(shop, product.id).variants] == [5000, 5000]

    def test_removes_one_but_never_the_last(self, shop):
        product = with_sizes(shop)
        owner = signed_in(shop)
        path = f"/admin/products/{product.id}/variants"
        form = form_at(owner, path, "/variants")
        form.set("remove", True, 0)
        form.set("remove", True, 1)
        assert "A product needs a variant" in send(owner, form, status=409)
        form = form_at(owner, path, "/variants")
        form.set("remove", True, 0)
        send(owner, form, status=303)
        assert [v.option_values for v in stored(shop, product.id).variants] == [["M"]]

    def test_other_options_are_planned_then_carried_out(self, shop):
        product = with_sizes(shop)
        keeps = product.variants[0].id
        owner = signed_in(shop)
        path = f"/admin/products/{product.id}/variants"
        query = "name=Size&values=S,L&name=Colour&values=Red&name=&values="
        page = owner.get(f"{path}/options?{query}", status=200)
        assert "These variants go, with their stock" in page
        assert stored(shop, product.id).options == ["Size"]
        form = next(f for f in page.forms.values() if f.action.endswith("/options"))
        send(owner, form, status=303)
        found = stored(shop, product.id)
        assert found.options == ["Size", "Colour"]
        assert [v.option_values for v in found.variants] == [["S", "Red"], ["L", "Red"]]
        assert found.variants[0].id == keeps

    def test_exchanged_values_do_not_collide(self, shop):
        variants = [{"option_values": values, "price": 100} for values in (["a", "b"], ["b", "a"])]
        product = a_product(shop, options=["X", "Y"], variants=variants)
        ids = [v.id for v in product.variants]
        owner = signed_in(shop)
        path = f"/admin/products/{product.id}/variants"
        page = owner.get(f"{path}/options?name=Y&values=a,b&name=X&values=a,b", status=200)
        form = next(f for f in page.forms.values() if f.action.endswith("/options"))
        send(owner, form, status=303)
        found = {v.id: v.option_values for v in stored(shop, product.id).variants}
        assert (found[ids[0]], found[ids[1]]) == (["b", "a"], ["a", "b"])

    @pytest.mark.parametrize(
        "query", ["name=Size&values=", "name=&values=S", "name=A&values=a,a,b"]
    )
    def test_options_that_cannot_be_are_refused_or_mended(self, shop, query):
        product = with_sizes(shop)
        owner = signed_in(shop)
        page = owner.get(f"/admin/products/{product.id}/variants/options?{query}", status="*")
        assert page.status_int in (200, 422)


class TestPictures:
    def test_are_uploaded_put_in_order_described_and_removed(self, shop):
        product = a_product(shop)
        owner = signed_in(shop)
        path = f"/admin/products/{product.id}/pictures"
        form = form_at(owner, path, "/upload")
        data = [("csrf_token", form["csrf_token"].value)]
        files = [("files", f"{c}.png", a_picture(c)) for c in ("red", "blue", "green")]
        owner.post(f"/admin/products/{product.id}/upload", data, upload_files=files, status=303)
        form = form_at(owner, path, "/pictures")
        with shop.work() as job:
            ids = [row.id for row in queries.product_media(job.db, [product.id])[product.id]]
        form[f"position.{ids[2]}"] = "0"
        form[f"alt.ro.{ids[2]}"] = "O cană verde"
        form[f"remove.{ids[0]}"] = True
        send(owner, form, status=303)
        with shop.work() as job:
            rows = queries.product_media(job.db, [product.id])[product.id]
        assert [row.id for row in rows] == [ids[2], ids[1]]
        assert rows[0].alt == {"ro": "O cană verde"}

    def test_what_is_no_picture_is_named_and_none_is_kept(self, shop):
        product = a_product(shop)
        owner = signed_in(shop)
        form = form_at(owner, f"/admin/products/{product.id}/pictures", "/upload")
        form["files"] = [Upload("notes.png", b"not a picture")]
        page = send(owner, form, status=422)
        assert "notes.png: This file is not a picture." in page
        with shop.work() as job:
            assert not queries.product_media(job.db, [product.id])


def test_deleting_is_asked_first(shop):
    product = a_product(shop, title="Cup", quantity=7)
    owner = signed_in(shop)
    page = owner.get(f"/admin/products/{product.id}/delete", status=200)
    assert "Units in stock: 7." in page
    form = next(f for f in page.forms.values() if f.action.endswith("/delete"))
    assert "The product was deleted." in send(owner, form, status=303).follow()
    owner.get(f"/admin/products/{product.id}", status=404)
    signed_in(shop, "staff").get(f"/admin/products/{a_product(shop).id}/delete", status=403)


def test_everything_speaks_romanian_dates_and_money(shop):
    a_product(shop, title="Cană", price=123456)
    owner = shop.signed_in()
    page = owner.get("/admin/products", headers={"Accept-Language": "ro"}, status=200)
    assert "1.234,56" in page
