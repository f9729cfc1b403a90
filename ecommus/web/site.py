"""Who is addressed: the host (and the first segment) to a tenant, or to the platform.

The answer becomes Pyramid's own virtual root, so traversal, view lookup and URLs just work. Read
before anything else: the page cache asks here, before a database session is open.
"""

from dataclasses import dataclass

from pyramid.request import Request
from zope.interface import alsoProvides

from ecommus.core.tenants import Tenant, TenantState
from ecommus.plugin_sdk.interfaces import IApi, IPage

MODES = frozenset({"single", "subdomain", "header"})
OTHER_SCOPES = frozenset({"admin", "api", "webhooks"})
TENANT_HEADER = "X-Ecommus-Tenant"


class NotOneTenant(Exception):
    """Single mode with none or several tenants."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a host stands for. Neither platform nor tenant: nobody lives there."""

    platform: bool = False
    tenant: Tenant | None = None
    by_header: bool = False


class Sites:
    """Tenancy as the .ini chose it. ``host`` is the platform's own, without port."""

    def __init__(self, directory, modes: frozenset[str], host: str):
        if unknown := modes - MODES:
            raise ValueError(f"tenancy.modes: {', '.join(sorted(unknown))} unknown")
        if "single" in modes and "subdomain" in modes:
            raise ValueError("tenancy.modes: choose single or subdomain, not both")
        self.directory, self.modes, self.host = directory, modes, host

    def resolve(self, request: Request) -> Site:
        """The site that a request addresses."""
        host = request.domain.lower().rstrip(".")
        if host == self.host:
            slug = request.headers.get(TENANT_HEADER)
            if slug and "header" in self.modes:
                return self._by_header(request, slug)
            return Site(platform=True)
        if "single" in self.modes:
            return Site(tenant=_living(self.directory.find("only")))
        if "subdomain" in self.modes:
            slug, _, parent = host.partition(".")
            if parent == self.host:
                return Site(tenant=_living(self.directory.find("slug", slug)))
            return Site(tenant=_living(self.directory.find("host", host)))
        return Site()

    def _by_header(self, request: Request, slug: str) -> Site:
        # Only with a token: the token is looked up inside the tenant, so one of another shop is
        # nobody's (401). Without one the header names nothing.
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return Site()
        return Site(tenant=_living(self.directory.find("slug", slug)), by_header=True)

    def check(self) -> None:
        """NotOneTenant when single mode has a choice to make."""
        if "single" in self.modes and self.directory.find("only") is None:
            raise NotOneTenant(
                "tenancy.modes = single, but the database does not hold exactly one tenant:"
                " create one, or use subdomain."
            )


def _living(tenant: Tenant | None) -> Tenant | None:
    return None if tenant is None or tenant.state is TenantState.ARCHIVED else tenant


def first_segment(request: Request) -> str:
    """The first segment of the path, "" for the root."""
    return request.path_info.lstrip("/").partition("/")[0]


def request_site(request: Request) -> Site:
    return request.registry.sites.resolve(request)


def mark(request: Request) -> None:
    """Say what kind of request it is, and set the virtual root of its tenant."""
    segment = first_segment(request)
    alsoProvides(request, IApi if segment == "api" else IPage)
    tenant = request.site.tenant
    if tenant is not None:
        scope = "" if segment in OTHER_SCOPES else "/storefront"
        request.environ["HTTP_X_VHM_ROOT"] = f"/{tenant.slug}{scope}"


def includeme(config) -> None:
    """``request.site``; after ``ecommus.db``, whose directory it asks."""
    settings = config.registry.settings
    modes = frozenset(settings.get("tenancy.modes", "subdomain header").split())
    config.registry.sites = Sites(
        config.registry.directory, modes, settings.get("platform.host", "localhost")
    )
    config.add_request_method(request_site, "site", reify=True)
    config.add_request_method(lambda r: r.site.tenant, "tenant", reify=True)
    config.add_request_method(lambda r: r.site.tenant is None, "on_platform", reify=True)
