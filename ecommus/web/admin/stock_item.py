"""The stock of one variant: what is where, the ledger that explains it, and the form that writes
into it. The rules are ``services.stocktaking``."""

from typing import Any

import colander
import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.orders import MAX_QUANTITY
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import stock as queries
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk.interfaces import IAdmin, IStockItem
from ecommus.plugin_sdk.views import page
from ecommus.services import stocktaking
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.admin import lists, notices, stock_transfer
from ecommus.web.admin.stock_words import movement
from ecommus.web.back_office import editing, nodes
from ecommus.web.idempotency import FIELD

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
# The rules' names of fields -> ours.
FIELDS = {"on_hand": "quantity"}
DONE = {
    "moved": "The stock is changed; the ledger says why.",
    "transferred": "The goods are moved; the ledger has a row for each place.",
}


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


def values(
    context: Any, request: Any, places: list[Any], entry: str = "", transfer: str = ""
) -> dict[str, Any]:
    """What the page shows; ``entry`` and ``transfer`` are forms that were filled in."""
    variant = context.entity
    notices.lead(request, "Stock", context.__parent__)
    rows, pager = lists.fetch(request, queries.movements(variant.id), stock_movements.c.id.desc())
    orders = context.__parent__.__parent__["orders"]
    sums = [sum(getattr(place, name) for place in places) for name in queries.FIGURES]
    edit = variant.track_stock and request.identity.may(P.STOCK_ADJUST)
    if edit and not entry:
        entry = form(request, places).render({"kind": "received"})
    if edit and not transfer and len(places) > 1:
        filled = stock_transfer.form(context, request, places)
        transfer = filled.render(stock_transfer.empty(places))
    return {
        "variant": variant,
        "options": " · ".join(variant.option_values),
        "places": places if len(places) > 1 else (),
        # Also where a place is gone: its rows must not read as the last one's.
        "named": len(places) > 1 or any(row.location is None for row in rows),
        "figures": dict(zip(queries.FIGURES, sums, strict=True)),
        "movements": [movement(request, orders, row) for row in rows],
        "pager": pager,
        "form": entry,
        "transfer": transfer,
    }


@page(IStockItem, within=IAdmin, permission=P.STOCK_READ, template="stock_item.pt")
def ledger(context: Any, request: Any) -> dict[str, Any]:
    """One variant's levels and ledger."""
    notices.told(request, DONE)
    return values(context, request, queries.levels(request.db, context.entity.id))


@page(IStockItem, within=IAdmin, method="POST", permission=P.STOCK_ADJUST, template="stock_item.pt")
def move_stock(context: Any, request: Any) -> Any:
    """Receive, count, adjust, write off."""
    places = queries.levels(request.db, context.entity.id)
    filled = form(request, places)
    try:
        given = filled.validate(request.POST.items())
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(context, request, places, failure.render())
    try:
        level = _move(request, context.entity.id, given)
    except Refusal as refusal:
        editing.refuse(request, filled, refusal, lambda name: FIELDS.get(name, name))
        return values(context, request, places, filled.render(given))
    request.audit.update(kind=given["kind"], quantity=given["quantity"], on_hand=level.on_hand)
    return notices.done(request, context, "moved")


def _move(request: Any, variant_id: Any, given: dict[str, Any]) -> Any:
    where = {"reason": given["reason"], "location": given.get("location")}
    if given["kind"] == COUNTED:
        return stocktaking.count(request, variant_id, given["quantity"], **where)
    return stocktaking.move(request, variant_id, given["kind"], given["quantity"], **where)


@page(
    IStockItem, name="transfer", within=IAdmin, method="POST", permission=P.STOCK_ADJUST,
    template="stock_item.pt",
)  # fmt: skip
def move_goods(context: Any, request: Any) -> Any:
    """Carry units to another place: two rows of the ledger, or none."""
    variant_id = context.entity.id
    places = queries.levels(request.db, variant_id)
    filled = stock_transfer.form(context, request, places)
    try:
        given = filled.validate(request.POST.items())
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(context, request, places, transfer=failure.render())
    try:
        stocktaking.transfer(request, variant_id, **given)
    except Refusal as refusal:
        editing.refuse(request, filled, refusal)
        return values(context, request, places, transfer=filled.render(given))
    request.audit.update(quantity=given["quantity"])
    return notices.done(request, context, "transferred")
