"""Signing in: a password, then a code; the first time, the secret for the codes is scanned."""

from typing import Any

import segno
from chameleon.utils import Markup
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from license_service.i18n import _
from license_service.pages import action, page
from license_service.security import COOKIE
from license_service.services import operators, throttle
from license_service.tree import Root

WRONG = _("That is not right, or the account is closed for a while. Try again.")


def _go(request: Any, where: str, token: str) -> HTTPSeeOther:
    answer = HTTPSeeOther(where)
    answer.set_cookie(
        COOKIE, token or None, httponly=True, samesite="Strict",
        secure=request.registry.config.secure, path="/",
    )  # fmt: skip
    return answer


@page(Root, "sign_in", "sign-in", NO_PERMISSION_REQUIRED)
def form(_context: Root, request: Any) -> Any:
    """The form; who is signed in already goes to the overview."""
    return HTTPSeeOther("/") if request.caller else {"wrong": ""}


@action(Root, "sign_in", "sign-in", NO_PERMISSION_REQUIRED)
def sign_in(_context: Root, request: Any) -> Any:
    """The password. What was wrong is not told, nor whether there is such an operator."""
    email, password = request.POST.get("email", ""), request.POST.get("password", "")
    throttle.check(request.work, request.remote_addr or "")
    token = operators.check_password(request.work, email, password)
    if token is None:
        throttle.failed(request.work, request.remote_addr or "")
        return {"wrong": WRONG, "values": {"email": email}}
    return _go(request, "/code", token)


def _half(request: Any) -> Any:
    """Who gave a good password and still owes the code."""
    return operators.signed_in(request.db, request.cookies.get(COOKIE, ""), request.now)


def _enrolment(request: Any, half: Any) -> dict[str, Any]:
    if half.totp_confirmed:
        return {"secret": "", "picture": ""}
    secret = operators.secret_to_enrol(request.work, half)
    picture = segno.make(operators.uri_of(half, secret), error="m")
    drawn = picture.svg_inline(scale=5, border=2, dark="#10201a", light="#fff", omitsize=True)
    return {"secret": secret, "picture": Markup(drawn)}


@page(Root, "code", "code", NO_PERMISSION_REQUIRED)
def code_form(_context: Root, request: Any) -> Any:
    """Asks for the code, and shows what to scan as long as none was ever given."""
    half = _half(request)
    if half is None or half.passed:
        return HTTPSeeOther("/sign-in")
    return {"wrong": ""} | _enrolment(request, half)


@action(Root, "code", "code", NO_PERMISSION_REQUIRED)
def code(_context: Root, request: Any) -> Any:
    """The code makes the session a whole one, under another token."""
    half = _half(request)
    if half is None or half.passed:
        return HTTPSeeOther("/sign-in")
    work = request.work
    work.actor = f"operator:{half.email}"
    throttle.check(work, request.remote_addr or "")
    token = operators.check_code(work, request.cookies[COOKIE], request.POST.get("code", ""))
    if token is None:
        throttle.failed(work, request.remote_addr or "")
        return {"wrong": WRONG} | _enrolment(request, half)
    return _go(request, "/", token)


@action(Root, "code", "sign-out")
def sign_out(_context: Root, request: Any) -> Any:
    """The session ends, here and on the server."""
    operators.sign_out(request.work, request.cookies.get(COOKIE, ""))
    return _go(request, "/sign-in", "")
