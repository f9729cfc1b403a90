"""Signing up and in by API: an access token in the answer, a rotating refresh token in a cookie.

A family of its own beside the staff's (``web.back_office.api``). A sign-up and a forgotten password
answer the same for every address; the mail says the rest.
"""

from typing import Any
from uuid import UUID

from pyramid.exceptions import BadCSRFToken
from pyramid.i18n import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAuth, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.services.customers import access, email, sessions
from ecommus.web import credentials, csrf, problems, shoppers
from ecommus.web.api import no_content
from ecommus.web.problems import translate
from ecommus.web.storefront.api import account_schemas as schemas

_ = TranslationStringFactory("ecommus")
OPEN = {"within": IStorefront, "method": "POST", "permission": P.SESSION_OPEN, "rate": "auth",
        "secret": True}  # fmt: skip
GRANTED = OPEN | {"returns": schemas.CustomerAccess}
SENT = _("If this address can have what was asked for, a mail with a link is on its way to it.")


def granted(request: Any, session_id: UUID, refresh: str) -> dict[str, Any]:
    """The answer to whoever is signed in now."""
    shoppers.refresh_cookie(request, refresh)
    request.response.headers["Cache-Control"] = "no-store"
    return {
        "access_token": shoppers.access_token(request, session_id),
        "token_type": "Bearer",
        "expires_in": int(credentials.ACCESS_LIFE.total_seconds()),
    }


def refused(request: Any, text: str) -> Any:
    """401, returned and not raised: what was written about the attempt must stay."""
    return problems.answer(request, 401, "authentication_required", text)


def received(request: Any) -> dict[str, Any]:
    request.response.status_int = 202
    return {"detail": translate(request, SENT)}


@api(IAuth, name="register", schema=schemas.SignUp, returns=schemas.Received, status=202, **OPEN)
def register(_context: Any, request: Any) -> dict[str, Any]:
    """Ask for an account; the link in the mail finishes it (``auth/confirm``)."""
    given = dict(request.validated)
    access.sign_up(request, given.pop("email"), given.pop("password"), **given)
    return received(request)


@api(IAuth, name="confirm", schema=schemas.LinkPassword, **GRANTED)
def confirm(_context: Any, request: Any) -> dict[str, Any]:
    """Finish a sign-up with the token of its mail and the password chosen; signs in."""
    given = request.validated
    customer_id = access.confirm(request, given["token"], given["password"])
    return granted(request, *shoppers.start(request, customer_id, "api"))


@api(IAuth, name="forgot", schema=schemas.Forgotten, returns=schemas.Received, status=202, **OPEN)
def forgot(_context: Any, request: Any) -> dict[str, Any]:
    """Ask for a link to choose a new password."""
    access.forgot(request, request.validated["email"])
    return received(request)


@api(IAuth, name="reset", schema=schemas.LinkPassword, **GRANTED)
def reset(_context: Any, request: Any) -> dict[str, Any]:
    """Choose a new password with the token of the mail; signs in, and out everywhere else."""
    given = request.validated
    customer_id = access.reset(request, given["token"], given["password"])
    return granted(request, *shoppers.start(request, customer_id, "api"))


@api(IAuth, name="confirm-email", schema=schemas.LinkToken, status=204, errors=(409,), **OPEN)
def confirm_email(_context: Any, request: Any) -> None:
    """Prove a new e-mail address with the token of its mail; sessions stay."""
    email.confirm(request, request.validated["token"])
    no_content(request)


@api(IAuth, name="login", schema=schemas.CustomerCredentials, errors=(401,), **GRANTED)
def login(_context: Any, request: Any) -> Any:
    """Sign in with e-mail and password."""
    given = request.validated
    customer = access.check(request, given["email"], given["password"])
    if customer is None:
        return refused(request, "The e-mail address or the password is not right.")
    access.attach_orders(request, customer.id, customer.email)
    return granted(request, *shoppers.start(request, customer.id, "api"))


@api(IAuth, name="refresh", errors=(401, 403), **GRANTED)
def refresh(_context: Any, request: Any) -> Any:
    """A new access token for the refresh cookie, which changes with every use."""
    found = sessions.rotate(request, _cookie(request))
    if found is None:
        return refused(request, "Sign in again.")
    return granted(request, *found)


@api(IAuth, name="logout", status=204, errors=(403,), **OPEN)
def logout(_context: Any, request: Any) -> None:
    """End the session behind the refresh cookie, and the one behind the bearer token."""
    sessions.leave(request, _cookie(request))
    if request.identity is not None:
        sessions.end(request, request.identity.session_id)
    shoppers.refresh_cookie(request, "")
    no_content(request)


def _cookie(request: Any) -> str:
    """The refresh token; a page of another site must not use the visitor's."""
    sent = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    if sent and not csrf.same_origin(request):
        raise BadCSRFToken("another site's page")
    return credentials.read_cookie(request, shoppers.REFRESH, shoppers.REFRESH_PATH)
