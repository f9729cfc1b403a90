"""kill -9 between the steps of a payment: charged once, refunded once, no number missing.

The provider is the demo's (``ecommus.demo.provider``), in this process, so it outlives the shop.
``ECOMMUS_DIE_AT`` names the boundary at which the web process ends (``ecommus.services.crash``).
"""

import os
import time
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from ecommus.demo.provider import Server
from ecommus.testing import an_address

from .buying import CARTS, a_product, check_books, rows
from .installation import Installation, Process, installed

SECRET = "between-us"
SLUG = "home"
ADDRESS = an_address() | {"company": "", "vat_id": "", "registration_number": "", "street2": ""}


class World:
    """The installation, the provider, and whoever buys and works in the shop."""

    def __init__(self, installation: Installation, provider: Server):
        self.installation, self.provider = installation, provider
        self.web: Process = installation.processes[-1]
        with installation.owner(SLUG) as owner:
            self.sku = a_product(owner, 1000)
        self.charge("at_once")

    @property
    def state(self):
        return self.provider.provider.state

    def charge(self, when: str) -> None:
        """When the money is taken."""
        settings = {"provider_url": self.provider.url, "secret": SECRET, "charge": when}
        path = "/api/admin/plugins/payment-sandbox"
        with self.installation.owner(SLUG) as owner:
            owner.good("PUT", f"{path}/settings", {"settings": settings})

    def order(self) -> dict:
        with self.installation.api(SLUG) as buyer:
            path = f"{CARTS}/{buyer.good('POST', CARTS, {})['id']}"
            buyer.good("POST", f"{path}/lines", {"sku": self.sku, "quantity": 2})
            change = {"email": "ana@example.com", "shipping_address": ADDRESS,
                      "shipping_method": "flat", "payment_method": "sandbox"}  # fmt: skip
            buyer.good("PATCH", path, change)
            return buyer.good("POST", f"{path}/checkout", {})

    def press(self, order: dict) -> None:
        """The button on our page; the shop may die of it."""
        path = urlsplit(order["payment"]["redirect_url"]).path
        host = f"{SLUG}.localhost:{self.installation.port}"
        connection = HTTPConnection("127.0.0.1", self.installation.port, timeout=30)
        headers = {"Host": host, "Origin": f"http://{host}",
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        with suppress(OSError):
            connection.request("POST", path, urlencode({}), headers)
            connection.getresponse().read()
        connection.close()

    def pay(self, order: dict) -> None:
        """The button on the provider's page, and its message to the shop."""
        found = [p for p in self.state["payments"].values() if p["order"] == order["number"]]
        assert len(found) == 1, found
        httpx.post(f"{self.provider.url}/pay/{found[0]['reference']}", data={"do": "pay"})

    def act(self, order: dict, what: str, body: dict | None = None) -> None:
        """What staff do; the shop may die of it."""
        with self.installation.owner(SLUG) as owner, suppress(ConnectionError):
            owner.call("POST", f"/api/admin/orders/{order['id']}/{what}", body or {})

    def seen(self, order: dict) -> dict:
        with self.installation.owner(SLUG) as owner:
            return owner.good("GET", f"/api/admin/orders/{order['id']}")

    def restart(self, die_at: str = "") -> None:
        self.web.kill()
        os.environ["ECOMMUS_DIE_AT"] = die_at
        try:
            self.web = self.installation.serve(within=90)
        finally:
            del os.environ["ECOMMUS_DIE_AT"]

    def died(self) -> None:
        """It ended by its own hand, at the boundary; another one takes over."""
        deadline = time.monotonic() + 20
        while self.web.alive:
            assert time.monotonic() < deadline, "the process outlived its boundary"
            time.sleep(0.05)
        self.restart()

    def provided(self, order: dict) -> list[tuple[str, int]]:
        """What the provider has of an order: how each payment stands, and what went back."""
        mine = [p for p in self.state["payments"].values() if p["order"] == order["number"]]
        return [(payment["status"], payment["refunded"]) for payment in mine]

    def settled(self, order: dict, done) -> dict:
        """Until ``done(order)``, with a worker that looks after loose ends."""
        worker = self.installation.worker()
        try:
            deadline = time.monotonic() + 120
            while not done(now := self.seen(order)):
                assert time.monotonic() < deadline, now["payments"]
                time.sleep(0.5)
            return now
        finally:
            worker.stop()

    def once(self, order: dict, refunded: int = 0) -> None:
        """The provider took an order's money once, and gave back so much of it."""
        mine = [p for p in self.state["payments"].values() if p["order"] == order["number"]]
        total = order["total"]["amount"]
        assert [(p["status"], p["amount"], p["refunded"]) for p in mine] == [
            ("paid", total, refunded)
        ]
        refunds = [r for r in self.state["refunds"].values() if r["payment"] == mine[0]["id"]]
        assert sum(r["amount"] for r in refunds) == refunded
        check_books(self.installation)


@pytest.fixture(scope="module")
def world(tmp_path_factory, port):
    server = Server(tmp_path_factory.mktemp("provider") / "provider.json", SECRET)
    settings = {"payments.settle_seconds": "1"}
    with installed(tmp_path_factory.mktemp("shop"), port, **settings) as installation:
        yield World(installation, server)
    server.close()


@pytest.mark.parametrize("boundary", ["authorize.claimed", "authorize.answered"])
def test_dying_while_the_payment_is_begun(world, boundary):
    order = world.order()
    world.restart(boundary)
    world.press(order)
    world.died()
    world.settled(order, lambda now: not now["payments"][0]["claim"])
    world.press(order)
    world.pay(order)
    now = world.settled(order, lambda now: now["payment_status"] == "paid")
    assert [p["status"] for p in now["payments"]] == ["paid"]
    world.once(order)


def test_dying_before_the_provider_could_tell(world):
    """The buyer pays while the shop is down; nobody comes back and no message arrives."""
    order = world.order()
    world.press(order)
    world.web.kill()
    world.pay(order)
    world.restart()
    world.act(order, "ask-provider")
    now = world.settled(order, lambda now: now["payment_status"] == "paid")
    assert now["payments"][0]["captured"] == order["total"]
    world.once(order)


@pytest.mark.parametrize("boundary", ["capture.claimed", "capture.answered"])
def test_dying_while_held_money_is_taken(world, boundary):
    world.charge("when_sent")
    try:
        order = world.order()
        world.press(order)
        world.pay(order)
        world.settled(order, lambda now: now["payment_status"] == "authorized")
        world.restart(boundary)
        world.act(order, "capture")
        world.died()
        world.settled(order, lambda now: now["payment_status"] == "paid")
        world.once(order)
    finally:
        world.charge("at_once")


@pytest.mark.parametrize("boundary", ["void.noted", "void.claimed", "void.answered"])
def test_dying_while_held_money_is_let_go(world, boundary):
    """The order is cancelled once, its goods are free, and the hold is released once."""
    world.charge("when_sent")
    try:
        order = world.order()
        world.press(order)
        world.pay(order)
        world.settled(order, lambda now: now["payment_status"] == "authorized")
        before = world.state["calls"].get("void", 0)
        world.restart(boundary)
        world.act(order, "cancel")
        world.died()
        if boundary == "void.noted":
            # It died before the commit: nothing happened yet, anywhere.
            now = world.seen(order)
            assert (now["status"], now["payments"][0]["claim"]) == ("placed", "")
            assert world.provided(order) == [("authorized", 0)]
            world.act(order, "cancel")
        assert world.seen(order)["status"] == "cancelled"
        now = world.settled(order, lambda now: not now["payments"][0]["claim"])
        assert [p["status"] for p in now["payments"]] == ["cancelled"]
        assert now["payments"][0]["captured"]["amount"] == 0
        assert world.provided(order) == [("cancelled", 0)]
        assert world.state["calls"]["void"] == before + 1
        held = rows(
            world.installation,
            "SELECT coalesce(sum(a.quantity), 0) AS n FROM allocations a JOIN order_lines l"
            " ON l.id = a.order_line_id WHERE l.order_id = %s", order["id"],
        )  # fmt: skip
        assert [row.n for row in held] == [0]
        check_books(world.installation)
    finally:
        world.charge("at_once")


def paid(world) -> dict:
    order = world.order()
    world.press(order)
    world.pay(order)
    world.act(order, "ask-provider")
    return world.settled(order, lambda now: now["payment_status"] == "paid")


@pytest.mark.parametrize("boundary", ["refund.claimed", "refund.answered"])
def test_dying_while_money_goes_back(world, boundary):
    order = paid(world)
    world.restart(boundary)
    body = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}]}
    world.act(order, "refund", body)
    world.died()
    now = world.settled(order, lambda now: now["payment_status"] == "partially_refunded")
    [refund] = now["refunds"]
    assert refund["status"] == "done"
    world.once(order, refund["amount"]["amount"])


@pytest.mark.parametrize("boundary", ["credit.claimed", "credit.written"])
def test_dying_while_the_credit_note_is_issued(world, boundary):
    order = paid(world)
    world.act(order, "invoice")
    world.restart(boundary)
    world.act(order, "refund", {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}]})
    world.died()
    now = world.settled(order, lambda now: now["refunds"][0]["credit_note_id"])
    world.once(order, now["refunds"][0]["amount"]["amount"])
    notes = rows(
        world.installation,
        "SELECT total FROM invoices WHERE kind = '381' AND order_id = %s", order["id"],
    )  # fmt: skip
    assert [row.total for row in notes] == [now["refunds"][0]["amount"]["amount"]]
    numbers = rows(
        world.installation,
        "SELECT count(*) AS n, max(number) - min(number) + 1 AS spread FROM invoices"
        " WHERE kind = '381' GROUP BY series_id",
    )
    assert all(row.n == row.spread for row in numbers)
