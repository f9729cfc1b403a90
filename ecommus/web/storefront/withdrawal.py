"""„Retrageți-vă din contract aici": two steps and a receipt by e-mail, with or without an account.

The first step asks who withdraws from what, the second shows it and asks to confirm. Nothing is
written down before that (OUG 34/2014, art. 11¹).
"""

from typing import Any

import colander
import deform
from deform import Button, widget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers
from ecommus.plugin_sdk.interfaces import IStorefront, IWithdrawals
from ecommus.plugin_sdk.views import page
from ecommus.services import withdrawals
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.idempotency import FIELD
from ecommus.web.shoppers import customer_id_of
from ecommus.web.storefront.account import frame
from ecommus.web.storefront.account.fields import email
from ecommus.web.storefront.address import text

_ = TranslationStringFactory("ecommus")
FIELDS = ("name", "order_number", "email", "note")


def form_of(request: Any) -> deform.Form:
    note = colander.SchemaNode(
        colander.String(),
        name="note",
        title=_("What you return, if not everything"),
        missing="",
        validator=colander.Length(max=1000),
        widget=widget.TextAreaWidget(rows=3),
    )
    schema = colander.SchemaNode(
        colander.Mapping(),
        text(_("Your name"), "name", name="name"),
        text(_("Order number"), "off", name="order_number", high=40),
        email(description=_("The receipt goes to this address")),
        note,
    )
    action = request.to(request.storefront.child("withdrawals"))
    button = Button("continue", title=_("Continue"))
    return forms.form(schema, request, buttons=(button,), action=action)


def values(request: Any, step: str, **more: Any) -> dict[str, Any]:
    frame.private(request)
    return {
        "step": step,
        "form": None,
        "given": {},
        "hidden": [],
        "action": request.to(request.storefront.child("withdrawals")),
        "confirm_url": request.to(request.storefront.child("withdrawals"), "confirm"),
        "alternates": request.shop.locales,
        "robots": "noindex",
    } | more


def known(request: Any) -> dict[str, str]:
    """What is known before anything is typed: the order one comes from, and who is signed in."""
    given = {"order_number": request.GET.get("order", "").replace("\0", "")[:40]}
    customer_id = customer_id_of(request)
    if customer_id is not None:
        me = customers.customer(request.db, customer_id)
        given |= {"name": f"{me.first_name} {me.last_name}".strip(), "email": me.email}
    return given


@page(IWithdrawals, within=IStorefront, permission=P.SHOP_ORDER_VIEW, template="withdrawal.pt")
def show(_context: Any, request: Any) -> dict[str, Any]:
    """The first step; after the last one, that it was received."""
    if request.GET.get("received") == "1":
        return values(request, "received")
    return values(request, "declare", form=form_of(request).render(known(request)))


@page(
    IWithdrawals, within=IStorefront, method="POST", permission=P.SHOP_ORDER_VIEW,
    template="withdrawal.pt", rate="auth",
)  # fmt: skip
def look_again(_context: Any, request: Any) -> dict[str, Any]:
    """The second step: what was typed, to be confirmed."""
    form = form_of(request)
    try:
        given = form.validate(request.POST.items())
        withdrawals.check(given["name"], given["order_number"], given["email"])
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(request, "declare", form=failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        return values(request, "declare", form=form.render(given))
    hidden = [(name, given[name]) for name in FIELDS] + [(FIELD, new_token())]
    return values(request, "confirm", given=given, hidden=hidden)


@page(
    IWithdrawals, within=IStorefront, name="confirm", method="POST", permission=P.SHOP_ORDER_VIEW,
    template="withdrawal.pt", rate="auth",
)  # fmt: skip
def confirm(context: Any, request: Any) -> Any:
    """Write it down, however often the button is pressed; the receipt follows by e-mail."""
    form = form_of(request)
    try:
        given = form.validate(request.POST.items())
        customer_id = customer_id_of(request)
        withdrawals.declare(request, *(given[name] for name in FIELDS), customer_id=customer_id)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(request, "declare", form=failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        return values(request, "declare", form=form.render(given))
    return HTTPSeeOther(request.to(context, query={"received": "1"}))
