"""Who a signed-in shopper is: a cookie on pages, an access token under ``/api``.

A family of its own: what signs staff in (``credentials``) is nothing here, and the other way round.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import jwt

from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import CUSTOMER
from ecommus.db.queries import customers
from ecommus.db.queries.accounts import Hash
from ecommus.services.customers import sessions
from ecommus.services.tokens import token_hash
from ecommus.web import credentials

COOKIE, REFRESH = "customer", "customer-refresh"
REFRESH_PATH = "/api/storefront/auth"


def from_cookie(request: Any) -> dict[str, Any] | None:
    """The identity behind a page's cookie; without one no statement is sent."""
    token = credentials.read_cookie(request, COOKIE)
    return _identity(request, Hash(token_hash(token)), "page") if token else None


def from_bearer(request: Any) -> dict[str, Any] | None:
    """The identity behind ``Authorization: Bearer``."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    session_id = read_access_token(request, token)
    return _identity(request, session_id, "api") if session_id else None


def _identity(request: Any, key: Any, kind: str) -> dict[str, Any] | None:
    row = customers.session(request.db, key, kind)
    if row is None:
        return None
    return {
        "kind": "customer",
        "id": row.id,
        "label": row.email,
        "realm": credentials.realm_of(request),
        "permissions": CUSTOMER,
        "session_id": row.session_id,
        "locale": row.locale,
    }


def _audience(request: Any) -> str:
    return f"storefront:{credentials.realm_of(request)}"


def access_token(request: Any, session_id: UUID) -> str:
    """A token for 15 minutes, bound to its session and to this shop."""
    now = datetime.now(UTC)
    claims = {
        "sid": str(session_id),
        "aud": _audience(request),
        "iat": now,
        "exp": now + credentials.ACCESS_LIFE,
    }
    return jwt.encode(claims, request.registry.jwt_secret, "HS256")


def read_access_token(request: Any, token: str) -> UUID | None:
    """The session of a valid access token of this shop's shoppers, or None."""
    try:
        claims = jwt.decode(
            token,
            request.registry.jwt_secret,
            algorithms=["HS256"],
            audience=_audience(request),
            options={"require": ["exp", "iat", "aud", "sid"]},
        )
    except (jwt.InvalidTokenError, UnicodeError):
        return None
    return parse_uuid(claims["sid"])


def start(request: Any, customer_id: UUID, kind: str) -> tuple[UUID, str]:
    """A session for whoever sends this request."""
    return sessions.start(
        request,
        customer_id,
        kind,
        user_agent=request.user_agent or "",
        address=request.client_addr or "",
    )


def sign_in(request: Any, response: Any, customer_id: UUID) -> Any:
    """Sign a browser in; answers ``response`` with the cookie."""
    _session_id, token = start(request, customer_id, "page")
    credentials.set_cookie(request, response, COOKIE, token, life=sessions.LIVES["page"])
    return response


def sign_out(request: Any, response: Any) -> Any:
    """Sign a browser out. Its cart goes too: whoever uses it next shall not find an address."""
    for purpose in (COOKIE, "cart"):
        credentials.set_cookie(request, response, purpose, "", life=None)
    return response


def refresh_cookie(request: Any, token: str) -> None:
    """Put a refresh token into the answer; "" takes it away."""
    life = sessions.LIVES["api"] if token else None
    request.add_response_callback(
        lambda req, response: credentials.set_cookie(
            req, response, REFRESH, token, life=life, path=REFRESH_PATH
        )
    )


def customer_id_of(request: Any) -> UUID | None:
    """The id of the signed-in shopper, or None."""
    identity = request.identity
    return identity.id if identity is not None and identity.kind == "customer" else None
