"""Which ways to pay talk to a provider, and what the provider is told of an attempt."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from ecommus.core.money import Money
from ecommus.core.orders import Order
from ecommus.core.payments import Answer, Call, PaymentProvider, ProviderUnavailable
from ecommus.services.crash import boundary
from ecommus.services.work import Work

OpenWork = Callable[[], AbstractContextManager[Work]]


def provider_of(registry: Any, code: str) -> PaymentProvider | None:
    """The provider behind a way to pay, or None: cash and transfers have none.

    Also when the shop has turned the plugin off: what was begun with it must be brought to an end.
    """
    _plugin, gateway = registry.extensions.payments.get(code, (None, None))
    return gateway if isinstance(gateway, PaymentProvider) else None


def call_of(work: Work, order: Order, attempt: Any) -> Call:
    """An attempt (its row) as its provider is told of it."""
    plugin_id, _gateway = work.registry.extensions.payments[attempt.gateway]
    return Call(
        attempt_id=attempt.id,
        order_number=order.number,
        amount=Money(attempt.amount, attempt.currency),
        return_url=work.pay_url(order, back=True),
        notify_url=work.hook_url(plugin_id),
        email=order.email,
        locale=order.locale,
        settings=work.plugin_settings(plugin_id),
        reference=attempt.reference,
    )


def ask(name: str, question: Callable[[], Answer]) -> Answer | ProviderUnavailable:
    """Ask a provider, outside any transaction; not knowing is an answer too."""
    boundary(f"{name}.claimed")
    try:
        answer = question()
    except ProviderUnavailable as error:
        return error
    boundary(f"{name}.answered")
    return answer
