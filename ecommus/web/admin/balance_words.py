"""Balances in words: the states of gift cards, and the rows of a ledger."""

from collections.abc import Sequence
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.db.queries import balances as queries
from ecommus.db.tables.balances import balance_movements
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.web.admin import lists, order_words
from ecommus.web.problems import translate
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")
STATES = {
    "open": ("success", _("Can be used")),
    "empty": ("neutral", _("Nothing left")),
    "expired": ("warning", _("Past its date")),
    "blocked": ("error", _("Blocked")),
}
MOVES = {
    "issued": _("First amount"),
    "spent": _("Payment"),
    "refunded": _("Refund"),
    "returned": _("Given back"),
    "adjusted": _("Correction"),
}


def state(row: Any, now: Any) -> str:
    """The state of a gift card, as ``queries.state`` has it."""
    if row.disabled_at is not None:
        return "blocked"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return "open" if row.amount else "empty"


def badge(request: Any, row: Any) -> tuple[str, str]:
    """(kind, label) of a card's state."""
    kind, label = STATES[state(row, request.now)]
    return kind, translate(request, label)


def ledger(request: Any, balances: Sequence[Any]) -> tuple[list[dict[str, Any]], Any]:
    """A page of balances' movements, the newest first, and its pager: two statements."""
    currencies = {balance.id: balance.currency for balance in balances}
    orders = find(request.context, IAdmin)["orders"]
    statement = queries.movements(list(currencies))
    rows, pager = lists.fetch(request, statement, balance_movements.c.id.desc())
    return [
        {
            "when": lists.when(request, row.at),
            "what": translate(request, MOVES[row.kind]),
            "amount": Money(row.amount, currencies[row.balance_id]),
            "left": Money(row.left_on, currencies[row.balance_id]),
            "order": row.order_number,
            "order_url": request.to(orders, str(row.order_id)) if row.order_id else None,
            "reason": row.reason,
            "who": order_words.who(request, row.actor),
        }
        for row in rows
    ], pager
