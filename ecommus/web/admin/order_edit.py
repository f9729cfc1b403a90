"""An order changed after it was placed: a form, the money it comes to, and only then the button.

The rules are ``services.edits``. Preview and application are the same form sent with another
button, so what was looked at is what is applied; the version says when it no longer is.
"""

from typing import Any

from ecommus.core.errors import Invalid, Refusal
from ecommus.core.money import Money, parse, plain
from ecommus.core.orders import Order as OrderEntity
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import edits
from ecommus.web.admin import lists, notices, order_words
from ecommus.web.admin.order_actions import attempt, text

ROWS = range(4)
_edit = {"within": IAdmin, "permission": P.ORDER_EDIT, "template": "order_edit.pt"}


def values(request: Any, order: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    """The form; ``given`` is what was typed into it before."""
    notices.lead(request, "Orders", request.context.__parent__)
    notices.lead(request, f"#{order.number}", request.context)
    given = given or {}
    shipping = Money(order.shipping_total, order.currency)
    return {
        "order": order,
        "base": request.to(request.context),
        "lines": [
            {
                "id": line.id,
                "name": line.name,
                "options": " · ".join(f"{name}: {value}" for name, value in line.options),
                "sent": line.fulfilled,
                "quantity": given.get(f"quantity-{line.id}", line.quantity),
                "unit": Money(line.unit_price, order.currency),
            }
            for line in order.lines
        ],
        "added": [(n, given.get(f"sku-{n}", ""), given.get(f"units-{n}", "")) for n in ROWS],
        "shipping": given.get("shipping", lists.typed(request, shipping)),
        "shipping_now": shipping,
        "reason": given.get("reason", ""),
        "preview": None,
    }


def wanted(request: Any, order: Any) -> edits.Wanted:
    """What was typed. Invalid says which number is none."""
    quantities = {
        line.id: units
        for line in order.lines
        if (units := _whole(request, f"quantity-{line.id}", line.name)) is not None
        and units != line.quantity
    }
    added = []
    for n in ROWS:
        if sku := text(request, f"sku-{n}"):
            added.append((sku, _whole(request, f"units-{n}", sku) or 1))
    return edits.Wanted(quantities, added, _shipping(request, order), text(request, "reason", 500))


def _whole(request: Any, name: str, of: str) -> int | None:
    typed = text(request, name)
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid("quantity_invalid", "%(name)s: write a whole number.", name=of)
    return int(typed)


def _shipping(request: Any, order: Any) -> int | None:
    typed = text(request, "shipping")
    if not typed:
        return None
    try:
        amount = parse(plain(typed), order.currency).amount
    except ValueError:
        amount = -1
    if amount < 0:
        raise Invalid("amount_invalid", "Delivery: write an amount like 19.99.")
    return None if amount == order.question["shipping"] else amount


@page(IOrder, name="edit", **_edit)
def show(context: Any, request: Any) -> dict[str, Any]:
    """What can be changed: units, other goods, the price of the delivery."""
    return values(request, context.entity)


@page(IOrder, name="edit", method="POST", **_edit)
def change(context: Any, request: Any) -> Any:
    """Preview the money, or apply what was previewed."""
    order = context.entity
    shown = values(request, order, dict(request.POST))
    try:
        proposal = edits.propose(request, order, wanted(request, order))
        # Enter in a field presses the first button: what was not looked at is not applied.
        seen = text(request, "previewed") == proposal.question.digest()
        if seen and text(request, "step") == "apply":
            return attempt(
                context, request, "edited",
                lambda: edits.apply(request, order, wanted(request, order)), values,
            )  # fmt: skip
    except Refusal as refusal:
        notices.undo(request, refusal)
        context.entity = sales.order(request.db, OrderEntity.id == order.id)
        reason = order_words.readable(request, refusal)
        request.shell.messages.append(notices.Message("error", reason))
        return shown
    return shown | {"preview": preview(order, proposal)}


def preview(order: Any, proposal: edits.Proposal) -> dict[str, Any]:
    """What the edit comes to, line by line and in all."""

    def money(amount: int) -> Money:
        return Money(amount, order.currency)

    changed = [x for x in proposal.lines if (x.before, x.total_before) != (x.after, x.total_after)]
    return {
        "lines": [
            (x.name, x.sku, x.before, x.after, money(x.total_before), money(x.total_after))
            for x in changed
        ],
        "shipping": (money(order.shipping_total), money(proposal.priced.shipping_total or 0)),
        "tax": (money(order.tax_total), money(proposal.priced.tax_total)),
        "total": (money(order.total), money(proposal.priced.total)),
        "difference": money(abs(proposal.difference)),
        "direction": (proposal.difference > 0) - (proposal.difference < 0),
        "digest": proposal.question.digest(),
        "paid": order.payment_status not in edits.UNPAID,
    }
