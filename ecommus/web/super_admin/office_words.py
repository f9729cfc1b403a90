"""What the license service says in codes, in words: states, entries of its log, their facts."""

from datetime import datetime
from typing import Any

from translationstring import TranslationStringFactory

from ecommus.web.problems import translate
from ecommus.web.storefront.shop import show_date

_ = TranslationStringFactory("ecommus")
ZONE = "Europe/Bucharest"

# code → (kind of badge, label)
HEALTH = {
    "ok": ("success", _("In order")), "warning": ("warning", _("No contact")),
    "reduced": ("warning", _("Reduced")), "locked": ("error", _("Locked")),
    "never": ("neutral", _("Never heard of")),
}  # fmt: skip
STATE = {
    "active": ("success", _("In force")), "revoked": ("error", _("Revoked")),
    "refunded": ("neutral", _("Refunded")),
}  # fmt: skip
TIERS = ("starter", "pro", "growth", "enterprise", "trial", "beta", "dev")
KIND = {
    "perpetual": _("For ever"), "trial": _("Trial of 30 days"), "saas-monthly": _("By the month"),
}  # fmt: skip
PERIODS = (
    ("3mo", _("3 months")), ("6mo", _("6 months")), ("9mo", _("9 months")),
    ("12mo", _("12 months")), ("24mo", _("24 months")), ("36mo", _("36 months")),
)  # fmt: skip
ENTRIES = {
    "license.made": ("success", _("License made")), "issue": ("info", _("Token issued")),
    "resend": ("info", _("Sent again")), "transfer": ("warning", _("Transferred")),
    "extend": ("success", _("Support extended")), "add": ("success", _("More was bought")),
    "prolong": ("success", _("Prolonged")), "revoke": ("error", _("Revoked")),
    "refund": ("error", _("Refunded")), "heartbeat": ("info", _("Heartbeat")),
    "suspect": ("warning", _("Suspicious")), "token.shown": ("warning", _("Token looked at")),
    "mail.sent": ("info", _("Mail sent")), "stripe": ("info", _("Notice from Stripe")),
    "publisher.made": ("info", _("Publisher admitted")),
    "publisher.revoked": ("error", _("Publisher shut out")),
    "operator.made": ("info", _("Operator made")),
    "operator.signed_in": ("info", _("Operator signed in")),
    "operator.code_reset": ("warning", _("Operator's second factor reset")),
    "operator.removed": ("info", _("Operator removed")),
    "operator.closed": ("warning", _("Operator's account closed for a while")),
    "key.made": ("info", _("Signing key made")), "key.active": ("info", _("Signing key in use")),
    "key.retired": ("info", _("Signing key retired")),
    "key.removed": ("warning", _("Signing key removed")),
    "keys.taken": ("info", _("Key set taken in")),
    "service_key.made": ("info", _("Service key made")),
    "service_key.revoked": ("warning", _("Service key revoked")),
    "plan.made": ("info", _("Plan made")), "plan.changed": ("info", _("Plan changed")),
    "tier.changed": ("info", _("Tier changed")),
}  # fmt: skip
# Why a token was issued: with the license, by an act on it, or because the key was rotated.
WHYS = {
    "new": _("License made"), "transfer": _("Transferred"), "extend": _("Support extended"),
    "add": _("More was bought"), "prolong": _("Prolonged"), "rotation": _("Another signing key"),
}  # fmt: skip
RULES = {
    "unknown_jti": _("a token signed by our key that was never issued"),
    "other_install": _("it comes from another installation than it was issued for"),
    "unbound_domain": _("it runs on a domain that it is not bound to"),
    "two_domains": _("it runs on two domains within a week"),
    "clock_back": _("the installation's clock went back"),
    "old_token": _("the token before came again: there may be two copies"),
    "clock_off": _("the installation's clock is more than a day off"),
}
FACTS = {
    "reason": _("Reason"), "why": _("Why"), "tier": _("Tier"), "kind": _("Kind"),
    "domains": _("Domains"), "domain": _("Domain"), "email": _("E-mail"), "to": _("To"),
    "period": _("Period"), "support_until": _("Support until"), "expires_at": _("Valid until"),
    "install_id": _("Installation"), "before": _("Installation before"), "jti": _("Token"),
    "kid": _("Signing key"), "address": _("Address"), "plugins": _("Plugins"),
    "themes": _("Themes"), "features": _("Features"), "niches": _("Niche packages"),
    "rule": _("What is odd"), "name": _("Name"), "version": _("Version"),
    "active": _("Signing key"), "request": _("Request"), "outcome": _("Outcome"),
}  # fmt: skip
# Said by the entry itself, or by another of its facts.
UNSAID = frozenset({"id", "customer", "detail", "changed", "revoked"})
ACTORS = {
    "operator": _("Operator"), "key": _("Service key"), "install": _("Installation"),
    "postman": _("Mail"), "stripe": _("Stripe"), "cli": _("Command line"),
    "worker": _("Worker"), "nobody": _("Unknown"), "development": _("First start"),
}  # fmt: skip


def badge(request: Any, known: dict[str, tuple[str, Any]], code: Any) -> tuple[str, str]:
    """(kind, label) of a code; one that is not known is shown as it is."""
    kind, label = known.get(str(code or "never"), ("neutral", str(code)))
    return kind, translate(request, label)


def tier(code: Any) -> str:
    """Tiers have names, the same in every language."""
    return str(code).capitalize()


def when(request: Any, value: Any, *, time: bool = True) -> str:
    """A time as the service writes it, in the reader's words; "" for none."""
    if not isinstance(value, str):
        return ""
    try:
        return show_date(datetime.fromisoformat(value), request.locale_name, ZONE, time=time)
    except (ValueError, OverflowError):
        return value


def actor(request: Any, value: Any) -> str:
    """Who did it: the kind in words, then the name, of an installation the beginning."""
    kind, _colon, name = str(value).partition(":")
    known = translate(request, ACTORS[kind]) if kind in ACTORS else kind
    return f"{known} {name[:13] + '…' if kind == 'install' and len(name) > 14 else name}".strip()


def facts(request: Any, data: dict[str, Any]) -> str:
    """An entry's facts on a line, each with its name."""
    return " · ".join(
        f"{translate(request, FACTS.get(name, name))}: {_fact(request, name, value)}"
        for name, value in data.items()
        if name not in UNSAID and value not in ("", None, [], {}, False)
    )


def _fact(request: Any, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if name == "rule" and value in RULES:
        return translate(request, RULES[value])
    if name == "why" and value in WHYS:
        return translate(request, WHYS[value])
    if name == "kind" and value in KIND:
        return translate(request, KIND[value])
    if name == "period" and value in dict(PERIODS):
        return translate(request, dict(PERIODS)[value])
    if name == "tier":
        return tier(value)
    return when(request, value) if name.endswith(("_at", "_until")) else str(value)


def entry(request: Any, row: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """(kind of mark, what, facts, who, when) of an entry of the log."""
    kind, label = badge(request, ENTRIES, row["kind"])
    return (
        kind, label, facts(request, row["data"])[:600], actor(request, row["actor"]),
        when(request, row["at"]),
    )  # fmt: skip
