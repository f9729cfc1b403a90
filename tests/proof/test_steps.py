"""kill -9 at every step of a checkout and of an invoice, and two operators at one order: nothing
is lost, nothing happens twice, no number is missing."""

from secrets import token_hex

import pytest

from ecommus.testing import an_address

from .buying import CARTS, a_product, a_ready_cart, check_books, level, orders_of, rows, together
from .test_payment_steps import World

SLUG = "home"
BEFORE = ("checkout.counted", "checkout.allocated", "checkout.written")


@pytest.fixture(scope="module")
def world(installation):
    return Shop(installation)


class Shop:
    """The demo shop, whose web process dies where it is told to."""

    restart, died = World.restart, World.died

    def __init__(self, installation):
        self.installation = installation
        self.web = installation.processes[-1]
        with installation.owner(SLUG) as owner:
            self.sku = a_product(owner, 1000)

    def call(self, api, method, path, body=None, headers=None):
        """An answer; None when the shop died of it."""
        try:
            return api.call(method, path, body, headers)
        except OSError:
            return None


@pytest.mark.parametrize("boundary", [*BEFORE, "checkout.committed"])
def test_dying_in_a_checkout(installation, world, boundary):
    before = level(installation, world.sku)
    with installation.api(SLUG) as buyer:
        path = a_ready_cart(buyer, world.sku)
    count = len(orders_of(installation, [world.sku]))
    world.restart(boundary)
    key = {"Idempotency-Key": token_hex(8)}
    with installation.api(SLUG) as buyer:
        assert world.call(buyer, "POST", f"{path}/checkout", {}, key) is None
    world.died()
    # The buyer, who saw nothing, presses again.
    with installation.api(SLUG) as buyer:
        answer = buyer.patient("POST", f"{path}/checkout", {}, key)
        assert answer.status == 201
        again = buyer.patient("POST", f"{path}/checkout", {}, key)
    assert again.json["id"] == answer.json["id"]
    assert len(orders_of(installation, [world.sku])) == count + 1
    after = level(installation, world.sku)
    assert (after[0], after[1]) == (before[0], before[1] + 1)
    check_books(installation)


@pytest.mark.parametrize("boundary", ["invoice.checked", "invoice.written", "invoice.committed"])
def test_dying_while_an_invoice_is_issued(installation, world, boundary):
    with installation.api(SLUG) as buyer:
        path = a_ready_cart(buyer, world.sku)
        order = buyer.patient("POST", f"{path}/checkout", {}, None).json
    world.restart(boundary)
    with installation.owner(SLUG) as owner:
        assert world.call(owner, "POST", f"/api/admin/orders/{order['id']}/invoice", {}) is None
    world.died()
    with installation.owner(SLUG) as owner:
        answer = owner.call("POST", f"/api/admin/orders/{order['id']}/invoice", {})
        issued = boundary == "invoice.committed"
        assert (answer.status, answer.reason) == ((409, "invoice_exists") if issued else (201, ""))
    numbers = [row.number for row in rows(installation, INVOICES)]
    assert numbers == list(range(1, len(numbers) + 1))
    check_books(installation)


INVOICES = """
SELECT i.number FROM invoices i JOIN tenants t ON t.id = i.tenant_id
WHERE t.slug = 'home' AND i.kind = '380' ORDER BY i.number
"""


def test_two_operators_at_one_order(installation, world):
    """Each decides on what they saw: one of them is told that it changed meanwhile."""
    with installation.api(SLUG) as buyer:
        path = f"{CARTS}/{buyer.good('POST', CARTS, {})['id']}"
        buyer.good("POST", f"{path}/lines", {"sku": world.sku, "quantity": 10})
        change = {"email": "ana@example.com", "shipping_address": an_address(),
                  "shipping_method": "flat", "payment_method": "cod"}  # fmt: skip
        buyer.good("PATCH", path, change)
        order = buyer.good("POST", f"{path}/checkout", {})
    at = f"/api/admin/orders/{order['id']}"
    line = order["lines"][0]["id"]
    for round_ in range(10):
        with installation.owner(SLUG) as owner:
            tag = {"If-Match": owner.call("GET", at).headers["etag"]}

        def decide(number, tag=tag, round_=round_):
            units = 20 + round_ if number else 5 + round_
            body = {"lines": [{"line_id": line, "quantity": units}]}
            with installation.owner(SLUG) as operator:
                return operator.call("POST", f"{at}/edit", body, tag).status, units

        answers = together(2, decide)
        assert sorted(status for status, _units in answers) == [200, 412]
        (won,) = (units for status, units in answers if status == 200)
        with installation.owner(SLUG) as owner:
            now = owner.good("GET", at)
        assert [row["quantity"] for row in now["lines"]] == [won]
        assert now["payments"][0]["amount"] == now["total"]
        check_books(installation)
