"""What Stripe tells: a paid invoice extends support, a refunded charge ends the license it paid.

Each event has its effect once, however often it is sent. What it came to is kept beside its id.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.errors import Conflict
from ecommus.core.ids import parse_uuid
from license_service.db.ledger import stripe_events
from license_service.db.tables import customers, licenses, plans
from license_service.rules import stripe_events as events
from license_service.services import lifecycle
from license_service.services.work import Work

REPEATED = "repeated"


def take(work: Work, event: dict[str, Any]) -> str:
    """The event's effect; answers what it came to. ``event`` was verified."""
    key, kind = event["id"], event["type"]
    row = {"id": key, "type": kind, "outcome": "", "at": work.now}
    made = insert(stripe_events).values(**row).on_conflict_do_nothing()
    if work.db.execute(made.returning(stripe_events.c.id)).first() is None:
        return REPEATED
    thing = event["data"]["object"]
    license, outcome = None, "ignored"
    try:
        if kind == "invoice.paid":
            license, outcome = _paid(work, events.paid(thing))
        elif kind == "charge.refunded":
            license, outcome = _refunded(work, events.refunded(thing))
    except Conflict as refusal:
        # Stripe would send it again for days, and it would be refused each time.
        outcome = refusal.code
    keep = update(stripe_events).where(stripe_events.c.id == key)
    work.db.execute(keep.values(outcome=outcome))
    if outcome != "ignored":
        work.note("stripe", license, event=key, type=kind, outcome=outcome)
    return outcome


def _named(work: Work, license_id: str, **columns: str) -> Any:
    """The license that an event names, by its id or by what Stripe calls it."""
    wanted = [licenses.c[name] == value for name, value in columns.items() if value]
    if key := parse_uuid(license_id):
        wanted.insert(0, licenses.c.id == key)
    for condition in wanted:
        found = work.db.execute(select(licenses).where(condition)).one_or_none()
        if found is not None:
            return found
    return None


def _paid(work: Work, said: events.Paid) -> tuple[UUID | None, str]:
    license = _named(work, said.license_id, stripe_subscription=said.subscription)
    if license is None:
        return None, "no_license"
    _remember_customer(work, license, said.customer)
    why = f"Stripe invoice {said.invoice}"
    bought = work.db.execute(select(plans).where(plans.c.stripe_price.in_(said.prices))).all()
    done = []
    if months := sum(plan.months for plan in bought if plan.category == "support"):
        lifecycle.extend(work, license.id, f"{months}mo", why)
        done.append("support_extended")
    items = {
        kind: tuple(plan.item for plan in bought if plan.category == kind)
        for kind in ("plugin", "theme")
    }
    if any(items.values()):
        plugins, themes = items["plugin"], items["theme"]
        lifecycle.add(work, license.id, plugins=plugins, themes=themes, why=why)
        done.append("added")
    if done:
        return license.id, " ".join(done)
    if license.kind == "saas-monthly":
        lifecycle.prolong(work, license.id, 1, why)
        return license.id, "prolonged"
    return license.id, "no_plan"


def _remember_customer(work: Work, license: Any, customer: str) -> None:
    taken = select(customers.c.id).where(customers.c.stripe_customer == customer)
    if customer and work.db.execute(taken).first() is None:
        work.db.execute(
            update(customers)
            .where(customers.c.id == license.customer_id, customers.c.stripe_customer.is_(None))
            .values(stripe_customer=customer)
        )


def _refunded(work: Work, said: events.Refunded) -> tuple[UUID | None, str]:
    """Only the payment that bought the license ends it, and only when all of it went back."""
    license = _named(work, said.license_id, stripe_payment=said.payment)
    if license is None:
        return None, "no_license"
    if license.stripe_payment not in (None, said.payment):
        return license.id, "other_payment"
    if not said.whole:
        return license.id, "partly_refunded"
    lifecycle.close(work, license.id, "refunded", f"Stripe charge {said.charge} was refunded")
    return license.id, "refunded"
