"""The currencies that a shop sells in: its own, and those that its settings give a rate."""

from decimal import Decimal
from typing import Any

from ecommus.core.currencies import Exchange, of_settings
from ecommus.core.errors import Invalid
from ecommus.core.tenants import Tenant
from ecommus.services.work import Work


def exchanges(tenant: Tenant) -> dict[str, Exchange]:
    """By code; the shop's own is not among them."""
    return of_settings(tenant.currency, tenant.settings.get("currencies", ()))


def offered(tenant: Tenant) -> tuple[str, ...]:
    """All codes, the shop's own first."""
    return tenant.currency, *exchanges(tenant)


def check_offered(tenant: Tenant, code: str) -> None:
    """Invalid when the shop does not sell in a currency."""
    if code not in offered(tenant):
        text, sold = "This shop sells in %(currency)s.", ", ".join(offered(tenant))
        raise Invalid("currency_other", text, field="currency", currency=sold)


def exchange(work: Work, code: str) -> Exchange | None:
    """Into a currency; None for the shop's own, and for one that it gave up."""
    return exchanges(work.tenant).get(code)


def of_cart(work: Work, cart: Any) -> str:
    """The currency of a cart: its own, as long as the shop sells in it."""
    return cart.currency if cart.currency in exchanges(work.tenant) else work.tenant.currency


def of_order(work: Work, order: Any) -> Exchange | None:
    """At the rate that an order was placed at."""
    if order.exchange_rate is None:
        return None
    known = exchanges(work.tenant).get(order.currency)
    rate = Decimal(order.exchange_rate)
    return Exchange(work.tenant.currency, order.currency, rate, known.step if known else 1)
