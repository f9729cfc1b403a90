"""What a refusal looks like: problem+json under ``/api`` (RFC 9457), a page elsewhere.

Nothing here touches the database: the transaction is already lost.
"""

import logging
from typing import Any

from pyramid.exceptions import BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid_retry import is_last_attempt, mark_error_retryable
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ecommus.core.entitlements import Reason, Requirement
from ecommus.core.errors import Conflict, Invalid, Refusal, Stale
from ecommus.db.session import DatabaseAway
from ecommus.plugin_sdk.interfaces import IAccount, IAccountDoor, IApi, IAuth
from ecommus.web import problems, storefront
from ecommus.web.problems import answer
from ecommus.web.tree.resource import find
from ecommus.web.validation import ValidationFailed

log = logging.getLogger(__name__)
RETRYABLE = frozenset({"40001", "40P01"})


def refused(error: Refusal, request: Any) -> Response:
    """A rule of the shop said no."""
    status = 412 if isinstance(error, Stale) else 409 if isinstance(error, Conflict) else 422
    message = problems.translate(request, error.message, error.params)
    fields = None
    if isinstance(error, Invalid):
        fields = [{"field": error.field, "code": error.code, "message": message}]
    return answer(request, status, error.code, message, errors=fields)


def invalid(error: ValidationFailed, request: Any) -> Response:
    """The body or the query does not fit its schema."""
    errors = [
        entry | {"message": problems.translate(request, entry["message"])} for entry in error.errors
    ]
    return answer(request, 422, "validation_failed", "Some fields are not right.", errors=errors)


def forbidden(error: HTTPForbidden, request: Any) -> Response:
    """Who may not; strangers are asked to sign in first, and learn nothing else."""
    if _closed_to_strangers(request) and request.identity is None:
        return sign_in_first(request)
    ace = getattr(error.result, "ace", None)
    requirement = ace[1] if ace is not None and isinstance(ace, tuple) else None
    if not isinstance(requirement, Requirement):
        text = "You may not do this here."
        return answer(request, 403, Reason.PERMISSION_DENIED, text)
    text = problems.REASONS[requirement.reason]
    if not request.in_back_office:
        # Shoppers learn nothing of what a shop bought.
        if IApi.providedBy(request):
            return answer(request, 403, requirement.reason, "This is not available at present.")
        return closed(request)
    extra = {"requires": requirement.name or None, "remedy": problems.remedy(request)}
    return answer(request, 403, requirement.reason, text, **extra)


def closed(request: Any) -> Response:
    """The shop takes no orders: a polite page."""
    texts = {
        "title": problems.translate(request, "The shop takes no orders at present"),
        "text": problems.translate(request, "You can still look around. Please come back later."),
    }
    response = render_to_response("closed.pt", texts, request, package=storefront)
    response.status_int = 403
    return response


def bad_csrf(error: BadCSRFToken, request: Any) -> Response:
    text = "The form was not sent from this page, or is out of date. Open the page again."
    return answer(request, 403, Reason.CSRF_FAILED, text)


def sign_in_first(request: Any) -> Response:
    """401 in the API, the sign-in page for people."""
    if IApi.providedBy(request):
        response = answer(
            request, 401, Reason.AUTHENTICATION_REQUIRED, "Sign in, or send a bearer token."
        )
        response.headers["WWW-Authenticate"] = 'Bearer realm="ecommus"'
        return response
    query = {"next": request.path_qs} if request.method == "GET" else {}
    if not request.in_back_office:
        door = request.storefront.child("account").place("sign-in")
        return HTTPSeeOther(request.to(door, query=query))
    base = "/admin" if request.tenant else "/super-admin"
    return HTTPSeeOther(problems.address(f"{base}/auth/sign-in", query))


def _closed_to_strangers(request: Any) -> bool:
    """The back office, and a shopper's account: but not the doors to them."""
    context = getattr(request, "context", None)
    if request.in_back_office:
        return not IAuth.providedBy(context)
    return find(context, IAccount) is not None and not IAccountDoor.providedBy(context)


def not_found(error: Any, request: Any) -> Response:
    """404; or 405 with Allow when the place is there and only the method is not.

    A stranger in the back office is asked to sign in instead: by 404 against 401 a plugin's
    predicate would tell what a shop has on.
    """
    if request.site.tenant is None and not request.site.platform:
        return answer(request, 400 if _api(request) else 404, "tenant_not_found", "No shop here.")
    context = getattr(request, "context", None)
    if _closed_to_strangers(request) and request.identity is None:
        return sign_in_first(request)
    methods = allowed_methods(request, context)
    if methods and request.method not in methods:
        response = answer(request, 405, "method_not_allowed", "This cannot be done here.")
        response.allow = sorted(methods)
        return response
    return answer(request, 404, "not_found", "There is nothing at this address.")


def allowed_methods(request: Any, context: Any) -> set[str]:
    """The methods that some view answers at this very place, from the declarations."""
    if context is None:
        return set()
    name, deeper = getattr(request, "view_name", ""), bool(getattr(request, "subpath", ()))
    methods: set[str] = set()
    for declared in request.registry.declared:
        fits = bool(declared.options.get("subpath")) == deeper
        if fits and declared.applies(request, context, name):
            methods.update(declared.methods)
    return methods | ({"HEAD"} if "GET" in methods else set())


def http(error: HTTPException, request: Any) -> Response:
    """Any other HTTP error that was raised: in the form the asker wants."""
    if error.status_int < 400:
        return error
    reason = problems.slug(error.title or "error")
    text = error.detail or error.explanation or error.title
    response = answer(request, error.status_int, reason, text)
    for name in ("Retry-After", "RateLimit", "RateLimit-Policy", "Allow"):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response


def unreadable(_error: UnicodeDecodeError, request: Any) -> Response:
    """A query string or a form that is no UTF-8."""
    return answer(request, 400, "bad_request", "This cannot be read: it is not UTF-8.")


def broken(error: Exception, request: Any) -> Response:
    """Our own fault, or the database's: 503 when trying again may help, else 500."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    away = isinstance(error, DatabaseAway)
    if (state in RETRYABLE or away) and not is_last_attempt(request):
        mark_error_retryable(error)
    if isinstance(error, IntegrityError) and state == "23505":
        return answer(
            request, 409, "conflict", "Somebody else just did this. Look, then try again."
        )
    if isinstance(error, IntegrityError) and state == "23503":
        text = "This names something that is not there, or is still needed elsewhere."
        return answer(request, 409, "conflict", text)
    busy = away or state in RETRYABLE or state == "57014" or isinstance(error, OperationalError)
    if busy or (isinstance(error, DBAPIError) and error.connection_invalidated):
        log.warning("database is busy or away: %s", error)
        response = answer(request, 503, "try_again", "This did not work just now. Try again.")
        response.headers["Retry-After"] = "2"
        return response
    log.error("request failed", exc_info=error)
    text = "Something went wrong on our side. It has been noted."
    return answer(request, 500, "internal_error", text)


def _api(request: Any) -> bool:
    return IApi.providedBy(request)


def includeme(config: Any) -> None:
    """A page or a problem for everything that can be raised."""
    config.add_exception_view(refused, context=Refusal)
    config.add_exception_view(invalid, context=ValidationFailed)
    config.add_exception_view(bad_csrf, context=BadCSRFToken)
    config.add_exception_view(http, context=HTTPException)
    config.add_exception_view(unreadable, context=UnicodeDecodeError)
    config.add_exception_view(broken, context=Exception)
    config.add_forbidden_view(forbidden)
    config.add_notfound_view(not_found)
