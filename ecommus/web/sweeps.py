"""What time brings to an end in a shop, whether anybody looks or not: the worker's upkeep.

For each sweep the database says which shops wait, by a function that answers their ids alone. They
are worked one after the other, each step in transactions of its own; one that fails stops none.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, delete, text

from ecommus.core.events import StockChanged
from ecommus.db.queries.customers import sweep as sweep_customers
from ecommus.db.stock import sweep_reservations
from ecommus.db.tables.ops import idempotency
from ecommus.services import left_carts, nightly
from ecommus.services.gateways import OpenWork
from ecommus.services.repricing import reprice
from ecommus.services.settling import settle
from ecommus.services.work import Work
from ecommus.web import ratelimit
from ecommus.web.jobs import opener

log = logging.getLogger(__name__)
Step = Callable[[OpenWork], None]


@dataclass(frozen=True)
class Sweep:
    """``waiting``: SQL that answers ids of tenants; it may ask for ``:now`` and ``:seconds``, the
    age of a call to a provider that nobody is at any more."""

    waiting: TextClause
    steps: tuple[Step, ...]


def sweep_of(function: str, *steps: Step) -> Sweep:
    return Sweep(text(f"SELECT t.id FROM {function} AS t(id)"), steps)


def once(function: Callable[[Any], Any]) -> Step:
    """A step of one transaction."""

    def step(open_work: OpenWork) -> None:
        with open_work() as work:
            function(work)

    return step


def expired(work: Work) -> None:
    """Reservations past their time go back; answers to idempotency keys are kept for a day."""
    now = datetime.now(UTC)
    for variant_id, available in sweep_reservations(work.db, now):
        work.publish(StockChanged(variant_id, available))
    old = idempotency.c.created_at < now - timedelta(hours=24)
    work.db.execute(delete(idempotency).where(old))


UPKEEP = (
    sweep_of("tenants_to_sweep()", once(expired)),
    sweep_of("tenants_to_reprice()", once(reprice)),
    sweep_of(
        "tenants_with_carts_to_sweep()", once(left_carts.note_left), once(left_carts.forget_old)
    ),
    sweep_of("tenants_to_settle(:seconds)", settle),
)
# Long ones, which nothing else should wait for.
NIGHTLY = (sweep_of("tenants_to_prove(:now)", once(nightly.prove)),)


def run(registry: Any, sweeps: Sequence[Sweep], stop: threading.Event | None = None) -> None:
    """Work all shops that wait; ``stop`` ends it between two of them."""
    for sweep in sweeps:
        for tenant_id in waiting(registry, sweep):
            tenant = registry.directory.find("id", str(tenant_id))
            if tenant is None or (stop is not None and stop.is_set()):
                continue
            for step in sweep.steps:
                try:
                    step(opener(registry, tenant))
                except Exception:
                    log.exception("%s: the shop %s could not be swept", sweep.waiting, tenant.slug)
                    break


def run_platform(registry: Any) -> None:
    """What belongs to no shop in particular: rate counters, ended sessions of customers."""
    ratelimit.sweep(registry.databases.app)
    with registry.databases.platform.begin() as connection:
        sweep_customers(connection)


def waiting(registry: Any, sweep: Sweep, now: datetime | None = None) -> list[UUID]:
    """Ids of the shops that wait for a sweep."""
    seconds = float(registry.settings.get("payments.settle_seconds", 60))
    known = {"now": now or datetime.now(UTC), "seconds": seconds}
    asked = {name: known[name] for name in sweep.waiting.compile().params}
    with registry.databases.app.connect() as connection:
        return list(connection.execute(sweep.waiting, asked).scalars())
