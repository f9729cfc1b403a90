"""Groups of customers: the list, a form for each, and taking one away."""

from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as queries
from ecommus.db.tables.customers import customer_groups as table
from ecommus.plugin_sdk.interfaces import IAdmin, ICustomerGroup, ICustomerGroups
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import groups as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
DONE = {
    "created": "The group is there; customers join it on their own page.",
    "saved": "The group is saved.",
    "deleted": "The group is deleted; its customers stay.",
}
_manage = {"within": IAdmin, "permission": P.CUSTOMER_MANAGE}
_read = {"within": IAdmin, "permission": P.CUSTOMER_READ}


@page(ICustomerGroups, template="customer_groups.pt", **_read)
def groups(context: Any, request: Any) -> dict[str, Any]:
    """The groups by name, and how many are in each."""
    notices.told(request, DONE)
    customers = context.__parent__["customers"]
    notices.lead(request, "Customers", customers)
    rows, pager = lists.fetch(request, queries.groups(), table.c.name, table.c.id)
    return {
        "rows": [
            (
                row,
                request.to(context, str(row.id)),
                request.to(customers, query={"group": str(row.id)}),
            )
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
    }


def build(request: Any, group: Any = None) -> deform.Form:
    code = n.text(
        "code", _("Code"), high=40,
        description=_("What files and programs call it, for good: a-z, 0-9, - and _."),
    )  # fmt: skip
    schema = n.schema(n.text("name", _("Name"), high=120), *([] if group else [code]))
    title = None if group else _("Create the group")
    buttons = editing.buttons(request, P.CUSTOMER_MANAGE, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, group))


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Customer groups", context)
    return {"title": translate(request, "New group"), "form": form}


@page(ICustomerGroups, name="new", template="form_page.pt", **_manage)
def new_group(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render())


@page(ICustomerGroups, name="new", method="POST", template="form_page.pt", **_manage)
def add_group(context: Any, request: Any) -> Any:
    """Make a group."""
    form = build(request)
    try:
        given = form.validate(request.POST.items())
        service.create(request, given["code"], given["name"])
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return blank(context, request, form.render(given))
    request.audit.update(code=given["code"])
    return notices.done(request, context, "created")


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Customer groups", context.__parent__)
    links = []
    if request.identity.may(P.CUSTOMER_MANAGE):
        url = request.to(context, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    return {
        "title": context.entity.name,
        "form": form,
        "differences": differences,
        "links": links,
    }


@page(ICustomerGroup, template="form_page.pt", **_read)
def show_group(context: Any, request: Any) -> dict[str, Any]:
    """One group's name."""
    group = context.entity
    return shown(context, request, build(request, group).render({"name": group.name}))


@page(ICustomerGroup, method="POST", template="form_page.pt", **_manage)
def save_group(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    group = context.entity
    form = build(request, group)
    if editing.is_stale(request, group):
        differences = editing.stale(request, form, {"name": group.name})
        return shown(context, request, form.render(), differences)
    try:
        service.change(request, group, form.validate(request.POST.items())["name"])
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    return notices.done(request, context.__parent__, "saved")


@page(ICustomerGroup, name="delete", template="confirm.pt", **_manage)
def ask_delete(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means, before it is done."""
    notices.lead(request, "Customer groups", context.__parent__)
    notices.lead(request, context.entity.name, context)
    return {
        "title": translate(request, "Delete this group?"),
        "texts": [
            context.entity.name,
            translate(request, "Its customers stay, and are in no group afterwards."),
        ],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(ICustomerGroup, name="delete", method="POST", template="confirm.pt", **_manage)
def delete_group(context: Any, request: Any) -> Any:
    """Take a group away."""
    request.audit.update(code=context.entity.code)
    try:
        service.remove(request, context.entity)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return ask_delete(context, request)
    return notices.done(request, context.__parent__, "deleted")
