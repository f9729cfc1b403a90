"""What is odd about a heartbeat. It is noted and shown; it locks nobody."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ecommus.core.license import registrable

CLOCK_OFF = timedelta(hours=24)
# A clock that is set by minutes is no news.
CLOCK_BACK = timedelta(minutes=10)
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """What an installation said of itself."""

    at: datetime
    clock: datetime
    install_id: str
    domain: str
    jti: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """``rule`` is stable; ``detail`` says it in English, ``facts`` has what it is made of."""

    rule: str
    detail: str
    facts: dict[str, str] = field(default_factory=dict)


def suspicions(
    now_said: Said, before: list[Said], install_id: str, domains: list[str], current: str
) -> list[Suspicion]:
    """``before``: earlier heartbeats of the same license, the newest first; ``install_id`` and
    ``domains`` are what it was issued for, ``current`` is the token that is in use."""
    found = []
    recent = [said for said in before if now_said.at - said.at <= RECENT]
    if now_said.install_id != install_id:
        text = f"install {now_said.install_id} uses the license of {install_id}"
        facts = {"install_id": now_said.install_id, "issued_for": install_id}
        found.append(Suspicion("other_install", text, facts))
    root = _root(now_said.domain)
    if root and root not in domains:
        facts = {"domain": root, "domains": ", ".join(domains)}
        text = f"{root} is not among {facts['domains']}"
        found.append(Suspicion("unbound_domain", text, facts))
    roots = sorted({_root(said.domain) for said in recent} - {"", root})
    if root and roots:
        text = f"{root} now, {', '.join(roots)} within the last {RECENT.days} days"
        facts = {"domain": root, "domains": ", ".join(roots)}
        found.append(Suspicion("two_domains", text, facts))
    newest = max((said.clock for said in before if said.clock <= said.at + CLOCK_OFF), default=None)
    if newest is not None and now_said.clock < newest - CLOCK_BACK:
        text = f"the clock says {now_said.clock.isoformat()}, it was {newest.isoformat()} before"
        facts = {"clock": now_said.clock.isoformat(), "before": newest.isoformat()}
        found.append(Suspicion("clock_back", text, facts))
    if now_said.jti != current and any(said.jti == current for said in before):
        text = "the token before comes again after its successor: there may be two of it"
        found.append(Suspicion("old_token", text))
    if abs(now_said.clock - now_said.at) > CLOCK_OFF:
        clock = now_said.clock.isoformat()
        found.append(Suspicion("clock_off", f"the clock says {clock}", {"clock": clock}))
    return found


def _root(domain: str) -> str:
    """The registrable domain; nothing for a developer's machine."""
    host = domain.rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return ""
    return registrable(host) or ""
