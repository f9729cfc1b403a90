"""The platform: its tenants, its license, what is installed."""

from ecommus.client import types as t
from ecommus.client.auth import Auth
from ecommus.client.http import Http, segment
from ecommus.client.pages import Namespace, Rows

API = "/api/super-admin"


class Tenants(Rows[t.PlatformTenant]):
    """The shops. The platform keeps no idempotency records; its calls are guarded by state."""

    path = f"{API}/tenants"

    def get(self, tenant_id: str) -> t.PlatformTenant:
        return self._http.get(f"{self.path}/{segment(tenant_id)}")

    def create(self, tenant: t.PlatformTenantInput) -> t.PlatformNewTenant:
        """A shop that can sell at once. ``initial_password`` is shown this once."""
        return self._http.post(self.path, tenant, once=True)

    def suspend(self, tenant_id: str) -> t.PlatformTenant:
        """Close selling and changing; reading and exporting stay open."""
        return self._http.post(f"{self.path}/{segment(tenant_id)}/suspend", once=True)

    def restore(self, tenant_id: str) -> t.PlatformTenant:
        """Open a suspended shop again."""
        return self._http.post(f"{self.path}/{segment(tenant_id)}/restore", once=True)

    def archive(self, tenant_id: str) -> t.PlatformTenant:
        """Close a shop for good; its data stays for export."""
        return self._http.post(f"{self.path}/{segment(tenant_id)}/archive", once=True)


class Plugins(Rows[t.PlatformInstalled]):
    """Installed plugins, and those that failed to start."""

    path = f"{API}/plugins"


class SuperAdmin(Namespace):
    """``/api/super-admin``, on the platform's host; sign in with ``auth.login``."""

    def __init__(self, http: Http):
        super().__init__(http)
        self.auth = Auth(http, f"{API}/auth")
        self.tenants = Tenants(http)
        self.plugins = Plugins(http)

    def license(self) -> t.PlatformLicense:
        """This installation's license."""
        return self._http.get(f"{API}/license")

    def install_license(self, token: str) -> None:
        """Run under another license; its key set may stand beside it, after a space."""
        self._http.post(f"{API}/license/install", {"token": token})

    def ask_license_service(self) -> None:
        """Have the worker ask the license service at once."""
        self._http.post(f"{API}/license/heartbeat")
