"""The ledger of stock in words: what happened, why, who did it. Used by its pages and its file."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.inventory import OUTGOING, Movement
from ecommus.web.admin import lists, order_words
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

MOVEMENTS = {
    Movement.RECEIVED: _("Received"),
    Movement.ALLOCATED: _("Promised to an order"),
    Movement.RELEASED: _("Promise taken back"),
    Movement.SOLD: _("Sent to a customer"),
    Movement.RETURNED: _("Came back"),
    Movement.ADJUSTED: _("Adjusted"),
    Movement.DAMAGED: _("Damaged"),
    Movement.MOVED_OUT: _("Moved to another place"),
    Movement.MOVED_IN: _("Moved from another place"),
}
# Reasons that the program writes; others are somebody's own words.
REASONS = {
    "order placed": _("order placed"),
    "order cancelled": _("order cancelled"),
    "sent": _("parcel sent"),
    "counted": _("counted"),
    "catalogue import": _("catalogue import"),
    "opening stock": _("opening stock"),
}
# A promise moves nothing on the shelf.
PROMISES = {Movement.ALLOCATED: 1, Movement.RELEASED: -1}


def change(row: Any) -> int:
    """What a row of the ledger did to the shelf."""
    if row.kind in PROMISES:
        return 0
    return -row.quantity if row.kind in OUTGOING else row.quantity


def movement(request: Any, orders: Any, row: Any) -> dict[str, Any]:
    """A row of the ledger as pages show it; ``orders`` is where their links lead."""
    promised = PROMISES.get(row.kind, 0) * row.quantity
    return {
        "at": lists.when(request, row.at),
        "kind": translate(request, MOVEMENTS.get(row.kind, row.kind)),
        "change": "" if row.kind in PROMISES else f"{change(row):+d}",
        "promised": promised,
        "on_hand": row.on_hand,
        "reason": reason(request, row),
        "actor": order_words.who(request, row.actor),
        "number": row.number,
        "order_url": request.to(orders, str(row.order_id)) if row.number else None,
        "location": row.location or translate(request, "a place that was deleted"),
    }


def reason(request: Any, row: Any) -> str:
    return translate(request, REASONS.get(row.reason, row.reason)) if row.reason else ""
