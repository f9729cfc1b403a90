"""Refunding an order: choose, look at the money, confirm.

The first button only looks (``services.refunds.propose``); the second is on the page that shows
what it comes to, and sends the same fields again, with the version of the order they were drawn
from.
"""

from dataclasses import dataclass
from typing import Any

from ecommus.core.errors import Invalid, Refusal, Stale
from ecommus.core.money import Money, parse, plain
from ecommus.core.permissions import Permission as P
from ecommus.core.refunds import Proposal, Wanted
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import refunds
from ecommus.services.gateways import provider_of
from ecommus.web.admin import notices, order_words
from ecommus.web.admin.order_actions import attempt, text
from ecommus.web.storefront import paid_with

_edit = {"within": IAdmin, "permission": P.ORDER_EDIT}
KEPT = ("amount", "reason", "reference", "shipping", "restock", "as_credit")


@dataclass(frozen=True, slots=True)
class Choice:
    """A line that can still be refunded."""

    id: str
    name: str
    left: int
    typed: str


def _values(
    request: Any, order: Any, given: dict[str, str] | None = None, made: Proposal | None = None
) -> dict[str, Any]:
    notices.lead(request, "Orders", request.context.__parent__)
    notices.lead(request, f"#{order.number}", request.context)
    account, given = refunds.account(request, order), dict(given or {})
    as_credit = given.get("as_credit") == "yes"
    sources = refunds.ways(request, order, made.total if made else account.left)
    by_id = {line.id: line for line in account.lines}

    def money(amount: int) -> Money:
        return Money(amount, order.currency)

    return {
        "order": order,
        "order_url": request.to(request.context),
        "lines": [
            Choice(x.id, x.name, x.left, given.get(f"quantity-{x.id}", "0"))
            for x in account.lines
            if x.left
        ],
        "left": money(account.left),
        "shipping_left": money(account.shipping_left),
        "sent": any(line.fulfilled for line in order.lines),
        "by_hand": not as_credit and any(_by_hand(request, row) for row, _part in sources),
        "by_provider": not as_credit
        and any(provider_of(request.registry, row.gateway) for row, _part in sources),
        # Where it goes, when that is not one place.
        "ways": _ways(request, order, sources) if made and not as_credit else [],
        "as_credit": as_credit,
        "may_credit": order.customer_id is not None,
        "given": given,
        "kept": [(name, value) for name, value in given.items() if _is_field(name)],
        "preview": made
        and {
            "parts": [
                (by_id[p.line_id].name, p.quantity, money(p.amount), money(p.tax))
                for p in made.parts
            ],
            "shipping": money(made.shipping),
            "total": money(made.total),
            "tax": money(made.tax),
        },
    }


def _by_hand(request: Any, row: Any) -> bool:
    return not row.balance_id and provider_of(request.registry, row.gateway) is None


def _ways(request: Any, order: Any, sources: list[tuple[Any, int]]) -> list[tuple[str, Money]]:
    """What goes to which gift card or store credit, beside what goes back the way it came."""
    if not any(row.balance_id for row, _part in sources):
        return []
    return [
        (
            paid_with.name(request, row.gateway, row.reference)
            if row.balance_id
            else order.payment_title,
            Money(part, order.currency),
        )
        for row, part in sources
    ]


def _is_field(name: str) -> bool:
    return name in KEPT or name.startswith("quantity-")


def _wanted(request: Any, order: Any) -> Wanted:
    """The form as a wish. Invalid when something typed is no number."""
    units: dict[str, int] = {}
    for line in order.lines:
        typed = text(request, f"quantity-{line.id}") or "0"
        if not typed.isdecimal() or len(typed) > 6:
            raise Invalid("quantity_invalid", "%(name)s: write a whole number.", name=line.name)
        units[str(line.id)] = int(typed)
    amount = None
    if typed := text(request, "amount"):
        try:
            amount = parse(plain(typed), order.currency).amount
        except ValueError:
            raise Invalid("amount_invalid", "Write an amount like 19.99.", field="amount") from None
    return Wanted(units, text(request, "shipping") == "yes", amount)


@page(IOrder, name="refund", template="order_refund.pt", **_edit)
def choose(context: Any, request: Any) -> dict[str, Any]:
    """What can still be given back."""
    return _values(request, context.entity)


@page(IOrder, name="refund", method="POST", template="order_refund.pt", audit="", **_edit)
def preview(context: Any, request: Any) -> Any:
    """Look at the money: nothing is written, nothing is audited."""
    order, given = context.entity, dict(request.POST)
    try:
        if text(request, "version") != str(order.version):
            raise Stale(
                "stale", "This order was changed meanwhile: see what happened, then decide again."
            )
        made = refunds.propose(request, order, _wanted(request, order))
    except Refusal as refusal:
        notices.undo(request, refusal)
        reason = order_words.readable(request, refusal)
        request.shell.messages.append(notices.Message("error", reason))
        return _values(request, context.entity, given)
    return _values(request, order, given, made)


@page(IOrder, name="refund-now", method="POST", template="order_refund.pt", **_edit)
def refund(context: Any, request: Any) -> Any:
    """Give it back."""
    order = context.entity
    return attempt(context, request, "refunded", lambda: _apply(request, order), _values)


def _apply(request: Any, order: Any) -> None:
    refund_id = refunds.apply(
        request,
        order,
        _wanted(request, order),
        reason=text(request, "reason"),
        restock=text(request, "restock") == "yes",
        reference=text(request, "reference"),
        as_credit=text(request, "as_credit") == "yes",
    )
    request.audit.update(refund=str(refund_id))
