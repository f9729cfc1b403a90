"""What the service is sent and should not be, a database that is away: refused, never broken."""

import io
import logging

import pytest

from ecommus.db.base import make_engine
from license_service import postman

NONSENSE = [
    b"", b"[]", b"null", b"{", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000,
    b'{"a":' * 50_000, b"\xff", b'"x"', b"9" * 10_000, b'{"customer_email": "a\\u0000b"}',
    b'{"customer_email": {}}', b'{"reason": "a\\u0000"}', b'{"period": 1, "nonce": []}',
]  # fmt: skip
POSTED = ("/v1/licenses", "/v1/heartbeat", "/v1/stripe", "/v1/plans")
HANDLED = ("extend", "add", "transfer", "revoke", "refund")


@pytest.mark.parametrize("body", NONSENSE)
def test_nonsense_is_refused_everywhere(service, body):
    made = service.issue()
    token = {"Authorization": f"Bearer {made['token']}"}
    paths = [*POSTED, *(f"/v1/licenses/{made['id']}/{name}" for name in HANDLED)]
    for path in paths:
        headers = (
            token if path.endswith("heartbeat") else {"Authorization": f"Bearer {service.key}"}
        )
        answer = service.app.post(path, body, headers=headers, status="*")
        assert answer.status_int in (400, 422), (path, answer.text)
        assert answer.content_type == "application/problem+json"
    assert service.call("GET", f"/v1/licenses/{made['id']}")["state"] == "active"


@pytest.mark.parametrize(
    "path", ["/v1/plans/%00", "/v1/tiers/%00", "/plans/%00", "/tiers/%00", "/v1/standings/%00"]
)
def test_a_nul_names_nothing(service, path):
    headers = {"Authorization": f"Bearer {service.key}"}
    service.app.get(path, status=404)
    service.app.get(path, headers=headers, status=404)


@pytest.mark.parametrize("path", ["/v1/licenses?state=%00", "/v1/log?kind=%00"])
def test_a_nul_is_looked_for_nowhere(service, path):
    assert service.call("GET", path, status=400)["reason"] == "bad_request"


@pytest.mark.parametrize("path", ["/v1/heartbeat", "/v1/stripe", "/v1/licenses", "/sign-in"])
def test_a_large_body_is_not_even_read(service, path):
    class Body(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("it was read")

    environ = {"wsgi.input": Body(), "CONTENT_LENGTH": str(2**20 + 1), "REQUEST_METHOD": "POST"}
    answer = service.app.request(path, environ=environ, status="*", method="POST")
    assert answer.status_int == 413


def test_two_licenses_are_not_issued_for_one_payment(service):
    for name in ("stripe_payment", "stripe_subscription"):
        service.issue(**{name: f"{name}_twice"})
        order = {
            "customer_email": "a@b.ro",
            "plan": "ecommerce-starter",
            "domain_binding": ["b.ro"],
        }
        refused = service.call("POST", "/v1/licenses", order | {name: f"{name}_twice"}, 409)
        assert (refused["reason"], refused["field"]) == ("payment_used", name)


def test_a_database_that_is_away_is_said(service, monkeypatch):
    token = service.issue()["token"]
    dead = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr(service.registry, "engine", dead)
    headers = {"Authorization": f"Bearer {service.key}", "Cookie": "license_operator=x"}
    for path in ("/health/ready", "/v1/keys", "/v1/licenses", "/sign-in", "/licenses"):
        assert service.app.get(path, headers=headers, status=503).headers["Retry-After"]
    assert service.beat(token, 503)["reason"] == "database_away"
    service.app.get("/health/live", status=200)


def test_a_failed_statement_leaves_nothing_secret_in_the_log(service, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "els_a-secret-in-a-query"
    service.call("GET", f"/v1/log?kind=%00{secret}", status=400)
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    with service.work() as job, pytest.raises(DBAPIError) as failed:
        job.db.execute(text("SELECT CAST(:said AS text) / 0"), {"said": secret})
    assert secret not in str(failed.value) + caplog.text


class Broken:
    """A mailer that takes some letters and breaks on the others."""

    def __init__(self):
        self.sent = []

    def send(self, message):
        if "broken" in message["To"]:
            raise ValueError("no such address")
        self.sent.append(message["To"])


def test_one_letter_that_cannot_be_sent_keeps_no_other_back(service, monkeypatch):
    postman.deliver(service.registry)
    for name in ("broken", "good"):
        service.issue(send_email=True, customer_email=f"{name}@post.ro", customer_cif="")
    broken = Broken()
    monkeypatch.setattr(service.registry, "mailer", broken)
    assert postman.deliver(service.registry) == 1
    assert broken.sent == ["good@post.ro"]
    monkeypatch.undo()
    assert postman.deliver(service.registry) == 1


def test_a_letter_that_cannot_be_opened_is_not_sent_empty(service, monkeypatch):
    from sqlalchemy import text

    service.issue(send_email=True)
    keep = "UPDATE outbox SET body = :body WHERE sent_at IS NULL RETURNING body"
    with service.work() as job:
        (sealed,) = job.db.execute(text("SELECT body FROM outbox WHERE sent_at IS NULL")).scalars()
        job.db.execute(text(keep), {"body": "sealed with another key"})
    assert postman.deliver(service.registry) == 0
    with service.work() as job:
        (said,) = job.db.execute(text("SELECT error FROM outbox WHERE sent_at IS NULL")).scalars()
        assert "LICENSE_SERVICE_KEY" in said
        job.db.execute(text(keep), {"body": sealed})
    assert postman.deliver(service.registry) == 1
