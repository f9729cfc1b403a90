"""The switch in the frame: another language, kept in a cookie."""

import re
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from license_service.i18n import COOKIE, LANGUAGES
from license_service.tree import Root

# A path of ours: a browser takes two slashes, or a backslash, for another host.
BACK = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
YEAR = 31_536_000


@view_config(
    context=Root, name="language", request_method="GET", permission=NO_PERMISSION_REQUIRED,
    machine=False,
)  # fmt: skip
def language(_context: Root, request: Any) -> HTTPSeeOther:
    """``?to=ro&back=/licenses``."""
    back, wanted = request.GET.get("back", ""), request.GET.get("to", "")
    answer = HTTPSeeOther(back if BACK.fullmatch(back) else "/")
    if wanted in LANGUAGES:
        answer.set_cookie(
            COOKIE, wanted, max_age=YEAR, path="/", httponly=True, samesite="Lax",
            secure=request.registry.config.secure,
        )  # fmt: skip
    return answer
