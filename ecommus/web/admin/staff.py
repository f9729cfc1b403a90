"""Who works in the shop: the list, and taking somebody on. One of them is ``member``.

The rules are ``services.staff``.
"""

from typing import Any

import colander
import deform
from deform.widget import PasswordWidget
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.core.permissions import expand
from ecommus.db.queries import people
from ecommus.plugin_sdk.interfaces import IAdmin, IStaff
from ecommus.plugin_sdk.views import page
from ecommus.services import staff as service
from ecommus.services.tenants import SHORTEST_PASSWORD
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing, nodes
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# Our roles: name, and what it is for. A shop's own have only the name it gave them.
ROLES = {
    "owner": (_("Owner"), _("everything, staff and plugins too")),
    "manager": (_("Manager"), _("everything but staff and plugins")),
    "staff": (_("Staff"), _("products, stock and orders")),
    "read-only": (_("Read only"), _("sees everything, changes nothing")),
}
DONE = {"added": "The new member can sign in now."}
_manage = {"within": IAdmin, "permission": P.STAFF_MANAGE}


def role_name(request: Any, code: str, name: str) -> str:
    return translate(request, ROLES[code][0]) if code in ROLES else name


def role_choices(request: Any) -> list[tuple[str, str]]:
    """(code, name and purpose) of the roles that the reader may give."""
    held = request.identity.permissions
    choices = []
    for role in people.roles(request.db):
        if expand(role.permissions) <= held:
            words = [translate(request, text) for text in ROLES.get(role.code, (role.name,))]
            choices.append((role.code, ": ".join(words)))
    return choices


def password_node(title: Any) -> colander.SchemaNode:
    """A password that somebody is given; never shown again."""
    return colander.SchemaNode(
        colander.String(),
        name="password",
        title=title,
        description=_(
            "At least ${least} characters. Tell it to nobody but them.",
            mapping={"least": SHORTEST_PASSWORD},
        ),
        validator=colander.Length(max=1000),
        widget=PasswordWidget(attributes={"autocomplete": "new-password"}),
    )


@page(IStaff, within=IAdmin, permission=P.STAFF_READ, template="staff.pt")
def staff(context: Any, request: Any) -> dict[str, Any]:
    """Everybody who works here, with role and last sign-in."""
    notices.told(request, DONE)
    rows, pager = lists.fetch(request, people.members(), *people.member_order())
    return {
        "rows": [
            (
                row,
                request.to(context, str(row.id)),
                role_name(request, row.role, row.role_name),
                lists.when(request, row.last_seen) if row.last_seen else None,
            )
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
        "keys_url": request.to(context.__parent__["api-keys"]),
    }


def _form(request: Any) -> deform.Form:
    schema = nodes.schema(
        nodes.text("email", _("E-mail"), high=254, attributes={"autocomplete": "off"}),
        nodes.text("name", _("Name"), missing=""),
        nodes.choice("role", _("Role"), role_choices(request), radio=True),
        password_node(_("First password")),
    )
    return forms.form(
        schema,
        request,
        action=request.to(request.context, "new"),
        buttons=(deform.Button("save", title=_("Add to the staff")),),
        hidden=editing.hidden(request),
    )


def _shown(request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Staff", request.context)
    return {"title": translate(request, "New member of staff"), "form": form}


@page(IStaff, name="new", template="form_page.pt", **_manage)
def new_member(_context: Any, request: Any) -> dict[str, Any]:
    """The form for somebody new."""
    return _shown(request, _form(request).render({"role": "staff"}))


@page(IStaff, name="new", method="POST", template="form_page.pt", **_manage)
def add_member(context: Any, request: Any) -> Any:
    """Take somebody on."""
    form = _form(request)
    try:
        given = form.validate(request.POST.items())
        service.add(
            request,
            given["email"],
            given["password"],
            given["role"],
            request.identity.permissions,
            name=given["name"],
        )
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return _shown(request, form.render(given))
    request.audit.update(role=given["role"])
    return notices.done(request, context, "added")
