"""Carts that were left: when one counts as left, how long it is kept, who may be reminded of it.

Legea 506/2004, art. 12: mail that sells goes to whoever agreed to it, or to whoever bought before
and did not object; every such mail says how to object, and an objection holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ecommus.core.consents import Consent, current, holds
from ecommus.core.errors import Invalid

# Field → (least, most).
LIMITS = {"left_after_hours": (1, 240), "keep_days": (7, 730)}
# A reminder that comes later than this reminds of nothing; nor does a second one in the same week.
FRESH = timedelta(days=3)
APART = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CartSettings:
    """What a shop chose; ``remind``: whether it writes to those who left a cart."""

    left_after_hours: int = 3
    keep_days: int = 60
    remind: bool = False

    @classmethod
    def of(cls, settings: dict[str, Any]) -> "CartSettings":
        """From a tenant's settings."""
        return cls(**settings.get("carts", {}))

    @property
    def left_after(self) -> timedelta:
        return timedelta(hours=self.left_after_hours)

    @property
    def kept_for(self) -> timedelta:
        return timedelta(days=self.keep_days)


def check_settings(chosen: dict[str, Any]) -> None:
    """Invalid when a number is out of its limits."""
    for name, (least, most) in LIMITS.items():
        if not least <= chosen.get(name, least) <= most:
            text = "Choose between %(least)s and %(most)s."
            raise Invalid("out_of_limits", text, field=f"carts.{name}", least=least, most=most)


def may_remind(ledger: Iterable[Consent], *, bought: bool, opted_out: bool) -> bool:
    """Whether a reminder may be sent to somebody with these consents.

    Whoever took a consent back objected: having bought before does not count then.
    """
    entries = list(ledger)
    if opted_out:
        return False
    if holds(entries, "marketing"):
        return True
    last = current(entries)["marketing"]
    return bought and (last is None or last.given)
