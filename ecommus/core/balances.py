"""Gift cards and store credit: what pays how much of an order, and what goes back to where.

A balance is a means of payment: it changes no price, no tax and no invoice. Amounts are in minor
units.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

# Letters and digits that look alike on paper are missing: what is typed instead opens nothing.
CODE = re.compile(r"[A-HJ-NP-Z2-9]{16}")


class Kind(StrEnum):
    """What a balance is; also the gateway of the payments that are made from it."""

    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"


class Move(StrEnum):
    """Why an amount changed."""

    ISSUED = "issued"
    SPENT = "spent"
    # Of what was paid, by staff; and by itself, when an order is not or no longer to be paid.
    REFUNDED = "refunded"
    RETURNED = "returned"
    ADJUSTED = "adjusted"


# How an order is paid of which balances cover all: no provider and nobody at the door takes money.
COVERED = "balance"


def bare(code: str) -> str | None:
    """A gift card's code without what people put in between; None when it cannot be one."""
    found = re.sub(r"[\s-]", "", code).upper()
    return found if CODE.fullmatch(found) else None


def grouped(code: str) -> str:
    """As it is printed: ``ABCD-EFGH-JKLM-NPQR``."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def problem(balance: Any, currency: str, now: datetime) -> tuple[str, str] | None:
    """Why a gift card (its row) cannot pay in ``currency``: code and message, or None."""
    if balance.disabled_at is not None:
        return "gift_card_blocked", "The gift card …%(card)s is blocked. Ask the shop why."
    if balance.expires_at is not None and balance.expires_at <= now:
        return "gift_card_expired", "The gift card …%(card)s has expired."
    if balance.currency != currency:
        return "gift_card_currency", "The gift card …%(card)s pays in %(currency)s only."
    if balance.amount == 0:
        return "gift_card_empty", "Nothing is left on the gift card …%(card)s."
    return None


def said(card: Any) -> dict[str, str]:
    """What messages about a gift card (its row) name."""
    return {"card": card.code_hint, "currency": card.currency}


def shares(total: int, amounts: Sequence[int]) -> list[int]:
    """How much each pays of ``total``, in turn: never more than it holds."""
    paid = []
    for amount in amounts:
        paid.append(min(amount, total))
        total -= paid[-1]
    return paid


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment of an order and what of it was not given back; ``balance``: made from one."""

    id: UUID
    left: int
    balance: bool


def way_back(amount: int, payments: Sequence[Taken]) -> list[tuple[UUID, int]]:
    """Which payments ``amount`` goes back to: what a provider or a hand took first, then balances,
    the last that paid first. The caller has seen that so much is left."""
    ordered = [taken for taken in payments if not taken.balance]
    ordered += [taken for taken in reversed(payments) if taken.balance]
    parts = shares(amount, [taken.left for taken in ordered])
    return [(taken.id, part) for taken, part in zip(ordered, parts, strict=True) if part]
