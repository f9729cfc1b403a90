"""How all installations are, in numbers: for the overview and its plot."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from license_service.db.ledger import log
from license_service.db.tables import heartbeats, licenses
from license_service.services import finding, forensic
from license_service.services.finding import Event
from license_service.services.work import Work

DAYS = 30
HEALTH = ("ok", "warning", "reduced", "locked", "never")


@dataclass(frozen=True, slots=True)
class Overview:
    """``health``: active licenses by how they stand; ``days``: installations heard of each day."""

    states: dict[str, int]
    health: dict[str, int]
    days: list[tuple[date, int]]
    suspicions: list[Event]
    suspicious_week: int


def overview(work: Work) -> Overview:
    states: dict[str, int] = dict(
        work.db.execute(select(licenses.c.state, func.count()).group_by(licenses.c.state)).all()
    )
    return Overview(
        {state: states.get(state, 0) for state in finding.STATES},
        _health(work),
        _days(work),
        [finding.event_of(entry) for entry in forensic.newest(work.db, kind="suspect", most=8)],
        _suspicious(work),
    )


def _health(work: Work) -> dict[str, int]:
    # One look into the index for each license; a license may have thousands of heartbeats.
    newest = (
        select(heartbeats.c.at)
        .where(heartbeats.c.license_id == licenses.c.id)
        .order_by(heartbeats.c.at.desc())
        .limit(1)
        .lateral("newest")
    )
    query = (
        select(licenses.c.state, licenses.c.kind, licenses.c.expires_at, newest.c.at)
        .outerjoin(newest, true())
        .where(licenses.c.state == "active")
    )
    found = Counter(finding.health(row, row.at, work.now) for row in work.db.execute(query))
    return {name: found[name] for name in HEALTH}


def _days(work: Work) -> list[tuple[date, int]]:
    day = func.date(func.timezone("UTC", heartbeats.c.at))
    first = work.now - timedelta(days=DAYS - 1)
    query = (
        select(day, func.count(heartbeats.c.license_id.distinct()))
        .where(heartbeats.c.at >= first.replace(hour=0, minute=0, second=0, microsecond=0))
        .group_by(day)
    )
    heard: dict[Any, int] = dict(work.db.execute(query).all())
    days = [(first + timedelta(days=n)).date() for n in range(DAYS)]
    return [(each, heard.get(each, 0)) for each in days]


def _suspicious(work: Work) -> int:
    since = (work.now - timedelta(days=7)).isoformat()
    at = log.c.body.cast(JSONB)["at"].astext
    query = select(func.count()).where(log.c.kind == "suspect", at >= since)
    return work.db.execute(query).scalar_one()
