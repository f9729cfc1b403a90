"""One action for many orders: judged by the rules first, then done for those that they let pass.

Judging writes nothing, so a page (or ``dry_run``) can show what would happen. An order that is
refused stops no other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ecommus.core.errors import Refusal
from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.services import orders
from ecommus.services.work import Work

MOST = 200


@dataclass(frozen=True, slots=True)
class Action:
    """``rule`` is what the order itself says; ``do`` is the use case."""

    rule: Callable[[Order], None]
    do: Callable[[Work, Order, str], None]


ACTIONS = {
    "confirm": Action(Order.confirm, lambda work, order, _reason: orders.confirm(work, order)),
    "mark_paid": Action(Order.mark_paid, orders.mark_paid),
    "cancel": Action(Order.cancel, orders.cancel),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """An order, and why not; None: it is done, or would be."""

    order: Order
    refusal: Refusal | None


def judge(action: str, found: Sequence[Order]) -> list[Outcome]:
    """What the rules say to each order, on copies: nothing is changed."""
    return [Outcome(order, _refusal(action, order)) for order in found]


def run(work: Work, action: str, order_ids: Sequence[UUID], reason: str = "") -> list[Outcome]:
    """Do it for every order that the rules let pass, in the order of their ids."""
    outcomes = judge(action, sales.orders_of(work.db, order_ids))
    for outcome in outcomes:
        if outcome.refusal is None:
            ACTIONS[action].do(work, outcome.order, reason)
    return outcomes


def _refusal(action: str, order: Any) -> Refusal | None:
    try:
        # Without its lines it belongs to no session; no rule of these asks for them.
        ACTIONS[action].rule(replace(order, lines=[]))
    except Refusal as refusal:
        return refusal
    return None
