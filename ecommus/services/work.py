"""The work at hand: what a service may ask of a request, a job or a command."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ecommus.core.entitlements import Entitlements
from ecommus.core.events import Event
from ecommus.core.tenants import Tenant
from ecommus.db.session import TenantSession


class Work(Protocol):
    """One piece of work: one tenant, one transaction."""

    db: TenantSession
    tenant: Tenant
    registry: Any
    entitlements: Entitlements
    locale_name: str
    now: datetime

    def publish(self, event: Event) -> None:
        """Say what happened; subscribers run now, the outbox delivers after the commit."""

    def filtered(self, point: str, value: Any) -> Any:
        """``value`` as the enabled plugins leave it."""

    def changed(self, *, config: bool = False, catalogue: bool = False) -> None:
        """Other processes must look at this tenant anew after the commit."""

    def remembered(
        self, name: Hashable, read: Callable[[], Any], *, catalogue: bool = False
    ) -> Any:
        """``read()``, or what it answered at this version of the shop's settings (or catalogue)."""

    def plugin_settings(self, plugin_id: str) -> dict[str, Any]:
        """A plugin's settings in this shop."""

    def defer(self, name: str, row_id: UUID) -> None:
        """Put a job down, in this transaction."""

    def afterwards(self, function: Callable[[Any], None]) -> None:
        """Call ``function(open_work)`` right after the commit, no transaction open: there the
        network may be waited for. It is lost with the process; what it leaves undone must show."""

    def pay_url(self, order: Any, *, back: bool = False) -> str:
        """Our page on which an order is paid; ``back``: where a provider sends the shopper to."""

    def hook_url(self, plugin_id: str) -> str:
        """Where a plugin's provider reports."""

    @property
    def actor(self) -> str:
        """Who does it, for ledger and timeline."""


def runs(work: Work, plugin_id: str | None) -> bool:
    """Whether a plugin is on in this shop, and licensed; what is the core's own always runs."""
    if plugin_id is None:
        return True
    if plugin_id not in work.tenant.plugins:
        return False
    return work.registry.plugins[plugin_id].free or work.entitlements.has_plugin(plugin_id)


def usable(work: Work, strategies: dict[str, tuple[str, Any]]):
    """(code, plugin id, strategy) of the strategies whose plugin is on, and licensed."""
    for code, (plugin_id, strategy) in strategies.items():
        if runs(work, plugin_id):
            yield code, plugin_id, strategy
