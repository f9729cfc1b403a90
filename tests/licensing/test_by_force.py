"""Tried often, at once or a moment off: codes, revocations, heartbeats, a forged log."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_forensic_log import a_chain

from ecommus.core.log_chain import Broken, Head, hash_of, hold_against, verify
from license_service.services import heartbeats, operators

PASSWORD = "correct horse battery"
STEP = timedelta(seconds=operators.STEP)


@pytest.fixture
def enrolled(service):
    """An operator whose second factor is set up; answers (e-mail, the factor, when)."""
    email = f"{datetime.now(UTC).timestamp()}@vendor.ro"
    now = datetime.now(UTC)
    with service.work(now) as job:
        operators.create(job, email, PASSWORD)
        half = operators.check_password(job, email, PASSWORD)
        secret = operators.secret_to_enrol(job, operators.signed_in(job.db, half, now))
        factor = pyotp.TOTP(secret)
        assert operators.check_code(job, half, factor.at(now))
    return email, factor, now


def enter(service, enrolled, at, code):
    """Whether a password and then this code open a session at this time."""
    with service.work(at) as job:
        half = operators.check_password(job, enrolled[0], PASSWORD)
        return bool(half and operators.check_code(job, half, code))


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True),
                                             (2, False)])  # fmt: skip
def test_a_code_is_good_for_a_step_around_its_own(service, enrolled, steps, good):
    _email, factor, now = enrolled
    at = now + 10 * STEP
    assert enter(service, enrolled, at, factor.at(at + steps * STEP)) is good


def test_no_code_is_good_after_a_later_one(service, enrolled):
    _email, factor, now = enrolled
    at = now + 10 * STEP
    assert enter(service, enrolled, at, factor.at(at + STEP))
    for earlier in (at + STEP, at, at - STEP):
        assert not enter(service, enrolled, at, factor.at(earlier))


def test_one_code_opens_one_session_however_many_try_it_at_once(service, enrolled):
    _email, factor, now = enrolled
    at = now + 10 * STEP
    with ThreadPoolExecutor(4) as pool:
        tried = list(pool.map(lambda _n: enter(service, enrolled, at, factor.at(at)), range(4)))
    assert sorted(tried) == [False, False, False, True]


def test_two_operators_revoke_once(service):
    made = service.issue()
    path = f"/v1/licenses/{made['id']}/revoke"
    headers = {"Authorization": f"Bearer {service.key}"}

    def revoke(number):
        body = {"reason": f"reason {number}"}
        return service.app.post_json(path, body, headers=headers, status="*").status_int

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(revoke, range(6))) == [200] + [409] * 5
    (noted,) = service.noted(made["id"], "revoke")
    assert service.beat(made["token"])[0].reason == noted["reason"]


def test_two_at_once_get_one_license_for_a_payment(service):
    from service import ORDER

    headers = {"Authorization": f"Bearer {service.key}"}

    def issue(_number):
        body = ORDER | {"stripe_payment": "pi_raced"}
        return service.app.post_json("/v1/licenses", body, headers=headers, status="*").status_int

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(issue, range(6))) == [201] + [409] * 5


def test_who_has_a_token_cannot_fill_the_log(service, monkeypatch):
    monkeypatch.setattr(heartbeats, "MOST_AN_HOUR", 5)
    made, other = service.issue(), service.issue()
    for _beat in range(9):
        assert not service.beat(made["token"])[0].revoked
    assert len(service.noted(made["id"], "heartbeat")) == 5
    assert [noted["rule"] for noted in service.noted(made["id"], "suspect")] == ["too_often"]
    # It is answered as truly as ever, and nobody else is concerned.
    service.call("POST", f"/v1/licenses/{made['id']}/revoke", {"reason": "flood"})
    assert service.beat(made["token"])[0].revoked
    service.beat(other["token"])
    assert len(service.noted(other["id"], "heartbeat")) == 1


@given(st.integers(2, 8), st.data())
def test_what_was_put_in_or_made_anew_is_found(size, data):
    entries = a_chain(size)
    head = Head(size, entries[-1].hash)
    place = data.draw(st.integers(0, size - 1))
    doubled = [*entries[: place + 1], entries[place], *entries[place + 1 :]]
    with pytest.raises(Broken):
        verify(doubled)
    # The last one rewritten with a hash that fits is a chain; the head that was kept tells.
    last = entries[-1]
    body = last.body.replace("test", "nobody")
    forged = [*entries[:-1], replace(last, body=body, hash=hash_of(last.prev, body))]
    assert verify(forged)[0] == size
    with pytest.raises(Broken, match="not the one"):
        hold_against(forged, head)
    # An older head holds against a log that grew; one of another log does not.
    assert hold_against(entries, Head(place + 1, entries[place].hash))[0] == size
    with pytest.raises(Broken):
        hold_against(entries, Head(place + 1, "f" * 64))
