"""The ways to prove who one is: a session cookie, an access token, an API key.

Sessions and keys are looked up on every request, so revoking one works at once. Access tokens are
HS256 with ``JWT_SECRET``; refresh tokens and session tokens are random and stored as hashes.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import PLATFORM, expand
from ecommus.db.queries import accounts
from ecommus.services.tokens import token_hash

ACCESS_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(days=14)
REFRESH_LIFE = timedelta(days=30)
KEY_PREFIX = "eck_"


def realm_of(request: Any) -> str:
    return str(request.tenant.id) if request.tenant else "platform"


def cookie_name(request: Any, purpose: str) -> str:
    """``__Host-`` where cookies are secure; else named per installation (cookies ignore ports)."""
    registry = request.registry
    if registry.secure_cookies:
        return f"__Host-ecommus-{purpose}"
    return f"ecommus-{purpose}-{registry.installation}"


def set_cookie(
    request: Any,
    response: Any,
    purpose: str,
    value: str,
    *,
    life: timedelta | None,
    path: str = "/",
) -> None:
    """A cookie of this host alone; "" takes it away."""
    name = cookie_name(request, purpose)
    secure = request.registry.secure_cookies
    # The prefix demands Path=/; the refresh cookie is bound to its own path instead.
    if path != "/":
        name = name.replace("__Host-", "__Secure-")
    if not value:
        response.set_cookie(
            name, "", max_age=0, path=path, secure=secure, httponly=True, samesite="Lax"
        )
        return
    response.set_cookie(
        name,
        value,
        max_age=int(life.total_seconds()) if life else None,
        path=path,
        secure=secure,
        httponly=True,
        samesite="Strict" if purpose.endswith("refresh") else "Lax",
    )


def read_cookie(request: Any, purpose: str, path: str = "/") -> str:
    name = cookie_name(request, purpose)
    if path != "/":
        name = name.replace("__Host-", "__Secure-")
    return request.cookies.get(name, "")


def back_office(request: Any) -> str:
    return "admin" if request.tenant else "super-admin"


def cookie_headers(request: Any, token: str) -> list[tuple[str, str]]:
    response = request.response.__class__()
    set_cookie(request, response, back_office(request), token, life=SESSION_LIFE if token else None)
    return [item for item in response.headerlist if item[0] == "Set-Cookie"]


def from_cookie(request: Any) -> dict[str, Any] | None:
    """The identity behind the page's session cookie."""
    token = read_cookie(request, back_office(request))
    if not token:
        return None
    return _session(request, accounts.Hash(token_hash(token)))


def from_bearer(request: Any) -> dict[str, Any] | None:
    """The identity behind ``Authorization: Bearer``: an API key or an access token."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    if token.startswith(KEY_PREFIX):
        return _key(request, token)
    session_id = read_access_token(request, token)
    return _session(request, session_id) if session_id else None


def _session(request: Any, key: Any) -> dict[str, Any] | None:
    if request.tenant is None:
        row = accounts.platform_session(request.db, key)
        if row is None:
            return None
        return {
            "kind": "platform",
            "id": row.user_id,
            "label": row.email,
            "realm": "platform",
            "permissions": PLATFORM,
            "session_id": row.session_id,
        }
    row = accounts.staff_session(request.db, key)
    if row is None:
        return None
    return {
        "kind": "staff",
        "id": row.staff_id,
        "label": row.email,
        "realm": realm_of(request),
        "permissions": expand(row.permissions),
        "session_id": row.session_id,
        "locale": row.locale,
    }


def _key(request: Any, token: str) -> dict[str, Any] | None:
    if request.tenant is None:
        return None
    row = accounts.api_key(request.db, token_hash(token))
    if row is None:
        return None
    return {
        "kind": "key",
        "id": row.id,
        "label": f"key {row.name}",
        "realm": realm_of(request),
        "permissions": expand(row.scopes),
    }


def access_token(request: Any, session_id: UUID) -> str:
    """A token for 15 minutes, bound to its session and to this tenant (or the platform)."""
    now = datetime.now(UTC)
    claims = {
        "sid": str(session_id),
        "aud": f"back-office:{realm_of(request)}",
        "iat": now,
        "exp": now + ACCESS_LIFE,
    }
    return jwt.encode(claims, request.registry.jwt_secret, "HS256")


def read_access_token(request: Any, token: str) -> UUID | None:
    """The session of a valid access token of this very realm, or None."""
    try:
        claims = jwt.decode(
            token,
            request.registry.jwt_secret,
            algorithms=["HS256"],
            audience=f"back-office:{realm_of(request)}",
            options={"require": ["exp", "iat", "aud", "sid"]},
        )
    except (jwt.InvalidTokenError, UnicodeError):
        return None
    return parse_uuid(claims["sid"])
