"""What silence, an end or a revocation closes: pure functions of times.

``compute_grace_state`` says how long the license service was not heard of, ``state_of`` what that
means for this license under the installation's ``license.enforcement``. What each state closes is
told by the requirements (``entitlements``).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ecommus.core.entitlements import Grace


@dataclass(frozen=True, slots=True)
class GracePolicy:
    """Days of silence after which a state begins."""

    warning: int = 14
    reduced: int = 30
    locked: int = 60


class Enforcement(StrEnum):
    """``auto``: trials and revocations close, silence of a perpetual license only warns;
    ``enforce``: silence closes too; ``report``: nothing ever closes."""

    AUTO = "auto"
    ENFORCE = "enforce"
    REPORT = "report"


def compute_grace_state(
    last_heartbeat: datetime, now: datetime, policy: GracePolicy = GracePolicy()
) -> Grace:
    """The state that silence since ``last_heartbeat`` has led to. A clock gone back is ``ok``."""
    # Two times of one zone would be subtracted as the clocks on the wall, daylight saving and all.
    silent = now.astimezone(UTC) - last_heartbeat.astimezone(UTC)
    if silent < timedelta(days=policy.warning):
        return Grace.OK
    if silent < timedelta(days=policy.reduced):
        return Grace.WARNING
    if silent < timedelta(days=policy.locked):
        return Grace.REDUCED
    return Grace.LOCKED


@dataclass(frozen=True, slots=True)
class Standing:
    """``label``: how it stands, as operators are told; ``grace``: what that closes."""

    label: Grace
    grace: Grace


def state_of(
    silence: Grace, *, revoked: bool, kind: str, enforcement: Enforcement = Enforcement.AUTO
) -> Standing:
    """How a license of a ``kind`` (``perpetual``, ``trial``, ``saas-monthly``) stands."""
    label = Grace.LOCKED if revoked else silence
    if enforcement is Enforcement.REPORT:
        return Standing(label, Grace.OK)
    closes = revoked or enforcement is Enforcement.ENFORCE or kind != "perpetual"
    if closes or label is Grace.OK:
        return Standing(label, label)
    return Standing(label, Grace.WARNING)
