"""What staff do with an order: confirm, send, mark paid or delivered, cancel.

The rules are ``services.orders``. Every form carries the version of the order it was drawn from:
whoever decides on an order that somebody else has changed meanwhile sees it again first.
"""

from collections.abc import Callable
from typing import Any

from ecommus.core.errors import Invalid, Refusal, Stale
from ecommus.core.money import Money
from ecommus.core.orders import Order as OrderEntity
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import orders as service
from ecommus.services import payments, refunds
from ecommus.web.admin import notices, order_words
from ecommus.web.admin.order import possible, values

_edit = {"within": IAdmin, "permission": P.ORDER_EDIT}


def text(request: Any, name: str, longest: int = 200) -> str:
    """A field as typed, without what surrounds it and what no database takes."""
    return request.POST.get(name, "").replace("\0", "").strip()[:longest]


def attempt(
    context: Any,
    request: Any,
    what: str,
    action: Callable[[], Any],
    show: Callable[..., dict[str, Any]] = values,
) -> Any:
    """Do it and go back to the order; or show the form again, with the reason why not."""
    try:
        if text(request, "version") != str(context.entity.version):
            raise Stale(
                "stale", "This order was changed meanwhile: see what happened, then decide again."
            )
        action()
    except Refusal as refusal:
        notices.undo(request, refusal)
        context.entity = sales.order(request.db, OrderEntity.id == context.entity.id)
        reason = order_words.readable(request, refusal)
        request.shell.messages.append(notices.Message("error", reason))
        return show(request, context.entity, dict(request.POST))
    request.audit.update(number=context.entity.number)
    return notices.done(request, context, what)


@page(IOrder, name="confirm", method="POST", template="order.pt", **_edit)
def confirm(context: Any, request: Any) -> Any:
    """Accept the order."""
    return attempt(context, request, "confirmed", lambda: service.confirm(request, context.entity))


@page(IOrder, name="fulfil", method="POST", template="order.pt", **_edit)
def fulfil(context: Any, request: Any) -> Any:
    """Send what the form says, line by line."""
    return attempt(context, request, "fulfilled", lambda: _send(request, context.entity))


def _send(request: Any, order: Any) -> None:
    units = {line.id: _units(request, line) for line in order.lines if line.open_quantity}
    if not any(units.values()):
        raise Invalid("nothing_chosen", "Say how many units of at least one line are sent.")
    parcel = {name: text(request, name) for name in ("carrier", "tracking_number")}
    link = text(request, "tracking_url", 1000)
    service.fulfil(request, order, units, tracking_url=link, **parcel)
    request.audit.update(units=sum(units.values()), **parcel)


def _units(request: Any, line: Any) -> int:
    typed = text(request, f"quantity-{line.id}")
    if not typed:
        return 0
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid("quantity_invalid", "%(name)s: write a whole number.", name=line.name)
    return int(typed)


@page(IOrder, name="paid", method="POST", template="order.pt", **_edit)
def paid(context: Any, request: Any) -> Any:
    """The money is there."""
    reference = text(request, "reference")
    return attempt(
        context, request, "paid", lambda: service.mark_paid(request, context.entity, reference)
    )


@page(IOrder, name="deliver", method="POST", template="order.pt", **_edit)
def deliver(context: Any, request: Any) -> Any:
    """The parcel arrived."""
    return attempt(context, request, "delivered", lambda: service.deliver(request, context.entity))


@page(IOrder, name="ask-provider", method="POST", template="order.pt", **_edit)
def ask_provider(context: Any, request: Any) -> Any:
    """Ask the provider now how the newest payment stands."""
    order = context.entity

    def ask() -> None:
        found = queries.last(request.db, order.id)
        if found is not None:
            payments.inquire(request, order, found)

    return attempt(context, request, "asked", ask)


@page(IOrder, name="note", method="POST", template="order.pt", **_edit)
def note(context: Any, request: Any) -> Any:
    """A note for the staff."""
    words = text(request, "text", 2000)
    return attempt(
        context, request, "noted", lambda: service.add_note(request, context.entity, words)
    )


def _question(request: Any, order: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    notices.lead(request, "Orders", request.context.__parent__)
    left = refunds.account(request, order).left
    return {
        "order": order,
        "possible": possible(order)["cancel"],
        "left": Money(left, order.currency),
        # Goes back by itself, as long as the order is not paid whole.
        "released": Money(0 if left else order.balance_total, order.currency),
        "reason": (given or {}).get("reason", ""),
        "order_url": request.to(request.context),
    }


@page(IOrder, name="cancel", template="order_cancel.pt", **_edit)
def ask_cancel(context: Any, request: Any) -> dict[str, Any]:
    """Ask once more, and for a reason."""
    return _question(request, context.entity)


@page(IOrder, name="cancel", method="POST", template="order_cancel.pt", **_edit)
def cancel(context: Any, request: Any) -> Any:
    """Cancel the order: its units go back to the shelf."""
    reason = text(request, "reason", 500)
    return attempt(
        context,
        request,
        "cancelled",
        lambda: _cancel(request, context.entity, reason),
        _question,
    )


def _cancel(request: Any, order: Any, reason: str) -> None:
    service.cancel(request, order, reason)
    if text(request, "refund") == "yes":
        refunds.apply_all(request, order, reason)
