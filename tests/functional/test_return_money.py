"""What came back is paid back from the return itself: its units, and for a withdrawal the way."""

import pytest
from returning import send as sent_off
from selling import an_order, read

from ecommus.testing import a_product


@pytest.fixture
def order(shop):
    """Two cups for 100.00 each and 19.99 of delivery, paid and sent."""
    cup = a_product(shop, title="Cup", price=10000, quantity=9)
    order = sent_off(shop, an_order(shop, (cup, 2)).id)
    shop.as_("owner").api_post(f"/api/admin/orders/{order.id}/capture", status=200)
    return order


def returned(shop, order, units, reason):
    """A return of so many units that has been received."""
    line = {"line_id": str(order.lines[0].id), "quantity": units, "reason": reason}
    path = f"/api/admin/orders/{order.id}/return"
    return shop.as_("owner").api_post(path, {"lines": [line]}, status=201).json["id"]


def finish(shop, return_id, status=200):
    path = f"/api/admin/returns/{return_id}/finish"
    return shop.as_("owner").api_post(path, {"refund": True}, status=status).json


def refunds(shop, order):
    found = shop.as_("owner").get(f"/api/admin/orders/{order.id}").json["refunds"]
    return [row["amount"]["amount"] for row in found]


@pytest.mark.parametrize(
    ("units", "reason", "amount"),
    [
        (1, "changed_mind", 10000),
        (2, "damaged", 20000),
        # Of a part, the delivery stays paid; of the whole contract it goes back too.
        (1, "withdrawal", 10000),
        (2, "withdrawal", 21999),
    ],
)
def test_the_money_of_what_came(shop, order, units, reason, amount):
    finish(shop, returned(shop, order, units, reason))
    assert refunds(shop, order) == [amount]
    left = read(shop, order).payment_status
    assert left == ("refunded" if amount == order.total else "partially_refunded")


def test_nothing_is_given_back_twice(shop, order):
    path = f"/api/admin/orders/{order.id}/refund"
    line = {"line_id": str(order.lines[0].id), "quantity": 1}
    shop.as_("owner").api_post(path, {"lines": [line]}, status=200)
    return_id = returned(shop, order, 2, "damaged")
    finish(shop, return_id)
    assert sorted(refunds(shop, order)) == [10000, 10000]
    assert finish(shop, return_id, status=409)["reason"] == "illegal_transition"


def test_an_unpaid_order_has_nothing_to_give(shop):
    cup = a_product(shop, title="Cup", price=10000, quantity=9)
    order = sent_off(shop, an_order(shop, (cup, 2)).id)
    assert finish(shop, returned(shop, order, 1, "damaged"), status=409)["reason"]
    assert refunds(shop, order) == []
