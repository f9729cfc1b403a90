"""Times and facts as operators read them."""

import json
from datetime import datetime, timedelta
from typing import Any

KINDS = {
    "license.made": "License made", "issue": "Token issued", "resend": "Sent again",
    "transfer": "Transferred", "extend": "Support extended", "add": "Added", "prolong": "Prolonged",
    "revoke": "Revoked", "refund": "Refunded", "heartbeat": "Heartbeat", "suspect": "Suspicious",
    "token.shown": "Token looked at", "mail.sent": "Mail sent", "stripe": "Stripe event",
    "operator.made": "Operator made", "operator.signed_in": "Signed in",
    "operator.code_reset": "Second factor forgotten", "operator.removed": "Operator removed",
    "operator.closed": "Account closed for a while", "key.made": "Key made",
    "key.active": "Key signs", "key.retired": "Key retired", "key.removed": "Key removed",
    "keys.taken": "Key set taken in", "service_key.made": "Service key made",
    "service_key.revoked": "Service key revoked", "plan.made": "Plan made",
    "plan.changed": "Plan changed", "tier.changed": "Tier changed",
}  # fmt: skip


def when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"


def day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "–"


def ago(moment: datetime | None, now: datetime) -> str:
    """How long since: ``3 h``, ``12 d``."""
    if moment is None:
        return "never"
    past = max(now - moment, timedelta())
    if past < timedelta(hours=1):
        return f"{past.seconds // 60} min ago"
    if past < timedelta(days=2):
        return f"{int(past.total_seconds() // 3600)} h ago"
    return f"{past.days} d ago"


def who(actor: str) -> str:
    """An installation by the beginning of its id; the license's page has all of it."""
    kind, _, name = actor.partition(":")
    return f"{kind}:{name[:8]}…" if kind == "install" and len(name) > 12 else actor


def said(event: Any) -> str:
    """An entry's facts on a line."""
    facts = [
        f"{name} {value if isinstance(value, str) else json.dumps(value)}"
        for name, value in event.data.items()
        if value not in ("", [], None)
    ]
    return " · ".join(facts)
