"""Forms come from our pages: an exact origin for everyone, a token for the signed-in.

Cached pages hold no token, so an anonymous shopper's form is protected by what browsers send with
every POST: ``Origin``, or ``Sec-Fetch-Site`` where a proxy took the origin away.
"""

import hmac

from ecommus.plugin_sdk.interfaces import IAccount
from ecommus.services.tokens import seal
from ecommus.web.tree.resource import find

FIELD = "csrf_token"


def same_origin(request) -> bool:
    """Whether the browser says that the request comes from this very host."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == request.host_url
    return request.headers.get("Sec-Fetch-Site") in ("same-origin", "none")


def form_token(request) -> str:
    """The form token of the signed-in session; "" for an anonymous one."""
    identity = request.identity
    if identity is None or identity.session_id is None:
        return ""
    return seal(request.registry.secret, "csrf", str(identity.session_id))


def _holds_token(request) -> bool:
    """Whether the forms here carry a token: in the back office, and in a shopper's own account.

    The shop's other forms stand on pages that are kept for everybody.
    """
    return request.in_back_office or find(request.context, IAccount) is not None


def problem(request, *, token: bool) -> str | None:
    """What is wrong with a page's unsafe request, or None."""
    if not same_origin(request):
        return "the form was not sent from this site"
    if not token or not _holds_token(request) or request.identity is None:
        return None
    given = request.POST.get(FIELD, "")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), form_token(request).encode()
    ):
        return "the form is out of date; open the page again"
    return None
