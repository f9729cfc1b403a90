"""What the states of an order are called in the admin, and the marks they are shown with."""

from dataclasses import dataclass
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Refusal
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# code -> (kind of the badge, words)
STATUS = {
    "placed": ("warning", _("To confirm")),
    "confirmed": ("info", _("Confirmed")),
    "completed": ("success", _("Completed")),
    "cancelled": ("neutral", _("Cancelled")),
}
PAYMENT = {
    "pending": ("warning", _("Unpaid")),
    "authorized": ("info", _("Authorized")),
    "paid": ("success", _("Paid")),
    "partially_refunded": ("info", _("Partly refunded")),
    "refunded": ("neutral", _("Refunded")),
    "failed": ("error", _("Payment failed")),
    "cancelled": ("neutral", _("Payment cancelled")),
}
FULFILMENT = {
    "unfulfilled": ("warning", _("Not sent")),
    "partial": ("warning", _("Partly sent")),
    "fulfilled": ("info", _("Sent")),
    "delivered": ("success", _("Delivered")),
    "returned": ("neutral", _("Returned")),
}
ATTEMPT = {
    "pending": ("warning", _("Waiting")),
    "authorized": ("info", _("Authorized")),
    "paid": ("success", _("Paid")),
    "failed": ("error", _("Failed")),
    "cancelled": ("neutral", _("Given up")),
}
REFUND = {
    "requested": ("info", _("Under way")),
    "processing": ("info", _("Under way")),
    "done": ("success", _("Done")),
    "failed": ("error", _("Failed")),
}
_ALL = FULFILMENT | PAYMENT | STATUS
# Who did it, where it was nobody of the staff.
_ACTORS = {"shopper": _("the customer"), "worker": _("the shop itself")}


@dataclass(frozen=True, slots=True)
class Badge:
    """See the ``badge`` macro of ui.pt."""

    kind: str
    label: str


def badge(request: Any, table: dict[str, tuple[str, str]], code: str) -> Badge:
    kind, label = table.get(code, ("neutral", code))
    return Badge(kind, translate(request, label))


def badges(request: Any, order: Any) -> tuple[Badge, Badge, Badge]:
    """Status, payment, fulfilment."""
    sent = badge(request, FULFILMENT, order.fulfilment_status)
    if order.status == "cancelled":
        # Nothing waits to be sent any more.
        sent = Badge("neutral", sent.label)
    status, payment = order.status, order.payment_status
    return badge(request, STATUS, status), badge(request, PAYMENT, payment), sent


def options(request: Any, table: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(code, words) for a select."""
    return [(code, translate(request, label)) for code, (_kind, label) in table.items()]


def who(request: Any, actor: str) -> str:
    return translate(request, _ACTORS[actor]) if actor in _ACTORS else actor


def customer(address: dict[str, Any] | None) -> str:
    """The name on an address, the company where there is none."""
    found = Address.of(address) or Address()
    return f"{found.first_name} {found.last_name}".strip() or found.company


def readable(request: Any, refusal: Refusal, states: dict[str, tuple[str, str]] = _ALL) -> str:
    """A refusal about an order, its states in words: never ``placed`` where people read."""
    params = dict(refusal.params)
    if refusal.code == "illegal_transition":
        for name in ("old", "new"):
            state = badge(request, states, str(params[name]))
            params[name] = translate(request, "“%(state)s”", {"state": state.label})
    return translate(request, refusal.message, params)
