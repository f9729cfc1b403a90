"""The sign-in page, signing out, and the language of the back office."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import forget, remember

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import accounts
from ecommus.plugin_sdk.interfaces import IAdmin, IAuth, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.web.back_office import signin
from ecommus.web.i18n import COOKIE, LANGUAGES
from ecommus.web.problems import translate

SCOPES = (IAdmin, ISuperAdmin)


def home_url(request: Any) -> str:
    return "/admin" if request.tenant else "/super-admin"


def next_url(request: Any, wanted: str) -> str:
    """Where to go after signing in: a path of the back office, never another site."""
    home = home_url(request)
    inside = wanted == home or wanted.startswith((f"{home}/", f"{home}?"))
    return wanted if inside and "\\" not in wanted and wanted.isprintable() else home


def _form(request: Any, error: str | None = None, email: str = "") -> dict[str, Any]:
    request.response.headers["Cache-Control"] = "no-store"
    wanted = request.params.get("next", "")
    return {"error": error, "email": email, "next": next_url(request, wanted)}


def show(_context: Any, request: Any) -> Any:
    """The sign-in page."""
    if request.identity is not None:
        return HTTPSeeOther(next_url(request, request.GET.get("next", "")))
    return _form(request)


def sign_in(_context: Any, request: Any) -> Any:
    """Check the password, open a session, go where one wanted to."""
    email, password = request.POST.get("email", ""), request.POST.get("password", "")
    person = signin.check(request, email, password)
    if person is None:
        request.response.status_int = 422
        error = "The e-mail address or the password is not right."
        return _form(request, translate(request, error), email)
    _session_id, token = signin.open_session(request, person, "page")
    headers = remember(request, token)
    return HTTPSeeOther(next_url(request, request.POST.get("next", "")), headers=headers)


def sign_out(_context: Any, request: Any) -> Any:
    """End the session, here and in the database."""
    if request.identity is not None and request.identity.session_id is not None:
        platform = request.tenant is None
        accounts.revoke_session(request.db, request.identity.session_id, platform=platform)
    return HTTPSeeOther(f"{home_url(request)}/auth/sign-in", headers=forget(request))


def language(_context: Any, request: Any) -> Any:
    """Speak another language; kept in a cookie of this host."""
    wanted = request.GET.get("locale", "")
    response = HTTPSeeOther(next_url(request, request.GET.get("next", "")))
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


for _scope in SCOPES:
    _open = {"within": _scope, "permission": P.SESSION_OPEN}
    page(IAuth, name="sign-in", template="sign_in.pt", **_open)(show)
    page(
        IAuth, name="sign-in", method="POST", template="sign_in.pt", rate="auth", csrf=False,
        audit="", **_open,
    )(sign_in)  # fmt: skip
    page(IAuth, name="sign-out", method="POST", audit="", **_open)(sign_out)
    page(IAuth, name="language", **_open)(language)
