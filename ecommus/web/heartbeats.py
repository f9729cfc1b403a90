"""The heartbeat of this installation, made by the worker, the license panel or the command."""

import logging
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import func, select

from ecommus.core.signed import SignedError
from ecommus.db.session import TenantSession
from ecommus.db.tables.licensing import license_state
from ecommus.db.tables.platform import tenants
from ecommus.services import heartbeat
from ecommus.services import license_state as state
from ecommus.services.heartbeat import WORKER, About
from ecommus.services.service_calls import Away
from ecommus.web.license import trust_of

log = logging.getLogger(__name__)


def url_of(registry: Any) -> str:
    """Where the license service is; "" where none is named, and none asked."""
    return registry.settings.get("license.url", "").strip()


def about(registry: Any, db: TenantSession) -> About:
    """What this installation says of itself; figures only where the operator agreed."""
    kpis = None
    if registry.settings.get("license.kpis") == "true":
        kpis = {"tenants": db.execute(select(func.count()).select_from(tenants)).scalar_one()}
    plugins = {plugin.id: plugin.version for plugin in registry.plugins.values()}
    return About(version("ecommus"), registry.licensing.domain, plugins, kpis)


def due(registry: Any, now: datetime) -> bool:
    """Whether it may be time; asked often, so without a lock."""
    with registry.databases.platform.connect() as connection:
        next_at = connection.execute(select(license_state.c.next_at)).scalar_one()
    return heartbeat.due(next_at, now)


def first_keys(registry: Any, url: str, actor: str) -> str | None:
    """Get a key set where there is none yet, so that a license can be installed; answers what went
    wrong."""
    trust, platform = trust_of(registry.settings), registry.databases.platform
    with TenantSession(platform) as db:
        stored = state.read(db)
        db.commit()
    try:
        if not trust.roots or trust.keys(stored.keys, datetime.now(UTC))[1] is not None:
            return None
        token = heartbeat.ask_keys(url)
        with TenantSession(platform) as db:
            state.take_keys(db, token, trust, actor=actor, now=datetime.now(UTC))
            db.commit()
    except (Away, SignedError) as error:
        return _failed(registry, error)
    return None


def _failed(registry: Any, error: Away | SignedError) -> str:
    problem = heartbeat.why(error)
    log.warning("the license service: %s", problem)
    with TenantSession(registry.databases.platform) as db:
        heartbeat.failed(db, error, datetime.now(UTC))
        db.commit()
    return problem


def beat(registry: Any, *, actor: str = WORKER, due_only: bool = True) -> str | None:
    """Ask the license service; answers None when it was asked and believed, or need not be, else
    what went wrong. Every transaction is its own; nothing is open while the network is waited for.
    """
    url, now = url_of(registry), datetime.now(UTC)
    if due_only and url and not due(registry, now):
        return None
    registry.licensing.poll()
    held = registry.licensing.held
    if url and (problem := first_keys(registry, url, actor)):
        return problem
    if not url or not held.token:
        return None if due_only else "No license service is named (license.url), or no license."
    trust, platform = trust_of(registry.settings), registry.databases.platform
    with TenantSession(platform) as db:
        stored = heartbeat.claim(db, held.asked, now, due_only=due_only, token=held.token)
        said = about(registry, db)
        db.commit()
    if stored is None:
        return None if due_only else "This license was made here: nobody is asked after it."
    try:
        sent = heartbeat.beat_of(held.asked, stored, said, trust, now)
        answer = heartbeat.ask(url, held.token, sent)
        with TenantSession(platform) as db:
            heartbeat.take(
                db, answer, sent, trust,
                actor=actor, now=datetime.now(UTC), ends=held.asked.expires_at,
            )  # fmt: skip
            db.commit()
    except (Away, SignedError) as error:
        return _failed(registry, error)
    finally:
        registry.licensing.poll()
    return None
