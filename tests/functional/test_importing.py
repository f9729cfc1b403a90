"""Importing a catalogue: good rows stay, bad ones are named, twice is once."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from ecommus.core.catalog import Product
from ecommus.core.errors import Conflict, Invalid
from ecommus.db.stock_proof import difference
from ecommus.db.tables import catalog
from ecommus.db.tables.ops import imports, outbox
from ecommus.services import importing
from ecommus.testing import a_product
from ecommus.testing.queries import counted
from ecommus.web.jobs import opener

HEAD = (
    "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty"
)
ROWS = (
    "cup,Cup,Acme,Size,S,CUP-S,10.00,5",
    "cup,,,,L,CUP-L,12.50,0",
    "pot,Pot,Acme,Title,Default Title,POT,99.99,2",
)


def a_file(*rows):
    return "\n".join([HEAD, *rows]).encode()


def start(shop, data, **options):
    with shop.work() as job:
        return importing.start(job, "shop.csv", data, **options)


def run(shop, data=None, import_id=None, **options):
    """Import a file to its end; answers the import's row."""
    import_id = import_id or start(shop, data, **options)
    importing.run(opener(shop.kit.registry, shop.tenant), import_id)
    with shop.work() as job:
        return job.db.execute(select(imports).where(imports.c.id == import_id)).one()


def counts(row):
    return (row.created, row.updated, row.unchanged, row.failed)


def skus(shop):
    with shop.work() as job:
        table = catalog.variants.c
        return dict(job.db.execute(select(table.sku, table.price)).all())


def products(shop):
    with shop.work() as job:
        return job.db.execute(select(func.count()).select_from(catalog.products)).scalar_one()


def test_a_file_becomes_products(shop):
    row = run(shop, a_file(*ROWS))
    assert (row.status, counts(row)) == ("done", (2, 0, 0, 0))
    assert skus(shop) == {"CUP-S": 1000, "CUP-L": 1250, "POT": 9999}
    assert row.source is None
    with shop.work() as job:
        assert difference(job.db) == []


def test_twice_is_once(shop):
    run(shop, a_file(*ROWS))
    assert counts(run(shop, a_file(*ROWS))) == (0, 0, 2, 0)
    assert products(shop) == 2


def test_only_what_differs_is_changed(shop):
    run(shop, a_file(*ROWS))
    changed = a_file(*ROWS[:2], ROWS[2].replace("99.99", "89.99"))
    assert counts(run(shop, changed)) == (0, 1, 1, 0)
    assert skus(shop)["POT"] == 8999


def test_a_product_is_found_by_its_sku_whatever_it_is_called_now(shop):
    product = a_product(shop, title="Old pot", sku="POT", price=1)
    assert counts(run(shop, a_file(ROWS[2]))) == (0, 1, 0, 0)
    with shop.work() as job:
        found = job.db.execute(select(Product)).scalar_one()
    assert (found.id, found.title) == (product.id, "Pot")


def test_a_bad_row_never_loses_the_good_ones(shop):
    bad = "lid,Lid,Acme,Title,Default Title,LID,a lot,1"
    row = run(shop, a_file(bad, *ROWS))
    assert counts(row) == (2, 0, 0, 1)
    (error,) = row.errors
    assert error["row"] == 2
    assert error["message"]
    assert "LID" not in skus(shop)


def test_skus_of_two_products_are_refused_and_nothing_is_half_done(shop):
    a_product(shop, sku="CUP-S", price=1)
    a_product(shop, sku="CUP-L", price=2)
    row = run(shop, a_file(*ROWS))
    assert counts(row) == (1, 0, 0, 1)
    assert row.errors[0]["code"] == "sku_elsewhere"
    assert (skus(shop)["CUP-S"], skus(shop)["CUP-L"]) == (1, 2)


def test_a_trial_says_what_would_be_and_leaves_nothing(shop):
    row = run(shop, a_file(*ROWS), dry_run=True)
    assert (row.status, counts(row)) == ("done", (2, 0, 0, 0))
    assert products(shop) == 0
    with shop.work() as job:
        assert job.db.execute(select(outbox)).all() == []
        real = importing.for_real(job, row.id)
    assert counts(run(shop, import_id=real)) == (2, 0, 0, 0)
    assert products(shop) == 2
    with pytest.raises(Conflict, match="Upload it again"), shop.work() as job:
        importing.for_real(job, row.id)


def test_what_was_killed_starts_over_and_ends_the_same(shop, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    import_id = start(shop, a_file(*ROWS))
    apply, calls = importing.apply, []

    def die_in_the_second(*arguments, **options):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return apply(*arguments, **options)

    monkeypatch.setattr(importing, "apply", die_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        run(shop, import_id=import_id)
    assert products(shop) == 1
    row = run(shop, import_id=import_id)
    assert (row.status, counts(row)) == ("done", (1, 0, 1, 0))
    assert products(shop) == 2


def test_a_finished_import_does_not_run_again(shop):
    row = run(shop, a_file(*ROWS))
    again = run(shop, import_id=row.id)
    assert again.finished_at == row.finished_at
    importing.run(opener(shop.kit.registry, shop.tenant), UUID(int=0))


def test_one_event_for_all_of_it(shop):
    run(shop, a_file(*ROWS))
    with shop.work() as job:
        found = job.db.execute(select(outbox.c.name, outbox.c.payload)).all()
    assert [name for name, _ in found] == ["catalog.imported"]
    assert (found[0].payload["created"], found[0].payload["updated"]) == (2, 0)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"colour,mood\nred,good"])
def test_a_file_that_is_no_catalogue_is_refused_whole(shop, data):
    with pytest.raises(Invalid) as refused:
        start(shop, data)
    assert (refused.value.code, refused.value.field) == ("file_unreadable", "file")


def test_a_file_may_be_large_but_not_that_large(shop):
    with pytest.raises(Invalid, match="50 MB"):
        start(shop, b"x" * (importing.MAX_BYTES + 1))


def test_what_one_shop_imports_no_other_has(shop, other_shop):
    run(shop, a_file(*ROWS))
    assert products(other_shop) == 0
    assert counts(run(other_shop, a_file(*ROWS))) == (2, 0, 0, 0)


def test_a_hundred_rows_cost_about_what_ten_do(shop, kit):
    def cost(prefix, many):
        rows = [f"{prefix}{i},T {i},V,Title,Default Title,{prefix}{i},1.00,1" for i in range(many)]
        import_id = start(shop, a_file(*rows))
        with counted(kit) as sent:
            run(shop, import_id=import_id)
        return len(sent)

    assert cost("a", 90) <= cost("b", 10) + 5
