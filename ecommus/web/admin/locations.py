"""The places where stock lies: the list, a form for each, and closing one."""

from typing import Any

import deform
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import locations as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IStockLocation, IStockLocations
from ecommus.plugin_sdk.views import page
from ecommus.services import locations as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")
READ = {"within": IAdmin, "permission": P.STOCK_READ}
EDIT = {"within": IAdmin, "permission": P.STOCK_ADJUST}
DONE = {
    "created": "The stock location is there. Receive goods into it, or move some there.",
    "saved": "The stock location was saved.",
    "deleted": "The stock location was deleted; the ledger keeps what moved there.",
}
TITLE = "Stock locations"


def lead(request: Any, context: Any) -> None:
    notices.lead(request, "Stock", find(context, IAdmin)["stock"])


@page(IStockLocations, template="locations.pt", **READ)
def locations(context: Any, request: Any) -> dict[str, Any]:
    """The places in the order in which orders take from them, and what lies there."""
    notices.told(request, DONE)
    lead(request, context)
    rows, pager = lists.fetch(request, queries.listed(), *queries.ORDER)
    held = queries.held(request.db, [row.id for row in rows])
    return {
        "rows": [
            (row, request.to(context, str(row.id)), where(row), held.get(row.id, (0, 0, 0)))
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
    }


def where(row: Any) -> str:
    """The address in a line."""
    parts = [row.address.get(name, "") for name in service.ADDRESS[:4]]
    return ", ".join(part for part in parts if part)


def build(request: Any, row: Any = None) -> deform.Form:
    code = n.text(
        "code", _("Code"), high=40, css="field--half",
        description=_("What files and programs call it, for good: a-z, 0-9, - and _."),
    )  # fmt: skip
    schema = n.schema(
        n.section(
            "place", _("Stock location"),
            n.text("name", _("Name"), high=120, css="field--half",
                   description=_("For the staff, as Warehouse Cluj.")),
            *([] if row else [code]),
            n.whole("priority", _("Priority"), -1_000_000, 1_000_000, css="field--half", missing=0,
                    default=0, description=_("Orders take from the place with the highest number"
                                             " first; what is missing there, from the next.")),
        ),
        n.section(
            "address", _("Where it is"),
            n.text("street", _("Street and number"), missing=""),
            n.text("city", _("Town"), high=120, css="field--half", missing=""),
            n.text("county", _("County"), high=60, css="field--half", missing=""),
            n.text("postal_code", _("Postal code"), high=12, css="field--half", missing=""),
            n.text("country", _("Country"), high=2, css="field--half", missing="",
                   description=_("Two letters, as RO.")),
            n.text("phone", _("Phone"), high=30, css="field--half", missing=""),
            description=_("Read by people who pack and fetch; may stay empty."),
        ),
    )  # fmt: skip
    title = None if row else _("Create the stock location")
    buttons = editing.buttons(request, P.STOCK_ADJUST, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, row))


def values(row: Any) -> dict[str, Any]:
    """What the form shows of a place."""
    address = {name: row.address.get(name, "") for name in service.ADDRESS}
    return {"place": {"name": row.name, "priority": row.priority}, "address": address}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields from a validated form."""
    return given["place"] | {"address": given["address"]}


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    lead(request, context)
    notices.lead(request, TITLE, context)
    return {"title": translate(request, "New stock location"), "form": form}


@page(IStockLocations, name="new", template="form_page.pt", **EDIT)
def new_location(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({}))


@page(IStockLocations, name="new", method="POST", template="form_page.pt", **EDIT)
def create_location(context: Any, request: Any) -> Any:
    """Open a place."""
    form = build(request)
    try:
        given = fields(form.validate(request.POST.items()))
        service.create(request, given)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "place.{}".format)
        return blank(context, request, form.render())
    request.audit.update(code=given["code"], name=given["name"])
    return notices.done(request, context, "created")


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    lead(request, context)
    notices.lead(request, TITLE, context.__parent__)
    links = []
    if request.identity.may(P.STOCK_ADJUST):
        url = request.to(context, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    row = context.entity
    intro = translate(request, "Its code is %(code)s.", {"code": row.code})
    return {
        "title": row.name, "intro": intro, "form": form, "differences": differences, "links": links
    }  # fmt: skip


@page(IStockLocation, template="form_page.pt", **READ)
def location(context: Any, request: Any) -> dict[str, Any]:
    """One place."""
    row = context.entity
    return shown(context, request, build(request, row).render(values(row)))


@page(IStockLocation, method="POST", template="form_page.pt", **EDIT)
def save_location(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(row))
        return shown(context, request, form.render(), differences)
    try:
        changed = service.change(request, row, fields(form.validate(request.POST.items())))
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "place.{}".format)
        return shown(context, request, form.render())
    request.audit.update(code=row.code, changed=list(changed))
    return notices.done(request, context.__parent__, "saved")


@page(IStockLocation, name="delete", template="confirm.pt", **EDIT)
def ask_delete_location(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means."""
    row = context.entity
    lead(request, context)
    notices.lead(request, TITLE, context.__parent__)
    notices.lead(request, row.name, context)
    text = "Only an empty place can be deleted. The ledger keeps what moved there."
    return {
        "title": translate(request, "Delete this stock location?"),
        "texts": [f"{row.name} ({row.code})", translate(request, text)],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(IStockLocation, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_location(context: Any, request: Any) -> Any:
    """Delete an empty place."""
    row = context.entity
    try:
        service.remove(request, row)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return ask_delete_location(context, request)
    request.audit.update(code=row.code, name=row.name)
    return notices.done(request, context.__parent__, "deleted")
