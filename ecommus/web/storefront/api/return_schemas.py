"""Returns: what both APIs take and answer."""

from typing import Any

from ecommus.core.returns import Reason
from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE

# A withdrawal is declared where its receipt is sent: ``POST /withdrawals``.
ASKED = tuple(reason for reason in Reason if reason is not Reason.WITHDRAWAL)


class ReturnLine(s.Shape):
    """``quantity`` was announced, ``received`` came; ``damaged`` of it cannot be sold again."""

    line_id = s.uuid()
    name = s.text()
    quantity = s.integer()
    reason = s.text()
    received = s.integer()
    damaged = s.integer()


class Return(s.Shape):
    """A return. No lines: a withdrawal from an order of which nothing had been sent."""

    id = s.uuid()
    number = s.text()
    status = s.text()
    lines = s.list_of(ReturnLine(name="line"))
    note = s.text(0, 1000)
    answer = s.text(0, 1000)
    created_at = s.time()
    received_at = s.time(**NULLABLE)


class ReturnLineInput(s.Shape):
    line_id = s.uuid()
    quantity = s.integer(1, 9999)
    reason = s.choice(*ASKED)


class ReturnRequest(s.Shape):
    """Which units of the order's lines are to come back, and why."""

    lines = s.list_of(ReturnLineInput(name="line"), 100)
    note = s.text(0, 1000, missing="")


def present(entered: Any, names: dict[str, str]) -> dict[str, Any]:
    """A return (a row or an entity); ``names`` of the order's lines by id."""
    fields = ("id", "number", "status", "note", "answer", "created_at", "received_at")
    lines = [line | {"name": names.get(line["line_id"], "")} for line in entered.lines]
    return {name: getattr(entered, name) for name in fields} | {"lines": lines}
