"""Giving money back: look at the money first (``propose``), then ``apply``.

What is on its way counts as given back, so two refunds at once never exceed what was paid: the
attempt's row says so, and the database holds it to that. With a provider: claim (commit) → call →
record (commit), as in ``payments``; the refund's id is the provider's idempotency key. Without one
it is given back by hand, and noted as done. What gift cards and store credit paid goes back to
them after what a provider took; the parts of one refund are done together, or fail together.

The order's row is locked by whoever calls. The rules are ``core.refunds``.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from ecommus.core import refunds as rules
from ecommus.core.balances import Move
from ecommus.core.errors import Conflict, Refusal
from ecommus.core.events import OrderRefunded
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.money import Money
from ecommus.core.orders import Order
from ecommus.core.payments import Answer, Outcome, ProviderUnavailable
from ecommus.core.refunds import Proposal, Wanted
from ecommus.core.states import REFUNDS, RefundStatus, advance
from ecommus.db.queries import invoices as documents
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.tables.payments import refunds as table
from ecommus.db.tables.sales import allocations
from ecommus.services import balances, refund_credit, shelf
from ecommus.services.gateways import OpenWork, ask, call_of, provider_of
from ecommus.services.invoice_chain import open_invoice
from ecommus.services.refund_ways import credit_of, paid, ways
from ecommus.services.timeline import note
from ecommus.services.work import Work

R = RefundStatus
SETTLED = {"claimed_at": None, "tries": 0}


def account(work: Work, order: Order) -> rules.Account:
    """What was paid, and what of it was given back or is on its way."""
    given = [row for row in queries.refunds_of(work.db, order.id) if _counts(row)]
    returned: Counter = Counter()
    for row in given:
        returned.update({part["line_id"]: part["quantity"] for part in row.lines})
    # As the invoice has it: what the lines leave of the order, tax included.
    shipping = order.total - sum(line.total for line in order.lines)
    return rules.Account(
        currency=order.currency,
        lines=rules.sold(order.lines, returned),
        # An edit may have made it less than was given back of it.
        shipping_left=max(shipping - sum(row.shipping_amount for row in given), 0),
        shipping_total=shipping,
        shipping_tax=order.tax_total - sum(line.tax for line in order.lines),
        total=order.total,
        tax_total=order.tax_total,
        left=sum(row.captured - row.refunded for row in paid(work, order)),
    )


def _counts(row: Any) -> bool:
    return row.status != R.FAILED and not row.surplus


def propose(work: Work, order: Order, wanted: Wanted) -> Proposal:
    """The money of a refund, nothing written. Refusals as ``core.refunds`` has them."""
    return rules.propose(account(work, order), wanted)


def apply(
    work: Work, order: Order, wanted: Wanted, *, reason: str = "", restock: bool = False,
    reference: str = "", as_credit: bool = False,
) -> UUID:  # fmt: skip
    """Give it back; answers the refund's id. Goods that were sent go back to the shelf if asked.

    ``reference``: of the transfer, where it is given back by hand. ``as_credit``: not the way it
    came, but as the customer's store credit; Conflict when nobody has an account.
    """
    made = propose(work, order, wanted)
    sources = ways(work, order, made.total)
    if not sources:
        raise Conflict("nothing_paid", "Nothing was paid on this order yet.")
    credit_id = credit_of(work, order) if as_credit else None
    lines = [
        {"line_id": part.line_id, "quantity": part.quantity, "amount": part.amount}
        for part in made.parts
    ]
    refund_id = _request(
        work, order, [(row, part, credit_id or row.balance_id) for row, part in sources],
        lines=lines, shipping_amount=made.shipping, reason=reason, reference=reference,
        restock=restock and bool(lines), credit=True,
    )  # fmt: skip
    if restock:
        _restock(work, order, {part.line_id: part.quantity for part in made.parts})
    order.version += 1
    order.updated_at = work.now
    return refund_id


def everything(work: Work, order: Order) -> Wanted | None:
    """All that is left, line by line where it comes to that; None when nothing is."""
    made = account(work, order)
    if not made.left:
        return None
    wanted = Wanted({line.id: line.left for line in made.lines if line.left}, shipping=True)
    try:
        if rules.propose(made, wanted).total == made.left:
            return wanted
    except Refusal:
        # An amount was given back before: what is left of the lines is more than the money.
        pass
    return Wanted({}, amount=made.left)


def apply_all(work: Work, order: Order, reason: str = "") -> UUID | None:
    """Give back all that is left of what was paid, if anything is."""
    wanted = everything(work, order)
    return None if wanted is None else apply(work, order, wanted, reason=reason)


def surplus(work: Work, order: Order, attempt: Any) -> UUID:
    """Money that came although nobody waited for it goes back at once."""
    amount = attempt.captured - attempt.refunded
    note(work, order.id, "surplus", reference=attempt.reference)
    return _request(work, order, [(attempt, amount, None)], surplus=True)


def _request(
    work: Work, order: Order, sources: list[tuple[Any, int, UUID | None]], **values: Any
) -> UUID:
    """Write a refund down and begin it. ``sources``: payments, how much of each, and the balance
    that it goes to; the first is the refund itself, the others are part of it."""
    refund_id, reason = uuid7(), values.get("reason", "")
    for number, (payment, amount, balance_id) in enumerate(sources):
        own = {"id": uuid7(), "part_of": refund_id, "reason": reason}
        work.db.execute(
            insert(table).values(
                order_id=order.id, payment_id=payment.id, balance_id=balance_id, amount=amount,
                status=R.REQUESTED.value, currency=order.currency, actor=work.actor,
                **(own if number else {"id": refund_id} | values),
            )
        )  # fmt: skip
        # The CHECK on the payment is what no two refunds get past.
        queries.change(work.db, payment.id, refunded=payment.refunded + amount)
    note(work, order.id, "refund_requested", reason=reason)
    row, (attempt, _amount, balance_id) = queries.refund(work.db, refund_id), sources[0]
    if balance_id is None and provider_of(work.registry, attempt.gateway) is not None:
        send(work, order, attempt, row)
    else:
        _done(work, order, row, values.get("reference", ""))
    return refund_id


def send(work: Work, order: Order, attempt: Any, row: Any, *, again: bool = False) -> None:
    """Claim a refund and have the provider make it, once that is committed.

    ``again``: nobody knows how the last time ended, so the provider is asked first.
    """
    values = {"status": R.PROCESSING.value, "claimed_at": work.now, "tries": row.tries + 1}
    queries.change_refund(work.db, row.id, **values)
    provider, call = provider_of(work.registry, attempt.gateway), call_of(work, order, attempt)
    assert provider is not None
    amount = Money(row.amount, row.currency)

    def perform(open_work: OpenWork) -> None:
        answer: Any = Answer(Outcome.UNKNOWN)
        if again:
            answer = ask("refund_status", lambda: provider.refund_status(call, row.id))
        if isinstance(answer, Answer) and answer.outcome is Outcome.UNKNOWN:
            answer = ask("refund", lambda: provider.refund(call, row.id, amount))
        with open_work() as later:
            if isinstance(answer, ProviderUnavailable):
                queries.change_refund(later.db, row.id, error=str(answer)[:500])
            else:
                record(later, row.id, answer)

    work.afterwards(perform)


def record(work: Work, refund_id: UUID, answer: Answer) -> None:
    """Write down what the provider says of a refund."""
    found = queries.refund(work.db, refund_id)
    order = sales.order(work.db, Order.id == found.order_id) if found else None
    if order is None:
        return
    row = queries.refund(work.db, refund_id)
    if row.status != R.PROCESSING:
        return
    if answer.outcome is Outcome.REFUNDED:
        _done(work, order, row, answer.reference)
    elif answer.outcome in (Outcome.FAILED, Outcome.CANCELLED):
        for part in (row, *queries.parts_of(work.db, row.id)):
            status = str(advance(R(part.status), R.FAILED, REFUNDS))
            queries.change_refund(
                work.db, part.id, status=status, error=answer.reason, credit=False, **SETTLED
            )
            payment = queries.one(work.db, part.payment_id)
            queries.change(work.db, payment.id, refunded=payment.refunded - part.amount)
        order.version += 1
        note(work, order.id, "refund_failed", reason=answer.reason)


def _done(work: Work, order: Order, row: Any, reference: str) -> None:
    status = str(advance(R(row.status), R.DONE, REFUNDS))
    credit = row.credit and open_invoice(documents.of_order(work.db, order.id)) is not None
    queries.change_refund(
        work.db, row.id, status=status, reference=reference or row.reference, error="",
        done_at=work.now, credit=credit, claimed_at=work.now if credit else None, tries=0,
    )  # fmt: skip
    parts = queries.parts_of(work.db, row.id)
    for part in parts:
        queries.change_refund(work.db, part.id, status=status, done_at=work.now)
    for part in sorted((p for p in (row, *parts) if p.balance_id), key=lambda p: p.balance_id):
        balances.move(
            work, part.balance_id, Move.REFUNDED, part.amount, order_id=order.id,
            payment_id=part.payment_id, reason=row.reason,
        )  # fmt: skip
    total = sum(part.amount for part in (row, *parts))
    if not row.surplus:
        order.give_back(total, sum(one.captured for one in paid(work, order)))
    order.updated_at = work.now
    shown = Money(total, row.currency).format(order.locale)
    note(work, order.id, "refunded", reference=reference, reason=shown)
    work.publish(OrderRefunded(order.id, row.id, total))
    if credit:
        work.afterwards(lambda open_work: refund_credit.write(open_work, row.id))


def _restock(work: Work, order: Order, units: dict[str, int]) -> None:
    """Units that had been sent are on the shelf again, where they had come from."""
    by_id = {str(line.id): line for line in order.lines}
    back = {by_id[key]: min(n, by_id[key].fulfilled) for key, n in units.items()}
    back = {line: n for line, n in back.items() if n and line.variant_id and line.tracked}
    if not back:
        return
    stock = Stock(work.db, [line.variant_id for line in back], work.now)
    c = allocations.c
    found = select(c.order_line_id, c.location_id).where(c.order_line_id.in_([x.id for x in back]))
    places = {row.order_line_id: row.location_id for row in work.db.execute(found)}
    for line, quantity in sorted(back.items(), key=lambda entry: str(entry[0].variant_id)):
        if line.variant_id in stock.variants:
            place = places.get(line.id) or default_location(work.db)
            why = Why(work.actor, "refunded", order.id)
            stock.move(line.variant_id, place, Movement.RETURNED, quantity, why)
    shelf.written(work, stock)
