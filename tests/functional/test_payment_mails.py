"""“We received your payment”: told once, when it came after the confirmation had been written."""

from mailbox import deliver, mails, path, text

import pytest
from paying import a_provider, an_unpaid_order, choose, press, takes_cards
from selling import an_order
from sqlalchemy import update

from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.db.tables.sales import orders as table
from ecommus.services import orders
from ecommus.testing import a_product

BUYER = "ana@example.com"


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", price=999, quantity=20)


def mark_paid(shop, order):
    with shop.work() as job:
        orders.mark_paid(job, sales.order(job.db, Order.id == order.id))


def by_transfer(shop, product, locale="en"):
    order = an_order(shop, (product, 2))
    values = {"payment_method": "transfer", "locale": locale}
    with shop.work() as job:
        job.db.execute(update(table).where(table.c.id == order.id).values(**values))
    return order


def body(message):
    return message.get_body(("html",)).get_content()


def test_a_transfer_that_arrived_is_told(kit, shop, product):
    order = by_transfer(shop, product)
    assert len(mails(kit, BUYER, shop)) == 1
    mark_paid(shop, order)
    placed, paid = mails(kit, BUYER, shop)
    assert "paid" not in text(placed)
    assert paid["subject"] == f"Your order {order.number}: we received your payment"
    assert f"Payment received: RON {order.total / 100:.2f}" in text(paid).replace("\xa0", " ")
    assert "arrived for order" in body(paid)
    assert "when it is on its way" in body(paid)
    assert order.number in shop.anonymous.get(path(paid))
    with shop.work() as job:
        told = [row.data for row in sales.timeline(job.db, order.id) if row.kind == "mail"]
    assert [data["template"] for data in told] == ["order_placed", "order_paid"]


def test_in_the_buyers_language(kit, shop, product):
    order = by_transfer(shop, product, "ro")
    deliver(kit, shop)
    mark_paid(shop, order)
    paid = mails(kit, BUYER, shop)[-1]
    assert paid["subject"] == f"Comanda ta {order.number}: am primit plata"
    assert "Am primit plata ta" in body(paid)


def test_a_confirmation_that_says_so_is_enough(kit, shop, product):
    """Paid before anything was written, as an order that staff place and take the money for."""
    order = by_transfer(shop, product)
    mark_paid(shop, order)
    [placed] = mails(kit, BUYER, shop)
    assert "The order is paid." in text(placed)
    assert "The order is paid." in body(placed)


def test_cash_is_not_told(kit, shop, product):
    order = an_order(shop, (product, 2))
    deliver(kit, shop)
    mark_paid(shop, order)
    assert len(mails(kit, BUYER, shop)) == 1


def test_a_card_that_was_charged_later_is_told(kit, shop, product, tmp_path):
    with a_provider(tmp_path) as server:
        takes_cards(shop, server)
        order = an_unpaid_order(shop, product)
        deliver(kit, shop)
        choose(shop, press(shop, order), "pay")
    _placed, paid = mails(kit, BUYER, shop)
    assert paid["subject"] == f"Comanda ta {order.number}: am primit plata"
