"""The root, and the crossing from the platform into a tenant: once per request, checked.

::

    Platform
    ├── super-admin
    ├── api → super-admin
    └── <tenant>
        ├── storefront
        ├── admin
        ├── api → storefront | admin
        └── webhooks
"""

from typing import Any

from pyramid.authorization import Allow, Everyone
from pyramid.request import Request
from zope.interface import implementer

from ecommus.core.entitlements import require_license, require_open_tenant
from ecommus.core.permissions import OPEN
from ecommus.plugin_sdk.interfaces import IApiRoot, IPlatform, ITenant
from ecommus.web.site import mark
from ecommus.web.tree.admin import Admin
from ecommus.web.tree.resource import Resource
from ecommus.web.tree.storefront import ApiStorefront, Storefront
from ecommus.web.tree.super_admin import SuperAdmin
from ecommus.web.tree.webhooks import Webhooks


@implementer(IPlatform)
class Platform(Resource):
    """The root of the tree; made anew for every request, which it belongs to."""

    realm = "platform"
    tenant = None

    def __init__(self, request: Request):
        super().__init__(None, "")
        self.request = request
        self.mounts = request.registry.mounts

    @property
    def db(self):
        return self.request.db

    def requirements(self):
        # On the platform nothing is asked of the tenant, but the license counts there too.
        return require_license()

    def grants(self):
        return [(Allow, Everyone, tuple(OPEN))]

    def __getitem__(self, name: str) -> Any:
        site = self.request.site
        if site.platform:
            # The platform's host shares no origin with any shop: no way down into tenants.
            return {"super-admin": SuperAdmin, "api": PlatformApi}[name](self, name)
        if site.tenant is not None and name == site.tenant.slug:
            self.request.db.lock_to(site.tenant.id)
            return TenantResource(self, name, site.tenant)
        raise KeyError(name)


@implementer(IApiRoot)
class PlatformApi(Resource):
    """The same places as super-admin's pages, in JSON."""

    children = {"super-admin": SuperAdmin}


@implementer(IApiRoot)
class TenantApi(Resource):
    """The same places as the pages', in JSON."""

    children = {"storefront": ApiStorefront, "admin": Admin}


@implementer(ITenant)
class TenantResource(Resource):
    """A shop: its state and the license decide which effects are open below."""

    children = {
        "storefront": Storefront,
        "admin": Admin,
        "api": TenantApi,
        "webhooks": Webhooks,
    }
    requires = (require_open_tenant(),)

    def __init__(self, parent: Platform, name: str, tenant: Any):
        super().__init__(parent, name)
        self._tenant = tenant

    @property
    def tenant(self):
        return self._tenant

    @property
    def realm(self) -> str:
        return str(self._tenant.id)


def root(request: Request) -> Platform:
    """The root factory: marks the request, sets its virtual root, answers the platform."""
    mark(request)
    return Platform(request)
