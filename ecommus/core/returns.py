"""Goods that come back: what a customer may ask to return, what came, and until when.

A return lists units of an order's lines. However many returns an order has, together they never
hold more units of a line than were sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.orders import OrderLine
from ecommus.core.states import RETURNS, ReturnStatus, advance

# The law's own, OUG 34/2014, article 9; a shop may give more.
DAYS = 14
MOST_DAYS = 365


class Reason(StrEnum):
    DOES_NOT_FIT = "does_not_fit"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    CHANGED_MIND = "changed_mind"
    WITHDRAWAL = "withdrawal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """Units of a line that are to come back."""

    line_id: UUID
    quantity: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Came:
    """Units of a line that really came; ``damaged`` of them cannot be sold again."""

    received: int
    damaged: int = 0


@dataclass(eq=False)
class Return:
    """One return of an order.

    ``lines``: [{"line_id", "quantity", "reason", "received", "damaged"}]. None at all: somebody
    withdrew from an order of which nothing had been sent, so it is to be cancelled.
    """

    order_id: UUID
    number: str
    lines: list[dict[str, Any]]
    note: str = ""
    answer: str = ""
    requested_by: str = ""
    withdrawal_id: UUID | None = None
    status: str = ReturnStatus.REQUESTED
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    received_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)

    def _become(self, new: ReturnStatus) -> None:
        old = ReturnStatus(self.status)
        self.status = str(advance(old, new, RETURNS))
        self.version += 1

    def approve(self, answer: str = "") -> None:
        """The goods may come. Conflict while there are none to come."""
        if not self.lines:
            text = "Nothing of this order has been sent: cancel the order instead."
            raise Conflict("nothing_sent", text)
        self._become(ReturnStatus.APPROVED)
        self.answer = answer

    def refuse(self, answer: str) -> None:
        """They may not, or never came. Invalid without a reason."""
        if not answer.strip():
            text = "Say why: the customer is told in these words."
            raise Invalid("required", text, field="answer")
        self._become(ReturnStatus.REFUSED)
        self.answer = answer

    def receive(self, came: Mapping[UUID, Came]) -> None:
        """They came. What is not named did not; what nobody asked for may have come too.

        Invalid when nothing came, or more is damaged than came.
        """
        if not any(part.received for part in came.values()):
            text = "Say how many pieces came. If nothing came, refuse the return."
            raise Invalid("nothing_came", text, field="lines")
        if any(not 0 <= part.damaged <= part.received for part in came.values()):
            text = "There cannot be more damaged pieces than pieces that came."
            raise Invalid("damaged_invalid", text, field="lines")
        self._become(ReturnStatus.RECEIVED)
        known = {UUID(line["line_id"]) for line in self.lines}
        lines = [dict(line) for line in self.lines]
        lines += [_line(Asked(i, 0, Reason.OTHER)) for i in came if i not in known]
        for line in lines:
            arrived = came.get(UUID(line["line_id"]), Came(0))
            line.update(received=arrived.received, damaged=arrived.damaged)
        self.lines = lines

    def finish(self) -> None:
        """All that it brought about is settled."""
        self._become(ReturnStatus.DONE)

    def held(self) -> dict[UUID, int]:
        """Units that no other return can ask for: announced at first, then those that came."""
        if self.status == ReturnStatus.REFUSED:
            return {}
        arrived = self.status in (ReturnStatus.RECEIVED, ReturnStatus.DONE)
        name = "received" if arrived else "quantity"
        return {UUID(line["line_id"]): line[name] for line in self.lines}

    def back(self) -> dict[UUID, int]:
        """Units that came back."""
        return {UUID(line["line_id"]): line["received"] for line in self.lines if line["received"]}


def _line(asked: Asked) -> dict[str, Any]:
    return {
        "line_id": str(asked.line_id),
        "quantity": asked.quantity,
        "reason": str(asked.reason),
        "received": 0,
        "damaged": 0,
    }


def left(lines: Iterable[OrderLine], others: Iterable[Return]) -> dict[UUID, int]:
    """Units of each line that can still be returned: those sent, without what returns hold."""
    units = {line.id: line.fulfilled for line in lines}
    for other in others:
        for line_id, held in other.held().items():
            if line_id in units:
                units[line_id] -= held
    return {line_id: max(count, 0) for line_id, count in units.items()}


def announce(
    lines: Iterable[OrderLine], others: Iterable[Return], wanted: Iterable[Asked]
) -> list[dict[str, Any]]:
    """The lines of a new return. Invalid or Conflict when they cannot all come back."""
    wanted = [asked for asked in wanted if asked.quantity]
    if not wanted:
        raise Invalid("nothing_chosen", "Choose at least one item to return.", field="lines")
    if len({asked.line_id for asked in wanted}) < len(wanted):
        raise Invalid("line_twice", "Name each line of the order once.", field="lines")
    check(lines, others, {asked.line_id: asked.quantity for asked in wanted})
    return [_line(asked) for asked in wanted]


def check(lines: Iterable[OrderLine], others: Iterable[Return], wanted: Mapping[UUID, int]) -> None:
    """Conflict when more is to come back than was sent and is not in another return."""
    lines = list(lines)
    names, free = {line.id: line.name for line in lines}, left(lines, others)
    for line_id, quantity in wanted.items():
        if line_id not in names:
            raise Invalid("line_unknown", "This line is not in the order.", field="lines")
        if not 0 <= quantity <= free[line_id]:
            raise Conflict(
                "more_than_sent",
                "%(name)s: %(left)s can be returned.",
                field="lines",
                name=names[line_id],
                left=free[line_id],
            )


def last_day(arrived: datetime, days: int, zone: tzinfo) -> date:
    """The last day on which a return can be asked for; the day of arrival does not count."""
    return arrived.astimezone(zone).date() + timedelta(days=days)
