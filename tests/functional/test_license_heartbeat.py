"""What may go wrong between an installation and the license service, and what stays right."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from licensing import Issuer, Service

from ecommus.core.entitlements import Grace
from ecommus.core.keysets import pinned
from ecommus.core.license import LicenseError
from ecommus.db.session import TenantSession
from ecommus.services import heartbeat
from ecommus.services import license_state as state
from ecommus.web import heartbeats
from ecommus.web.license import Licensing, Watch, trust_of

NOTHING = {"token": None, "keys": None, "jti": "", "since": None, "heard_at": None,
           "revoked_at": None, "tries": 0, "problem": ""}  # fmt: skip


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def service(issuer):
    made = Service(issuer)
    yield made
    made.close()


@pytest.fixture
def shop(kit, service, monkeypatch):
    """The installation with a watch of its own, and nothing installed."""
    settings = kit.registry.settings
    monkeypatch.setitem(settings, "license.url", service.url)
    watch = Watch(settings, kit.databases)
    monkeypatch.setattr(kit.registry, "licensing", Licensing(watch.load(), "localhost", watch))
    yield kit
    change(kit, **NOTHING)


def change(shop, **values):
    with TenantSession(shop.databases.platform) as db:
        state.change(db, **values)
        db.commit()
    shop.registry.licensing.poll()


def install(shop, text):
    with TenantSession(shop.databases.platform) as db:
        trust, now = trust_of(shop.registry.settings), datetime.now(UTC)
        state.install(db, text, trust, domain="localhost", actor="test", now=now)
        db.commit()
    shop.registry.licensing.poll()


def beat(shop):
    """Ask now; answers what went wrong."""
    return heartbeats.beat(shop.registry, actor="test", due_only=False)


def stored(shop):
    with TenantSession(shop.databases.platform) as db:
        return state.read(db)


def soon(seconds):
    return int((datetime.now(UTC) + timedelta(seconds=seconds)).timestamp())


def test_a_license_that_ended_is_renewed_by_the_next_heartbeat(shop, issuer, service):
    """Its invoice was paid a day late: it is asked after still, and nobody need paste anything."""
    install(shop, f"{issuer.license(kind='saas-monthly', expires_at=soon(2))} {issuer.key_set()}")
    time.sleep(2)
    change(shop)
    held = shop.registry.licensing.held
    assert (held.license.tier, held.problem.code) == ("community", "expired")
    assert beat(shop) is None
    assert service.asked[-1][1] == f"Bearer {stored(shop).token}"
    # Not renewed yet: it stays as it is, and is asked after tomorrow.
    assert shop.registry.licensing.held.problem.code == "expired"
    renewed = issuer.license(kind="saas-monthly", expires_at=soon(3000))
    service.said = lambda said: (200, {"answer": issuer.answer(said, new_jwt=renewed)})
    assert beat(shop) is None
    held = shop.registry.licensing.held
    assert (held.license.tier, held.problem) == ("pro", None)


@pytest.mark.parametrize(
    ("ends", "hours"), [(None, 24), (2, 3), (-1, 1), (-24 * 15, 24), (24 * 40, 24), (30, 24)]
)
def test_a_license_is_asked_after_when_its_renewal_is_due(shop, issuer, service, ends, hours):
    expires_at = None if ends is None else soon(ends * 3600)
    token = issuer.license(kind="saas-monthly", expires_at=soon(60))
    install(shop, f"{token} {issuer.key_set()}")
    ending = issuer.license(kind="saas-monthly", expires_at=expires_at)
    change(shop, token=ending, jti="", next_at=datetime.now(UTC))
    assert heartbeats.beat(shop.registry) is None
    wait = (stored(shop).next_at - datetime.now(UTC)).total_seconds() / 3600
    assert 0.85 * hours < wait < 1.15 * hours


def test_installing_it_again_opens_no_revoked_license(shop, issuer, service):
    token = issuer.license()
    install(shop, f"{token} {issuer.key_set()}")
    service.said = lambda said: (200, {"answer": issuer.answer(said, revoked=True, reason="x")})
    assert beat(shop) is None
    assert shop.registry.licensing.held.grace is Grace.LOCKED
    install(shop, token)
    assert shop.registry.licensing.held.grace is Grace.LOCKED
    # The service is asked at once, and it alone opens it again.
    assert stored(shop).next_at <= datetime.now(UTC)
    service.said = lambda said: (200, {"answer": issuer.answer(said)})
    assert beat(shop) is None
    assert shop.registry.licensing.held.grace is Grace.OK


def test_a_license_installed_this_moment_is_not_taken_for_the_one_before(
    shop, issuer, service, monkeypatch
):
    """The worker has not looked yet; what the old license gets must not replace the new one."""
    first, second = issuer.license(), issuer.license(tier="growth")
    install(shop, f"{first} {issuer.key_set()}")
    stale = shop.registry.licensing.held
    install(shop, second)
    service.said = lambda said: (
        200, {"answer": issuer.answer(said, new_jwt=issuer.license(tier="starter"))}
    )  # fmt: skip
    monkeypatch.setattr(shop.registry.licensing, "poll", lambda: None)
    shop.registry.licensing.held = stale
    beat(shop)
    assert service.asked == []
    assert stored(shop).token == second


def test_the_worker_looks_before_it_asks(shop, issuer, service):
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    stale = shop.registry.licensing.held
    second = issuer.license(tier="growth")
    install(shop, second)
    shop.registry.licensing.held = stale
    shop.registry.licensing.watch._version = -1
    assert heartbeats.beat(shop.registry) is None
    assert service.asked[-1][1] == f"Bearer {second}"


def test_silence_is_not_broken_by_installing_it_again(shop, issuer):
    token = issuer.license(kind="saas-monthly")
    install(shop, f"{token} {issuer.key_set()}")
    change(shop, since=datetime.now(UTC) - timedelta(days=61))
    install(shop, token)
    assert shop.registry.licensing.held.grace is Grace.LOCKED


def test_an_answer_to_another_license_is_none_to_this_one(shop, issuer, service):
    """Whoever has a license in force could else ask in the name of one that was revoked."""
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    service.said = lambda said: (200, {"answer": issuer.answer(said, license="another")})
    assert "(other_license)" in beat(shop)
    service.said = lambda said: (200, {"answer": issuer.answer(said, license=said["jti"])})
    assert beat(shop) is None


@pytest.mark.parametrize("away", [timedelta(days=3650), timedelta(days=2)])
def test_a_clock_that_went_far_ahead_and_came_back_stops_no_heartbeat(shop, issuer, service, away):
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    ahead = datetime.now(UTC) + away
    change(shop, heard_at=ahead, next_at=ahead + timedelta(days=1))
    assert shop.registry.licensing.held.grace is Grace.OK
    assert heartbeats.beat(shop.registry) is None
    assert len(service.asked) == 1
    assert stored(shop).heard_at < datetime.now(UTC)
    assert heartbeats.beat(shop.registry) is None
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"[" * 100_000, "it answered no JSON"),
        (b'{"answer": ' * 10_000, "it answered no JSON"),
        (b"9" * 9000, "it answered no JSON"),
        (b"\xff\xfe{}", "it answered no JSON"),
        (b'"' + b"x" * 300_000 + b'"', "it answered more than any answer is"),
        (b'{"answer": "\\ud800.a.b"}', ""),
        (b'{"answer": "", "keys": "\\u0000"}', ""),
        (b'{"answer": 1}', "it answered something else"),
        (b"[]", "it answered something else"),
    ],
)  # fmt: skip
def test_whatever_is_answered_is_noted_and_tried_again(shop, issuer, service, raw, problem):
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    service.said = lambda said: (200, raw)
    assert problem in beat(shop)
    assert (stored(shop).tries, shop.registry.licensing.held.license.tier) == (1, "pro")


@pytest.mark.parametrize("url", ["http://[", "nonsense", "ftp://127.0.0.1", "http://127.0.0.1:1"])
def test_an_address_that_is_none_is_said(shop, issuer, url, monkeypatch):
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    monkeypatch.setitem(shop.registry.settings, "license.url", url)
    assert beat(shop)
    assert stored(shop).tries == 1


def test_an_answer_that_never_ends_is_left(shop, issuer, monkeypatch):
    """A byte now and then, each within the time that a wait may take."""
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    monkeypatch.setattr(heartbeat, "TIMEOUT", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        peer, _address = listening.accept()
        with peer:
            peer.recv(65_536)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            try:
                for _byte in range(100):
                    peer.sendall(b" ")
                    time.sleep(0.1)
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    monkeypatch.setitem(shop.registry.settings, "license.url", url)
    began = time.monotonic()
    assert "did not answer within 0.5 seconds" in beat(shop)
    assert time.monotonic() - began < 5
    thread.join(5)
    listening.close()


def test_another_root_is_pinned_and_its_sets_count_from_one_again(shop, issuer, monkeypatch):
    """The root was lost: the stored set of the old one must not stand in the way for ever."""
    issuer.version = 9
    install(shop, f"{issuer.license()} {issuer.key_set()}")
    old = issuer.key_set()
    other = Issuer(Ed25519PrivateKey.generate())
    root = pinned(other.root.public_key())
    monkeypatch.setitem(shop.registry.settings, "license.root_key", root)
    change(shop)
    assert shop.registry.licensing.held.problem.code == "unknown_kid"
    install(shop, f"{other.license()} {other.key_set()}")
    assert shop.registry.licensing.held.license.tier == "pro"
    with pytest.raises(LicenseError, match="not known here"):
        install(shop, f"{other.license()} {old}")


def test_a_file_may_hold_the_license_and_its_key_set(shop, issuer, service, tmp_path, monkeypatch):
    """As the letter brings them; the service is sent the license alone."""
    token = issuer.license()
    (tmp_path / "license").write_text(f"{token}\n{issuer.key_set()}\n")
    monkeypatch.setitem(shop.registry.settings, "license.token_file", str(tmp_path / "license"))
    change(shop)
    assert shop.registry.licensing.held.license.tier == "pro"
    service.told = {"/v1/keys": {"keys": issuer.key_set()}}
    assert beat(shop) is None
    assert service.asked[-1][1] == f"Bearer {token}"
