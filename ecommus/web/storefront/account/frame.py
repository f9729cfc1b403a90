"""What every page of an account shows: its menu, its token, and what was done just now.

``?done=saved`` names a text of this table, so no address can put words into the shop's mouth.
"""

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.plugin_sdk.interfaces import IAccount
from ecommus.web import csrf
from ecommus.web.problems import translate
from ecommus.web.storefront.shapes import Choice
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")

MENU = {
    "": _("In short"),
    "orders": _("Orders"),
    "addresses": _("Addresses"),
    "details": _("My details"),
    "company": _("Company"),
    "privacy": _("Privacy"),
}
DONE = {
    "welcome": _("Your account is ready. Welcome!"),
    "new-password": _("Your new password holds, and you are signed in."),
    "saved": _("Saved."),
    "password": _("The password is changed. Everywhere else you are signed out."),
    "email-sent": _("We have written to the new address. Follow the link in the mail to use it."),
    "email": _("The e-mail address of your account is changed."),
    "added": _("The address is saved."),
    "removed": _("The address is deleted."),
    "default": _("The default address is changed."),
    "consent": _("Your choice is saved."),
}


@dataclass(frozen=True, slots=True)
class Account:
    """See docs/reference/theme-templates.md."""

    name: str
    email: str
    menu: tuple[Choice, ...]
    sign_out_url: str
    csrf_token: str


def url(request: Any, code: str = "", *path: str, **query: str) -> str:
    """The address of a page of the account; "" is the overview."""
    account = request.storefront.child("account")
    place = account.place(code) if code else account
    return request.to(place, *path, query=query or None)


def private(request: Any) -> None:
    """Nobody in between keeps the page, and no other site learns its address.

    ``no-referrer`` would take the Origin from the page's own forms.
    """
    request.response.headers["Cache-Control"] = "private, no-store"
    request.response.headers["Referrer-Policy"] = "same-origin"


def page(request: Any, code: str, title: Any, **values: Any) -> dict[str, Any]:
    """The variables of an account's page, beside its own ``values``."""
    private(request)
    me = find(request.context, IAccount).entity
    notice = DONE.get(request.GET.get("done", ""))
    return {
        "account": Account(
            name=f"{me.first_name} {me.last_name}".strip(),
            email=me.email,
            menu=tuple(
                Choice(part, translate(request, label), url(request, part), part == code)
                for part, label in MENU.items()
            ),
            sign_out_url=url(request, "sign-out"),
            csrf_token=csrf.form_token(request),
        ),
        "title": translate(request, title),
        "notice": translate(request, notice) if notice else None,
        "alternates": request.shop.locales,
        "robots": "noindex",
    } | values


def hidden(request: Any) -> dict[str, str]:
    """The hidden field of every form of an account."""
    return {csrf.FIELD: csrf.form_token(request)}


def done(request: Any, what: str, code: str = "") -> HTTPSeeOther:
    """It worked: go on, and say so there."""
    return HTTPSeeOther(url(request, code, done=what))
