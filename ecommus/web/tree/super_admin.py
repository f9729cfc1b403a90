"""Where the platform is run, on the platform's own host."""

from typing import Any

from sqlalchemy import select
from zope.interface import implementer

from ecommus.core.entitlements import require_feature
from ecommus.core.permissions import Permission as P
from ecommus.db.tables import platform
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.admin import Auth
from ecommus.web.tree.resource import Container, Leaf, Resource, uuid_segment


@implementer(i.ITenantEntry)
class TenantEntry(Leaf):
    """A tenant seen from outside."""

    etag = None


@implementer(i.ITenants)
class Tenants(Container):
    leaf = TenantEntry

    def grants(self) -> list[tuple]:
        return self.allow(P.TENANT_READ, P.TENANT_MANAGE, P.TENANT_CREATE)

    def load(self, name: str) -> Any:
        table = platform.tenants
        statement = select(table).where(table.c.id == uuid_segment(name))
        if not self.db.read_only:
            statement = statement.with_for_update()
        return self.db.execute(statement).one_or_none()


@implementer(i.ILicense)
class License(Resource):
    """This installation's license: open in every state."""

    def grants(self) -> list[tuple]:
        return self.allow(P.LICENSE_READ, P.LICENSE_INSTALL)


class Office(Resource):
    """What the license service tells; there where a service key is configured."""

    def grants(self) -> list[tuple]:
        return self.allow(P.LICENSE_READ)


@implementer(i.IIssuedLicense)
class IssuedLicense(Leaf):
    """One of them: only its id is known here, the service knows the rest."""

    etag = None

    def grants(self) -> list[tuple]:
        return self.allow(P.LICENSE_READ, P.LICENSE_ISSUE)


@implementer(i.IIssuedLicenses)
class IssuedLicenses(Container):
    """The licenses that it issued."""

    leaf = IssuedLicense

    def grants(self) -> list[tuple]:
        return self.allow(P.LICENSE_READ, P.LICENSE_ISSUE)

    def load(self, name: str) -> Any:
        return uuid_segment(name)


@implementer(i.ICustomerInstalls)
class CustomerInstalls(Office):
    """The installations that it hears of."""


@implementer(i.IForensicLog)
class ForensicLog(Office):
    """What happened to licenses."""


@implementer(i.IPlugins)
class InstalledPlugins(Resource):
    """What is installed, and what failed to start."""

    def grants(self) -> list[tuple]:
        return self.allow(P.PLATFORM_VIEW)


@implementer(i.ISuperAdmin)
class SuperAdmin(Resource):
    children = {
        "tenants": Tenants,
        "license": License,
        "licenses": IssuedLicenses,
        "installs": CustomerInstalls,
        "audit-log": ForensicLog,
        "plugins": InstalledPlugins,
        "auth": Auth,
    }

    def grants(self) -> list[tuple]:
        return self.allow(P.PLATFORM_VIEW)


# Making and closing shops for others is what the license sells as ``tenant_provisioning``.
PROVISIONING = require_feature("tenant_provisioning")
