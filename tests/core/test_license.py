"""The license: what a genuine one says, where and how long it holds, what silence does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from licenses import KEY, KEYS, NOW, SECONDS, a_token, claims, refusal

from ecommus.core.entitlements import Grace
from ecommus.core.grace import GracePolicy, compute_grace_state
from ecommus.core.license import (
    COMMUNITY,
    TYPE,
    registrable,
    verify,
)


def test_a_genuine_license():
    held = verify(a_token(), KEYS, NOW)
    assert (held.tier, held.kind, held.kid, held.jti) == ("pro", "perpetual", "k1", "l-1")
    assert held.features == {"b2b"}
    assert held.domain_binding == ("acme.ro",)
    assert held.issued_at == NOW
    assert held.expires_at is None
    assert held.support_until == NOW + timedelta(days=1)


def test_line_breaks_of_a_file_do_not_matter():
    assert verify(f"\n {a_token()}\n", KEYS, NOW).tier == "pro"


def test_pyjwt_agrees_on_what_a_license_is():
    token = jwt.encode(claims(), KEY, "EdDSA", headers={"typ": TYPE, "kid": "k1"})
    assert verify(token, KEYS, NOW).install_id == "i-1"


# Time.


@pytest.mark.parametrize("name", ["iat", "nbf", "issued_at"])
def test_issued_in_the_future(name):
    assert verify(a_token(**{name: SECONDS + 240}), KEYS, NOW)
    assert refusal(a_token(**{name: SECONDS + 600})) == "issued_in_future"


@pytest.mark.parametrize("days", [-9000, 9000])
def test_the_clock_is_the_one_that_was_given(days):
    then = NOW + timedelta(days=days)
    seconds = int(then.timestamp())
    token = a_token(iat=seconds, issued_at=seconds, expires_at=seconds + 60)
    assert verify(token, KEYS, then).issued_at == then
    assert refusal(token, now=then - timedelta(days=1)) == "issued_in_future"
    assert refusal(token, now=then + timedelta(days=1)) == "expired"


def test_expiry_is_exact():
    token = a_token(expires_at=SECONDS)
    assert verify(token, KEYS, NOW - timedelta(seconds=1)).expires_at == NOW
    assert refusal(token) == "expired"
    assert refusal(token, now=NOW + timedelta(days=400)) == "expired"


def test_jwts_own_expiry_means_nothing():
    assert verify(a_token(exp=1), KEYS, NOW).expires_at is None


# Where it holds.


def test_the_license_is_bound_to_its_domain():
    held = verify(a_token(), KEYS, NOW)
    for domain in ("acme.ro", "shop.acme.ro", "a.b.acme.ro", "ACME.RO", "acme.ro."):
        assert held.binds(domain), domain
    for domain in ("localhost", "acme.localhost", "a.b.localhost"):
        assert held.binds(domain), domain


@pytest.mark.parametrize(
    "domain",
    [
        "acme.ro.evil.com", "xacme.ro", "acme.com", "ro", "", ".", "acme-ro.com", "acmero",
        "localhost.evil.com", "evillocalhost", "127.0.0.1", "аcme.ro", "acmе.ro", "xn--cme-7cd.ro",
        "acme.ro@evil.com", "evil.com/acme.ro", "acme。ro.evil.com", "a" * 300 + ".ro", "acme..ro",
    ],
)  # fmt: skip
def test_look_alikes_are_not_it(domain):
    assert not verify(a_token(), KEYS, NOW).binds(domain)


def test_punycode_and_letters_are_one_name():
    held = verify(a_token(domain_binding=["țuică.ro"]), KEYS, NOW)
    assert held.binds("xn--uic-8ma25c.ro") == (registrable("țuică.ro") == "xn--uic-8ma25c.ro")
    assert held.binds("shop.țuică.ro")
    assert not held.binds("tuica.ro")


def test_a_public_suffix_binds_nobody():
    held = verify(a_token(domain_binding=["com.ro", "co.uk", "github.io"]), KEYS, NOW)
    for domain in ("acme.com.ro", "acme.co.uk", "acme.github.io", "co.uk"):
        assert not held.binds(domain)


def test_two_names_that_were_one_by_older_rules_are_two():
    held = verify(a_token(domain_binding=["strasse.de", "acme.ro"]), KEYS, NOW)
    for host in ("straße.de", "STRAẞE.de", "ac\u200dme.ro", "ac\u200cme.ro", "xn--strae-oqa.de"):
        assert not held.binds(host), host
    held = verify(a_token(domain_binding=["xn--strae-oqa.de"]), KEYS, NOW)
    assert held.binds("shop.xn--strae-oqa.de")
    assert not held.binds("strasse.de")


def test_an_address_is_no_domain():
    """Else a license for one address would hold at every other one that ends like it."""
    held = verify(a_token(domain_binding=["192.168.0.1", "10.0.0.1."]), KEYS, NOW)
    for host in ("127.0.0.1", "10.0.0.1", "192.168.0.1", "8.8.0.1.", "[::1]", "::1", "0x7f.1"):
        assert not held.binds(host), host


def test_the_registrable_domain():
    assert registrable("shop.acme.co.uk") == "acme.co.uk"
    assert registrable("acme.ro") == "acme.ro"
    assert registrable("co.uk") is None
    assert registrable("a..b") is None


@given(st.text(st.characters()))
def test_any_host_header_may_be_asked(host):
    assert isinstance(verify(a_token(), KEYS, NOW).binds(host), bool)


# What it entitles to.


def test_entitlements_are_those_of_the_license():
    held = verify(a_token(), KEYS, NOW).entitlements(Grace.WARNING, "shop.acme.ro")
    assert held.features == {"b2b"}
    assert held.themes == {"base", "theme-fashion"}
    assert held.plugins == {"niche-booking"}
    assert held.niches == {"services"}
    assert (held.grace, held.domain_bound, held.tenant_open) == (Grace.WARNING, True, True)
    assert not verify(a_token(), KEYS, NOW).entitlements(Grace.OK, "evil.com").domain_bound


def test_community_runs_anywhere_and_has_the_base_theme():
    held = COMMUNITY.entitlements(Grace.OK, "anything.example", tenant_open=False)
    assert (held.themes, held.plugins, held.features) == ({"base"}, frozenset(), frozenset())
    assert held.domain_bound
    assert not held.tenant_open


def test_an_expired_license_says_so():
    held = replace(COMMUNITY, expires_at=NOW)
    assert held.expired(NOW)
    assert not held.expired(NOW - timedelta(seconds=1))
    assert not COMMUNITY.expired(NOW + timedelta(days=36500))


# Grace.

DAY, TICK = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("silence", "state"),
    [
        (timedelta(0), Grace.OK),
        (-400 * DAY, Grace.OK),
        (14 * DAY - TICK, Grace.OK),
        (14 * DAY, Grace.WARNING),
        (30 * DAY - TICK, Grace.WARNING),
        (30 * DAY, Grace.REDUCED),
        (60 * DAY - TICK, Grace.REDUCED),
        (60 * DAY, Grace.LOCKED),
        (4000 * DAY, Grace.LOCKED),
    ],
)
def test_silence_by_its_days(silence, state):
    assert compute_grace_state(NOW - silence, NOW) is state


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("ticks", [-1, 0, 1])
def test_a_zone_that_changes_its_clocks_changes_no_boundary(day, ticks):
    """Fourteen days are as many seconds, though one of them has an hour more or less."""
    zone = ZoneInfo("Europe/Bucharest")
    then = datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=zone)
    now = (then.astimezone(UTC) + 14 * DAY + ticks * TICK).astimezone(zone)
    expected = Grace.OK if ticks < 0 else Grace.WARNING
    for last in (then, then.astimezone(UTC), then.astimezone(ZoneInfo("Pacific/Auckland"))):
        assert compute_grace_state(last, now) is expected


def test_the_policy_is_the_operators():
    policy = GracePolicy(warning=1, reduced=2, locked=3)
    states = [compute_grace_state(NOW - days * DAY, NOW, policy) for days in range(4)]
    assert states == [Grace.OK, Grace.WARNING, Grace.REDUCED, Grace.LOCKED]


@given(st.timedeltas(timedelta(0), 100 * DAY), st.timedeltas(timedelta(0), 100 * DAY))
def test_longer_silence_never_opens_anything(one, two):
    order = list(Grace)
    shorter, longer = sorted((one, two))
    assert order.index(compute_grace_state(NOW - shorter, NOW)) <= order.index(
        compute_grace_state(NOW - longer, NOW)
    )


def test_a_license_is_for_one_shop_unless_it_says_otherwise():
    def stores(**claims):
        return verify(a_token(**claims), KEYS, NOW).entitlements(Grace.OK, "acme.ro").stores

    assert stores(features=[]) == 1
    assert stores(features=[], stores=7) == 1
    assert stores(features=["multi_tenant"]) is None
    assert stores(features=["multi_tenant"], stores=2) == 2
    assert COMMUNITY.entitlements(Grace.OK, "acme.ro").stores == 1


@pytest.mark.parametrize("stores", [0, -1, True, "2", 2.0, [2]])
def test_what_is_no_number_of_shops_is_refused(stores):
    assert refusal(a_token(features=["multi_tenant"], stores=stores)) == "claim_invalid"
