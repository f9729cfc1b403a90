"""Idempotency-Key: the same request twice has one effect, and gets the first answer again.

The record is stored in the transaction of the effect, so there is never one without the other.
While the first request runs, an advisory lock tells the second one so at once (a second INSERT
would only make it wait). Scope: tenant, principal, method, path. Source: the IETF draft
``draft-ietf-httpapi-idempotency-key-header``.
"""

import hashlib
import re
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.response import Response
from sqlalchemy import insert, select, text

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.tables.ops import idempotency
from ecommus.plugin_sdk.interfaces import IApi, IPage
from ecommus.web import credentials

HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
KEY = re.compile("[!-~]{1,255}")
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Content-Language")
_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")
_WAIT = text("SELECT pg_advisory_xact_lock(:key)")


def key_of(request: Any) -> str | None:
    """The request's key: the header, or the hidden field of an uncached checkout form."""
    key = request.headers.get(HEADER)
    if key is None and request.content_type == "application/x-www-form-urlencoded":
        key = request.POST.get(FIELD) or None
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise HTTPBadRequest("An Idempotency-Key is 1 to 255 visible ASCII characters.")
    return key


def once(request: Any, perform) -> Response:
    """The stored answer of an earlier request with this key, or ``perform()``'s, stored.

    Conflict while the first one runs; Invalid when the same key came with another body.
    """
    if request.tenant is None:
        # Super-admin has no tenant to keep the record under; its calls are guarded by state.
        return perform()
    who = _principal(request)
    scope = f"{request.tenant.id}\0{who}\0{request.method}\0{request.path}\0{key_of(request)}"
    digest = hashlib.sha256(scope.encode("utf-8", "replace")).digest()
    body = hashlib.sha256(request.body).digest()
    lock = int.from_bytes(digest[:8], "big", signed=True)
    if IPage.providedBy(request):
        # A person who pressed twice is shown what the first press did, not that it still runs.
        request.db.execute(_WAIT, {"key": lock})
    elif not request.db.execute(_LOCK, {"key": lock}).scalar_one():
        raise Conflict("idempotency_in_progress", "The first request with this key still runs.")
    row = request.db.execute(
        select(idempotency).where(idempotency.c.key_hash == digest)
    ).one_or_none()
    if row is not None:
        return _replay(row, body)
    response = perform()
    if response.status_int < 500:
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        request.db.execute(
            insert(idempotency).values(
                id=uuid7(),
                key_hash=digest,
                body_hash=body,
                status=response.status_int,
                headers=kept,
                body=response.body,
            )
        )
    return response


def _principal(request: Any) -> Any:
    """Whose key it is. The address of a shop's page is everybody's: there the cart tells."""
    if request.identity:
        return request.identity.id
    cart = "" if IApi.providedBy(request) else credentials.read_cookie(request, "cart")
    return cart or "anonymous"


def _replay(row: Any, body: bytes) -> Response:
    if row.body_hash != body:
        raise Invalid(
            "idempotency_key_reused", "This Idempotency-Key came with another body before."
        )
    response = Response(status=row.status, body=row.body)
    response.headers.update(row.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response
