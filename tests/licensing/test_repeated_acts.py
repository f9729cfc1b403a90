"""What is asked twice under one key is done once, and the log says under which."""

from concurrent.futures import ThreadPoolExecutor

import pytest

ACTS = {
    "resend": {},
    "transfer": {"customer_email": "bob@example.com", "send_email": False},
    "extend": {"period": "12mo"},
    "add": {"licensed_plugins": ["niche-hotel"]},
    "revoke": {"reason": "leaked on a forum"},
    "refund": {"reason": "changed their mind"},
}


def ask(service, license_id, act, key, status=200, body=None):
    headers = {"Authorization": f"Bearer {service.key}", "Idempotency-Key": key}
    path = f"/v1/licenses/{license_id}/{act}"
    sent = ACTS[act] if body is None else body
    return service.app.post_json(path, sent, headers=headers, status=status)


def seen(service, license_id):
    """What a second effect would change."""
    said = service.call("GET", f"/v1/licenses/{license_id}")
    kept = ("version", "support_until", "install_id", "state", "issuances", "letters", "story")
    return {name: said[name] for name in kept}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_asked_twice_is_done_once(service, act):
    made = service.issue()
    assert ask(service, made["id"], act, "key-1").json["repeated"] is False
    once = seen(service, made["id"])
    again = ask(service, made["id"], act, "key-1")
    assert again.json["repeated"] is True
    assert seen(service, made["id"]) == once
    assert {entry["data"].get("request") for entry in once["story"]} == {None, "key-1"}


def test_another_key_is_another_act(service):
    made = service.issue()
    first = ask(service, made["id"], "extend", "one").json["support_until"]
    assert ask(service, made["id"], "extend", "two").json["support_until"] > first
    ask(service, made["id"], "revoke", "three")
    # The state guards what no key does.
    refused = ask(service, made["id"], "revoke", "four", status=409).json
    assert (refused["reason"], refused["params"]) == ("license_closed", {"state": "revoked"})


def test_a_key_counts_for_its_license_only(service):
    one, other = service.issue(), service.issue()
    ask(service, one["id"], "revoke", "same")
    assert ask(service, other["id"], "revoke", "same").json["state"] == "revoked"


def test_what_was_refused_may_be_asked_again_under_its_key(service):
    made = service.issue()
    refused = ask(service, made["id"], "extend", "key", 422, {"period": "a year"}).json
    assert refused["reason"] == "period_malformed"
    before = seen(service, made["id"])
    ask(service, made["id"], "extend", "key")
    assert seen(service, made["id"])["support_until"] > before["support_until"]


def test_eight_at_a_time_extend_once(service):
    made = service.issue()
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(ask, service, made["id"], "extend", "rush") for _ in range(8)]
        answers = [job.result().json["support_until"] for job in jobs]
    assert len(set(answers)) == 1
    assert [entry["kind"] for entry in seen(service, made["id"])["story"]].count("extend") == 1


def test_a_licenses_letters_are_told_without_the_token(service):
    made = service.issue(send_email=True)
    (letter,) = seen(service, made["id"])["letters"]
    assert (letter["to"], letter["sent_at"]) == ("ana@acme.ro", None)
    service.mails()
    (letter,) = seen(service, made["id"])["letters"]
    assert letter["sent_at"]
    assert made["token"] not in str(letter)


def test_lists_are_narrowed_by_tier(service):
    service.issue()
    service.issue(plan="travel-enterprise")
    for path in ("licenses", "installs"):
        found = service.call("GET", f"/v1/{path}?tier=enterprise&q=acme")["items"]
        assert {each["tier"] for each in found} == {"enterprise"}
