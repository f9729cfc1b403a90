"""The strategies a plugin may bring, as Protocols. Contract, real, null: no mocks needed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from ecommus.core.customers import Address
from ecommus.core.money import Money


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier prices: where it goes, what it weighs, what it is worth.

    ``items``: units in it. ``zones``: codes of the shop's zones that hold the destination.
    """

    destination: Address | None
    country: str
    weight_grams: int
    value: Money
    items: int = 1
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippingQuote:
    """An offer of a carrier, in the shopper's language. ``pickup``: where the buyer comes for it,
    "" when it is brought."""

    code: str
    title: str
    price: Money
    description: str = ""
    tax_category: str | None = "standard"
    pickup: str = ""


class ShippingCarrier(Protocol):
    """Prices a parcel. ``settings`` are the plugin's, validated."""

    def quotes(self, parcel: Parcel, settings: dict, locale: str) -> list[ShippingQuote]:
        """The offers, cheapest first; none when the carrier does not go there."""


@runtime_checkable
class FarReaching(Protocol):
    """A carrier that says where it goes: a ``ShippingCarrier`` may be one too. Of one that is not,
    address forms take it that it goes to the shop's own country only."""

    def countries(self, settings: dict) -> Iterable[str]:
        """Codes of the countries that it brings parcels to, as ``settings`` are: ISO 3166-1. No
        network is waited for."""


@dataclass(frozen=True, slots=True)
class PaymentChoice:
    """A way to pay, in the shopper's language.

    ``{number}`` in the instructions becomes the order's.
    """

    code: str
    title: str
    description: str = ""
    instructions: str = ""


class PaymentGateway(Protocol):
    """Takes money. Those that need no provider (cash, bank transfer) only say how they look; one
    that does is a ``core.payments.PaymentProvider`` too.

    An attribute ``own_currency_only = True`` keeps it from orders in another currency than the
    shop's.
    """

    def choice(self, total: Money, settings: dict, locale: str) -> PaymentChoice | None:
        """How the shopper sees it, or None when it cannot take this sum."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message ready to send."""

    to: str
    subject: str
    text: str
    html: str
    sender: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Mailer(Protocol):
    """Sends mail; raises OSError when it could not, and may then be asked again."""

    def send(self, mail: Mail) -> None: ...


class Clock(Protocol):
    """The time, so that tests can set it."""

    def now(self) -> datetime:
        """An aware UTC time."""
