"""One member of staff: role, password, where they are signed in, letting them go.

The rules are ``services.staff``; whoever may only read sees the page without its forms.
"""

from collections.abc import Callable
from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.core.permissions import expand
from ecommus.db.queries import people
from ecommus.plugin_sdk.interfaces import IAdmin, IMember
from ecommus.plugin_sdk.views import page
from ecommus.services import staff as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.admin.staff import password_node, role_choices, role_name
from ecommus.web.back_office import editing, nodes
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

DONE = {
    "role": "The role is changed; it holds from the next click.",
    "password": "The password is changed, and every session is ended.",
    "deactivated": "This member can no longer sign in, and every session is ended.",
    "reactivated": "This member can sign in again.",
    "signed-out": "The session is ended.",
}
KINDS = {"page": _("Browser"), "api": _("Program")}
_manage = {"within": IAdmin, "permission": P.STAFF_MANAGE, "method": "POST"}


def role_form(request: Any) -> deform.Form:
    return _form(
        request, "role", _("Change role"),
        nodes.choice("role", _("Role"), role_choices(request), radio=True),
    )  # fmt: skip


def password_form(request: Any) -> deform.Form:
    return _form(request, "password", _("Set password"), password_node(_("New password")))


def _form(request: Any, name: str, button: Any, *parts: Any) -> deform.Form:
    return forms.form(
        nodes.schema(*parts),
        request,
        action=request.to(request.context, name),
        buttons=(deform.Button("save", title=button, css_class="plain"),),
        formid=name,
        hidden=editing.hidden(request),
    )


def values(request: Any, **shown: str) -> dict[str, Any]:
    """What the page shows; ``shown`` are forms that were refused, drawn already."""
    member = request.context.entity
    notices.lead(request, "Staff", request.context.__parent__)
    above = not expand(member.permissions) <= request.identity.permissions
    editable = request.identity.may(P.STAFF_MANAGE) and not above
    drawn = {}
    if editable:
        drawn["role"] = role_form(request).render({"role": member.role})
        drawn["password"] = password_form(request).render({})
    return {
        "member": member,
        "role": role_name(request, member.role, member.role_name),
        "since": lists.when(request, member.created_at),
        "sessions": [
            (
                row,
                translate(request, KINDS.get(row.kind, row.kind)),
                lists.when(request, row.created_at),
                row.id == request.identity.session_id,
            )
            for row in people.living_sessions(request.db, member.id)
        ],
        "forms": drawn | shown,
        "editable": editable,
        "base": request.to(request.context),
    }


@page(IMember, within=IAdmin, permission=P.STAFF_READ, template="member.pt")
def member(_context: Any, request: Any) -> dict[str, Any]:
    """One member of staff."""
    notices.told(request, DONE)
    return values(request)


def attempt(context: Any, request: Any, what: str, action: Callable[..., Any], *args: Any) -> Any:
    """Do it and say so; or show the page again with the reason above it."""
    try:
        action(request, context.entity, *args, request.identity.permissions)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return values(request)
    return notices.done(request, context, what)


def submit(context: Any, request: Any, name: str, form: deform.Form, action: Callable) -> Any:
    """The same for a form of one field: a refusal stands beside it."""
    try:
        given = form.validate(request.POST.items())
        action(request, context.entity, given[name], request.identity.permissions)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(request, **{name: failure.render()})
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return values(request, **{name: form.render(given)})
    return notices.done(request, context, name)


@page(IMember, name="role", template="member.pt", **_manage)
def change_role(context: Any, request: Any) -> Any:
    """Give another role."""
    request.audit.update(role=request.POST.get("role", "")[:100])
    return submit(context, request, "role", role_form(request), service.change_role)


@page(IMember, name="password", template="member.pt", **_manage)
def set_password(context: Any, request: Any) -> Any:
    """Set a new password for them."""
    return submit(context, request, "password", password_form(request), service.set_password)


@page(IMember, name="deactivate", template="member.pt", **_manage)
def deactivate(context: Any, request: Any) -> Any:
    """Let them go."""
    return attempt(context, request, "deactivated", service.deactivate)


@page(IMember, name="reactivate", template="member.pt", **_manage)
def reactivate(context: Any, request: Any) -> Any:
    """Let them back in."""
    return attempt(context, request, "reactivated", service.reactivate)


@page(IMember, name="sign-out", template="member.pt", **_manage)
def end_session(context: Any, request: Any) -> Any:
    """Sign them out of one place."""
    session_id = parse_uuid(request.POST.get("session", ""))
    return attempt(context, request, "signed-out", service.end_session, session_id)
