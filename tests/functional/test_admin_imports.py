"""Imports in the admin: a file goes in, is tried, is done; the catalogue comes out again."""

import io

import pytest
from pages import form_at, send, signed_in, token
from PIL import Image
from selling import statements
from sqlalchemy import func, select, update
from uploading import NEW, figures, sent, upload

from ecommus.core.catalog_csv import read
from ecommus.db.queries import catalog
from ecommus.db.tables import catalog as t
from ecommus.db.tables import ops
from ecommus.services import exporting, importing, media
from ecommus.services.catalog import change
from ecommus.testing import a_category, a_product
from ecommus.testing.queries import counted
from ecommus.web import jobs

GOOD = "title,price,sku,quantity\nBlue teapot,129.00,TEA-1,4\nRed teapot,119.00,TEA-2,0\n"
MIXED = GOOD + "Green teapot,a lot,TEA-3,1\n"


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def run(kit, shop):
    """What the worker does."""
    with shop.work() as job:
        waiting = select(ops.imports.c.id).where(ops.imports.c.status == "queued")
        ids = list(job.db.execute(waiting).scalars())
    for import_id in ids:
        importing.run(jobs.opener(kit.registry, shop.tenant), import_id)


def titles(shop):
    with shop.work() as job:
        return sorted(job.db.execute(select(t.products.c.title)).scalars())


class TestImporting:
    def test_an_empty_list_teaches(self, owner):
        assert "No import yet" in owner.get("/admin/imports", status=200)

    def test_a_file_waits_for_the_worker_and_its_page_looks_again(self, kit, shop, owner):
        with shop.work() as job:
            queued = select(func.count()).select_from(ops.imports)
            assert job.db.execute(queued).scalar() == 0
        place = sent(owner, GOOD)
        page = owner.get(place, status=200)
        assert page.html.find("meta", attrs={"http-equiv": "refresh"})
        assert "0 of 2" in page.html.find(class_="progress").get_text(" ", strip=True)
        run(kit, shop)
        page = owner.get(place, status=200)
        assert not page.html.find("meta", attrs={"http-equiv": "refresh"})
        assert figures(page) == {"Created": 2, "Updated": 0, "Unchanged": 0, "Refused": 0}
        assert titles(shop) == ["Blue teapot", "Red teapot"]

    def test_the_worker_is_told(self, kit, shop, owner, monkeypatch):
        told = []
        monkeypatch.setattr(kit.registry.queue, "defer", lambda *given: told.append(given[1:]))
        place = sent(owner, GOOD)
        assert [(name, str(row)) for name, _tenant, row in told] == [
            ("catalog.import", place.rpartition("/")[2])
        ]

    def test_refused_rows_are_told_by_number_column_and_reason(self, kit, shop, owner):
        place = sent(owner, MIXED)
        run(kit, shop)
        page = owner.get(place, status=200)
        cells = [cell.get_text(strip=True) for cell in page.html.select("tbody td")]
        assert cells == ["4", "price", "“a lot” is no price. Write it like 19.99."]
        assert titles(shop) == ["Blue teapot", "Red teapot"]

    def test_a_trial_changes_nothing_and_is_then_done_for_real(self, kit, shop, owner):
        place = sent(owner, MIXED, trial=True)
        run(kit, shop)
        page = owner.get(place, status=200)
        assert figures(page)["Would be created"] == 2
        assert titles(shop) == []
        real = send(owner, form_at(owner, place, "/for-real"), status=303).location
        run(kit, shop)
        assert figures(owner.get(real, status=200))["Created"] == 2
        assert titles(shop) == ["Blue teapot", "Red teapot"]

    def test_a_trial_is_done_once(self, kit, shop, owner):
        place = sent(owner, GOOD, trial=True)
        run(kit, shop)
        form = form_at(owner, place, "/for-real")
        send(owner, form, status=303)
        assert "Upload it again" in send(owner, form, status=409)
        assert "Import for real" not in owner.get(place, status=200)

    def test_columns_may_have_other_names(self, kit, shop, owner):
        form = upload(owner, "Denumire,Preț\nCeainic,10\n")
        for position, pair in enumerate((("Denumire", "title"), ("Preț", "price"))):
            for name, value in zip(("theirs", "ours"), pair, strict=True):
                form.fields[name][position].value = value
        place = send(owner, form, status=303).location
        run(kit, shop)
        assert figures(owner.get(place))["Created"] == 1

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "The file is empty."),
            (b"PK\x03\x04 workbook", "spreadsheet workbook"),
            ("Name,Colour\nCup,red\n", "This is no product catalogue"),
        ],
    )
    def test_a_file_that_is_none_is_refused_beside_the_field(self, shop, owner, data, reason):
        form = upload(owner, data, format="ecommus")
        page = send(owner, form, status=422)
        assert reason in page.html.select_one(".field--invalid").get_text(" ")
        assert page.forms["form"]["format"].value == "ecommus"
        assert "No import yet" in owner.get("/admin/imports")

    def test_no_file_is_no_import(self, owner):
        assert "Required" in send(owner, form_at(owner, NEW), status=422)

    def test_many_refused_rows_are_paged(self, kit, shop, owner):
        rows = "".join(f"Cup {n},none,C-{n},1\n" for n in range(70))
        place = sent(owner, "title,price,sku,quantity\n" + rows)
        run(kit, shop)
        first = owner.get(place, status=200)
        assert len(first.html.select("tbody tr")) == 50
        assert len(first.click("Next").html.select("tbody tr")) == 20

    def test_the_list_does_not_read_the_files(self, kit, shop, owner):
        sent(owner, GOOD)
        few = statements(kit, owner, "/admin/imports")
        for _ in range(3):
            sent(owner, GOOD)
        assert statements(kit, owner, "/admin/imports") == few <= 4
        with counted(kit) as seen:
            owner.get("/admin/imports", status=200)
        assert not any("imports.source" in statement for statement in seen.statements)

    def test_who_may_not_import_gets_403(self, shop):
        reader = signed_in(shop, "read-only")
        reader.get("/admin/imports", status=403)
        reader.post(NEW, {"csrf_token": token(reader, "/admin")}, status=403)

    def test_another_shops_import_is_not_here(self, owner, other_shop):
        place = sent(owner, GOOD)
        signed_in(other_shop).get(place.partition("localhost")[2] or place, status=404)


@pytest.fixture
def catalogue(shop):
    """One product with everything that a file can say of it, and some that say little."""
    a_category(shop, "Kitchen")
    shelf = a_category(shop, "Tea > and | more", parent_id=_category(shop, "Kitchen"))
    rich = a_product(
        shop, title="Teapot, “large”", description="<p>It <b>pours</b>.</p>", vendor="Acme",
        product_type="Pots", tags=["tea", "gift, wrapped"], options=["Size"], quantity=7,
        attributes={"Material": "clay", "Litres": "2"}, seo_title="A pot",
        variants=[
            {"option_values": ["S"], "price": 999, "compare_at": 1999, "sku": "POT-S",
             "barcode": "594", "weight_grams": 400},
            {"option_values": ["L"], "price": 1999, "sku": "POT-L", "backorder": True},
        ],
        translations={"en": {"title": "Pot", "options": {"Size": "Mărime"}}},
    )  # fmt: skip
    a_product(shop, title="No SKU", sku=None, quantity=1)
    a_product(shop, title="A draft", status="draft", quantity=0)
    a_product(shop, title="=2+3", tax_category=None)
    with shop.work() as job:
        buffer = io.BytesIO()
        Image.new("RGB", (400, 300), "teal").save(buffer, "PNG")
        picture = media.add(job, "pot.png", buffer.getvalue(), {job.tenant.locale: "A pot"})
        product = catalog.product(job.db, rich.id)
        change(job, product, {"categories": [str(shelf.id)], "media": [str(picture.id)]})
    return rich


def _category(shop, name):
    with shop.work() as job:
        found = select(t.categories.c.id).where(t.categories.c.name == name)
        return job.db.execute(found).scalar_one()


class TestExport:
    def test_downloads_a_file_that_reads_back(self, shop, owner, catalogue):
        answer = owner.get("/admin/imports/export", status=200)
        assert answer.content_type == "text/csv"
        assert answer.headers["Content-Disposition"].startswith(
            f'attachment; filename="{shop.slug}'
        )
        reading = read(answer.body, currency="RON")
        assert reading.errors == []
        pot = next(draft for draft in reading.drafts if draft.title == "Teapot, “large”")
        assert pot.categories == (("Kitchen", "Tea > and | more"),)
        assert pot.tags == ("tea", "gift, wrapped")
        assert [(v.sku, v.price, v.quantity, v.backorder) for v in pot.variants] == [
            ("POT-S", 999, 7, False),
            ("POT-L", 1999, 7, True),
        ]
        assert pot.images[0].url.startswith("http")
        # A spreadsheet must not run what somebody typed as a title.
        assert "'=2+3" in answer.text

    def test_importing_it_again_changes_nothing(self, kit, shop, owner, catalogue):
        data = owner.get("/admin/imports/export", status=200).body
        place = sent(owner, data)
        run(kit, shop)
        found = figures(owner.get(place, status=200))
        assert found == {"Created": 0, "Updated": 0, "Unchanged": 4, "Refused": 0}
        assert len(titles(shop)) == 4
        with shop.work() as job:
            pot = catalog.product(job.db, catalogue.id)
            assert pot.translations["en"]["options"] == {"Size": "Mărime"}
            untaxed = select(t.products.c.tax_category).where(t.products.c.title == "=2+3")
            assert job.db.execute(untaxed).scalar_one() is None
            assert job.db.execute(select(func.count()).select_from(t.media)).scalar() == 1

    def test_another_shop_takes_it_whole(self, kit, owner, catalogue, other_shop):
        data = owner.get("/admin/imports/export", status=200).body
        theirs = signed_in(other_shop)
        sent(theirs, data)
        run(kit, other_shop)
        again = theirs.get("/admin/imports/export", status=200).text
        assert len(again.splitlines()) == len(data.decode("utf-8-sig").splitlines())

    def test_statements_grow_with_batches_not_with_products(self, kit, shop, monkeypatch):
        for _ in range(5):
            a_product(shop)
        with counted(kit) as few, shop.work() as job:
            assert len(list(exporting.drafts(job, "http://x"))) == 5
        monkeypatch.setattr(exporting, "BATCH", 2)
        with counted(kit) as many, shop.work() as job:
            handles = [draft.handle for draft in exporting.drafts(job, "http://x")]
        assert len(set(handles)) == 5
        assert len(few) < len(many) <= len(few) * 4

    def test_two_products_never_share_a_handle(self, shop):
        first, second = a_product(shop, title="Cup"), a_product(shop, title="Cup")
        with shop.work() as job:
            taken = update(t.products).where(t.products.c.id == second.id)
            job.db.execute(taken.values(import_handle=first.slug))
            handles = [draft.handle for draft in exporting.drafts(job, "http://x")]
        assert len(set(handles)) == 2

    def test_what_was_sold_ahead_is_no_count(self, shop):
        a_product(
            shop, quantity=0,
            variants=[{"option_values": [], "price": 1, "backorder": True, "sku": "X"}],
        )  # fmt: skip
        with shop.work() as job:
            draft = next(exporting.drafts(job, "http://x"))
        assert draft.variants[0].quantity == 0

    def test_readers_may_export_staff_may_not(self, shop):
        signed_in(shop, "read-only").get("/admin/imports/export", status=200)
        signed_in(shop, "staff").get("/admin/imports/export", status=403)

    def test_an_empty_shop_exports_a_header(self, owner):
        assert owner.get("/admin/imports/export", status=200).text.count("\n") == 1
