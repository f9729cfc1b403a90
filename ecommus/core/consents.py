"""What a shopper may agree to, and in which wording. Agreeing is free, and so is taking it back
(GDPR, art. 7; Legea 506/2004, art. 12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ecommus.core.errors import Invalid

# Kind -> the wording's version: a new wording is asked for anew.
VERSIONS = {"marketing": "2026-11"}


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the ledger: given, or taken back."""

    kind: str
    version: str
    given: bool
    at: datetime


def check_kind(kind: str) -> str:
    """``kind`` when there is such a consent."""
    if kind not in VERSIONS:
        raise Invalid("consent_unknown", "There is no such consent.", field="kind")
    return kind


def current(ledger: Iterable[Consent]) -> dict[str, Consent | None]:
    """Kind → its last entry, in the order of the ledger; None: never asked."""
    found: dict[str, Consent | None] = dict.fromkeys(VERSIONS)
    for entry in ledger:
        if entry.kind in found:
            found[entry.kind] = entry
    return found


def holds(ledger: Iterable[Consent], kind: str) -> bool:
    """Whether it is given at present, in the wording of today."""
    entry = current(ledger).get(kind)
    return entry is not None and entry.given and entry.version == VERSIONS[kind]
