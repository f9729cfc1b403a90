"""Signing in by API: an access token in the answer, a rotating refresh token in a cookie.

The refresh cookie is the only cookie under ``/api``; it reaches exactly ``auth/refresh`` and
``auth/logout``, and both check where the request comes from.
"""

from typing import Any

from pyramid.exceptions import BadCSRFToken

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import accounts
from ecommus.plugin_sdk.interfaces import IAdmin, IAuth, ISuperAdmin
from ecommus.plugin_sdk.views import api
from ecommus.services.tokens import new_token, token_hash
from ecommus.web import credentials, csrf, problems
from ecommus.web import schema as s
from ecommus.web.back_office import signin


class Credentials(s.Shape):
    """Who signs in."""

    email = s.text(1, 254)
    password = s.text(1, 1000)


class Access(s.Shape):
    """A bearer token and the seconds it lives."""

    access_token = s.text()
    token_type = s.choice("Bearer")
    expires_in = s.integer()


def _path(request: Any) -> str:
    return f"/api/{credentials.back_office(request)}/auth"


def _access(request: Any, session_id: Any, refresh: str) -> dict[str, Any]:
    request.add_response_callback(
        lambda req, response: credentials.set_cookie(
            req, response, "refresh", refresh, life=credentials.REFRESH_LIFE, path=_path(req)
        )
    )
    request.response.headers["Cache-Control"] = "no-store"
    return {
        "access_token": credentials.access_token(request, session_id),
        "token_type": "Bearer",
        "expires_in": int(credentials.ACCESS_LIFE.total_seconds()),
    }


def refused(request: Any, text: str) -> Any:
    """401, returned and not raised: what was written about the attempt must stay."""
    return problems.answer(request, 401, "authentication_required", text)


def login(_context: Any, request: Any) -> Any:
    """Sign in with e-mail and password."""
    given = request.validated
    person = signin.check(request, given["email"], given["password"])
    if person is None:
        return refused(request, "The e-mail address or the password is not right.")
    session_id, refresh = signin.open_session(request, person, "api")
    return _access(request, session_id, refresh)


def refresh(_context: Any, request: Any) -> Any:
    """A new access token for the refresh cookie, which changes with every use."""
    _from_here(request)
    token = credentials.read_cookie(request, "refresh", _path(request))
    new = new_token()
    outcome, session_id = accounts.rotate(
        request.db, token_hash(token), token_hash(new), platform=request.tenant is None
    )
    if outcome != "ok":
        return refused(request, "Sign in again.")
    return _access(request, session_id, new)


def logout(_context: Any, request: Any) -> Any:
    """End the session behind the refresh cookie, and the one behind the bearer token."""
    _from_here(request)
    platform = request.tenant is None
    token = credentials.read_cookie(request, "refresh", _path(request))
    outcome, session_id = accounts.rotate(
        request.db, token_hash(token), token_hash(new_token()), platform=platform
    )
    if outcome == "ok":
        accounts.revoke_session(request.db, session_id, platform=platform)
    identity = request.identity
    if identity is not None and identity.session_id is not None:
        accounts.revoke_session(request.db, identity.session_id, platform=platform)
    request.add_response_callback(
        lambda req, response: credentials.set_cookie(
            req, response, "refresh", "", life=None, path=_path(req)
        )
    )
    request.response.status_int = 204
    return None


def _from_here(request: Any) -> None:
    """A page of another site must not use the visitor's cookie; programs send no Origin."""
    sent = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    if sent and not csrf.same_origin(request):
        raise BadCSRFToken("another site's page")


for _scope in (IAdmin, ISuperAdmin):
    _open = {"within": _scope, "method": "POST", "permission": P.SESSION_OPEN, "rate": "auth",
             "secret": True, "audit": ""}  # fmt: skip
    api(IAuth, name="login", schema=Credentials, returns=Access, errors=(401,), **_open)(login)
    api(IAuth, name="refresh", returns=Access, errors=(401, 403), **_open)(refresh)
    api(IAuth, name="logout", status=204, errors=(403,), **_open)(logout)
