"""Stock-takes over the API, and long ones that the worker applies."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from pages import signed_in
from selling import an_order
from sqlalchemy import select, update
from stocking import a_place, a_stock_take

from ecommus.core.ids import uuid7
from ecommus.db.queries import catalog
from ecommus.db.stock_proof import difference
from ecommus.db.tables.stock import stock_movements, stock_takes
from ecommus.services import correcting
from ecommus.testing import a_product
from ecommus.web.jobs import opener

PATH = "/api/admin/stock-takes"


@pytest.fixture
def owner(shop):
    return shop.as_("owner")


@pytest.fixture
def products(shop):
    return [a_product(shop, title=f"Mug {n}", sku=f"MUG-{n}", quantity=10) for n in range(5)]


def on_hand(shop, products):
    ids = [product.variants[0].id for product in products]
    with shop.work() as job:
        found = catalog.stock_of(job.db, ids)
    return [found[id][0] for id in ids]


def send(owner, content, status=201, **more):
    return owner.api_post(PATH, {"content": content, "reason": "spring", **more}, status=status)


class TestApi:
    def test_a_sheet_goes_out_and_comes_back(self, shop, owner, products):
        content = owner.get(f"{PATH}/sheet", status=200).json["content"]
        header, *rows = content.splitlines()
        counted = [row.replace(",10,,", f",10,{n + 8},") for n, row in enumerate(rows)]
        made = send(owner, "\n".join([header, *counted]))
        take = made.json
        assert made.headers["Location"].endswith(f"{PATH}/{take['id']}")
        names = ("status", "lines", "changes", "unchanged", "found", "missing", "applied_at")
        assert [take[name] for name in names] == ["open", 5, 4, 1, 3, 3, None]
        assert on_hand(shop, products) == [10] * 5
        lines = owner.get(f"{PATH}/{take['id']}/lines", status=200).json
        assert sorted((x["sku"], x["difference"], x["after"]) for x in lines["items"]) == [
            ("MUG-0", -2, 8), ("MUG-1", -1, 9), ("MUG-3", 1, 11), ("MUG-4", 2, 12),
        ]  # fmt: skip
        done = owner.api_post(f"{PATH}/{take['id']}/apply", status=200).json
        assert (done["status"], done["processed"], done["changes"]) == ("applied", 5, 4)
        assert done["applied_by"] == done["created_by"] != ""
        assert on_hand(shop, products) == [8, 9, 10, 11, 12]
        owner.api_post(f"{PATH}/{take['id']}/apply", status=409)
        owner.api_delete(f"{PATH}/{take['id']}", status=409)
        listed = owner.get(PATH, status=200).json
        assert [(x["status"], x["lines"]) for x in listed["items"]] == [("applied", 5)]

    def test_what_cannot_be_is_named(self, shop, owner, products):
        an_order(shop, (products[0], 8))
        take = send(owner, "sku,counted\nMUG-0,7\nNONE,1\nMUG-1,few\nMUG-2,11\n").json
        assert [(e["row"], e["field"], e["code"]) for e in take["errors"]] == [
            (3, "sku", "unknown_variant"), (4, "counted", "quantity_invalid"),
        ]  # fmt: skip
        assert (take["refused"], take["problems"], take["changes"]) == (2, 1, 1)
        path = f"{PATH}/{take['id']}/lines?limit=1"
        first = owner.get(path, status=200).json
        assert (first["total"], first["items"][0]["sku"]) == (2, "MUG-0")
        assert "ar rămâne doar 7" in first["items"][0]["problem"]
        second = owner.get(f"{path}&cursor={first['next']}", status=200).json
        assert (second["items"][0]["sku"], second["next"]) == ("MUG-2", None)
        everything = owner.get(f"{PATH}/{take['id']}/lines?show=all", status=200).json
        assert everything["total"] == 2

    def test_a_trial_can_be_thrown_away(self, shop, owner, products):
        take = send(owner, "sku,counted\nMUG-0,7\n", basis="now").json
        owner.api_delete(f"{PATH}/{take['id']}", status=204)
        owner.get(f"{PATH}/{take['id']}", status=404)
        assert on_hand(shop, products[:1]) == [10]

    def test_the_sheet_of_one_place(self, shop, owner, products):
        a_place(shop, "market", -1)
        content = owner.get(f"{PATH}/sheet?location=market", status=200).json["content"]
        assert all(",market,0," in row for row in content.splitlines()[1:])
        owner.get(f"{PATH}/sheet?location=moon", status=422)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"content": "sku,price\nMUG-0,3\n"}, "file"),
            ({"content": "sku,counted\nMUG-0,\n"}, "file"),
            ({"basis": "then"}, "basis"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_what_is_no_sheet_is_refused(self, owner, products, body, field):
        given = {"content": "sku,counted\nMUG-0,3\n"} | body
        told = owner.api_post(PATH, {"reason": "spring"} | given, status=422).json
        assert [error["field"] for error in told["errors"]] == [field]

    def test_readers_may_look_only(self, shop, products):
        reader, take = shop.as_("read-only"), a_stock_take(shop, products[0].variants[0])
        reader.get(f"{PATH}/{take}", status=200)
        reader.api_post(f"{PATH}/{take}/apply", status=403)


class TestLong:
    """More than one batch: the worker does it, and goes on where it was killed."""

    @pytest.fixture
    def take(self, shop, owner, products, monkeypatch):
        monkeypatch.setattr(correcting, "BATCH", 2)
        rows = "".join(f"MUG-{n},10,{n + 8}\n" for n in range(5))
        take = send(owner, f"sku,on_hand,counted\n{rows}").json
        going = owner.api_post(f"{PATH}/{take['id']}/apply", status=200).json
        assert (going["status"], going["processed"]) == ("applying", 0)
        return take

    def test_it_waits_for_the_worker(self, shop, owner, products, take):
        assert on_hand(shop, products) == [10] * 5
        owner.api_post(f"{PATH}/{take['id']}/apply", status=409)
        owner.api_delete(f"{PATH}/{take['id']}", status=409)
        page = signed_in(shop).get(f"/admin/stock-takes/{take['id']}", status=200)
        assert "Being applied" in page
        assert "/apply" not in page
        correcting.run(opener(shop.kit.registry, shop.tenant), UUID(take["id"]))
        assert on_hand(shop, products) == [8, 9, 10, 11, 12]
        done = owner.get(f"{PATH}/{take['id']}", status=200).json
        assert (done["status"], done["processed"], done["changes"]) == ("applied", 5, 4)
        with shop.work() as job:
            rows = job.db.execute(
                select(stock_movements).where(stock_movements.c.reason == "spring")
            ).all()
            assert {row.actor for row in rows} == {done["applied_by"]}

    def test_killed_in_the_middle_it_goes_on_there(self, shop, owner, products, take):
        opened = opener(shop.kit.registry, shop.tenant)
        turns = iter(range(9))

        @contextmanager
        def dying():
            with opened() as job:
                yield job
                if next(turns) == 1:
                    raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            correcting.run(dying, UUID(take["id"]))
        assert on_hand(shop, products) == [8, 9, 10, 10, 10]
        half = owner.get(f"{PATH}/{take['id']}", status=200).json
        assert (half["status"], half["processed"], half["changes"]) == ("applying", 2, 4)
        correcting.run(opened, UUID(take["id"]))
        # Once more is no more.
        correcting.run(opened, UUID(take["id"]))
        assert on_hand(shop, products) == [8, 9, 10, 11, 12]
        with shop.work() as job:
            assert difference(job.db) == []

    def test_what_came_to_a_stop_is_gone_on_with(self, shop, owner, products, take):
        stop = timedelta(minutes=16)
        with shop.work() as job:
            job.db.execute(update(stock_takes).values(queued_at=stock_takes.c.queued_at - stop))
        page = signed_in(shop).get(f"/admin/stock-takes/{take['id']}", status=200)
        assert "came to a stop" in page
        assert 'http-equiv="refresh"' not in page
        going = owner.api_post(f"{PATH}/{take['id']}/apply", status=200).json
        assert (going["status"], going["processed"]) == ("applying", 0)
        owner.api_post(f"{PATH}/{take['id']}/apply", status=409)
        correcting.run(opener(shop.kit.registry, shop.tenant), UUID(take["id"]))
        assert on_hand(shop, products) == [8, 9, 10, 11, 12]

    def test_what_is_gone_is_no_work(self, shop):
        correcting.run(opener(shop.kit.registry, shop.tenant), uuid7())
