"""Getting paid by a provider: claim (commit) → call → record (commit).

``claim`` notes on the attempt what the provider is about to be asked; the call is made after that
commit; ``record`` writes the answer down. A process that dies between two of them leaves a claim
behind that ``settling`` brings to an end. An answer may come twice, or by three ways at once (the
call, a webhook, the shopper's return): ``record`` is the same for all and changes nothing twice.

The order's row is locked first, always.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import OrderPaid, PaymentAuthorized, PaymentFailed, PaymentSucceeded
from ecommus.core.ids import uuid7
from ecommus.core.money import Money
from ecommus.core.orders import Order
from ecommus.core.payments import Answer, Call, Outcome, PaymentProvider, ProviderUnavailable
from ecommus.core.ports import PaymentChoice
from ecommus.core.states import ATTEMPTS, AttemptStatus, OrderStatus, PaymentStatus, advance
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.db.tables.payments import payments as table
from ecommus.services import refunds
from ecommus.services.carts import payment_choice
from ecommus.services.gateways import OpenWork, ask, call_of, provider_of
from ecommus.services.timeline import note
from ecommus.services.work import Work

A = AttemptStatus
UNPAID = (PaymentStatus.PENDING, PaymentStatus.FAILED)
# The gateway of money that came past the provider.
MANUAL = "manual"
_ATTEMPT = insert(table).inline()
RELEASED = {"claim": "", "claimed_at": None, "tries": 0}


def attempt(work: Work, order: Order, gateway: str) -> UUID:
    """Write a new attempt down; the database refuses a second live one."""
    payment_id = uuid7()
    row = {
        "id": payment_id,
        "order_id": order.id,
        "gateway": gateway,
        "status": A.PENDING.value,
        "amount": order.to_pay,
        "currency": order.currency,
    }
    work.db.execute(_ATTEMPT, row)
    return payment_id


def pay_by(work: Work, gateway: str) -> Any:
    """Until when the money of a hosted payment is waited for; None where nobody waits."""
    if provider_of(work.registry, gateway) is None:
        return None
    minutes = int(work.registry.settings.get("payments.wait_minutes", 60))
    return work.now + timedelta(minutes=minutes)


def due(order: Order) -> bool:
    """Whether an order still wants to be paid."""
    return order.status != OrderStatus.CANCELLED and order.payment_status in UNPAID


def begin(work: Work, order: Order) -> Any:
    """The shopper wants to pay now: answers the attempt, the same one however often it is asked.

    Conflict when there is nothing to pay, or nobody to pay it to.
    """
    if not due(order):
        raise Conflict("nothing_to_pay", "There is nothing to pay on this order any more.")
    if provider_of(work.registry, order.payment_method) is None:
        raise Conflict("not_hosted", "This order is not paid on a page of ours.")
    found = queries.live(work.db, order.id)
    if found is None:
        payment_id = attempt(work, order, order.payment_method)
        order.payment(PaymentStatus.PENDING)
        order.pay_by = pay_by(work, order.payment_method)
        found = queries.one(work.db, payment_id)
    if not found.claim and not found.redirect_url:
        claim(work, order, found, "authorize")
    return found


def switch(work: Work, order: Order, code: str) -> PaymentChoice:
    """Pay in another way: the attempt so far is let go of. Invalid when it is not offered."""
    if not due(order):
        raise Conflict("nothing_to_pay", "There is nothing to pay on this order any more.")
    choice = payment_choice(work, Money(order.to_pay, order.currency), code)
    if choice is None:
        raise Invalid("unknown_method", "Choose how to pay.", field="payment_method")
    if code == order.payment_method:
        return choice
    found = queries.live(work.db, order.id)
    if found is not None:
        if found.claim:
            raise _busy()
        let_go(work, order, found)
    attempt(work, order, code)
    order.payment_method, order.payment_title = choice.code, choice.title
    order.payment(PaymentStatus.PENDING)
    order.pay_by = pay_by(work, code)
    order.version += 1
    note(work, order.id, "payment_method", reference=choice.title)
    return choice


def claim(work: Work, order: Order, row: Any, what: str) -> None:
    """Note what the provider is asked for, and ask once that is committed."""
    values = {"claim": what, "claimed_at": work.now, "tries": row.tries + 1, "error": ""}
    queries.change(work.db, row.id, **values)
    call, provider = call_of(work, order, row), provider_of(work.registry, row.gateway)
    assert provider is not None
    work.afterwards(lambda open_work: perform(open_work, provider, call, what))


def perform(open_work: OpenWork, provider: PaymentProvider, call: Call, what: str) -> None:
    """Call the provider, and record what it says."""
    questions = {
        "authorize": lambda: provider.authorize(call),
        "capture": lambda: provider.capture(call, call.amount),
        "void": lambda: provider.void(call),
        "status": lambda: provider.status(call),
    }
    answer = ask(what, questions[what])
    with open_work() as work:
        if isinstance(answer, ProviderUnavailable):
            # The claim stays: nobody knows how it ended.
            queries.change(work.db, call.attempt_id, error=str(answer)[:500])
        else:
            record(work, call.attempt_id, answer)


def capture(work: Work, order: Order) -> bool:
    """Take the money that is held for the order. False when none is held by a provider."""
    found = queries.live(work.db, order.id)
    hosted = found is not None and provider_of(work.registry, found.gateway) is not None
    if not hosted or found.captured:
        return False
    if found.claim and found.claim != "capture":
        raise _busy()
    if found.status == A.AUTHORIZED:
        if not found.claim:
            claim(work, order, found, "capture")
        return True
    if found.claim or found.reference:
        text = "The buyer is paying at the provider; ask the provider how it stands."
        raise Conflict("payment_underway", text)
    return False


def by_hand(work: Work, order: Order) -> UUID:
    """The attempt that staff may mark as paid: never one that a provider would be asked about."""
    found = queries.live(work.db, order.id)
    if found is not None and provider_of(work.registry, found.gateway) is None:
        return found.id
    if found is not None:
        let_go(work, order, found)
    hosted = provider_of(work.registry, order.payment_method) is not None
    return attempt(work, order, MANUAL if hosted else order.payment_method)


def let_go(work: Work, order: Order, row: Any) -> None:
    """This attempt is not wanted any more: its provider is told to take no money for it."""
    queries.change(work.db, row.id, status=A.CANCELLED.value)
    known = row.reference or row.status == A.AUTHORIZED
    if provider_of(work.registry, row.gateway) is not None and known and not row.claim:
        claim(work, order, row, "void")


def inquire(work: Work, order: Order, row: Any) -> None:
    """Ask the provider how an attempt stands, once this is committed."""
    provider = provider_of(work.registry, row.gateway)
    if provider is not None:
        call = call_of(work, order, row)
        work.afterwards(lambda open_work: perform(open_work, provider, call, "status"))


def record(work: Work, payment_id: UUID, answer: Answer) -> None:
    """Write down what the provider says of an attempt, by whatever way it came."""
    found = queries.one(work.db, payment_id)
    order = sales.order(work.db, Order.id == found.order_id) if found else None
    if order is None:
        return
    # Read again: before the lock another may have recorded the same.
    row = queries.one(work.db, payment_id)
    if answer.amount is not None and answer.amount != Money(row.amount, row.currency):
        queries.change(work.db, row.id, error="the provider speaks of another amount")
        return
    reference = answer.reference or row.reference
    queries.change(work.db, row.id, reference=reference, error=answer.reason, **RELEASED)
    match answer.outcome:
        case Outcome.PAID | Outcome.REFUNDED:
            _paid(work, order, row)
        case Outcome.AUTHORIZED:
            _authorized(work, order, row, reference)
        case Outcome.REDIRECT | Outcome.PENDING:
            if row.status == A.CANCELLED:
                _void(work, order, row, reference)
            elif answer.redirect_url:
                queries.change(work.db, row.id, redirect_url=answer.redirect_url)
        case Outcome.FAILED | Outcome.CANCELLED:
            _failed(work, order, row, A(answer.outcome.value), answer.reason)
        case Outcome.UNKNOWN:
            # Nothing arrived: the attempt is as it was, and may be begun again under its id.
            pass


def _paid(work: Work, order: Order, row: Any) -> None:
    if row.captured:
        return
    if not _wanted(order):
        # It was cancelled, or paid in another way: the money goes back by itself.
        queries.change(work.db, row.id, captured=row.amount)
        refunds.surplus(work, order, queries.one(work.db, row.id))
        return
    _only(work, order, row)
    status = str(advance(A(row.status), A.PAID, ATTEMPTS))
    queries.change(work.db, row.id, status=status, captured=row.amount, redirect_url="")
    order.mark_paid()
    order.updated_at = work.now
    note(work, order.id, "paid", reference=row.reference)
    work.publish(PaymentSucceeded(row.id, order.id))
    work.publish(OrderPaid(order.id))


def _authorized(work: Work, order: Order, row: Any, reference: str) -> None:
    if row.status == A.AUTHORIZED or row.captured:
        return
    if row.status == A.CANCELLED or not _wanted(order):
        _void(work, order, row, reference)
        return
    _only(work, order, row)
    status = str(advance(A(row.status), A.AUTHORIZED, ATTEMPTS))
    queries.change(work.db, row.id, status=status, redirect_url="")
    order.payment(PaymentStatus.AUTHORIZED)
    order.pay_by, order.updated_at = None, work.now
    note(work, order.id, "authorized", reference=reference)
    work.publish(PaymentAuthorized(row.id, order.id))


def _failed(work: Work, order: Order, row: Any, status: AttemptStatus, reason: str) -> None:
    if status not in ATTEMPTS[A(row.status)]:
        return
    queries.change(work.db, row.id, status=status.value, redirect_url="")
    if order.payment_status in (PaymentStatus.PENDING, PaymentStatus.AUTHORIZED):
        if order.payment_status == PaymentStatus.AUTHORIZED:
            order.pay_by = pay_by(work, row.gateway)
        order.payment(PaymentStatus.FAILED)
        order.updated_at = work.now
        note(work, order.id, "payment_failed", reason=reason)
        work.publish(PaymentFailed(row.id, order.id))


def _wanted(order: Order) -> bool:
    """Whether money that comes now pays for something."""
    return order.status != OrderStatus.CANCELLED and order.payment_status in (
        *UNPAID,
        PaymentStatus.AUTHORIZED,
    )


def _only(work: Work, order: Order, row: Any) -> None:
    """This attempt is the one that counts; another that waits is let go of."""
    other = queries.live(work.db, order.id)
    if other is not None and other.id != row.id:
        let_go(work, order, other)


def _void(work: Work, order: Order, row: Any, reference: str) -> None:
    fresh = queries.one(work.db, row.id)
    if reference:
        claim(work, order, fresh, "void")


def _busy() -> Conflict:
    text = "The provider is being asked; look again in a moment."
    return Conflict("payment_busy", text)
