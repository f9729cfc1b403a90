"""The license of this installation: which one holds, what is installed, and how it stands.

A token comes from the database (installed here, or brought by a heartbeat), else from the
environment, else from a file. Every change is written to the history in the transaction that makes
it, and raises the version that all processes watch. Neighbours: ``heartbeat`` asks the license
service, ``web.license`` holds the answer in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ecommus.core import keysets
from ecommus.core.entitlements import Grace
from ecommus.core.grace import Enforcement, GracePolicy, Standing, compute_grace_state, state_of
from ecommus.core.ids import uuid7
from ecommus.core.keysets import KeySet, newer, verify_keys
from ecommus.core.license import License, LicenseError, verify
from ecommus.core.signed import Keys, SignedError, type_of
from ecommus.db.tables.licensing import license_history, license_state

# The key of licenses that development makes for itself: nobody is asked after them.
OWN_KEY = "dev-"


@dataclass(frozen=True)
class Trust:
    """Whom this installation believes. ``pinned``: single keys, beside those of key sets."""

    roots: Keys
    pinned: Keys

    def keys(self, stored: str | None, now: datetime) -> tuple[dict[str, Any], KeySet | None]:
        """All keys that verify a license, and the key set among them. A stored set of a root that
        is pinned no more counts for nothing, and may be followed by any set of the present one."""
        try:
            kept = verify_keys(stored, self.roots, now, kept=True) if stored else None
        except SignedError as error:
            if error.code != "unknown_kid":
                raise
            kept = None
        return {**self.pinned, **(kept.keys if kept else {})}, kept


def read(db: Session, *, lock: bool = False) -> Row:
    """What is stored; there is always a row."""
    statement = select(license_state)
    return db.execute(statement.with_for_update() if lock else statement).one()


def change(db: Session, *, seen: bool = True, **values: Any) -> None:
    """Change it; ``seen``: every process must look at it again."""
    if seen:
        values["version"] = license_state.c.version + 1
    db.execute(update(license_state).values(**values))


def note(db: Session, kind: str, actor: str, /, **data: Any) -> None:
    """Write to the history: what happened, who did it."""
    values = {"id": uuid7(), "kind": kind, "actor": actor, "data": data}
    db.execute(insert(license_history).values(**values))


def history(db: Session, most: int = 50) -> list[Row]:
    """What happened lately, the newest first."""
    statement = select(license_history).order_by(license_history.c.id.desc())
    return list(db.execute(statement.limit(most)))


def take_keys(db: Session, token: str, trust: Trust, *, actor: str, now: datetime) -> None:
    """Take a key set in. SignedError when it does not verify, or is older than the present one."""
    _keys, kept = trust.keys(read(db, lock=True).keys, now)
    newest = newer(kept, verify_keys(token, trust.roots, now))
    if kept is None or newest.version > kept.version:
        change(db, keys=newest.token)
        note(db, "keys", actor, version=newest.version, active=newest.active)


def parts_of(text: str) -> tuple[str, str | None]:
    """The license in ``text``, and the key set that stands beside it, or None. Whatever else there
    is stays with the license, which is none then."""
    parts = text.split()
    beside = next((part for part in parts if type_of(part) == keysets.TYPE), None)
    return " ".join(part for part in parts if part != beside), beside


def install(
    db: Session, text: str, trust: Trust, *, domain: str, actor: str, now: datetime
) -> License:
    """Run under the license in ``text`` from now on; a key set may stand beside it.

    The one that is here already goes on as it stands: a license that was revoked is not opened by
    being installed again. LicenseError: it is none, or not for here; abort then, and nothing is
    changed.
    """
    token, beside = parts_of(text)
    if beside:
        take_keys(db, beside, trust, actor=actor, now=now)
    stored = read(db, lock=True)
    keys, _kept = trust.keys(stored.keys, now)
    if len(token.split()) != 1:
        raise LicenseError("malformed", "Give one license, and its key set if there is one.")
    made = verify(token, keys, now)
    if not made.binds(domain):
        bound = ", ".join(made.domain_binding) or "–"
        text = f"The license is for {bound}; this platform is {domain}."
        raise LicenseError("domain_not_licensed", text, bound=bound, domain=domain)
    known = {} if stored.jti == made.jti else fresh(made, now)
    change(db, token=token, next_at=now, tries=0, problem="", **known)
    note(db, "installed", actor, **told(made))
    return made


def fresh(made: License, now: datetime) -> dict[str, Any]:
    """What is known of a license that was not here before."""
    return {
        "jti": made.jti, "since": now, "heard_at": None, "revoked_at": None, "revoked_reason": "",
    }  # fmt: skip


def told(made: License) -> dict[str, Any]:
    """What the history says of a license; never the token."""
    return {"jti": made.jti, "kid": made.kid, "tier": made.tier, "kind": made.kind}


def watched(made: License) -> bool:
    """Whether the license service knows this license: not what development makes, nor none."""
    return bool(made.jti) and not made.kid.startswith(OWN_KEY)


def standing(
    made: License, stored: Row, now: datetime, policy: GracePolicy, enforcement: Enforcement
) -> Standing:
    """How a license stands at ``now``."""
    if not watched(made):
        return Standing(Grace.OK, Grace.OK)
    ours = stored.jti == made.jti
    since = (stored.heard_at or stored.since or now) if ours else now
    return state_of(
        compute_grace_state(since, now, policy),
        revoked=ours and stored.revoked_at is not None,
        kind=made.kind,
        enforcement=enforcement,
    )


def policy_of(settings: Mapping[str, Any]) -> GracePolicy:
    """``license.grace.warning``, ``.reduced`` and ``.locked`` of the .ini: days, in this order.
    ValueError when they are not."""
    names = ("warning", "reduced", "locked")
    given = {n: int(settings.get(f"license.grace.{n}", getattr(GracePolicy(), n))) for n in names}
    policy = GracePolicy(**given)
    if not 0 < policy.warning <= policy.reduced <= policy.locked:
        raise ValueError("license.grace: warning, reduced and locked are days in this order")
    return policy
