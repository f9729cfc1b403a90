"""Who is asking, and the one policy that answers whether they may.

A page's identity comes from its cookie, an API call's from its bearer token, never the other way
round. The ACL is asked with a set that "contains" every requirement which is not met, so a Deny
fires for the license exactly as an Allow does for a permission.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pyramid.authorization import ACLHelper, Everyone
from pyramid.request import RequestLocalCache

from ecommus.core.entitlements import Entitlements, Requirement
from ecommus.core.permissions import Permission
from ecommus.plugin_sdk.interfaces import IApi
from ecommus.web import credentials, shoppers
from ecommus.web.site import first_segment

BACK_OFFICES = frozenset({"admin", "super-admin"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody signed in: ``kind`` is staff, key, platform or customer."""

    kind: str
    id: UUID
    label: str
    realm: str
    permissions: frozenset[Permission]
    session_id: UUID | None = None
    locale: str | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the grant is held (requirements aside)."""
        return permission in self.permissions


class Principals:
    """What an ACL is asked with. Identity is loaded only when an entry asks for one."""

    def __init__(self, request: Any, entitlements: Entitlements):
        self._request = request
        self._entitlements = entitlements

    def __contains__(self, principal: Any) -> bool:
        if isinstance(principal, Requirement):
            return not principal.met(self._entitlements)
        if principal == Everyone:
            return True
        identity = self._request.identity
        if identity is None:
            return False
        realm, _, permission = principal.partition(":")
        return realm == identity.realm and permission in identity.permissions


class Policy:
    """Pyramid's security policy: one for all scopes."""

    def __init__(self):
        self._acl = ACLHelper()
        self._identities = RequestLocalCache(self._load)

    def _load(self, request: Any) -> Identity | None:
        if request.in_back_office:
            family = credentials
        elif request.tenant is not None:
            family = shoppers
        else:
            return None
        bearer = IApi.providedBy(request)
        found = family.from_bearer(request) if bearer else family.from_cookie(request)
        return Identity(**found) if found else None

    def identity(self, request: Any) -> Identity | None:
        return self._identities.get_or_create(request)

    def authenticated_userid(self, request: Any) -> str | None:
        identity = self.identity(request)
        return None if identity is None else str(identity.id)

    def permits(self, request: Any, context: Any, permission: Permission) -> Any:
        principals = Principals(request, request.entitlements)
        return self._acl.permits(context, principals, permission)

    def remember(self, request: Any, userid: str, **_kw: Any) -> list[tuple[str, str]]:
        """Headers that keep a session's token in the browser."""
        return credentials.cookie_headers(request, userid)

    def forget(self, request: Any, **_kw: Any) -> list[tuple[str, str]]:
        return credentials.cookie_headers(request, "")

    def reset(self, request: Any) -> None:
        """Ask anew who it is (after signing in or out)."""
        self._identities.clear(request)


def in_back_office(request: Any) -> bool:
    """Whether the address lies in admin or super-admin, page or API."""
    segment = first_segment(request)
    if segment == "api":
        segment = request.path_info.lstrip("/").split("/", 2)[1:2]
        segment = segment[0] if segment else ""
    return segment in BACK_OFFICES


def includeme(config: Any) -> None:
    """The policy, before any view is registered: views are closed by default."""
    config.set_security_policy(Policy())
    config.add_request_method(in_back_office, "in_back_office", reify=True)
    config.add_request_method(lambda r: {}, "audit", reify=True)
