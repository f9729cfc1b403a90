"""The nightly proof: once a day by the shop's clock, told in the admin when something is wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from giving import a_card
from pages import signed_in
from sqlalchemy import insert, text, update

from ecommus.core.ids import uuid7
from ecommus.db.tables.invoices import invoice_series
from ecommus.db.tables.platform import tenants
from ecommus.services import nightly
from ecommus.testing import a_product
from ecommus.web import sweeps
from ecommus.worker import Worker

NIGHT = datetime(2026, 7, 1, 2, 30, tzinfo=ZoneInfo("Europe/Bucharest"))


def due(kit, shop, moment):
    return shop.id in sweeps.waiting(kit.registry, sweeps.NIGHTLY[0], moment)


def at(shop, moment):
    with shop.work() as job:
        job.__dict__["now"] = moment
        return nightly.prove(job)


def test_due_from_half_past_two_by_the_shops_clock_and_once_a_day(kit, shop):
    assert not due(kit, shop, NIGHT - timedelta(minutes=1))
    assert due(kit, shop, NIGHT)
    assert at(shop, NIGHT) == []
    assert not due(kit, shop, NIGHT + timedelta(hours=12))
    assert at(shop, NIGHT) is None
    assert due(kit, shop, NIGHT + timedelta(days=1))
    with kit.platform_session() as db:
        db.execute(update(tenants).where(tenants.c.id == shop.id).values(timezone="America/Lima"))
        db.commit()
    assert not due(kit, shop, NIGHT + timedelta(days=1))


def test_a_proof_that_broke_off_is_made_again(kit, shop, monkeypatch):
    def broken(_db):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(nightly.stock_proof, "difference", broken)
        with pytest.raises(RuntimeError):
            at(shop, NIGHT)
    assert due(kit, shop, NIGHT)
    assert at(shop, NIGHT) == []


def test_what_is_wrong_is_logged_and_told_on_the_first_page(kit, shop, caplog):
    product = a_product(shop, sku="CUP-1", quantity=5)
    assert at(shop, datetime.now(UTC) - timedelta(days=1)) == []
    assert "nightly check" not in signed_in(shop).get("/admin")
    with kit.platform_session() as db:
        levels = text("UPDATE stock_levels SET on_hand = 7 WHERE variant_id = :id")
        db.execute(levels, {"id": product.variants[0].id})
        db.commit()
    found = at(shop, datetime.now(UTC))
    assert [(entry["number"], entry["text"]) for entry in found] == [
        ("CUP-1", "7 on hand, 5 by its ledger")
    ]
    assert any(
        "CUP-1" in record.message for record in caplog.records if record.levelname == "ERROR"
    )
    assert "stock that its ledger does not explain: CUP-1" in signed_in(shop).get("/admin")


def test_a_gift_card_that_its_movements_do_not_explain(kit, shop):
    card = a_card(shop, 5000)
    assert at(shop, datetime.now(UTC) - timedelta(days=1)) == []
    with kit.platform_session() as db:
        db.execute(text("UPDATE balances SET amount = 9000 WHERE id = :id"), {"id": card.id})
        db.commit()
    (found,) = at(shop, datetime.now(UTC))
    assert (found["subject"], found["number"]) == ("balance", f"…{card.hint}")
    assert "90.00" in found["text"]
    assert f"do not explain: …{card.hint}" in signed_in(shop).get("/admin")


def test_the_worker_proves_every_shop_and_a_gap_is_found(kit, shop, other_shop):
    noon = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
    with kit.platform_session() as db:
        mine = tenants.c.id.in_((shop.id, other_shop.id))
        db.execute(update(tenants).where(mine).values(timezone=noon))
        db.commit()
    kit.registry.directory.forget()
    with shop.work() as job:
        row = {"id": uuid7(), "kind": "380", "prefix": "FCT", "next_number": 4}
        job.db.execute(insert(invoice_series).values(row))
    Worker(kit.registry).prove()
    assert not due(kit, shop, datetime.now(UTC))
    assert not due(kit, other_shop, datetime.now(UTC))
    assert "FCT-000001 … FCT-000003" in signed_in(shop).get("/admin")
    assert "nightly check" not in signed_in(other_shop).get("/admin")
