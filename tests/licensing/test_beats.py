"""Heartbeats: answers that the shop believes, renewal, revocation, strangers, suspicion."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.license import TYPE
from ecommus.core.signed import SignedError, sign
from license_service.services import keys


def test_a_heartbeat_is_answered_and_kept(service):
    made = service.issue()
    answer, token = service.beat(made["token"], kpis={"orders": 7})
    assert (answer.revoked, answer.license) == (False, None)
    assert token
    shown = service.call("GET", f"/v1/licenses/{made['id']}")
    (kept,) = shown["heartbeats"]
    assert (kept["domain"], kept["kpis"]) == ("acme.ro", {"orders": 7})
    assert (shown["health"], shown["state"]) == ("ok", "active")
    assert not service.noted(made["id"], "suspect")


def test_who_has_the_newest_keys_is_not_sent_them_again(service):
    made = service.issue()
    version = service.keys().version
    assert service.beat(made["token"], keys_version=version)[1] is None
    assert service.beat(made["token"], keys_version=version - 1)[1]


def test_rotation_reaches_an_installation_with_its_next_heartbeat(service):
    made = service.issue()
    before = service.license_of(made["token"])
    kid = service.rotate()
    # What the retired key signed goes on being good.
    assert service.license_of(made["token"]) == before
    answer, token = service.beat(made["token"])
    assert token
    renewed = service.license_of(answer.license)
    assert (renewed.kid, renewed.install_id) == (kid, before.install_id)
    assert renewed.jti != before.jti
    # The answer was lost on the way: the old token is told of the same new one.
    assert service.beat(made["token"])[0].license == answer.license
    assert service.beat(answer.license)[0].license is None


def test_a_removed_key_verifies_nothing_and_strands_nobody(service):
    """It was stolen: what it signs counts no more, but whoever has the very token that was issued
    is given one of the new key."""
    made, held = service.issue(), service.keys()
    with service.work() as job:
        stolen = keys.signer(job, held.active)
    service.rotate(held.active)
    with pytest.raises(SignedError) as refused:
        service.license_of(made["token"])
    assert refused.value.code == "unknown_kid"
    claimed = jwt.decode(made["token"], options={"verify_signature": False})
    for forged_claims in (claimed, claimed | {"jti": str(uuid4())}, claimed | {"jti": "x"}):
        again = sign(forged_claims | {"iat": 1}, stolen, held.active, TYPE, datetime.now(UTC))
        assert service.beat(again, 401)["reason"] == "unknown_kid"
    answer, token = service.beat(made["token"])
    assert token
    assert service.license_of(answer.license).install_id == made["install_id"]


def test_a_revoked_license_is_told(service):
    made = service.issue()
    path = f"/v1/licenses/{made['id']}"
    service.call("POST", f"{path}/revoke", {"reason": "leaked on a forum"})
    answer, _keys = service.beat(made["token"])
    assert (answer.revoked, answer.reason) == (True, "leaked on a forum")
    for name, body in (("revoke", {"reason": "twice"}), ("extend", {"period": "3mo"})):
        assert service.call("POST", f"{path}/{name}", body, 409)["reason"] == "license_closed"


def test_nobody_gets_an_answer_in_anothers_name(service):
    """A revoked installation's words, sent with a license in force: what is signed is no answer to
    the revoked one, though installation and nonce are its own."""
    revoked, good = service.issue(), service.issue(domain_binding=["other.ro"])
    service.call("POST", f"/v1/licenses/{revoked['id']}/revoke", {"reason": "leaked"})
    jti = jwt.decode(revoked["token"], options={"verify_signature": False})["jti"]
    with pytest.raises(SignedError) as refused:
        service.beat(good["token"], install_id=revoked["install_id"], jti=jti)
    assert refused.value.code == "other_license"
    assert service.beat(revoked["token"])[0].revoked
    assert "other_install" in [noted["rule"] for noted in service.noted(good["id"], "suspect")]


def test_a_transfer_ends_the_old_installation_and_begins_a_new_one(service):
    made = service.issue()
    moved = service.call(
        "POST",
        f"/v1/licenses/{made['id']}/transfer",
        {"customer_email": "dan@beta.ro", "customer_company": "Beta", "domain_binding": ["beta.ro"],
         "send_email": False},
    )  # fmt: skip
    old, _keys = service.beat(made["token"])
    assert old.revoked
    assert "transferred" in old.reason
    license = service.license_of(moved["token"])
    assert (license.customer_email, license.domain_binding) == ("dan@beta.ro", ("beta.ro",))
    assert license.install_id != made["install_id"]
    assert not service.beat(moved["token"], domain="beta.ro")[0].revoked


def test_new_domains_for_the_same_installation_arrive_by_heartbeat(service):
    made = service.issue()
    body = {"domain_binding": ["acme.com"], "new_install": False, "send_email": False}
    moved = service.call("POST", f"/v1/licenses/{made['id']}/transfer", body)
    assert service.beat(made["token"])[0].license == moved["token"]


def test_more_support_arrives_by_heartbeat(service):
    made = service.issue()
    before = service.license_of(made["token"]).support_until
    service.call("POST", f"/v1/licenses/{made['id']}/extend", {"period": "6mo"})
    after = service.license_of(service.beat(made["token"])[0].license).support_until
    assert timedelta(days=180) < after - before < timedelta(days=185)


def test_what_is_bought_afterwards_arrives_by_heartbeat(service):
    made = service.issue(plan="ecommerce-starter")
    path = f"/v1/licenses/{made['id']}/add"
    # Whatever the tier says by now: what was issued stays, what was bought comes to it.
    tier = service.call("GET", "/v1/tiers/starter")
    body = {"version": tier["version"], "plugins": ["efactura-ro"], "features": ["audit_log"]}
    service.call("PATCH", "/v1/tiers/starter", body)
    body = {"licensed_plugins": ["niche-booking"], "licensed_themes": ["theme-travel"]}
    service.call("POST", path, body)
    license = service.license_of(service.beat(made["token"])[0].license)
    assert license.licensed_plugins == {*made["licensed_plugins"], "niche-booking"}
    assert license.licensed_themes == {"theme-fashion", "theme-travel"}
    assert license.features == set()
    assert service.call("POST", path, {"niche_packages": ["travel"]}, 422)["reason"] == (
        "too_many_niches"
    )
    service.call("POST", path, {"tier": "growth", "niche_packages": ["travel"]})
    license = service.license_of(service.beat(made["token"])[0].license)
    assert (license.tier, license.niche_packages) == ("growth", {"ecommerce", "travel"})
    assert {"b2b", "mobile_admin"} <= license.features
    assert {"niche-booking", "niche-hotel", "audit-log"} <= license.licensed_plugins
    assert service.call("POST", path, {}, 422)["reason"] == "nothing_to_do"


def forged(service, claims, key=None):
    """A token with our key id; signed with the service's real key where ``key`` is None."""
    held = service.keys()
    with service.work() as job:
        key = key or keys.signer(job, held.active)
    return sign(claims, key, held.active, TYPE, datetime.now(UTC))


def claims():
    return {
        "jti": str(uuid4()), "install_id": "x", "tier": "pro", "kind": "perpetual", "features": [],
        "licensed_themes": [], "licensed_plugins": [], "niche_packages": [], "domain_binding": [],
    }  # fmt: skip


def test_strangers_are_refused(service):
    body = {"install_id": "x", "kid": "k", "jti": "x", "nonce": "n" * 20,
            "last_seen": datetime.now(UTC).isoformat()}  # fmt: skip

    def reason(authorization, status=401):
        headers = {"Authorization": authorization} if authorization else {}
        return service.app.post_json("/v1/heartbeat", body, headers=headers, status=status).json[
            "reason"
        ]

    other = forged(service, claims(), Ed25519PrivateKey.generate())
    assert reason("") == "authentication_required"
    assert reason("Bearer nonsense") == "malformed"
    assert reason(f"Bearer {other}") == "bad_signature"
    assert reason(f"Bearer {service.key}") == "malformed"
    before = len(service.call("GET", "/v1/log?kind=suspect")["items"])
    # Signed by the real key, and never issued: it is refused, and that it came is noted.
    assert reason(f"Bearer {forged(service, claims())}") == "unknown_jti"
    assert reason(f"Bearer {forged(service, claims() | {'jti': 'no uuid'})}") == "unknown_jti"
    noted = service.call("GET", "/v1/log?kind=suspect")["items"]
    assert len(noted) == before + 2
    assert noted[0]["data"]["rule"] == "unknown_jti"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"nonce": "short"}, 422),
        ({"last_seen": "yesterday"}, 422),
        ({"last_seen": "2026-11-28T10:00:00"}, 422),
        ({"last_seen": "0001-01-01T00:00:00+23:59"}, 422),
        ({"last_seen": "9999-12-31T23:59:59-23:59"}, 422),
        ({"keys_version": -1}, 422),
        ({"keys_version": True}, 422),
        ({"plugin_versions": {"a": 1}}, 422),
        ({"plugin_versions": ["a"]}, 422),
        ({"kpis": {"a": "x" * 30_000}}, 422),
        ({"domain": "a\x00b"}, 400),
        ({"kpis": {"a": "\ud800"}}, 400),
    ],
)
def test_a_bad_heartbeat_is_refused(service, changes, status):
    assert service.beat(service.issue()["token"], status, **changes)["status"] == status


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
FIELDS = ("install_id", "nonce", "last_seen", "keys_version", "version", "domain",
          "plugin_versions", "kpis")  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_whatever_is_said_is_answered_or_refused(service, said):
    token = tokens_of_fuzz(service)
    body = {"install_id": "x", "kid": "k", "jti": "x", "nonce": "n" * 20,
            "last_seen": "2026-11-28T10:00:00Z"} | said  # fmt: skip
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = service.app.post("/v1/heartbeat", json.dumps(body), headers=headers, status="*")
    assert answer.status_int in (200, 400, 422)


@cache
def tokens_of_fuzz(service):
    return service.issue()["token"]


def test_two_copies_give_themselves_away_at_the_next_new_token(service):
    made = service.issue()
    service.beat(made["token"])
    service.rotate()
    renewed = service.beat(made["token"])[0].license
    # Told twice because the first answer was lost: nothing odd about it.
    service.beat(made["token"])
    assert service.noted(made["id"], "suspect") == []
    service.beat(renewed)
    service.beat(made["token"])
    assert [noted["rule"] for noted in service.noted(made["id"], "suspect")] == ["old_token"]


def test_a_newer_shop_may_say_more(service):
    token = service.issue()["token"]
    body = {"install_id": "x", "kid": "k", "jti": "x", "nonce": "n" * 20, "mood": "good",
            "last_seen": "2026-11-28T10:00:00Z"}  # fmt: skip
    headers = {"Authorization": f"Bearer {token}"}
    service.app.post_json("/v1/heartbeat", body, headers=headers, status=200)


def test_what_is_odd_is_noted_and_locks_nobody(service):
    made = service.issue(plan="ecommerce-growth", domain_binding=["acme.ro", "acme.com"])
    now = datetime.now(UTC)

    def rules():
        return [noted["rule"] for noted in service.noted(made["id"], "suspect")]

    service.beat(made["token"])
    assert rules() == []
    service.beat(made["token"], domain="acme.com")
    assert rules() == ["two_domains"]
    service.beat(made["token"], domain="elsewhere.ro")
    service.beat(made["token"], install_id="a copy")
    service.beat(made["token"], last_seen=(now - timedelta(hours=3)).isoformat())
    answer, _keys = service.beat(made["token"], last_seen=(now - timedelta(days=9)).isoformat())
    assert not answer.revoked
    assert rules() == ["two_domains", "unbound_domain", "other_install", "clock_back", "clock_off"]
    # Each once a day, however often it is seen.
    service.beat(made["token"], domain="elsewhere.ro")
    assert len(rules()) == 5
    service.beat(made["token"], domain="shop.localhost")
    assert len(rules()) == 5
