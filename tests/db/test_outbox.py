"""The outbox: in order, once, later again, and never for what did not happen."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from ecommus.core.events import CartUpdated, CatalogImported, OrderPlaced, ProductUpdated
from ecommus.core.ids import uuid7
from ecommus.db import outbox
from ecommus.db.session import TenantSession
from ecommus.db.tables.ops import outbox as table
from ecommus.worker import Worker, event_of


def session(shop):
    """A session in the shop, as the worker has it; commit it yourself."""
    return TenantSession(shop.kit.databases.app, tenant=shop.id)


def write(shop, *events, wanted=True):
    """Each event in a transaction of its own."""
    for event in events:
        with session(shop) as db:
            outbox.write(db, event, wanted=wanted)
            db.commit()


def rows(shop):
    """The shop's events as they stand, oldest first."""
    with session(shop) as db:
        return db.execute(select(table).order_by(table.c.xact, table.c.id)).all()


def settle(databases):
    """Wait until no transaction of another test process, in the same cluster, is older than now.

    The order of the outbox holds over the whole cluster: any open transaction keeps it waiting.
    """
    with databases.platform.connect() as connection:
        (now,) = connection.execute(text("SELECT pg_current_xact_id()")).one()
        for _attempt in range(200):
            oldest = connection.execute(text("SELECT pg_snapshot_xmin(pg_current_snapshot())"))
            if int(oldest.scalar_one()) > int(now):
                return
            time.sleep(0.05)


def ready(shop):
    """Ids of what is to be delivered next. Other databases' transactions may hold it up a while."""
    settle(shop.kit.databases)
    for _ in range(20):
        found = [r.id for r in outbox.ready(shop.kit.databases.app, 100_000)
                 if r.tenant_id == shop.id]  # fmt: skip
        if found:
            return found
        time.sleep(0.02)
    return []


def finish(shop, event_id):
    with session(shop) as db:
        outbox.done(db, event_id)
        db.commit()


def fail(shop, now=None, times=1):
    """The head of the queue could not be delivered."""
    for _ in range(times):
        with session(shop) as db:
            row = db.execute(select(table).where(table.c.done_at.is_(None))).first()
            outbox.failed(db, row, "boom", now or datetime.now(UTC) - timedelta(days=1))
            db.commit()


def test_of_one_aggregate_only_the_head_is_ready(shop):
    order, other = uuid7(), uuid7()
    write(shop, OrderPlaced(order), CartUpdated(order), OrderPlaced(other))
    first, second, third = (row.id for row in rows(shop))
    assert ready(shop) == [first, third]
    finish(shop, first)
    assert ready(shop) == [second, third]


def test_what_nobody_waits_for_is_kept_but_not_delivered(shop):
    write(shop, OrderPlaced(uuid7()), wanted=False)
    (row,) = rows(shop)
    assert row.done_at is not None
    with session(shop) as db:
        assert outbox.claim(db, row.id) is None


def test_nothing_is_delivered_of_what_did_not_happen(shop):
    with session(shop) as db:
        outbox.write(db, OrderPlaced(uuid7()), wanted=True)
        db.rollback()
    assert rows(shop) == []


def test_nothing_is_overtaken(shop):
    """A transaction that began earlier may yet commit something older."""
    slow = session(shop)
    outbox.write(slow, OrderPlaced(uuid7()), wanted=True)
    write(shop, OrderPlaced(uuid7()))
    newest = rows(shop)[-1].id
    assert newest not in {r.id for r in outbox.ready(shop.kit.databases.app, 100_000)}
    slow.commit()
    slow.close()
    assert ready(shop) == [row.id for row in rows(shop)]
    assert len(rows(shop)) == 2


def test_two_workers_never_have_the_same_event(shop):
    write(shop, OrderPlaced(uuid7()))
    (row,) = rows(shop)
    with session(shop) as one, session(shop) as two:
        assert outbox.claim(one, row.id).id == row.id
        assert outbox.claim(two, row.id) is None
        outbox.done(one, row.id)
        one.commit()
        assert outbox.claim(two, row.id) is None


def test_a_worker_that_dies_gives_back_what_it_had(shop):
    write(shop, OrderPlaced(uuid7()))
    (row,) = rows(shop)
    with session(shop) as one:
        assert outbox.claim(one, row.id)
    with session(shop) as two:
        assert outbox.claim(two, row.id).id == row.id


def test_the_wait_doubles(shop):
    write(shop, OrderPlaced(uuid7()))
    now, waits = datetime.now(UTC), []
    for attempt in range(1, outbox.MAX_ATTEMPTS):
        fail(shop, now)
        (row,) = rows(shop)
        assert row.attempts == attempt
        waits.append((row.retry_at - now).total_seconds())
    assert waits == [2**n for n in range(1, outbox.MAX_ATTEMPTS)]


def test_until_then_it_is_not_ready_and_blocks_its_aggregate(shop):
    order = uuid7()
    write(shop, OrderPlaced(order), CartUpdated(order))
    fail(shop, datetime.now(UTC) + timedelta(hours=1))
    assert ready(shop) == []


def test_a_dead_letter_unblocks_its_aggregate(shop):
    order = uuid7()
    write(shop, OrderPlaced(order), CartUpdated(order))
    first, second = (row.id for row in rows(shop))
    with session(shop) as db:
        row = outbox.claim(db, first)
        for _ in range(outbox.MAX_ATTEMPTS):
            outbox.failed(db, row, "boom", row.created_at)
            db.commit()
            row = outbox.claim(db, first) or row
    dead = rows(shop)[0]
    assert (dead.attempts, dead.error) == (outbox.MAX_ATTEMPTS, "boom")
    assert dead.done_at is not None
    assert ready(shop) == [second]


@pytest.mark.parametrize(
    "event",
    [
        OrderPlaced(uuid7()),
        ProductUpdated(uuid7(), ("title", "price")),
        CatalogImported(uuid7(), 3, 4),
    ],
)
def test_an_event_comes_out_as_it_went_in(shop, event):
    write(shop, event)
    assert event_of(rows(shop)[0]) == event


def test_the_worker_delivers_each_once_and_fails_alone(shop, monkeypatch, caplog):
    heard = []

    def listen(event, job):
        heard.append((event.cart_id, job.tenant.id))
        if event.cart_id == bad:
            raise RuntimeError("no")

    monkeypatch.setitem(shop.kit.registry.bus.outside, CartUpdated, [(None, listen)])
    bad, good = uuid7(), uuid7()
    write(shop, CartUpdated(bad), CartUpdated(good))
    worker = Worker(shop.kit.registry)
    for event_id in ready(shop):
        worker._deliver(shop.id, event_id)
    assert heard == [(bad, shop.id), (good, shop.id)]
    waiting, done = rows(shop)
    assert (waiting.attempts, waiting.done_at) == (1, None)
    assert "RuntimeError: no" in waiting.error
    assert done.done_at is not None
    assert ready(shop) == []
