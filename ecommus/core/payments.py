"""What a gateway that talks to a provider takes and answers.

Nothing here waits or writes: who calls is ``services.payments``, in three steps, *claim* (commit),
*call* (no transaction is open), *record* (commit). The attempt's id is the provider's idempotency
key, so a step that was repeated after a crash moves the money once.

How the Romanian providers fit. Netopia v2: ``authorize`` is ``payment/card/start`` and its
``paymentURL`` the redirect, ``status`` is ``operation/status``, the IPN's JWT is the ``webhook``
(its ``ntpID`` the reference). EuPlatesc: ``authorize`` signs the form's fields (``fp_hash``) into
the query of its own page, ``invoice_id`` is the attempt's id, the silent URL is the webhook and
``check_status`` the status. Both speak of major units: a plugin converts with ``Money.decimal``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from ecommus.core.money import Money


class Outcome(StrEnum):
    """What a provider says of an attempt or a refund."""

    REDIRECT = "redirect"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    # The provider has never heard of it: whatever was sent did not arrive.
    UNKNOWN = "unknown"


class ProviderUnavailable(Exception):
    """No answer that could be understood: the outcome is unknown, which is not the same as no."""


class BadNotice(Exception):
    """A webhook that is not the provider's, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt to pay, as the provider is told of it. ``settings`` are the plugin's, validated.

    ``reference`` is what the provider called it, once it did.
    """

    attempt_id: UUID
    order_number: str
    amount: Money
    return_url: str
    notify_url: str
    email: str
    locale: str
    settings: Mapping[str, Any] = field(repr=False)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``amount``: what it is about, where the provider says so. ``reason``: why not, for people."""

    outcome: Outcome
    reference: str = ""
    redirect_url: str = ""
    reason: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that was signed by the provider; ``event_id`` is the same when it is sent again."""

    event_id: str
    attempt_id: UUID
    answer: Answer


@runtime_checkable
class PaymentProvider(Protocol):
    """What a ``PaymentGateway`` is besides, when somebody else takes the money.

    Each call raises ProviderUnavailable when it cannot tell what happened.
    """

    def authorize(self, call: Call) -> Answer:
        """Begin; a hosted page is a REDIRECT. Repeated with the same attempt: the same answer."""

    def capture(self, call: Call, amount: Money) -> Answer:
        """Take what was authorized."""

    def void(self, call: Call) -> Answer:
        """Let go of what was authorized, or close a page that nobody paid on yet."""

    def refund(self, call: Call, refund_id: UUID, amount: Money) -> Answer:
        """Give back a part; ``refund_id`` is its idempotency key."""

    def status(self, call: Call) -> Answer:
        """How an attempt stands."""

    def refund_status(self, call: Call, refund_id: UUID) -> Answer:
        """How a refund stands."""

    def webhook(self, body: bytes, headers: Mapping[str, str], settings: dict) -> Notice:
        """Read a message of the provider. BadNotice when the signature over ``body`` is wrong."""
