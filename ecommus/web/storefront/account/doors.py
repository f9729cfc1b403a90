"""Before the account: signing in and up, a forgotten password, and where the mails' links lead.

Every answer is the same whether an address has an account or not (``services.customers.access``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAccountDoor, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import access, email
from ecommus.services.tokens import token_hash
from ecommus.web import forms, shoppers
from ecommus.web.problems import translate
from ecommus.web.storefront.account import fields, frame
from ecommus.web.storefront.shapes import Link
from ecommus.web.urls import inside

_ = TranslationStringFactory("ecommus")

WRONG = _(
    "The e-mail address or the password is not right, or the address is not confirmed yet: then"
    " follow the link in our mail."
)


@dataclass(frozen=True)
class Door:
    """One page: its words, its fields, and what its button does (an answer, or None: look)."""

    title: Any
    intro: Any
    button: Any
    nodes: Callable[[], list[Any]]
    act: Callable[[Any, dict[str, Any]], Any]
    # What is shown after the button, where that is all there is to say.
    sent: Any = ""
    # The purpose of the link in a mail that leads here.
    link: str = ""


def next_url(request: Any, wanted: str) -> str:
    """Where to go after signing in: a path of this shop, never another site."""
    return inside(wanted) or frame.url(request)


def sign_in(request: Any, given: dict[str, Any]) -> Any:
    customer = access.check(request, given["email"], given["password"])
    if customer is None:
        raise Refusal("sign_in_wrong", WRONG)
    access.attach_orders(request, customer.id, customer.email)
    response = HTTPSeeOther(next_url(request, request.POST.get("next", "")))
    return shoppers.sign_in(request, response, customer.id)


def sign_up(request: Any, given: dict[str, Any]) -> Any:
    names = {name: given[name] for name in ("first_name", "last_name", "marketing")}
    access.sign_up(request, given["email"], given["password"], **names)


def forgotten(request: Any, given: dict[str, Any]) -> Any:
    access.forgot(request, given["email"])


def confirm(request: Any, given: dict[str, Any]) -> Any:
    customer_id = access.confirm(request, request.POST.get("token", ""), given["password"])
    return shoppers.sign_in(request, frame.done(request, "welcome"), customer_id)


def new_email(request: Any, _given: dict[str, Any]) -> Any:
    email.confirm(request, request.POST.get("token", ""))
    return frame.done(request, "email", "details")


def new_password(request: Any, given: dict[str, Any]) -> Any:
    customer_id = access.reset(request, request.POST.get("token", ""), given["password"])
    return shoppers.sign_in(request, frame.done(request, "new-password"), customer_id)


DOORS = {
    "sign-in": Door(
        _("Sign in"), _("For your orders and addresses. You can buy without an account too."),
        _("Sign in"), lambda: [fields.email(), fields.password("password", _("Password"))],
        sign_in,
    ),
    "sign-up": Door(
        _("Create an account"), _("See your orders in one place, and never type an address twice."),
        _("Create the account"),
        lambda: [
            *fields.names(needed=True), fields.email(),
            fields.password("password", _("Password"), new=True),
            fields.box("marketing", _("Write to me about news and offers (I can take it back)")),
        ],
        sign_up,
        sent=_("We have written to you. Follow the link in the mail to finish; it works for two"
               " days."),
    ),
    "confirm": Door(
        _("Confirm your e-mail address"),
        _("Type the password that you chose, and the account is yours."),
        _("Confirm and sign in"), lambda: [fields.password("password", _("Password"))], confirm,
        link="sign-up",
    ),
    "forgotten": Door(
        _("Forgotten password"), _("We send you a link to choose a new one."),
        _("Send the link"), lambda: [fields.email()], forgotten,
        sent=_("If there is an account with this address, a mail is on its way to it. The link in"
               " it works for an hour."),
    ),
    "new-password": Door(
        _("Choose a new password"), _("Whoever is signed in with the old one is signed out."),
        _("Save and sign in"),
        lambda: [fields.password("password", _("New password"), new=True)], new_password,
        link="reset",
    ),
    "new-email": Door(
        _("Confirm your new address"),
        _("From then on you sign in with it, and our mails go there."),
        _("Use this address"), list, new_email, link="email",
    ),
}  # fmt: skip


def form_of(request: Any, code: str) -> deform.Form:
    door, hidden = DOORS[code], {}
    if code == "sign-in":
        hidden["next"] = next_url(request, request.params.get("next", ""))
    if door.link:
        hidden["token"] = request.params.get("token", "")
    action = frame.url(request, code)
    return fields.form(request, door.button, action, *door.nodes(), hidden=hidden)


def values(request: Any, code: str, form: str | None, **more: Any) -> dict[str, Any]:
    frame.private(request)
    door = DOORS[code]
    ways = {"sign-in": _("Sign in"), "sign-up": _("Create an account"),
            "forgotten": _("Forgotten password?")}  # fmt: skip
    return {
        "title": translate(request, door.title),
        "intro": translate(request, door.intro),
        "form": form,
        "links": [
            Link(translate(request, label), frame.url(request, other))
            for other, label in ways.items()
            if other != code
        ],
        "sent": None,
        "over": False,
        "alternates": request.shop.locales,
        "robots": "noindex",
    } | more


def known_email(request: Any) -> str:
    """The address of the order whose page offered an account."""
    link = request.GET.get("order", "")
    order = sales.order(request.db, Order.token_hash == token_hash(link)) if link else None
    return order.email if order is not None else ""


@page(IAccountDoor, within=IStorefront, permission=P.SESSION_OPEN, template="door.pt")
def show(context: Any, request: Any) -> Any:
    """The page as it is first seen; or, after its button, that a mail is on its way."""
    code = context.code
    door = DOORS[code]
    if not door.link and request.identity is not None:
        return HTTPSeeOther(next_url(request, request.GET.get("next", "")))
    if door.sent and request.GET.get("sent") == "1":
        return values(request, code, None, sent=translate(request, door.sent), intro="")
    if door.link and not access.is_living(request, door.link, request.GET.get("token", "")):
        return values(request, code, None, over=True, intro="")
    given = {"email": known_email(request)} if code == "sign-up" else {}
    return values(request, code, form_of(request, code).render(given))


@page(
    IAccountDoor, within=IStorefront, method="POST", permission=P.SESSION_OPEN, csrf=False,
    template="door.pt", rate="auth",
)  # fmt: skip
def act(context: Any, request: Any) -> Any:
    """Do it; or show the page again with what is wrong."""
    code = context.code
    form = form_of(request, code)
    try:
        given = form.validate(request.POST.items())
        answer = DOORS[code].act(request, given)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(request, code, failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        kept = {name: v for name, v in given.items() if name not in ("password",)}
        return values(request, code, form.render(kept))
    return answer or HTTPSeeOther(frame.url(request, code, sent="1"))
