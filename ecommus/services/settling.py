"""What was begun and never recorded is brought to an end; what never came is no longer waited for.

A claim that is older than ``payments.settle_seconds`` belongs to nobody: its process died, or the
provider did not answer. The provider is asked how it stands; a step it has never heard of, or has
not done, is asked for again under the same key. Each try waits twice as long as the one before.
"""

from typing import Any
from uuid import UUID

from ecommus.core.orders import Order
from ecommus.core.payments import Answer, Outcome
from ecommus.core.states import OrderStatus
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.services import orders, payments, refund_credit, refunds
from ecommus.services.gateways import OpenWork, ask, call_of, provider_of
from ecommus.services.work import Work

EXPIRED = "not paid in time"
# What a claim still needs when the provider says this of the attempt.
AGAIN = {
    "capture": (Outcome.AUTHORIZED,),
    "void": (Outcome.AUTHORIZED, Outcome.PENDING, Outcome.REDIRECT),
}


def settle(open_work: OpenWork) -> None:
    """One shop's loose ends."""
    with open_work() as work:
        seconds = float(work.registry.settings.get("payments.settle_seconds", 60))
        attempts = queries.unsettled(work.db, seconds, work.now)
        given = queries.unsettled_refunds(work.db, seconds, work.now)
        late = list(work.db.execute(queries.overdue(work.now)).scalars())
    for payment_id in attempts:
        ask_again(open_work, payment_id, seconds)
    for refund_id in given:
        _refund(open_work, refund_id, seconds)
    for order_id in late:
        _expire(open_work, order_id)


def ask_again(open_work: OpenWork, payment_id: UUID, seconds: float = 0) -> None:
    """Ask the provider how an attempt ended, and go on from there."""
    with open_work() as work:
        order, row = _attempt(work, payment_id)
        # Somebody else is at it, or it was recorded meanwhile.
        if not row.claim or payment_id not in queries.unsettled(work.db, seconds, work.now):
            return
        what = row.claim
        queries.change(work.db, row.id, claimed_at=work.now, tries=row.tries + 1)
        provider = provider_of(work.registry, row.gateway)
        if provider is None:
            # Its plugin is not installed any more: nobody is left to ask.
            return
        call = call_of(work, order, row)
    answer = ask("status", lambda: provider.status(call))
    if isinstance(answer, Answer) and answer.outcome in AGAIN.get(what, ()):
        payments.perform(open_work, provider, call, what)
        return
    with open_work() as work:
        if isinstance(answer, Answer):
            payments.record(work, payment_id, answer)
        else:
            queries.change(work.db, payment_id, error=str(answer)[:500])


def _attempt(work: Work, payment_id: UUID) -> tuple[Order, Any]:
    found = queries.one(work.db, payment_id)
    assert found is not None
    order = sales.order(work.db, Order.id == found.order_id)
    return order, queries.one(work.db, payment_id)


def _refund(open_work: OpenWork, refund_id: UUID, seconds: float) -> None:
    with open_work() as work:
        found = queries.refund(work.db, refund_id)
        order = sales.order(work.db, Order.id == found.order_id)
        row = queries.refund(work.db, refund_id)
        if refund_id not in queries.unsettled_refunds(work.db, seconds, work.now):
            return
        if not row.credit or row.status != "done":
            attempt = queries.one(work.db, row.payment_id)
            if provider_of(work.registry, attempt.gateway) is not None:
                refunds.send(work, order, attempt, row, again=True)
            return
        queries.change_refund(work.db, row.id, claimed_at=work.now, tries=row.tries + 1)
    refund_credit.write(open_work, refund_id)


def _expire(open_work: OpenWork, order_id: UUID) -> None:
    """The money of an order never came: its goods go back to the shelf. The provider is asked
    once more before that; what it gets later it gives back by itself (``payments.record``)."""
    with open_work() as work:
        order = sales.order(work.db, Order.id == order_id)
        row = queries.live(work.db, order_id)
        provider = call = None
        if row is not None and row.reference and not row.claim:
            provider = provider_of(work.registry, row.gateway)
            call = call_of(work, order, row) if provider is not None else None
    if provider is not None:
        payments.perform(open_work, provider, call, "status")
    with open_work() as work:
        order = sales.order(work.db, Order.id == order_id)
        late = order.pay_by is not None and order.pay_by < work.now
        row = queries.live(work.db, order_id)
        unclear = row is not None and bool(row.claim)
        if late and payments.due(order) and order.status == OrderStatus.PLACED and not unclear:
            orders.cancel(work, order, EXPIRED)
