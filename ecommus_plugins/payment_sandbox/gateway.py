"""The sandbox's side of ``core.payments``: JSON over HTTP, webhooks signed with HMAC-SHA256.

Whatever is no clear answer (a timeout, a 5xx, a page instead of JSON) is ProviderUnavailable: the
money may have moved, so nobody may conclude that it did not.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx

from ecommus.core.money import Money
from ecommus.core.payments import (
    Answer,
    BadNotice,
    Call,
    Notice,
    Outcome,
    ProviderUnavailable,
)
from ecommus.core.ports import PaymentChoice

TIMEOUT = 10.0
SIGNATURE = "Sandbox-Signature"
TEXTS = {
    "ro": ("Card bancar (test)", "Pagina de plată a procesatorului de probă; nu se ia niciun ban."),
    "en": ("Card (test)", "The trial provider's own page; no money is taken."),
}


class Sandbox:
    """A gateway with a provider."""

    def choice(self, total: Money, settings: dict, locale: str) -> PaymentChoice | None:
        if not settings["provider_url"] or not settings["secret"]:
            return None
        title, description = TEXTS.get(locale, TEXTS["en"])
        return PaymentChoice("sandbox", title, description)

    def authorize(self, call: Call) -> Answer:
        return _send(
            call,
            "POST",
            "/payments",
            {
                "id": str(call.attempt_id),
                "order": call.order_number,
                "amount": call.amount.amount,
                "currency": call.amount.currency,
                "return_url": call.return_url,
                "notify_url": call.notify_url,
                "email": call.email,
                "locale": call.locale,
                "capture": call.settings["charge"] == "at_once",
            },
        )

    def capture(self, call: Call, amount: Money) -> Answer:
        path = f"/payments/{call.attempt_id}/capture"
        return _send(call, "POST", path, {"amount": amount.amount})

    def void(self, call: Call) -> Answer:
        return _send(call, "POST", f"/payments/{call.attempt_id}/void", {})

    def refund(self, call: Call, refund_id: UUID, amount: Money) -> Answer:
        body = {"id": str(refund_id), "amount": amount.amount}
        return _send(call, "POST", f"/payments/{call.attempt_id}/refunds", body)

    def status(self, call: Call) -> Answer:
        return _send(call, "GET", f"/payments/{call.attempt_id}")

    def refund_status(self, call: Call, refund_id: UUID) -> Answer:
        return _send(call, "GET", f"/payments/{call.attempt_id}/refunds/{refund_id}")

    def webhook(self, body: bytes, headers: Mapping[str, str], settings: dict) -> Notice:
        given = next((v for k, v in headers.items() if k.lower() == SIGNATURE.lower()), "")
        secret = settings["secret"].encode()
        expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
        if not secret or not hmac.compare_digest(given.encode(), expected.encode()):
            raise BadNotice("the signature is wrong")
        try:
            told = json.loads(body)
            return Notice(
                str(told["event"])[:200], UUID(told["payment"]["id"]), _answer(told["payment"])
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadNotice("this cannot be read") from None


def _send(call: Call, method: str, path: str, body: Any = None) -> Answer:
    headers = {"Authorization": f"Bearer {call.settings['secret']}"}
    url = call.settings["provider_url"].rstrip("/") + path
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            response = client.request(method, url, json=body, headers=headers)
        if response.status_code == 404:
            return Answer(Outcome.UNKNOWN)
        if response.status_code >= 400:
            raise ProviderUnavailable(f"the provider answered {response.status_code}")
        return _answer(response.json())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise ProviderUnavailable(f"the provider did not answer: {error}") from None


def _answer(told: dict[str, Any]) -> Answer:
    """What the provider says of a payment or a refund."""
    outcome = Outcome(told["status"])
    url = told.get("redirect_url") or ""
    # A refund's amount is its own; only a payment's is compared with what was asked.
    amount = Money(told["amount"], told["currency"]) if told["kind"] == "payment" else None
    if outcome is Outcome.PENDING and url:
        outcome = Outcome.REDIRECT
    return Answer(outcome, told["reference"], url, told.get("reason") or "", amount)
