"""Events from the request that causes them to whoever listens, before and after the commit."""

from email import message_from_bytes
from email.policy import default
from mailbox import deliver

import pytest
from selling import an_order
from sqlalchemy import select

from ecommus.core import events as e
from ecommus.core.errors import Conflict
from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.db.tables.ops import outbox
from ecommus.services import orders
from ecommus.testing import a_category, a_product


def kept(shop):
    """The shop's events, oldest first: (name, aggregate, waiting)."""
    with shop.work() as job:
        rows = job.db.execute(select(outbox).order_by(outbox.c.xact, outbox.c.id)).all()
    return [(row.name, row.aggregate, row.done_at is None) for row in rows]


def names(shop):
    return [name for name, _, _ in kept(shop)]


def act(shop, order, action, *arguments):

    with shop.work() as job:
        action(job, sales.order(job.db, Order.id == order.id), *arguments)


@pytest.fixture
def heard(kit, monkeypatch):
    """What subscribers in the transaction heard of order events."""
    found = []
    for event in (e.OrderPlaced, e.OrderConfirmed):
        entry = (None, lambda event, request: found.append((event.name, request.tenant.id)))
        known = kit.registry.bus.inside.get(event, [])
        monkeypatch.setitem(kit.registry.bus.inside, event, [*known, entry])
    return found


def test_a_life_of_an_order(shop):
    product = a_product(shop, quantity=2)
    order = an_order(shop, (product, 2))
    act(shop, order, orders.confirm)
    act(shop, order, orders.fulfil, {})
    act(shop, order, orders.mark_paid)
    act(shop, order, orders.deliver)
    assert names(shop) == [
        "product.created", "inventory.changed", "order.placed", "order.confirmed",
        "order.shipped", "order.paid", "order.delivered",
    ]  # fmt: skip


def test_cancelling_gives_back_and_says_so(shop):
    product = a_product(shop, quantity=1)
    order = an_order(shop, (product, 1))
    act(shop, order, orders.cancel)
    assert names(shop)[-2:] == ["inventory.changed", "order.cancelled"]


def test_only_what_somebody_waits_for_is_waiting(shop):
    order = an_order(shop, (a_product(shop), 1))
    waiting = [(name, aggregate) for name, aggregate, waits in kept(shop) if waits]
    assert waiting == [("order.placed", order.id)]


def test_a_subscriber_runs_in_the_transaction(shop, heard):
    order = an_order(shop, (a_product(shop), 1))
    act(shop, order, orders.confirm)
    assert heard == [("order.placed", shop.id), ("order.confirmed", shop.id)]


def test_a_subscriber_that_says_no_takes_everything_back(shop, kit, monkeypatch):
    def refuse(_event, _request):
        raise Conflict("no", "No.")

    monkeypatch.setitem(kit.registry.bus.inside, e.OrderPlaced, [(None, refuse)])
    product = a_product(shop, quantity=1)
    with pytest.raises(Conflict):
        an_order(shop, (product, 1))
    assert "order.placed" not in names(shop)
    assert shop.as_("owner").get("/api/admin/orders").json["total"] == 0
    stock = shop.as_("owner").get(f"/api/admin/stock/{product.variants[0].id}").json
    assert stock["available"] == 1


def test_a_refused_action_leaves_no_event(shop):
    order = an_order(shop, (a_product(shop), 1))
    before = kept(shop)
    with pytest.raises(Conflict):
        act(shop, order, orders.deliver)
    assert kept(shop) == before


def test_the_confirmation_is_sent_once_the_order_is_committed(shop, kit):
    before = len(kit.mails())
    order = an_order(shop, (a_product(shop, title="Teapot"), 1))
    assert len(kit.mails()) == before
    deliver(kit, shop)
    sent = [message_from_bytes(mail, policy=default) for mail in kit.mails()[before:]]
    texts = [(mail["To"], mail.get_body(("plain",)).get_content()) for mail in sent]
    # The process is shared: other tests' orders may be confirmed by the same worker.
    [(to, text)] = [(to, text) for to, text in texts if shop.slug in text]
    assert to == "ana@example.com"
    assert "Teapot" in text
    assert order.number in text
    assert not any(waits for _, _, waits in kept(shop))


@pytest.mark.parametrize("what", ["product", "category", "stock"])
def test_what_shoppers_see_is_looked_at_anew(shop, what):
    product = a_product(shop, quantity=1)
    before = shop.tenant.catalogue_version
    match what:
        case "product":
            a_product(shop)
        case "category":
            a_category(shop, "Cups")
        case "stock":
            an_order(shop, (product, 1))
    assert shop.tenant.catalogue_version > before


def test_an_order_that_leaves_enough_changes_nothing_that_is_kept(shop):
    product = a_product(shop, quantity=5)
    before = shop.tenant.catalogue_version
    an_order(shop, (product, 1))
    assert shop.tenant.catalogue_version == before
