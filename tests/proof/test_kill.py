"""kill -9 of each process in the middle of the selling: nothing lost, nothing twice.

Guaranteed of mail: at least once. It is sent before the outbox row is marked as done, in one
transaction with the mark; a worker killed between the two sends it again.
"""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes, policy
from itertools import count

import pytest

from .buying import a_product, a_ready_cart, check_books, checkout, level, rows
from .installation import Installation

BUYERS = 6
NUMBERS = count(1)


@dataclass
class Attempt:
    """A cart that somebody tried to order; ``order`` is what the 201 said, if it was seen."""

    path: str
    key: str
    email: str
    order: dict | None = None


class Load:
    """Buyers who order one cart after another until told to stop, whatever happens to the shop."""

    def __init__(self, installation: Installation, sku: str):
        self.installation, self.sku = installation, sku
        self.attempts: list[Attempt] = []
        self.broken: list[str] = []
        self._stop = threading.Event()

    def __enter__(self) -> "Load":
        self._pool = ThreadPoolExecutor(BUYERS)
        self._buyers = [self._pool.submit(self._buy) for _ in range(BUYERS)]
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._pool.shutdown()
        for buyer in self._buyers:
            buyer.result()

    def orders(self, least: int, within: float = 60) -> None:
        """Wait until so many orders were confirmed."""
        deadline = time.monotonic() + within
        while sum(attempt.order is not None for attempt in self.attempts) < least:
            assert time.monotonic() < deadline, f"only {len(self.attempts)} attempts"
            time.sleep(0.02)

    def _buy(self) -> None:
        while not self._stop.is_set():
            with self.installation.api("home") as api:
                try:
                    self._order(api)
                except (ConnectionError, AssertionError) as error:
                    # The server is away: what a buyer sees of it.
                    self.broken.append(str(error))
                    time.sleep(0.1)

    def _order(self, api) -> None:
        number = next(NUMBERS)
        email = f"buyer-{number}@example.com"
        path = a_ready_cart(api, self.sku, email=email)
        if number % 2:
            api.good("POST", f"{path}/reserve", {})
        attempt = Attempt(path, f"order-{number}", email)
        self.attempts.append(attempt)
        answer = api.call("POST", f"{path}/checkout", {}, {"Idempotency-Key": attempt.key})
        assert answer.status in (201, 503), answer
        if answer.status == 201:
            attempt.order = answer.json


def settle(installation: Installation, load: Load, sku: str) -> None:
    """Everybody asks again with the same key; then orders, stock and ledger must agree."""
    seen = {}
    with installation.api("home") as api:
        for attempt in load.attempts:
            answer = checkout(api, attempt.path, attempt.key)
            assert answer.status == 201, answer
            if attempt.order is not None:
                assert answer.json == attempt.order
            seen[answer.json["id"]] = attempt
    assert len(seen) == len(load.attempts)
    found = rows(
        installation,
        "SELECT DISTINCT o.id FROM orders o JOIN order_lines l"
        " ON l.tenant_id = o.tenant_id AND l.order_id = o.id WHERE l.sku = %s",
        sku,
    )
    assert {str(row.id) for row in found} == set(seen)
    on_hand, allocated, _reserved = level(installation, sku)
    assert (on_hand, allocated) == (100_000, len(seen))
    check_books(installation)


def let_reservations_expire(installation: Installation, sku: str) -> None:
    """A quarter of an hour later."""
    rows(
        installation,
        "UPDATE reservations SET expires_at = clock_timestamp() - interval '1 second' RETURNING id",
    )
    deadline = time.monotonic() + 30
    while level(installation, sku)[2]:
        assert time.monotonic() < deadline, "expired reservations stay"
        time.sleep(0.2)


def mails_to(installation: Installation) -> list[str]:
    """The recipients of all mail, one entry a message."""
    messages = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (installation.folder / "var/mail").glob("[!.]*.eml")
    ]
    return [message["To"] for message in messages]


def wait_for_mails(installation: Installation, load: Load, within: float = 60) -> None:
    """Until every buyer has a confirmation."""
    deadline = time.monotonic() + within
    wanted = {attempt.email for attempt in load.attempts}
    while missing := wanted - set(mails_to(installation)):
        assert time.monotonic() < deadline, f"{len(missing)} of {len(wanted)} mails are missing"
        time.sleep(0.3)


def restart_limit() -> float:
    """Ten seconds, or as much longer as more processes want this machine's cores than it has."""
    return 10 * max(os.getloadavg()[0] / (os.cpu_count() or 1), 1)


def again(installation: Installation) -> None:
    """``serve`` once more: it answers within ten seconds of a machine that has time for it."""
    installation.serve(within=restart_limit())


@pytest.fixture
def sku(installation):
    """A product of which there is enough for everybody."""
    with installation.owner("home") as owner:
        return a_product(owner, 100_000)


def test_kill_the_web_process(installation, sku):
    with Load(installation, sku) as load:
        load.orders(12)
        installation.processes[-1].kill()
        again(installation)
        load.orders(24)
    assert load.broken
    settle(installation, load, sku)


def test_kill_the_database(installation, sku):
    """The web process outlives it, and says 503; the next ``serve`` brings the database back."""
    with Load(installation, sku) as load:
        load.orders(12)
        installation.kill_database()
        # Brought back within two seconds: until then it says so, and nothing else goes wrong.
        said, until = set(), time.monotonic() + 1
        with installation.api("home") as api:
            while time.monotonic() < until:
                said.add(api.call("GET", "/api/storefront/search?q=x").status)
        assert 503 in said <= {200, 503}
        installation.processes[-1].kill()
        again(installation)
        load.orders(24)
    settle(installation, load, sku)


def test_kill_the_worker(installation, sku):
    """Mail arrives at least once; expired reservations are given back by whoever works next."""
    first = installation.worker()
    with Load(installation, sku) as load:
        load.orders(10)
        first.kill()
        load.orders(20)
        second = installation.worker()
        load.orders(25)
    settle(installation, load, sku)
    wait_for_mails(installation, load)
    sent = [to for to in mails_to(installation) if to in {a.email for a in load.attempts}]
    # Once each, but for what the first worker had in hand when it was killed.
    assert len(load.attempts) <= len(sent) <= len(load.attempts) + 1
    let_reservations_expire(installation, sku)
    second.stop()


def test_kill_the_database_under_a_worker(installation, sku):
    """The worker waits until its database is back, and goes on."""
    worker = installation.worker()
    with Load(installation, sku) as load:
        load.orders(6)
        installation.kill_database()
        installation.serve(installation.port + 1, within=restart_limit())
        load.orders(12)
    assert worker.alive
    settle(installation, load, sku)
    wait_for_mails(installation, load)
    worker.stop()


def test_an_import_outlives_its_worker(installation):
    """A file half done when its worker is killed is finished by the next one; no product twice."""
    total = 1500
    lines = ["handle,title,status,sku,price"]
    lines += [f"killed-{n},Killed {n},active,KILL-{n},{n}.00" for n in range(total)]
    body = {"filename": "killed.csv", "content": "\n".join(lines), "format": "ecommus"}
    worker = installation.worker()
    with installation.owner("fashion") as owner:
        path = f"/api/admin/imports/{owner.good('POST', '/api/admin/imports', body)['id']}"

        def state() -> dict:
            return owner.good("GET", path)

        deadline = time.monotonic() + 60
        while not (done := state())["processed"]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        worker.kill()
        assert 0 < done["processed"] < total
        assert state()["status"] == "running"
        worker = installation.worker()
        deadline = time.monotonic() + 120
        while (done := state())["status"] != "done":
            assert time.monotonic() < deadline, done
            time.sleep(0.5)
    worker.stop()
    assert done["failed"] == 0
    # What the first worker had made counts as unchanged.
    assert done["created"] + done["unchanged"] == total
    assert done["unchanged"] >= 100
    found = "SELECT count(*) AS n, count(DISTINCT import_handle) AS of FROM products" \
            " WHERE import_handle LIKE 'killed-%%'"  # fmt: skip
    assert rows(installation, found, *())[0] == (total, total)
    check_books(installation)
