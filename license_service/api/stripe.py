"""``POST /v1/stripe``: webhooks, each verified by Stripe's own library."""

from typing import Any

import stripe

from license_service.api import PUBLIC, api
from license_service.errors import Refused
from license_service.reading import json_of
from license_service.services import payments
from license_service.tree import Api


@api(Api, PUBLIC, "stripe", "POST")
def webhook(_context: Api, request: Any) -> dict[str, Any]:
    """200 for whatever is genuine: what it came to is in the log, not in the status."""
    secret = request.registry.config.stripe_secret
    if not secret:
        raise Refused(404, "not_found", "Stripe is not set up here.")
    try:
        signature = request.headers.get("Stripe-Signature")
        stripe.Webhook.construct_event(request.body, signature, secret)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        raise Refused(400, "bad_signature", "This was not signed by Stripe.") from None
    except ValueError:
        raise Refused(400, "body_malformed", "The body is no JSON that can be read.") from None
    work, event = request.work, json_of(request)
    work.actor = "stripe"
    whole = isinstance(event.get("id"), str) and isinstance(event.get("type"), str)
    if not whole or not isinstance((event.get("data") or {}).get("object"), dict):
        raise Refused(400, "body_malformed", "This is no event.")
    return {"received": True, "outcome": payments.take(work, event)}
