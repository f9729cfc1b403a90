"""An address from which many sign-ins fail is closed for a while, whoever's account it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pyotp
import pytest
from operating import PASSWORD, Browser, made_operator

from license_service.services import operators, throttle

NUMBER = count(1)


def guess(service, address, email="nobody@vendor.ro", status=200):
    return Browser(service, email, address).password("wrong wrong wrong", status)


def exhaust(service, address):
    """As many wrong passwords as there may be, each on another account."""
    for number in range(throttle.FAILURES):
        assert "not right" in guess(service, address, f"nobody{number}@vendor.ro")


@pytest.fixture
def address():
    return f"203.0.113.{next(NUMBER)}"


def test_one_password_on_many_accounts_closes_the_address(service, address):
    exhaust(service, address)
    page = guess(service, address, status=429)
    assert 0 < int(page.headers["Retry-After"]) <= throttle.CLOSED.total_seconds() + 1
    assert "Try again in 15 min" in page.html.select_one("main").text
    # The right password of somebody else does not open it, and elsewhere all is as it was.
    with service.work() as job:
        operators.create(job, f"ana-{address}@vendor.ro", PASSWORD)
    Browser(service, f"ana-{address}@vendor.ro", address).password(status=429)
    Browser(service, f"ana-{address}@vendor.ro", "198.51.100.7").password(status=303)
    log = service.call("GET", "/v1/log?kind=address.closed")["items"]
    assert log[0]["data"]["address"] == address


def test_guesses_at_the_same_moment_are_all_counted(service, address):
    with service.work(datetime.now(UTC) - 2 * throttle.CLOSED) as job:
        throttle.failed(job, address)

    def fail(_number):
        with service.work() as job:
            throttle.check(job, address)
            throttle.failed(job, address)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(fail, range(throttle.FAILURES)))
    guess(service, address, status=429)


def test_it_opens_again(service, address):
    exhaust(service, address)
    later = datetime.now(UTC) + throttle.CLOSED + timedelta(seconds=1)
    with service.work(later) as job:
        throttle.check(job, address)
    with service.work() as job, pytest.raises(throttle.TooMany):
        throttle.check(job, address)


def test_wrong_codes_count_too(service, address):
    known = made_operator(service, f"code-{address}@vendor.ro")
    here = Browser(service, known.email, address)
    page = here.password().follow()
    with service.work() as job:
        for _more in range(throttle.FAILURES - 1):
            throttle.failed(job, address)
    page = here.code(page, "000000", 200)
    good = pyotp.TOTP(known.secret).at(int(datetime.now(UTC).timestamp()) + 30)
    assert here.code(page, good, 429).headers["Retry-After"]


def test_failures_that_are_long_ago_count_no_more(service, address):
    before = datetime.now(UTC) - throttle.CLOSED - timedelta(seconds=1)
    with service.work(before) as job:
        for _more in range(throttle.FAILURES - 1):
            throttle.failed(job, address)
    guess(service, address)
    guess(service, address)


def test_the_sentence_is_in_the_readers_language(service, address):
    exhaust(service, address)
    here = Browser(service, "nobody@vendor.ro", address)
    here.app.set_cookie("license_language", "ro")
    page = here.password(status=429)
    assert "Mai încearcă peste 15 min." in page.html.select_one("main").text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unix", "unix", True),
    ],
)
def test_what_is_one_source(one, other, same):
    assert (throttle.source(one) == throttle.source(other)) is same


def test_what_a_client_says_of_its_address_is_not_believed(service, address):
    exhaust(service, address)
    here = Browser(service, "nobody@vendor.ro", address)
    here.app.extra_environ["HTTP_X_FORWARDED_FOR"] = "198.51.100.99"
    here.password("wrong wrong wrong", 429)
