"""The stock of one variant: what is where, the ledger that explains it, and the form that writes
into it. The rules are ``services.stocktaking``."""

from typing import Any

import colander
import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.inventory import Movement
from ecommus.core.orders import MAX_QUANTITY
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import stock as queries
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk.interfaces import IAdmin, IStockItem
from ecommus.plugin_sdk.views import page
from ecommus.services import stocktaking
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.admin import lists, notices, order_words
from ecommus.web.back_office import editing, nodes
from ecommus.web.idempotency import FIELD
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

COUNTED = "counted"
# What can be entered by hand.
ACTIONS = (
    ("received", _("Received: so many came in")),
    (COUNTED, _("Counted: so many are on the shelf")),
    ("adjusted", _("Adjusted: so many more, with a minus so many fewer")),
    ("damaged", _("Damaged: so many are lost")),
    ("returned", _("Returned: so many came back")),
)
MOVEMENTS = {
    Movement.RECEIVED: _("Received"),
    Movement.ALLOCATED: _("Promised to an order"),
    Movement.RELEASED: _("Promise taken back"),
    Movement.SOLD: _("Sent to a customer"),
    Movement.RETURNED: _("Came back"),
    Movement.ADJUSTED: _("Adjusted"),
    Movement.DAMAGED: _("Damaged"),
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
OUTGOING = (Movement.SOLD, Movement.DAMAGED)
# The rules' names of fields -> ours.
FIELDS = {"on_hand": "quantity"}
DONE = {"moved": "The stock is changed; the ledger says why."}


def schema(places: list[Any]) -> colander.SchemaNode:
    """The form; the place is asked for only where there are several."""
    most = MAX_QUANTITY * 100
    parts = [
        nodes.choice("kind", _("What happened"), ACTIONS, radio=True),
        nodes.whole("quantity", _("Units"), -most, most, css="field--half"),
        nodes.text("reason", _("Why"), missing="", description=_("Read in the ledger, later.")),
    ]
    if len(places) > 1:
        named = [(str(place.id), place.name) for place in places]
        parts.insert(2, nodes.choice("location", _("Where"), named, css="field--half"))
    return nodes.schema(*parts)


def form(request: Any, places: list[Any]) -> deform.Form:
    return forms.form(
        schema(places),
        request,
        action=request.to(request.context),
        buttons=(deform.Button("save", title=_("Write into the ledger")),),
        hidden=editing.hidden(request) | {FIELD: new_token()},
    )


def values(context: Any, request: Any, shown: str, places: list[Any]) -> dict[str, Any]:
    """What the page shows; ``shown`` is the form."""
    variant = context.entity
    notices.lead(request, "Stock", context.__parent__)
    rows, pager = lists.fetch(request, queries.movements(variant.id), stock_movements.c.id.desc())
    orders = context.__parent__.__parent__["orders"]
    sums = [sum(getattr(place, name) or 0 for place in places) for name in queries.FIGURES]
    return {
        "variant": variant,
        "options": " · ".join(variant.option_values),
        "places": places if len(places) > 1 else (),
        "figures": dict(zip(queries.FIGURES, sums, strict=True)),
        "movements": [_movement(request, orders, row) for row in rows],
        "pager": pager,
        "form": shown if variant.track_stock and request.identity.may(P.STOCK_ADJUST) else None,
    }


def _movement(request: Any, orders: Any, row: Any) -> dict[str, Any]:
    signed = -row.quantity if row.kind in OUTGOING else row.quantity
    return {
        "at": lists.when(request, row.at),
        "kind": translate(request, MOVEMENTS.get(row.kind, row.kind)),
        # A promise moves nothing on the shelf.
        "change": "" if row.kind in (Movement.ALLOCATED, Movement.RELEASED) else f"{signed:+d}",
        "promised": {Movement.ALLOCATED: row.quantity, Movement.RELEASED: -row.quantity}.get(
            row.kind
        ),
        "on_hand": row.on_hand,
        "reason": translate(request, REASONS.get(row.reason, row.reason)) if row.reason else "",
        "actor": order_words.who(request, row.actor),
        "number": row.number,
        "order_url": request.to(orders, str(row.order_id)) if row.number else None,
        "location": row.location,
    }


@page(IStockItem, within=IAdmin, permission=P.STOCK_READ, template="stock_item.pt")
def ledger(context: Any, request: Any) -> dict[str, Any]:
    """One variant's levels and ledger."""
    notices.told(request, DONE)
    places = queries.levels(request.db, context.entity.id)
    return values(context, request, form(request, places).render({"kind": "received"}), places)


@page(IStockItem, within=IAdmin, method="POST", permission=P.STOCK_ADJUST, template="stock_item.pt")
def move_stock(context: Any, request: Any) -> Any:
    """Receive, count, adjust, write off."""
    places = queries.levels(request.db, context.entity.id)
    filled = form(request, places)
    try:
        given = filled.validate(request.POST.items())
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(context, request, failure.render(), places)
    try:
        level = _move(request, context.entity.id, given)
    except Refusal as refusal:
        editing.refuse(request, filled, refusal, lambda name: FIELDS.get(name, name))
        return values(context, request, filled.render(given), places)
    request.audit.update(kind=given["kind"], quantity=given["quantity"], on_hand=level.on_hand)
    return notices.done(request, context, "moved")


def _move(request: Any, variant_id: Any, given: dict[str, Any]) -> Any:
    where = {"reason": given["reason"], "location": given.get("location")}
    if given["kind"] == COUNTED:
        return stocktaking.count(request, variant_id, given["quantity"], **where)
    return stocktaking.move(request, variant_id, given["kind"], given["quantity"], **where)
