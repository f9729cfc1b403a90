"""Keys of integrations: made, shown once, ended. The rules are ``services.keys``."""

from datetime import timedelta
from typing import Any

import colander
import deform
from pyramid.i18n import TranslationStringFactory
from sqlalchemy import select

from ecommus.core.errors import Refusal
from ecommus.core.permissions import STAFF
from ecommus.core.permissions import Permission as P
from ecommus.db.tables.accounts import api_keys as table
from ecommus.plugin_sdk.interfaces import IAdmin, IApiKey, IApiKeys
from ecommus.plugin_sdk.views import page
from ecommus.services import keys
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing, nodes
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# The noun of a permission -> what it is about, in the order of the form.
SUBJECTS = {
    "product": _("Products"),
    "catalog": _("Catalogue"),
    "stock": _("Stock"),
    "order": _("Orders"),
    "balance": _("Gift cards and store credit"),
    "plugin": _("Plugins and themes"),
    "settings": _("Settings"),
    "staff": _("Staff"),
    "audit": _("Audit log"),
    "admin": _("Admin"),
}
LIVES = (
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("One year")),
    ("", _("Until it is ended")),
)
DONE = {"revoked": "The key is ended: no request with it works any more."}
_manage = {"within": IAdmin, "permission": P.STAFF_MANAGE}


def scopes(request: Any) -> dict[str, list[tuple[str, str]]]:
    """Subject -> (scope, label): what the reader holds and so may give."""
    found: dict[str, list[tuple[str, str]]] = {subject: [] for subject in SUBJECTS}
    for scope in P:
        if scope in STAFF and scope in request.identity.permissions:
            label = translate(request, scope.label)
            found.setdefault(scope.partition(".")[0], []).append((str(scope), label))
    return {subject: values for subject, values in found.items() if values}


def _form(request: Any) -> deform.Form:
    boxes = [
        nodes.choices(subject, SUBJECTS.get(subject, subject), values)
        for subject, values in scopes(request).items()
    ]
    schema = nodes.schema(
        nodes.text("name", _("Name"), high=100, description=_("What uses the key, for example: "
                   "accounting")),
        nodes.choice("life", _("Works for"), LIVES, missing=""),
        nodes.section("scopes", _("What it may do"), *boxes,
                      description=_("As little as the integration needs.")),
    )  # fmt: skip
    schema["scopes"].validator = _something
    return forms.form(
        schema,
        request,
        action=request.to(request.context, "new"),
        buttons=(deform.Button("save", title=_("Make the key")),),
        hidden=editing.hidden(request),
    )


def _something(node: Any, value: dict[str, Any]) -> None:
    if not any(value.values()):
        raise colander.Invalid(node, _("Choose at least one thing that the key may do."))


@page(IApiKeys, within=IAdmin, permission=P.STAFF_READ, template="api_keys.pt")
def api_keys(context: Any, request: Any) -> dict[str, Any]:
    """The keys that are not ended, newest first."""
    notices.told(request, DONE)
    names = ("id", "name", "prefix", "scopes", "created_by", "created_at", "expires_at")
    living = select(*(table.c[name] for name in names)).where(table.c.revoked_at.is_(None))
    rows, pager = lists.fetch(request, living, table.c.id.desc())
    return {
        "rows": [
            (
                row,
                request.to(context, str(row.id), "revoke"),
                lists.when(request, row.created_at),
                lists.when(request, row.expires_at) if row.expires_at else None,
                row.expires_at is not None and row.expires_at <= request.now,
            )
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
    }


def _shown(request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "API keys", request.context)
    return {"title": translate(request, "New API key"), "form": form, "key": None}


@page(IApiKeys, name="new", template="api_key_new.pt", **_manage)
def new_key(_context: Any, request: Any) -> dict[str, Any]:
    """The form for a key."""
    return _shown(request, _form(request).render({"life": "365"}))


@page(IApiKeys, name="new", method="POST", secret=True, template="api_key_new.pt", **_manage)
def make_key(context: Any, request: Any) -> Any:
    """Make a key. It is shown in this answer and never again, so nothing is redirected."""
    request.response.headers["Cache-Control"] = "no-store"
    form = _form(request)
    try:
        given = form.validate(request.POST.items())
        chosen = sorted(set().union(*given["scopes"].values()))
        life = timedelta(days=int(given["life"])) if given["life"] else None
        key_id, key = keys.create(
            request,
            given["name"],
            chosen,
            request.identity.permissions,
            request.now + life if life else None,
        )
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return _shown(request, form.render(given))
    request.audit.update(key=str(key_id), name=given["name"], scopes=chosen)
    notices.lead(request, "API keys", context)
    return {"title": given["name"], "key": key, "back_url": request.to(context)}


@page(IApiKey, name="revoke", template="confirm.pt", **_manage)
def ask_revoke(context: Any, request: Any) -> dict[str, Any]:
    """Ask once more."""
    notices.lead(request, "API keys", context.__parent__)
    title = translate(request, "End the key “%(name)s”?", {"name": context.entity.name})
    text = "Whatever uses it stops working at once. This cannot be undone."
    return {
        "title": title,
        "texts": [translate(request, text)],
        "action": request.to(context, "revoke"),
        "button": translate(request, "End the key"),
        "look": "danger",
        "cancel_url": request.to(context.__parent__),
    }


@page(IApiKey, name="revoke", method="POST", **_manage)
def revoke_key(context: Any, request: Any) -> Any:
    """End a key."""
    keys.revoke(request, context.entity.id)
    request.audit.update(name=context.entity.name)
    return notices.done(request, context.__parent__, "revoked")
