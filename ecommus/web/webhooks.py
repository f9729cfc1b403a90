"""Messages of payment providers, and the addresses that providers are given.

A message is checked over its raw bytes, written down by the provider's own id of it, and recorded
in the same transaction: fast, and the second one changes nothing.
"""

import hashlib
from typing import Any

from pyramid.response import Response

from ecommus.core.payments import BadNotice
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import payments as queries
from ecommus.plugin_sdk.interfaces import IWebhook, IWebhooks
from ecommus.plugin_sdk.views import page
from ecommus.services import payments
from ecommus.web.jobs import shop_url
from ecommus.web.storefront.pay import place_of

MOST_BYTES = 256 * 1024


def _said(status: int, text: str) -> Response:
    response = Response(f"{text}\n", status=status, charset="utf-8")
    response.content_type = "text/plain"
    return response


@page(IWebhook, within=IWebhooks, method="POST", permission=P.HOOK_RECEIVE)
def receive(context: Any, request: Any) -> Response:
    """A provider reports how an attempt to pay stands."""
    code, provider = context.entity
    raw = request.body
    if len(raw) > MOST_BYTES:
        return _said(413, "too long")
    try:
        notice = provider.webhook(
            raw, dict(request.headers), request.plugin_settings(context.__name__)
        )
    except BadNotice as error:
        return _said(400, str(error))
    known = queries.one(request.db, notice.attempt_id)
    if known is None or known.gateway != code:
        # Signed, but about nothing of this shop: sending it again will not help.
        return _said(200, "nothing of ours")
    new = queries.heard(
        request.db,
        gateway=code,
        event_id=notice.event_id,
        payment_id=known.id,
        digest=hashlib.sha256(raw).digest(),
        outcome=notice.answer.outcome.value,
    )
    if new:
        payments.record(request, known.id, notice.answer)
    return _said(200, "ok")


def pay_url(request: Any, order: Any, *, back: bool = False) -> str:
    """Our page on which an order is paid, in the order's language."""
    path = request.to(place_of(request, order), query={"back": "1"} if back else None)
    return shop_url(request.registry, request.tenant) + path


def hook_url(request: Any, plugin_id: str) -> str:
    return f"{shop_url(request.registry, request.tenant)}/webhooks/{plugin_id}"


def includeme(config: Any) -> None:
    """The view, ``request.pay_url`` and ``request.hook_url``."""
    config.add_request_method(pay_url, "pay_url")
    config.add_request_method(hook_url, "hook_url")
    config.scan("ecommus.web.webhooks")
