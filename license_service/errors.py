"""Refusals: a problem (RFC 9457) under ``/v1``, a small page elsewhere."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pyramid.exceptions import BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from ecommus.core.errors import Conflict, Invalid, Refusal, Stale
from license_service.i18n import _, translate
from license_service.predicates import machine
from license_service.services.keys import NoKeys
from license_service.services.throttle import TooMany

log = logging.getLogger(__name__)

# What people read above the sentence; programs get the phrase of the standard.
TITLES = {
    400: _("This could not be read"), 403: _("Not allowed"), 404: _("Nothing here"),
    405: _("Nothing here"), 409: _("Not as things are"), 412: _("Changed meanwhile"),
    422: _("Something is not right"), 429: _("Too many attempts"),
    500: _("Something went wrong"), 503: _("Not at present"),
}  # fmt: skip


class Refused(Exception):
    """A request that is answered with ``status`` and a stable ``code``."""

    def __init__(self, status: int, code: str, text: str):
        super().__init__(text)
        self.status, self.code = HTTPStatus(status), code


def refusal(
    request: Any,
    status: HTTPStatus,
    reason: str,
    text: str,
    params: Mapping[str, Any] | None = None,
    field: str = "",
) -> Response:
    """A problem for programs, a page for people; ``text`` is a message."""
    detail = translate(request, text, params)
    if not machine(request):
        title = TITLES.get(status.value, TITLES[400])
        values = {"status": status.value, "title": title, "detail": detail}
        page = render_to_response("license_service:pages/templates/refusal.pt", values, request)
        page.status_int = status.value
        return page
    body: dict[str, Any] = {
        "type": "about:blank", "title": status.phrase, "status": status.value,
        "reason": reason, "detail": detail,
    }  # fmt: skip
    if field:
        body["field"] = field
    if params:
        # Whoever has words of their own for the reason fills these in.
        body["params"] = dict(params)
    answer = Response(json.dumps(body), status=status.value, charset="utf-8")
    answer.content_type = "application/problem+json"
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@notfound_view_config(append_slash=False)
def not_found(_error: Any, request: Any) -> Response:
    """Nothing at this address."""
    text = _("There is nothing at this address.")
    return refusal(request, HTTPStatus.NOT_FOUND, "not_found", text)


@forbidden_view_config()
def forbidden(_error: HTTPForbidden, request: Any) -> Any:
    """Not signed in, or not allowed."""
    if request.identity is None:
        if not machine(request):
            return HTTPSeeOther("/sign-in")
        text = _("Send a service key as the bearer token.")
        return refusal(request, HTTPStatus.UNAUTHORIZED, "authentication_required", text)
    text = _("This key or person may not do that.")
    return refusal(request, HTTPStatus.FORBIDDEN, "permission_denied", text)


@exception_view_config(Refused)
def refused(error: Refused, request: Any) -> Response:
    return refusal(request, error.status, error.code, str(error))


@exception_view_config(Refusal)
def rule_refused(error: Refusal, request: Any) -> Response:
    """What a rule said no to."""
    kinds = {Stale: 412, Conflict: 409, Invalid: 422}
    status = HTTPStatus(next(status for kind, status in kinds.items() if isinstance(error, kind)))
    return refusal(request, status, error.code, error.message, error.params, error.field)


@exception_view_config(TooMany)
def too_many(error: TooMany, request: Any) -> Response:
    """Somebody tries one password after another."""
    text = _("Too many sign-ins from your address failed. Try again in %(minutes)s min.")
    params = {"minutes": -(-error.seconds // 60)}
    answer = refusal(request, HTTPStatus.TOO_MANY_REQUESTS, "too_many", text, params)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


@exception_view_config(NoKeys)
def no_keys(error: NoKeys, request: Any) -> Response:
    """Nothing can be signed; an operator must act."""
    log.error("%s", error)
    text = _("The service has no key to sign with.")
    return refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, "no_keys", text)


@exception_view_config(BadCSRFToken)
def forged(_error: BadCSRFToken, request: Any) -> Response:
    """A form that is too old, or from elsewhere."""
    text = _("This form is too old or came from elsewhere. Open its page again and repeat it.")
    return refusal(request, HTTPStatus.BAD_REQUEST, "bad_request", text)


@exception_view_config(HTTPException)
def http(error: Any, request: Any) -> Any:
    """What Pyramid itself refuses (a bad body, a method); a redirect is passed on."""
    if error.status_int < 400:
        return error
    status = HTTPStatus(error.status_int)
    text = _("The request could not be understood.")
    return refusal(request, status, "bad_request", text)


@exception_view_config(UnicodeError)
def no_text(_error: UnicodeError, request: Any) -> Response:
    """A path, a query or a form that is no UTF-8."""
    return refusal(request, HTTPStatus.BAD_REQUEST, "bad_request", _("This is no UTF-8."))


@exception_view_config(DataError)
def not_kept(_error: DataError, request: Any) -> Response:
    """What the database cannot keep or compare: a NUL, a number beyond all numbers."""
    text = _("There is something in it that cannot be kept.")
    return refusal(request, HTTPStatus.BAD_REQUEST, "bad_request", text)


@exception_view_config(IntegrityError)
def raced(error: IntegrityError, request: Any) -> Response:
    """Two did at once what one may do once, and this is the second."""
    log.warning("refused by the database: %s", error.orig)
    text = _("Somebody else did the same at the same time; look at it again.")
    return refusal(request, HTTPStatus.CONFLICT, "changed_meanwhile", text)


@exception_view_config(OperationalError)
def away(error: OperationalError, request: Any) -> Response:
    """The database does not answer. Whoever asks tries again; installations do so by themselves."""
    log.error("the database is away: %s", error.orig)
    request.caller = None  # Nobody can be looked up for the page's frame.
    text = _("The service cannot reach its database; try again in a minute.")
    answer = refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, "database_away", text)
    answer.headers["Retry-After"] = "60"
    return answer


@exception_view_config(Exception)
def broken(error: Exception, request: Any) -> Response:
    """Our own fault; the log has the rest."""
    log.error("request failed", exc_info=error)
    text = _("Something went wrong on our side. It has been noted.")
    return refusal(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", text)
