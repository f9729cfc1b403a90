"""One action for the ticked orders: what would happen, then what did; and all their packing slips.

The list with the boxes is ``orders``; the rules are ``services.bulk_orders``.
"""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IOrders
from ecommus.plugin_sdk.views import page
from ecommus.services import bulk_orders as service
from ecommus.web.admin import lists, notices, order_words, packing_slip
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# action → (question, what was done, button, look of the button)
ACTIONS = {
    "confirm": (_("Confirm these orders?"), _("Confirmed orders"), _("Confirm"), "primary"),
    "mark_paid": (_("Mark these orders as paid?"), _("Orders marked as paid"), _("Mark as paid"),
                  "primary"),
    "cancel": (_("Cancel these orders?"), _("Cancelled orders"), _("Cancel the orders"), "danger"),
}  # fmt: skip
SLIPS = "packing-slips"


def buttons(request: Any) -> list[tuple[str, str]]:
    """(action, label) of the bar above the list."""
    return [(code, translate(request, words[2])) for code, words in ACTIONS.items()]


def _ids(values: Any) -> list[Any]:
    found = filter(None, (parse_uuid(value) for value in values.getall("order")))
    return list(dict.fromkeys(found))[: service.MOST]


def _action(values: Any) -> str:
    action = values.get("action", "")
    return action if action in ACTIONS else "confirm"


def _page(method: str) -> Any:
    return page(
        IOrders, within=IAdmin, name="bulk", method=method, permission=P.ORDER_EDIT,
        template="order_bulk.pt",
    )  # fmt: skip


def _shown(context: Any, request: Any, action: str, outcomes: list[Any]) -> dict[str, Any]:
    notices.lead(request, "Orders", context)
    fits = [each.order for each in outcomes if each.refusal is None]
    return {
        "fits": [_line(context, request, order) for order in fits],
        "refused": [
            (*_line(context, request, each.order), order_words.readable(request, each.refusal))
            for each in outcomes
            if each.refusal is not None
        ],
        "action": request.to(context, "bulk"),
        "fields": [("action", action), *(("order", str(order.id)) for order in fits)],
        "list_url": request.to(context),
        "asks_reason": action == "cancel",
    }


def _line(context: Any, request: Any, order: Any) -> tuple[str, str]:
    name = order_words.customer(order.shipping_address)
    return f"#{order.number} · {name}", request.to(context, str(order.id))


@_page("GET")
def ask_orders(context: Any, request: Any) -> dict[str, Any]:
    """What the action would do to which order: nothing is done yet."""
    action = _action(request.GET)
    outcomes = service.judge(action, sales.orders_of(request.db, _ids(request.GET)))
    question, _done, button, look = ACTIONS[action]
    return _shown(context, request, action, outcomes) | {
        "title": translate(request, question),
        "button": translate(request, button),
        "look": look,
        "done": False,
    }


@_page("POST")
def change_orders(context: Any, request: Any) -> dict[str, Any]:
    """Do it for those that fit; the page says what was done and what was refused, and why."""
    action = _action(request.POST)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
    outcomes = service.run(request, action, _ids(request.POST), reason)
    numbers = [each.order.number for each in outcomes if each.refusal is None]
    request.audit.update(action=action, orders=numbers)
    return _shown(context, request, action, outcomes) | {
        "title": translate(request, ACTIONS[action][1]),
        "button": None,
        "look": "",
        "done": True,
    }


@page(IOrders, within=IAdmin, name=SLIPS, permission=P.ORDER_READ, template="packing_slips.pt")
def packing_slips(context: Any, request: Any) -> dict[str, Any]:
    """The packing slips of the ticked orders, each on a page of its own when printed."""
    notices.lead(request, "Orders", context)
    slips = []
    for order in sales.orders_of(request.db, _ids(request.GET)):
        address = Address.of(order.shipping_address)
        slips.append(
            {
                "order": order,
                "placed_at": lists.when(request, order.placed_at),
                "rows": packing_slip.rows(order, None),
                "shipping": address.lines(request.locale_name) if address else (),
            }
        )
    return {"slips": slips, "sender": request.tenant.legal, "list_url": request.to(context)}
