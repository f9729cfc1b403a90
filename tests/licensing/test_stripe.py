"""Stripe's webhooks: genuine or refused, once or not at all, and what each comes to."""

import hashlib
import hmac
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from service import STRIPE

PRICE = "price_support_3"


@pytest.fixture(scope="module", autouse=True)
def priced(service):
    plan = service.call("GET", "/v1/plans/support-3")
    body = {"version": plan["version"], "stripe_price": PRICE}
    service.call("PATCH", "/v1/plans/support-3", body)


def event(kind, thing, key=None):
    key = key or f"evt_{secrets.token_hex(6)}"
    return {"id": key, "object": "event", "type": kind, "data": {"object": thing}}


def signed(body, secret=STRIPE, at=None):
    """The header as Stripe documents it: HMAC-SHA256 of ``timestamp.payload``."""
    at = int(at or time.time())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def send(service, said, status=200, **how):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    headers = {"Stripe-Signature": how.pop("header", None) or signed(body, **how)}
    return service.app.post("/v1/stripe", body, headers=headers, status=status).json


def invoice(license_id="", price=PRICE, **more):
    lines = [{"id": "il_1", "object": "line_item", "price": {"id": price, "object": "price"}}]
    thing = {"id": "in_1", "object": "invoice", "customer": f"cus_{secrets.token_hex(4)}",
             "metadata": {"license_id": license_id}, "lines": {"data": lines}}  # fmt: skip
    return event("invoice.paid", thing | more)


def support_of(service, made):
    return datetime.fromisoformat(
        service.call("GET", f"/v1/licenses/{made['id']}")["support_until"]
    )


def test_a_paid_invoice_extends_support_once(service):
    made = service.issue()
    before, said = support_of(service, made), invoice(made["id"])
    assert send(service, said)["outcome"] == "support_extended"
    after = support_of(service, made)
    assert timedelta(days=88) < after - before < timedelta(days=93)
    for _again in range(3):
        assert send(service, said)["outcome"] == "repeated"
    assert support_of(service, made) == after
    renewed = service.license_of(service.beat(made["token"])[0].license)
    assert renewed.support_until == after.replace(microsecond=0)


def test_the_same_event_at_the_same_time_counts_once(service):
    made = service.issue()
    before, said = support_of(service, made), invoice(made["id"])
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda _n: send(service, said)["outcome"], range(6)))
    assert sorted(outcomes) == ["repeated"] * 5 + ["support_extended"]
    assert support_of(service, made) - before < timedelta(days=93)


def test_the_newer_form_of_an_invoice(service):
    made = service.issue()
    thing = {
        "id": "in_2", "object": "invoice", "customer": "cus_2",
        "parent": {"subscription_details": {"subscription": "sub_2",
                                            "metadata": {"license_id": made["id"]}}},
        "lines": {"data": [{"pricing": {"price_details": {"price": PRICE}}}]},
    }  # fmt: skip
    before = support_of(service, made)
    assert send(service, event("invoice.paid", thing))["outcome"] == "support_extended"
    assert support_of(service, made) > before


def test_an_add_on_is_paid(service):
    new = {"code": "plugin-booking", "category": "plugin", "name": "B", "item": "niche-booking"}
    plan = service.call("POST", "/v1/plans", new, 201)
    body = {"version": plan["version"], "stripe_price": "price_booking"}
    service.call("PATCH", "/v1/plans/plugin-booking", body)
    made = service.issue()
    assert send(service, invoice(made["id"], price="price_booking"))["outcome"] == "added"
    renewed = service.license_of(service.beat(made["token"])[0].license)
    assert renewed.licensed_plugins == {*made["licensed_plugins"], "niche-booking"}


def test_a_month_is_paid(service):
    made = service.issue(kind="saas-monthly", stripe_subscription="sub_month")
    ends = datetime.fromisoformat(made["expires_at"])
    said = invoice(price="price_of_nothing", subscription="sub_month", metadata={})
    assert send(service, said)["outcome"] == "prolonged"
    renewed = service.license_of(service.beat(made["token"])[0].license)
    assert timedelta(days=27) < renewed.expires_at - ends < timedelta(days=32)


def test_a_license_that_ended_learns_of_its_renewal(service):
    from sqlalchemy import text

    made = service.issue(kind="saas-monthly", stripe_subscription="sub_late")
    with service.work() as job:
        ended = "UPDATE licenses SET expires_at = now() - interval '3 days' WHERE id = :id"
        job.db.execute(text(ended), {"id": made["id"]})
    said = invoice(price="price_of_nothing", subscription="sub_late", metadata={})
    send(service, said)
    renewed = service.license_of(service.beat(made["token"])[0].license)
    assert renewed.expires_at > datetime.now(UTC) + timedelta(days=27)


def charge(**more):
    return event("charge.refunded", {"id": "ch_1", "object": "charge", "refunded": True} | more)


def test_a_refunded_charge_ends_the_license_it_paid(service):
    made = service.issue(stripe_payment="pi_1")
    part = charge(payment_intent="pi_1", refunded=False, amount=100, amount_refunded=10)
    assert send(service, part)["outcome"] == "partly_refunded"
    assert not service.beat(made["token"])[0].revoked
    # Money for support that went back is no reason to end the license.
    support = charge(payment_intent="pi_support", metadata={"license_id": made["id"]})
    assert send(service, support)["outcome"] == "other_payment"
    assert send(service, charge(payment_intent="pi_1"))["outcome"] == "refunded"
    answer, _keys = service.beat(made["token"])
    assert answer.revoked
    assert "refunded" in answer.reason
    assert service.call("GET", f"/v1/licenses/{made['id']}")["state"] == "refunded"
    assert [noted["outcome"] for noted in service.noted(made["id"], "stripe")] == [
        "partly_refunded", "other_payment", "refunded",
    ]  # fmt: skip
    # Paid afterwards: Stripe is not to send it for ever.
    assert send(service, invoice(made["id"]))["outcome"] == "license_closed"


def test_what_concerns_no_license_changes_nothing(service):
    assert send(service, charge(payment_intent="pi_of_others"))["outcome"] == "no_license"
    assert send(service, charge())["outcome"] == "no_license"
    assert send(service, invoice("no id", metadata=None, lines=None))["outcome"] == "no_license"
    assert send(service, event("customer.created", {"object": "customer"}))["outcome"] == "ignored"
    made = service.issue()
    assert send(service, invoice(made["id"], price="price_unknown"))["outcome"] == "no_plan"


def test_what_stripe_did_not_sign_is_refused(service):
    made = service.issue()
    said = invoice(made["id"])
    body = json.dumps(said).encode()
    before = support_of(service, made)
    for how in (
        {"secret": "whsec_other"},
        {"at": time.time() - 600},
        {"header": "nonsense"},
        {"header": f"t={int(time.time())},v1="},
        {"header": signed(body.replace(b"in_1", b"in_9"))},
        {"header": signed(body).replace("v1=", "v0=")},
    ):
        assert send(service, said, 400, **how)["reason"] == "bad_signature"
    assert service.app.post("/v1/stripe", body, status=400).json["reason"] == "bad_signature"
    assert send(service, b"not json", 400)["reason"] == "body_malformed"
    assert support_of(service, made) == before
    # Nothing of it was kept: the genuine one is not taken for a repetition.
    assert send(service, said)["outcome"] == "support_extended"
