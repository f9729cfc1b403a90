"""What Stripe tells: a paid invoice extends support, a refunded charge ends the license it paid.

Each event has its effect once, however often it is sent, and so has each invoice, whatever events
tell of it. What it came to is kept beside its id, with the ids of the money that it speaks of:
events come in any order, and one that comes late must not undo what came before it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from license_service.db.ledger import stripe_events
from license_service.db.tables import customers, licenses, plans
from license_service.rules import stripe_events as events
from license_service.rules.stripe_events import Line, Paid, Refunded
from license_service.services import lifecycle, tokens
from license_service.services.work import Work

REPEATED, REFUNDED, PARTLY = "repeated", "refunded", "partly_refunded"
EXTENDED, ADDED, PROLONGED = "support_extended", "added", "prolonged"
DONE = {EXTENDED, ADDED, PROLONGED}


def take(work: Work, event: dict[str, Any]) -> str:
    """The event's effect; answers what it came to. ``event`` was verified."""
    key, kind = event["id"], event["type"]
    said = events.read(kind, event["data"]["object"])
    row = {"id": key, "type": kind, "outcome": "", "at": work.now,
           "things": list(said.things) if said else []}  # fmt: skip
    made = insert(stripe_events).values(**row).on_conflict_do_nothing()
    if work.db.execute(made.returning(stripe_events.c.id)).first() is None:
        return REPEATED
    if said is None:
        _keep(work, key, None, "ignored")
        return "ignored"
    license = _named(work, said)
    try:
        outcome = _effect(work, license, said)
    except Refusal as refusal:
        # Stripe would send it again for days, and it would be refused each time.
        outcome = refusal.code
    _keep(work, key, license.id if license else None, outcome)
    work.note(
        "stripe", license.id if license else None, event=key, type=kind, outcome=outcome,
        things=list(said.things),
    )  # fmt: skip
    return outcome


def _keep(work: Work, key: str, license_id: UUID | None, outcome: str) -> None:
    statement = update(stripe_events).where(stripe_events.c.id == key)
    work.db.execute(statement.values(outcome=outcome, license_id=license_id))


def _effect(work: Work, license: Any, said: Paid | Refunded) -> str:
    if isinstance(said, Refunded) and not said.whole:
        return PARTLY
    if license is None:
        return "no_license"
    # Two events of one license, one after the other: the second sees what the first came to.
    tokens.locked(work, license.id)
    return _paid(work, license, said) if isinstance(said, Paid) else _refunded(work, license, said)


def _named(work: Work, said: Paid | Refunded) -> Any:
    """The license that an event names, by its id or by what Stripe calls it."""
    column, value = (
        (licenses.c.stripe_subscription, said.subscription)
        if isinstance(said, Paid)
        else (licenses.c.stripe_payment, said.payment)
    )
    wanted = [column == value] if value else []
    if key := parse_uuid(said.license_id):
        wanted.insert(0, licenses.c.id == key)
    for condition in wanted:
        found = work.db.execute(select(licenses).where(condition)).one_or_none()
        if found is not None:
            return found
    return None


def _told_before(work: Work, kind: str, things: tuple[str, ...]) -> Any:
    """Earlier events of a kind about the same money."""
    e = stripe_events.c
    query = select(e.outcome, e.license_id, e.things)
    rows = work.db.execute(query.where(e.type == kind, e.things.op("&&")(list(things))))
    # The event itself is among them; it has come to nothing yet.
    return [row for row in rows if row.outcome]


def _paid(work: Work, license: Any, said: Paid) -> str:
    before = _told_before(work, "invoice.paid", said.things)
    if any(row.license_id == license.id and set(row.outcome.split()) & DONE for row in before):
        return "invoice_repeated"
    if any(row.outcome != PARTLY for row in _told_before(work, "charge.refunded", said.things)):
        return "refunded_before"
    _remember_customer(work, license, said.customer)
    prices = [line.price for line in said.lines]
    rows = work.db.execute(select(plans).where(plans.c.stripe_price.in_(prices)))
    known = {plan.stripe_price: plan for plan in rows}
    bought = [(known[line.price], line) for line in said.lines if line.price in known]
    if not all(_fits(plan, line) for plan, line in bought):
        # Too little, or in another currency: staff look at it.
        return "amount_differs"
    return _bring(work, license, bought, f"Stripe invoice {said.invoice}")


def _fits(plan: Any, line: Line) -> bool:
    """Whether the line is what the plan costs, as far as both say."""
    if plan.price is None:
        return True
    if line.currency and line.currency != plan.currency.upper():
        return False
    return line.amount is None or line.amount >= plan.price * line.quantity


def _bring(work: Work, license: Any, bought: list[tuple[Any, Line]], why: str) -> str:
    """What was bought, into the license."""
    done = []
    if months := sum(p.months * line.quantity for p, line in bought if p.category == "support"):
        lifecycle.extend(work, license.id, f"{months}mo", why)
        done.append(EXTENDED)
    items = {
        kind: tuple(plan.item for plan, _line in bought if plan.category == kind)
        for kind in ("plugin", "theme")
    }
    if any(items.values()):
        plugins, themes = items["plugin"], items["theme"]
        lifecycle.add(work, license.id, plugins=plugins, themes=themes, why=why)
        done.append(ADDED)
    if done:
        return " ".join(done)
    if license.kind == "saas-monthly":
        lifecycle.prolong(work, license.id, 1, why)
        return PROLONGED
    return "no_plan"


def _remember_customer(work: Work, license: Any, customer: str) -> None:
    taken = select(customers.c.id).where(customers.c.stripe_customer == customer)
    if customer and work.db.execute(taken).first() is None:
        work.db.execute(
            update(customers)
            .where(customers.c.id == license.customer_id, customers.c.stripe_customer.is_(None))
            .values(stripe_customer=customer)
        )


def _refunded(work: Work, license: Any, said: Refunded) -> str:
    """Only the payment that bought the license ends it, and only when all of it went back."""
    if license.stripe_payment not in (None, said.payment):
        return "other_payment"
    invoices = _told_before(work, "invoice.paid", said.things)
    if license.stripe_payment is None and any(row.license_id == license.id for row in invoices):
        # Of support, or of what was bought afterwards.
        return "other_payment"
    lifecycle.close(work, license.id, "refunded", f"Stripe charge {said.charge} was refunded")
    return REFUNDED
