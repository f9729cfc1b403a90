"""Everything a forger may try: each is refused by name, and nothing but LicenseError comes out."""

import hashlib
import hmac
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from licenses import (
    KEY,
    KEYS,
    NOW,
    SECONDS,
    STRANGER,
    a_token,
    claims,
    header,
    part,
    refusal,
    signed,
)

from ecommus.core.license import TYPE, LicenseError, verify
from ecommus.core.signed import MAX_TOKEN

# The algorithm.


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


# The key.


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


@pytest.mark.parametrize(
    "head",
    [{"crit": ["x"], "x": 1}, {"crit": ["b64"], "b64": True}, {"crit": []}, {"crit": "b64"},
     {"b64": False}, {"b64": False, "crit": ["b64"]}],
)  # fmt: skip
def test_no_header_changes_how_the_token_is_read(head):
    assert refusal(a_token(head=head)) == "header_refused"


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


# The content.


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
        "\ud800", f"{a_token()[:-3]}\ud800", f"{a_token()}ș",
        "", ".", "..", "...", "a.b", "a.b.c.d", "ĂȘ.Ă.Ș", "e30.e30.e30.e30", "\0.\0.\0",
        f"{part([])}.{part({})}.x", f"{part('EdDSA')}.{part({})}.x", f"{part(b'{')}.{part({})}.x",
        f"{part(b'[' * 5000)}.{part({})}.x", f"{part(b'xff')}.{part({})}.x",
        f"{part(header())}.{part(b'null')}.x", f"{part(header())}.{part(b'NaN')}.x",
        f"{part(header())}.{part(b'9' * 9000)}.x",
        signed(header(), json.dumps(claims(exp=float("inf"))).encode()),
        signed(header(), json.dumps(claims(x=[float("nan")])).encode()),
        signed(header(), json.dumps(claims()).encode("utf-16")),
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
    "jti": [""],
    "install_id": ["", None, 1, True, ["i"], {}],
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


@settings(max_examples=300)
@given(st.text(st.characters()) | st.text(alphabet='eyJhbGciOi.=-_ 0{}[]"', max_size=300))
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
