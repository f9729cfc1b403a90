"""Looking things up: licenses with their owners and their health, a license's whole story."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select, true

from ecommus.core.grace import Enforcement, compute_grace_state, state_of
from license_service.db.ledger import outbox
from license_service.db.tables import customers, heartbeats, issuances, licenses
from license_service.services import forensic
from license_service.services.work import Work

STATES = ("active", "revoked", "refunded")


@dataclass(frozen=True, slots=True)
class Found:
    """A license as lists show it. ``health``: ok, warning, reduced, locked, or never heard of."""

    license: Any
    health: str
    last: datetime | None


def _query() -> Any:
    """Licenses, their owners, and what was heard last."""
    h = heartbeats.c
    newest = (
        select(h.at, h.domain, h.version, h.address)
        .where(h.license_id == licenses.c.id)
        .order_by(h.at.desc())
        .limit(1)
        .lateral("newest")
    )
    return (
        select(
            licenses, customers.c.email, customers.c.company, customers.c.cif,
            newest.c.at.label("heard"), newest.c.domain.label("heard_domain"),
            newest.c.version.label("heard_version"), newest.c.address.label("heard_address"),
        )
        .join(customers)
        .outerjoin(newest, true())
    )  # fmt: skip


def _found(work: Work, query: Any) -> list[Found]:
    rows = work.db.execute(query)
    return [Found(row, health(row, row.heard, work.now), row.heard) for row in rows]


def search(
    work: Work,
    text: str = "",
    *,
    state: str = "",
    tier: str = "",
    customer: UUID | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> list[Found]:
    """By domain, install id, e-mail, company or tax number; the newest first."""
    query = _query().order_by(licenses.c.id.desc()).limit(most)
    # PostgreSQL keeps no NUL, so nothing has one in it.
    if text := text.replace("\0", ""):
        words = func.concat_ws(
            " ", func.array_to_string(licenses.c.domains, " "), licenses.c.install_id,
            cast(licenses.c.id, Text), customers.c.email, customers.c.company, customers.c.cif,
        )  # fmt: skip
        query = query.where(words.icontains(text, autoescape=True))
    if state:
        query = query.where(licenses.c.state == state)
    if tier:
        query = query.where(licenses.c.tier == tier)
    if customer is not None:
        query = query.where(licenses.c.customer_id == customer)
    if after is not None:
        query = query.where(licenses.c.id < after)
    return _found(work, query)


def health(license: Any, heard: datetime | None, now: datetime) -> str:
    """How the license stands with an installation that enforces as it is delivered (auto)."""
    if license.state != "active":
        return "locked"
    if license.expires_at is not None and license.expires_at <= now:
        return "locked"
    if heard is None:
        return "never"
    silence = compute_grace_state(heard, now)
    return state_of(
        silence, revoked=False, kind=license.kind, enforcement=Enforcement.AUTO
    ).label.value


def one(work: Work, license_id: UUID) -> Found | None:
    found = _found(work, _query().where(licenses.c.id == license_id))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a license's story, read back from the forensic log."""

    seq: int
    at: datetime
    kind: str
    actor: str
    data: dict[str, Any]
    license_id: str | None


def event_of(entry: Any) -> Event:
    said = json.loads(entry.body)
    at = datetime.fromisoformat(said["at"])
    return Event(entry.seq, at, said["kind"], said["actor"], said["data"], said.get("license_id"))


def story(work: Work, license_id: UUID) -> list[Event]:
    """All that was noted of it, the newest first."""
    return [event_of(entry) for entry in forensic.of_license(work.db, license_id)]


def domains_of(work: Work, events: list[Event]) -> dict[str, str]:
    """What the licenses that ``events`` are about are called, by id."""
    ids = {UUID(event.license_id) for event in events if event.license_id}
    query = select(licenses.c.id, licenses.c.domains).where(licenses.c.id.in_(ids))
    return {str(row.id): ", ".join(row.domains) for row in work.db.execute(query)}


def issuances_of(work: Work, license_id: UUID) -> list[Any]:
    """Its tokens (without the tokens themselves), the newest first."""
    i = issuances.c
    query = select(i.jti, i.kid, i.install_id, i.issued_at, i.replaced_at)
    return list(
        work.db.execute(query.where(i.license_id == license_id).order_by(i.issued_at.desc()))
    )


def letters_of(work: Work, license_id: UUID, most: int = 60) -> list[Any]:
    """What its customer was written, without the letters themselves; the newest first."""
    o = outbox.c
    query = select(o.recipient, o.subject, o.created_at, o.sent_at, o.tries, o.error)
    query = query.where(o.license_id == license_id).order_by(o.created_at.desc(), o.id.desc())
    return list(work.db.execute(query.limit(most)))


def heartbeats_of(work: Work, license_id: UUID, most: int = 60) -> list[Any]:
    query = select(heartbeats).where(heartbeats.c.license_id == license_id)
    return list(work.db.execute(query.order_by(heartbeats.c.at.desc()).limit(most)))
