"""What a Stripe event says, read out of its JSON. The forms of two generations of Stripe's API."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Paid:
    """A paid invoice: what it names, and the prices of its lines."""

    invoice: str
    customer: str
    subscription: str
    license_id: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refunded:
    """A charge of which money went back. ``whole``: all of it."""

    charge: str
    payment: str
    license_id: str
    whole: bool


def _get(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any, *path: str) -> str:
    """A text, or the id of an expanded object, or ""."""
    found = _get(value, *path)
    found = found.get("id") if isinstance(found, dict) else found
    return found if isinstance(found, str) else ""


def paid(invoice: dict[str, Any]) -> Paid:
    """``license_id`` may stand in the metadata of the invoice, its subscription or a line."""
    lines = _get(invoice, "lines", "data")
    lines = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    details = ("subscription_details", "metadata", "license_id")
    named = [
        _text(invoice, "metadata", "license_id"),
        _text(invoice, *details),
        _text(invoice, "parent", *details),
        *(_text(line, "metadata", "license_id") for line in lines),
    ]
    prices = [
        _text(line, "price") or _text(line, "pricing", "price_details", "price") for line in lines
    ]
    return Paid(
        invoice=_text(invoice, "id"),
        customer=_text(invoice, "customer"),
        subscription=_text(invoice, "subscription")
        or _text(invoice, "parent", "subscription_details", "subscription"),
        license_id=next((name for name in named if name), ""),
        prices=tuple(price for price in prices if price),
    )


def refunded(charge: dict[str, Any]) -> Refunded:
    return Refunded(
        charge=_text(charge, "id"),
        payment=_text(charge, "payment_intent"),
        license_id=_text(charge, "metadata", "license_id"),
        whole=_get(charge, "refunded") is True,
    )
