"""Returns: asked for by the customer, decided and received by staff. The rules: ``core.returns``.

Whoever calls holds the order's lock (``queries.sales.order``). What follows a withdrawal from the
contract comes in here too (``withdrawn``), so that staff have one queue.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ecommus.core import events as e
from ecommus.core.errors import Conflict, Refusal
from ecommus.core.inventory import Movement
from ecommus.core.orders import Order
from ecommus.core.refunds import Proposal, Wanted
from ecommus.core.returns import DAYS, Asked, Came, Reason, Return, announce, check, last_day, left
from ecommus.core.states import FulfilmentStatus, ReturnStatus
from ecommus.db.queries import returns as queries
from ecommus.db.stock import Stock, Why
from ecommus.db.tables.returns import returns as table
from ecommus.db.tables.sales import allocations
from ecommus.services import refunds, shelf
from ecommus.services.timeline import note as write
from ecommus.services.work import Work


def days(work: Work) -> int:
    """For how many days after delivery a return can be asked for."""
    return work.tenant.settings.get("returns", {}).get("days", DAYS)


def until(work: Work, order: Order) -> date | None:
    """The last day on which the customer can ask; None while nothing was sent."""
    arrived = queries.arrived(work.db, order.id)
    zone = ZoneInfo(work.tenant.timezone)
    return None if arrived is None else last_day(arrived, days(work), zone)


def is_open(work: Work, last: date | None) -> bool:
    return last is not None and work.now.astimezone(ZoneInfo(work.tenant.timezone)).date() <= last


def request(work: Work, order: Order, wanted: Iterable[Asked], text: str = "") -> Return:
    """The customer asks. Conflict before anything was sent, and when the time for it is over."""
    last = until(work, order)
    if last is None:
        raise Conflict("nothing_sent", "Nothing of this order has been sent yet.")
    if not is_open(work, last):
        said = "The time for returns is over: it was until %(day)s. Write to the shop."
        raise Conflict("too_late", said, day=last.isoformat())
    lines = announce(order.lines, queries.of_order(work.db, order.id), wanted)
    return _add(work, order, lines, note=text.strip())


def withdrawn(work: Work, order: Order, declared: Any) -> Return | None:
    """What follows a withdrawal: everything that was sent comes back, whatever day it is.

    Of what was not sent there is nothing to return: the order waits in the queue to be cancelled.
    None when the order is cancelled, or all of it comes back already.
    """
    others = queries.of_order(work.db, order.id)
    waiting = any(x.status == ReturnStatus.REQUESTED and not x.lines for x in others)
    free = {i: n for i, n in left(order.lines, others).items() if n}
    sent = any(line.fulfilled for line in order.lines)
    if order.status == "cancelled" or waiting or (sent and not free):
        return None
    asked = [Asked(i, n, Reason.WITHDRAWAL) for i, n in free.items()]
    lines = announce(order.lines, others, asked) if asked else []
    return _add(work, order, lines, note=declared.note, withdrawal_id=declared.id)


def enter(
    work: Work, order: Order, wanted: Iterable[Asked], text: str = "", *, restock: bool = True
) -> Return:
    """Staff write down what lies before them: asked for, approved and received in one step."""
    lines = announce(order.lines, queries.of_order(work.db, order.id), wanted)
    entered = _add(work, order, lines, note=text.strip())
    entered.approve()
    receive(work, order, entered, _all(entered, restock=restock))
    return entered


def _all(entered: Return, *, restock: bool) -> dict[UUID, Came]:
    """Everything that was asked for, whole or (not ``restock``) not to be sold again."""
    return {
        UUID(line["line_id"]): Came(line["quantity"], 0 if restock else line["quantity"])
        for line in entered.lines
    }


def _add(work: Work, order: Order, lines: list[dict[str, Any]], **fields: Any) -> Return:
    count = select(func.count()).where(table.c.order_id == order.id)
    number = work.db.execute(count).scalar_one() + 1
    entered = Return(
        order.id, f"{order.number}-R{number}", lines, requested_by=work.actor,
        created_at=work.now, **fields,
    )  # fmt: skip
    work.db.add(entered)
    _step(work, order, entered, "return_requested", e.ReturnRequested)
    return entered


def approve(work: Work, order: Order, entered: Return, answer: str = "") -> None:
    """The goods may come; ``answer`` tells the customer how and where to."""
    if not entered.lines:
        # Sent since it was declared: then all of it comes back.
        others = [x for x in queries.of_order(work.db, order.id) if x.id != entered.id]
        free = {i: n for i, n in left(order.lines, others).items() if n}
        asked = [Asked(i, n, Reason.WITHDRAWAL) for i, n in free.items()]
        entered.lines = announce(order.lines, others, asked) if asked else []
    entered.approve(answer.strip())
    _step(work, order, entered, "return_approved", e.ReturnApproved)


def refuse(work: Work, order: Order, entered: Return, answer: str) -> None:
    """They may not come, or never came; ``answer`` says why."""
    entered.refuse(answer.strip())
    _step(work, order, entered, "return_refused", e.ReturnRefused)


def receive(
    work: Work, order: Order, entered: Return, came: Mapping[UUID, Came] | None = None
) -> None:
    """The goods are here (None: exactly those announced, all of them whole).

    What is whole goes back on the shelf it was sold from; the ledger knows of the rest too.
    """
    came = _all(entered, restock=True) if came is None else came
    others = [x for x in queries.of_order(work.db, order.id) if x.id != entered.id]
    check(order.lines, others, {i: part.received for i, part in came.items()})
    entered.receive(came)
    entered.received_at = work.now
    _restock(work, order, entered, came)
    back: dict[UUID, int] = {}
    for one in [*others, entered]:
        for line_id, units in one.back().items():
            back[line_id] = back.get(line_id, 0) + units
    if order.fulfilment_status in (FulfilmentStatus.FULFILLED, FulfilmentStatus.DELIVERED):
        order.take_back(back)
    _step(work, order, entered, "return_received", e.ReturnReceived)


def money_back(work: Work, order: Order, entered: Return) -> dict[UUID, int]:
    """The units whose money the customer is owed for a return: line → those that came back.

    Damaged ones count: who pays for the damage is settled by people. None while nothing came.
    """
    owed = ReturnStatus(entered.status) is ReturnStatus.RECEIVED
    return entered.back() if owed else {}


def owed(work: Work, order: Order, entered: Return) -> Wanted:
    """The refund of a received return: its units, as far as their money was not given back before.

    Whoever withdraws from the whole contract gets the delivery back too (OUG 34/2014, art. 13).
    """
    account = refunds.account(work, order)
    free = {line.id: line.left for line in account.lines}
    back = {str(i): n for i, n in money_back(work, order, entered).items()}
    units = {i: min(n, free[i]) for i, n in back.items()}
    whole = all(units.get(i, 0) == n for i, n in free.items())
    withdrawn = all(line["reason"] == Reason.WITHDRAWAL for line in entered.lines)
    return Wanted(units, shipping=whole and withdrawn)


def proposal(work: Work, order: Order, entered: Return) -> Proposal | None:
    """The money of ``owed``; None: nothing came, nothing was paid, or it was given back before."""
    try:
        return refunds.propose(work, order, owed(work, order, entered))
    except Refusal:
        return None


def finish(work: Work, order: Order, entered: Return, *, refund: bool = False) -> None:
    """Nothing is left to do: the exchange is sent, or the money given back (``refund``: now).

    Refusals of a refund as ``refunds.apply`` has them.
    """
    if entered.status == ReturnStatus.REQUESTED:
        text = "Decide on the return first: approve or refuse it."
        raise Conflict("not_received", text)
    wanted = owed(work, order, entered) if refund else None
    entered.finish()
    if wanted is not None:
        refunds.apply(work, order, wanted, reason=f"return {entered.number}")
    _step(work, order, entered, "return_done", e.ReturnDone)


def cancelled(event: e.OrderCancelled, work: Work) -> None:
    """In the transaction that cancels an order: a withdrawal that asked for that is settled."""
    for entered in queries.of_order(work.db, event.order_id):
        if entered.status == ReturnStatus.REQUESTED and not entered.lines:
            entered.finish()
            entered.updated_at = work.now
            write(work, event.order_id, "return_done", number=entered.number)
            work.publish(e.ReturnDone(entered.id, event.order_id))


def _step(work: Work, order: Order, entered: Return, kind: str, event: Any) -> None:
    """Write down that a return went on: on it, on its order, on the order's timeline."""
    entered.updated_at = order.updated_at = work.now
    order.version += 1
    work.db.flush()
    write(work, order.id, kind, number=entered.number)
    work.publish(event(entered.id, order.id))


def _restock(work: Work, order: Order, entered: Return, came: Mapping[UUID, Came]) -> None:
    """Back where it was sold from; a variant that is gone or has no stock is not counted."""
    sold = select(
        allocations.c.order_line_id, allocations.c.variant_id, allocations.c.location_id
    ).where(allocations.c.order_line_id.in_(came))
    rows = work.db.execute(sold.order_by(allocations.c.id.desc())).all()
    places = {row.order_line_id: row for row in rows}
    stock = Stock(work.db, {row.variant_id for row in rows}, work.now)
    why = Why(work.actor, f"return {entered.number}", order.id)
    for line_id, part in came.items():
        row = places.get(line_id)
        if row is None or row.variant_id not in stock.variants or not part.received:
            continue
        stock.move(row.variant_id, row.location_id, Movement.RETURNED, part.received, why)
        if part.damaged:
            stock.move(row.variant_id, row.location_id, Movement.DAMAGED, part.damaged, why)
    shelf.written(work, stock)
