"""The parts of a return's page, and of the box on its order's page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ecommus.core.permissions import Permission as P
from ecommus.core.returns import left
from ecommus.core.states import ReturnStatus
from ecommus.db.queries import returns as queries
from ecommus.web import return_words
from ecommus.web.admin import order_words


@dataclass(frozen=True, slots=True)
class Box:
    """An order's returns: (return, its page, its badge), and where one is entered."""

    rows: list[tuple[Any, str, order_words.Badge]]
    enter_url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order: what was announced of it, what came, what can come at most."""

    id: UUID
    name: str
    options: str
    sku: str
    reason: str
    quantity: int
    received: int
    damaged: int
    most: int


def badge(request: Any, status: str) -> order_words.Badge:
    return order_words.badge(request, return_words.STATUS, status)


def of_order(request: Any, order: Any) -> Box:
    """The box on an order's page: no statement before something was sent."""
    if not any(line.fulfilled for line in order.lines):
        return Box([], None)
    known = queries.of_order(request.db, order.id)
    place = request.context.__parent__.__parent__["returns"]
    rows = [(x, request.to(place, str(x.id)), badge(request, x.status)) for x in known]
    can = request.identity.may(P.ORDER_EDIT) and any(left(order.lines, known).values())
    return Box(rows, request.to(request.context, "return") if can else None)


def _line(request: Any, line: Any, most: int, part: dict[str, Any]) -> Line:
    return Line(
        id=line.id,
        name=line.name,
        options=" · ".join(f"{name}: {value}" for name, value in line.options),
        sku=line.sku or "",
        reason=return_words.reason(request, part["reason"]) if part else "",
        quantity=part.get("quantity", 0),
        received=part.get("received", 0),
        damaged=part.get("damaged", 0),
        most=most,
    )


def lines(request: Any, order: Any, entered: Any) -> list[Line]:
    """What the return says of the order's lines; before it came, also of those that might come."""
    others = [x for x in queries.of_order(request.db, order.id) if x.id != entered.id]
    most = left(order.lines, others)
    parts = {UUID(part["line_id"]): part for part in entered.lines}
    waits = entered.status == ReturnStatus.APPROVED
    return [
        _line(request, line, most[line.id], parts.get(line.id, {}))
        for line in order.lines
        if line.id in parts or (waits and most[line.id])
    ]


def returnable(request: Any, order: Any) -> list[Line]:
    """Every line of the order of which something can still come back."""
    most = left(order.lines, queries.of_order(request.db, order.id))
    return [_line(request, line, most[line.id], {}) for line in order.lines if most[line.id]]
