"""Where other systems report: one child per plugin whose provider does."""

from typing import Any

from pyramid.authorization import Allow, Everyone
from zope.interface import implementer

from ecommus.core.payments import PaymentProvider
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import Container, Leaf


@implementer(i.IWebhook)
class Webhook(Leaf):
    """One plugin's; the entity is (code of the way to pay, provider)."""

    etag = None


@implementer(i.IWebhooks)
class Webhooks(Container):
    """Open to everyone: a signature is what is asked for."""

    leaf = Webhook

    def grants(self) -> list[tuple]:
        return [(Allow, Everyone, P.HOOK_RECEIVE)]

    def load(self, name: str) -> Any:
        registry = self.root.request.registry
        if name not in self.tenant.plugins:
            return None
        for code, (plugin_id, gateway) in registry.extensions.payments.items():
            if plugin_id == name and isinstance(gateway, PaymentProvider):
                return code, gateway
        return None
