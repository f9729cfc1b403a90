"""Who asks: a service key (bearer, under ``/v1``), an operator (cookie, elsewhere), or nobody."""

from dataclasses import dataclass
from typing import Any

from pyramid.authorization import ACLHelper, Everyone

from license_service.predicates import machine
from license_service.services import access, operators

OPERATOR = "operator"
COOKIE = "license_operator"


@dataclass(frozen=True, slots=True)
class Caller:
    """``name`` is what the log says: ``key:…`` or ``operator:…``."""

    name: str
    principals: frozenset[str]


class Policy:
    """Pyramid's security policy. A cookie opens no API and a key no page, so neither can be lured
    into the other."""

    def __init__(self) -> None:
        self._helper = ACLHelper()

    def identity(self, request: Any) -> Caller | None:
        return request.caller

    def authenticated_userid(self, request: Any) -> str | None:
        return request.caller.name if request.caller else None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        principals = [Everyone, *(request.caller.principals if request.caller else ())]
        return self._helper.permits(context, principals, permission)

    def remember(self, _request: Any, _userid: str, **_more: Any) -> list:
        return []

    def forget(self, _request: Any, **_more: Any) -> list:
        return []


def bearer(request: Any) -> str:
    """The token of the Authorization header, or ""."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def caller(request: Any) -> Caller | None:
    """Found once a request."""
    if machine(request):
        row = access.find(request.db, bearer(request))
        return Caller(f"key:{row.name}", frozenset(row.scopes)) if row else None
    row = operators.signed_in(request.db, request.cookies.get(COOKIE, ""), request.now)
    return Caller(f"operator:{row.email}", frozenset({OPERATOR})) if row and row.passed else None
