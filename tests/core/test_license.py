"""The license: everything a forger may try, and what a genuine one says."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from ecommus.core.entitlements import Grace
from ecommus.core.license import (
    AUDIENCE,
    COMMUNITY,
    ISSUER,
    MAX_TOKEN,
    TYPE,
    GracePolicy,
    LicenseError,
    compute_grace_state,
    registrable,
    verify,
)

KEY = Ed25519PrivateKey.generate()
STRANGER = Ed25519PrivateKey.generate()
KEYS = {"k1": KEY.public_key()}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def claims(**changes):
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "jti": "l-1",
        "iat": SECONDS,
        "install_id": "i-1",
        "tier": "pro",
        "kind": "perpetual",
        "features": ["b2b"],
        "licensed_themes": ["theme-fashion"],
        "licensed_plugins": ["niche-booking"],
        "niche_packages": ["services"],
        "domain_binding": ["acme.ro"],
        "issued_at": SECONDS,
        "expires_at": None,
        "support_until": SECONDS + 86400,
    } | changes


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed(header, body, key=KEY):
    """A token signed with Ed25519 whatever its header and body say."""
    content = f"{part(header)}.{part(body)}"
    return f"{content}.{part(key.sign(content.encode()))}"


def header(**changes):
    return {"alg": "EdDSA", "typ": TYPE, "kid": "k1"} | changes


def a_token(*, key=KEY, head=None, **changes):
    return signed(header() | (head or {}), claims(**changes), key)


def refusal(token, keys=KEYS, now=NOW):
    with pytest.raises(LicenseError) as refused:
        verify(token, keys, now)
    assert str(refused.value)
    return refused.value.code


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


# Forgery: the algorithm.


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, "eddsa", "ES256", 1, ["EdDSA"]])
def test_no_other_algorithm_counts_even_well_signed(alg):
    assert refusal(a_token(head={"alg": alg})) == "alg_refused"


def test_alg_none_without_a_signature():
    unsigned = f"{part(header(alg='none'))}.{part(claims())}."
    assert refusal(unsigned) == "alg_refused"


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.Raw, Encoding.OpenSSH])
def test_the_public_key_is_no_hmac_secret(encoding):
    formats = {Encoding.PEM: PublicFormat.SubjectPublicKeyInfo, Encoding.Raw: PublicFormat.Raw,
               Encoding.OpenSSH: PublicFormat.OpenSSH}  # fmt: skip
    secret = KEY.public_key().public_bytes(encoding, formats[encoding])
    for alg in ("HS256", "EdDSA"):
        content = f"{part(header(alg=alg))}.{part(claims())}"
        signature = hmac.new(secret, content.encode(), hashlib.sha256).digest()
        expected = "alg_refused" if alg == "HS256" else "bad_signature"
        assert refusal(f"{content}.{part(signature)}") == expected


def test_rsa_is_refused():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = jwt.encode(claims(), key, "RS256", headers={"typ": TYPE, "kid": "k1"})
    assert refusal(token) == "alg_refused"


# Forgery: the key.


@pytest.mark.parametrize(
    "kid",
    [
        "k2", "", "../../../../dev/null", "/etc/passwd", "k1.pem", "k1\0", "K1", " k1",
        "' OR 1=1 --", "k1'; DROP TABLE keys; --", None, 1, True, ["k1"], {"k1": 1},
        "http://evil.example/keys.json",
    ],
)  # fmt: skip
def test_only_a_known_kid(kid):
    assert refusal(a_token(head={"kid": kid})) == "unknown_kid"


def test_no_kid_and_no_keys():
    head = header()
    del head["kid"]
    assert refusal(signed(head, claims())) == "unknown_kid"
    assert refusal(a_token(), keys={}) == "unknown_kid"


@pytest.mark.parametrize("smuggled", ["jwk", "jku", "x5u", "x5c"])
def test_a_key_brought_along_is_not_looked_at(smuggled):
    raw = STRANGER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": part(raw)}
    assert refusal(a_token(key=STRANGER, head={smuggled: jwk})) == "bad_signature"


def test_a_stranger_signs_with_our_kid():
    assert refusal(a_token(key=STRANGER)) == "bad_signature"


def test_a_retired_key_still_verifies_and_each_kid_has_its_own_key():
    keys = {"old": KEY.public_key(), "new": STRANGER.public_key()}
    assert verify(a_token(head={"kid": "old"}), keys, NOW).kid == "old"
    assert refusal(a_token(head={"kid": "new"}), keys) == "bad_signature"


# Forgery: the content.


@pytest.mark.parametrize("change", [{"tier": "enterprise"}, {"expires_at": None},
                                    {"licensed_plugins": ["*"]}])  # fmt: skip
def test_what_was_changed_after_signing(change):
    genuine = a_token(expires_at=SECONDS + 1000)
    head, _body, signature = genuine.split(".")
    body = part(claims(expires_at=SECONDS + 1000) | change)
    assert refusal(f"{head}.{body}.{signature}") == "bad_signature"


def test_a_signature_of_another_license():
    signature = a_token().rpartition(".")[2]
    assert refusal(a_token(tier="starter").rpartition(".")[0] + "." + signature) == "bad_signature"


def test_a_signature_cut_or_left_out():
    content, _, signature = a_token().rpartition(".")
    for forged in ("", signature[:-4], signature + "AAAA", part(b"\0" * 64)):
        assert refusal(f"{content}.{forged}") in ("bad_signature", "malformed")


def test_a_larger_token_is_not_even_read():
    assert refusal("a" * (MAX_TOKEN + 1)) == "oversized"
    assert refusal(a_token(customer_company="x" * MAX_TOKEN)) == "oversized"


@pytest.mark.parametrize(
    "token",
    [
        "", ".", "..", "...", "a.b", "a.b.c.d", "ĂȘ.Ă.Ș", "e30.e30.e30.e30", "\0.\0.\0",
        f"{part([])}.{part({})}.x", f"{part('EdDSA')}.{part({})}.x", f"{part(b'{')}.{part({})}.x",
        f"{part(b'[' * 5000)}.{part({})}.x", f"{part(b'xff')}.{part({})}.x",
        f"{part(header())}.{part(b'null')}.x", f"{part(header())}.{part(b'NaN')}.x",
        f"{part(header())}.{part(b'9' * 9000)}.x",
    ],
)  # fmt: skip
def test_what_is_no_token(token):
    assert refusal(token) == "malformed"


@pytest.mark.parametrize("name", ["tier", "licensed_plugins", "expires_at"])
def test_a_claim_named_twice(name):
    body = json.dumps(claims(expires_at=1))
    doubled = body[:-1] + f', "{name}": {json.dumps(claims()[name])}' + "}"
    assert refusal(signed(header(), doubled.encode())) == "duplicate_key"


def test_a_header_named_twice():
    head = json.dumps(header())[:-1] + ', "alg": "EdDSA"}'
    assert refusal(signed(head.encode(), claims())) == "duplicate_key"


def test_a_name_twice_deep_inside():
    body = json.dumps(claims())[:-1] + ', "x": {"a": 1, "a": 2}}'
    assert refusal(signed(header(), body.encode())) == "duplicate_key"


@pytest.mark.parametrize("typ", [None, "", "JWT", "ecommus-heartbeat+jwt", TYPE.upper(), 1, [TYPE]])
def test_another_type_of_token(typ):
    assert refusal(a_token(head={"typ": typ})) == "wrong_type"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"}, {"iss": None}, {"iss": 1}, {"aud": "license-service"}, {"aud": None},
        {"aud": [1]}, {"jti": None}, {"iat": None}, {"iat": "now"}, {"iat": [1]},
        {"nbf": "x"}, {"nbf": True}, {"iat": True}, {"iat": 1.5},
    ],
)  # fmt: skip
def test_registered_claims_must_fit(change):
    assert refusal(a_token(**change)) in ("malformed", "claim_invalid")


@pytest.mark.parametrize("name", ["iss", "aud", "jti", "iat", "install_id", "tier", "kind",
                                  "features", "licensed_themes", "licensed_plugins",
                                  "niche_packages", "domain_binding"])  # fmt: skip
def test_claims_that_must_be_there(name):
    body = claims()
    del body[name]
    assert refusal(signed(header(), body)) in ("malformed", "claim_invalid")


WRONG = {
    "install_id": [None, 1, True, ["i"], {}],
    "tier": ["platinum", "PRO", "", 1, None, ["pro"]],
    "kind": ["lifetime", "", None, True],
    "features": ["*", None, {"b2b": True}, [1], [True], [""], [None], [["b2b"]]],
    "licensed_themes": ["theme", [0]],
    "licensed_plugins": ["niche-booking", {"*": 1}, [{}]],
    "niche_packages": [["casino"], "services", ["*"]],
    "domain_binding": ["acme.ro", [None], {"acme.ro": 1}],
    "issued_at": ["2026-11-24", True, 1.5, [SECONDS]],
    "expires_at": ["never", True, False, 1.5, SECONDS + 0.5, 10**30, -(10**30), []],
    "support_until": [True, "x"],
    "customer_email": [1, True, ["a@b.ro"]],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_claims_of_the_wrong_kind(name, value):
    assert refusal(a_token(**{name: value})) == "claim_invalid"


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


@settings(max_examples=300)
@given(st.text() | st.text(alphabet='eyJhbGciOi.=-_ 0{}[]"', max_size=300))
def test_arbitrary_text_is_refused_and_nothing_else(text):
    with pytest.raises(LicenseError):
        verify(text, KEYS, NOW)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*claims(), "exp", "nbf", "sub", "crit"]), json_values),
    st.dictionaries(st.sampled_from(["alg", "typ", "kid", "crit", "b64", "zip"]), json_values),
)
def test_arbitrary_claims_well_signed_do_no_harm(body, head):
    try:
        held = verify(signed(header() | head, claims() | body), KEYS, NOW)
    except LicenseError:
        return
    assert isinstance(held.tier, str)


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


def test_the_registrable_domain():
    assert registrable("shop.acme.co.uk") == "acme.co.uk"
    assert registrable("acme.ro") == "acme.ro"
    assert registrable("co.uk") is None
    assert registrable("a..b") is None


@given(st.text())
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
