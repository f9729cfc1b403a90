"""Price lists: all of them, a new one, one with who it is for. Its prices are ``list_prices``."""

from typing import Any

from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import prices as queries
from ecommus.db.tables.prices import price_lists as table
from ecommus.plugin_sdk.interfaces import IAdmin, IPriceList, IPriceLists
from ecommus.plugin_sdk.views import page
from ecommus.services import price_lists as service
from ecommus.web.admin import lists, notices
from ecommus.web.admin.price_list_form import at, build, fields, values
from ecommus.web.admin.price_words import badge, meant_for
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
DONE = {
    "created": "The price list was created. Put prices into it now.",
    "saved": "The price list was saved; prices follow.",
    "deleted": "The price list was deleted.",
}


@page(IPriceLists, template="price_lists.pt", **READ)
def price_lists(context: Any, request: Any) -> dict[str, Any]:
    """All lists with who they are for and how many prices they hold."""
    notices.told(request, DONE)
    statement = queries.price_lists(q=lists.search(request))
    rows, pager = lists.fetch(request, statement, table.c.priority.desc(), table.c.name, table.c.id)
    counts = queries.counted(request.db, [row.id for row in rows])
    return {
        "rows": [
            (row, request.to(context, str(row.id)), badge(request, row), meant_for(request, row),
             counts.get(row.id, 0))
            for row in rows
        ],
        "pager": pager,
        "query": lists.search(request),
        "new_url": request.to(context, "new"),
    }  # fmt: skip


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Price lists", context)
    return {"title": translate(request, "New price list"), "form": form}


@page(IPriceLists, name="new", template="form_page.pt", **EDIT)
def new_list(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({"list": {"enabled": True}}))


@page(IPriceLists, name="new", method="POST", template="form_page.pt", **EDIT)
def create_list(context: Any, request: Any) -> Any:
    """A new list; on to its prices."""
    form = build(request)
    try:
        given = fields(form.validate(request.POST.items()))
        list_id = service.create(request, {"currency": request.tenant.currency} | given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return blank(context, request, form.render())
    request.audit.update(price_list=str(list_id), name=given["name"])
    return notices.done(request, context, "created", str(list_id), "prices")


def frame(request: Any, place: Any, here: str) -> dict[str, Any]:
    """The two parts of a list, and the way to delete it."""
    notices.lead(request, "Price lists", place.__parent__)
    count = queries.counted(request.db, [place.entity.id]).get(place.entity.id, 0)
    links = []
    if request.identity.may(P.PROMOTION_EDIT):
        url = request.to(place, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    return {
        "title": place.entity.name,
        "tabs": [
            (translate(request, "Prices"), request.to(place, "prices"), here == "prices", count),
            (translate(request, "Who it is for"), request.to(place), here == "", None),
        ],
        "tabs_label": translate(request, "Parts of the price list"),
        "links": links,
        "differences": None,
    }


@page(IPriceList, template="form_page.pt", **READ)
def show_list(context: Any, request: Any) -> dict[str, Any]:
    """Who a list is for."""
    notices.told(request, DONE)
    form = build(request, context.entity).render(values(context.entity))
    return frame(request, context, "") | {"form": form}


@page(IPriceList, method="POST", template="form_page.pt", **EDIT)
def save_list(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(row))
        return frame(request, context, "") | {"form": form.render(), "differences": differences}
    try:
        changed = service.change(request, row, fields(form.validate(request.POST.items())))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return frame(request, context, "") | {"form": failure.render()}
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return frame(request, context, "") | {"form": form.render()}
    request.audit.update(name=row.name, changed=list(changed))
    return notices.done(request, context, "saved")


@page(IPriceList, name="delete", template="confirm.pt", **EDIT)
def ask_delete_list(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means."""
    row = context.entity
    count = queries.counted(request.db, [row.id]).get(row.id, 0)
    notices.lead(request, "Price lists", context.__parent__)
    notices.lead(request, row.name, context)
    text = "Its prices (%(count)s) are gone with it; what they changed goes back at once."
    return {
        "title": translate(request, "Delete this price list?"),
        "texts": [row.name, translate(request, text, {"count": count})],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(IPriceList, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_list(context: Any, request: Any) -> Any:
    """Delete it."""
    service.remove(request, context.entity)
    request.audit.update(name=context.entity.name)
    return notices.done(request, context.__parent__, "deleted")
