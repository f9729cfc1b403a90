"""Goods carried from one place to another: the form beside a variant's ledger
(``stock_item``)."""

from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.orders import MAX_QUANTITY
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.back_office import editing, nodes
from ecommus.web.idempotency import FIELD

_ = TranslationStringFactory("ecommus")


def form(context: Any, request: Any, places: list[Any]) -> deform.Form:
    """From where, to where, how many."""
    named = [
        (str(place.id), f"{place.name} ({place.on_hand - place.allocated - place.reserved})")
        for place in places
    ]
    schema = nodes.schema(
        nodes.choice("source", _("From"), named,
                     description=_("In brackets: units that are free to be moved.")),
        nodes.choice("target", _("To"), named),
        nodes.whole("quantity", _("Units"), 1, MAX_QUANTITY * 100, css="field--half"),
        nodes.text("reason", _("Why"), missing="", description=_("Read in the ledger, later.")),
    )  # fmt: skip
    return forms.form(
        schema,
        request,
        action=request.to(context, "transfer"),
        buttons=(deform.Button("save", title=_("Move the goods")),),
        formid="transfer",
        hidden=editing.hidden(request) | {FIELD: new_token()},
    )


def empty(places: list[Any]) -> dict[str, Any]:
    """From the place that has most, to the next one."""
    if len(places) < 2:
        return {}
    source = max(places, key=lambda place: place.on_hand)
    target = next(place for place in places if place is not source)
    return {"source": str(source.id), "target": str(target.id)}
