"""Key sets and answers to heartbeats: what is taken in, and why the rest is not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core import heartbeats, keysets, license
from ecommus.core.entitlements import Grace
from ecommus.core.grace import Enforcement, state_of
from ecommus.core.heartbeats import Beat, verify_answer
from ecommus.core.keysets import newer, verify_keys
from ecommus.core.signed import SignedError, sign

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ROOT, FIRST, SECOND, STRANGER = (Ed25519PrivateKey.generate() for _ in range(4))
ROOTS = {"root-1": ROOT.public_key()}
BEAT = Beat("install-1", "k1", "l-1", "n0nce", NOW.isoformat())


def a_set(version=1, active="k1", key=ROOT, kid="root-1", typ=keysets.TYPE, **changes):
    entries = [
        keysets.jwk("k1", FIRST.public_key(), retired=active != "k1"),
        keysets.jwk("k2", SECOND.public_key()),
    ]
    expires = int((NOW + timedelta(days=90)).timestamp())
    claims = {"version": version, "active": active, "keys": entries, "expires_at": expires}
    return sign(claims | changes, key, kid, typ, NOW)


def an_answer(key=FIRST, kid="k1", typ=heartbeats.TYPE, install="install-1", nonce="n0nce", **more):
    claims = heartbeats.claims_of(install, nonce, revoked=False)
    return sign(claims | more, key, kid, typ, NOW)


def why(function, *arguments, **options):
    with pytest.raises(SignedError) as refused:
        function(*arguments, **options)
    return refused.value.code


KEYS = verify_keys(a_set(), ROOTS, NOW).keys


def test_the_newest_set_says_which_keys_sign():
    first, second = verify_keys(a_set(), ROOTS, NOW), verify_keys(a_set(2, "k2"), ROOTS, NOW)
    assert (first.version, first.active, second.active) == (1, "k1", "k2")
    # What the retired key signed goes on being good.
    assert verify_answer(an_answer(), second.keys, BEAT, NOW).revoked is False
    assert newer(first, second) is second
    assert newer(second, second) is second
    assert why(newer, second, first) == "keys_older"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (a_set(key=STRANGER), "bad_signature"),
        (a_set(key=FIRST, kid="k1"), "unknown_kid"),
        (a_set(typ=license.TYPE), "wrong_type"),
        (a_set(typ=heartbeats.TYPE), "wrong_type"),
        (a_set(version=0), "claim_invalid"),
        (a_set(version=True), "claim_invalid"),
        (a_set(active="k9"), "claim_invalid"),
        (a_set(keys=[]), "claim_invalid"),
        (a_set(keys=[keysets.jwk("k1", FIRST.public_key())] * 2), "claim_invalid"),
        (a_set(keys=[{"kid": "k1", "x": "AA"}]), "claim_invalid"),
        (a_set(expires_at=int(NOW.timestamp())), "keys_expired"),
        (a_set(expires_at=None), "claim_invalid"),
        (a_set(iat=int((NOW + timedelta(hours=1)).timestamp())), "issued_in_future"),
    ],
)
def test_other_sets_are_refused(token, code):
    assert why(verify_keys, token, ROOTS, NOW) == code


def test_a_set_that_was_taken_in_goes_on_after_its_end():
    later = NOW + timedelta(days=400)
    assert why(verify_keys, a_set(), ROOTS, later) == "keys_expired"
    assert verify_keys(a_set(), ROOTS, later, kept=True).version == 1


def test_a_set_holds_no_private_key():
    assert set(json.loads(json.dumps(keysets.jwk("k", FIRST.public_key())))) == {
        "kty", "crv", "alg", "use", "kid", "x", "status"
    }  # fmt: skip


def test_an_answer_is_for_one_installation_and_one_heartbeat():
    answer = verify_answer(an_answer(new_jwt="a.b.c"), KEYS, BEAT, NOW)
    assert (answer.revoked, answer.license, answer.at) == (False, "a.b.c", NOW)
    said = verify_answer(an_answer(revoked=True, reason="leaked"), KEYS, BEAT, NOW)
    assert (said.revoked, said.reason) == (True, "leaked")
    another = replace(BEAT, nonce="another")
    assert why(verify_answer, an_answer(), KEYS, another, NOW) == "replayed"
    assert why(verify_answer, an_answer(install="install-2"), KEYS, BEAT, NOW) == "other_install"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (an_answer(key=STRANGER), "bad_signature"),
        (an_answer(kid="k9"), "unknown_kid"),
        (an_answer(kid="../../etc/passwd"), "unknown_kid"),
        (an_answer(kid="' OR 1=1 --"), "unknown_kid"),
        (an_answer(typ=license.TYPE), "wrong_type"),
        (an_answer(revoked="no"), "claim_invalid"),
        (an_answer(revoked=1), "claim_invalid"),
        (an_answer(new_jwt=7), "claim_invalid"),
        (an_answer(reason=None), "claim_invalid"),
        (an_answer(sub=None), "malformed"),
    ],
)
def test_other_answers_are_refused(token, code):
    assert why(verify_answer, token, KEYS, BEAT, NOW) == code


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_noise_is_refused_and_never_crashes(noise):
    assert why(verify_answer, noise, KEYS, BEAT, NOW)
    assert why(verify_keys, noise, ROOTS, NOW)


@given(st.integers(0, 400), st.characters(min_codepoint=33, max_codepoint=126))
def test_one_changed_letter_is_refused(place, letter):
    token = an_answer()
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    try:
        assert verify_answer(changed, KEYS, BEAT, NOW).revoked is False
        # The last letter of base64 holds bits that say nothing.
        assert changed == token or place == len(token) - 1 or token[place + 1] == "."
    except SignedError:
        assert changed != token


GRACES = st.sampled_from(Grace)
KINDS = st.sampled_from(license.KINDS)


@given(GRACES, KINDS, st.booleans())
def test_report_closes_nothing_and_still_tells(silence, kind, revoked):
    standing = state_of(silence, revoked=revoked, kind=kind, enforcement=Enforcement.REPORT)
    assert standing.grace is Grace.OK
    assert standing.label is (Grace.LOCKED if revoked else silence)


@given(GRACES, KINDS, st.sampled_from([Enforcement.AUTO, Enforcement.ENFORCE]))
def test_a_revoked_license_is_locked(silence, kind, enforcement):
    assert state_of(silence, revoked=True, kind=kind, enforcement=enforcement).grace is Grace.LOCKED


def test_silence_of_a_perpetual_license_only_warns():
    def grace(silence, kind, enforcement):
        return state_of(silence, revoked=False, kind=kind, enforcement=enforcement).grace

    assert grace(Grace.LOCKED, "perpetual", Enforcement.AUTO) is Grace.WARNING
    assert grace(Grace.LOCKED, "perpetual", Enforcement.ENFORCE) is Grace.LOCKED
    assert grace(Grace.REDUCED, "trial", Enforcement.AUTO) is Grace.REDUCED
    assert grace(Grace.LOCKED, "saas-monthly", Enforcement.AUTO) is Grace.LOCKED
    assert grace(Grace.OK, "perpetual", Enforcement.AUTO) is Grace.OK
