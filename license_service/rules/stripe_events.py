"""What a Stripe event says, read out of its JSON. The forms of two generations of Stripe's API."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice. ``amount`` (minor units, before discounts) and ``currency``: None and
    "" where the event does not say."""

    price: str
    quantity: int = 1
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """A paid invoice: what it names, its lines, and all ids that speak of the same money."""

    invoice: str
    customer: str
    subscription: str
    license_id: str
    lines: tuple[Line, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refunded:
    """A charge of which money went back. ``whole``: all of it."""

    charge: str
    payment: str
    license_id: str
    whole: bool
    things: tuple[str, ...]


def read(kind: str, thing: dict[str, Any]) -> Paid | Refunded | None:
    """What the event is about, None for one that is nothing to us."""
    match kind:
        case "invoice.paid":
            return paid(thing)
        case "charge.refunded":
            return refunded(thing)
    return None


def _get(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any, *path: str) -> str:
    """A text, or the id of an expanded object, or ""."""
    found = _get(value, *path)
    found = found.get("id") if isinstance(found, dict) else found
    return found if isinstance(found, str) else ""


def _list(value: Any, *path: str) -> list[dict[str, Any]]:
    found = _get(value, *path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _whole(value: Any, name: str) -> int | None:
    found = _get(value, name)
    return found if type(found) is int else None


def _line(line: dict[str, Any]) -> Line:
    return Line(
        price=_text(line, "price") or _text(line, "pricing", "price_details", "price"),
        quantity=max(_whole(line, "quantity") or 1, 1),
        amount=_whole(line, "amount"),
        currency=_text(line, "currency").upper(),
    )


def paid(invoice: dict[str, Any]) -> Paid:
    """``license_id`` may stand in the metadata of the invoice, its subscription or a line. A line
    that gives money back (unused time of what was changed) buys nothing."""
    lines = _list(invoice, "lines", "data")
    details = ("subscription_details", "metadata", "license_id")
    named = [
        _text(invoice, "metadata", "license_id"),
        _text(invoice, *details),
        _text(invoice, "parent", *details),
        *(_text(line, "metadata", "license_id") for line in lines),
    ]
    payments = [_get(each, "payment") for each in _list(invoice, "payments", "data")]
    money = [invoice, *payments]
    things = [_text(each, name) for each in money for name in ("payment_intent", "charge")]
    bought = [line for line in map(_line, lines) if line.price and (line.amount or 0) >= 0]
    return Paid(
        invoice=_text(invoice, "id"),
        customer=_text(invoice, "customer"),
        subscription=_text(invoice, "subscription")
        or _text(invoice, "parent", "subscription_details", "subscription"),
        license_id=next((name for name in named if name), ""),
        lines=tuple(bought),
        things=_ids(_text(invoice, "id"), *things),
    )


def refunded(charge: dict[str, Any]) -> Refunded:
    names = ("id", "payment_intent", "invoice")
    return Refunded(
        charge=_text(charge, "id"),
        payment=_text(charge, "payment_intent"),
        license_id=_text(charge, "metadata", "license_id"),
        whole=_get(charge, "refunded") is True,
        things=_ids(*(_text(charge, name) for name in names)),
    )


def _ids(*texts: str) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}))
