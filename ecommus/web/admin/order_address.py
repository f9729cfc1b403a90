"""Where a placed order goes, and who is invoiced: mended by staff until it is sent or invoiced."""

from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import readdressing
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.schema import email_address
from ecommus.web.storefront import address as postal

_ = TranslationStringFactory("ecommus")
TITLES = {
    "shipping_address": _("Delivery address of order #%(number)s"),
    "billing_address": _("Invoice address of order #%(number)s"),
}
_edit = {"within": IAdmin, "permission": P.ORDER_EDIT, "template": "form_page.pt"}


class DeliveryForm(postal.PostalForm):
    """Where it goes, and where its news go."""

    email = postal.text(
        _("E-mail"), "off", type="email", validator=email_address, insert_before="first_name",
        description=_("Where the confirmation, the parcel's news and the invoice go."),
    )  # fmt: skip


def _which(request: Any) -> str:
    billing = request.params.get("of") == "billing"
    return "billing_address" if billing else "shipping_address"


def _form(request: Any, order: Any, which: str) -> deform.Form:
    kind = postal.PostalForm if which == "billing_address" else DeliveryForm
    schema = postal.bound(kind(), request)
    hidden = editing.hidden(request, order) | {"of": which.removesuffix("_address")}
    buttons = editing.buttons(request, P.ORDER_EDIT)
    return forms.form(schema, request, buttons=buttons, hidden=hidden)


def _values(order: Any, which: str) -> dict[str, str]:
    shown = postal.postal(Address.of(getattr(order, which)))
    return shown if which == "billing_address" else shown | {"email": order.email}


def _shown(request: Any, which: str, form: str, differences: Any = None) -> dict[str, Any]:
    order = request.context.entity
    notices.lead(request, "Orders", request.context.__parent__)
    notices.lead(request, f"#{order.number}", request.context)
    title = translate(request, TITLES[which], {"number": order.number})
    return {"title": title, "form": form, "differences": differences}


@page(IOrder, name="address", **_edit)
def show(context: Any, request: Any) -> dict[str, Any]:
    """The address of the delivery, or with ``?of=billing`` the one on the invoice."""
    which = _which(request)
    form = _form(request, context.entity, which)
    return _shown(request, which, form.render(_values(context.entity, which)))


@page(IOrder, name="address", method="POST", **_edit)
def save(context: Any, request: Any) -> Any:
    """Keep it; somebody else's change in between is shown first."""
    order, which = context.entity, _which(request)
    form = _form(request, order, which)
    if editing.is_stale(request, order):
        differences = editing.stale(request, form, _values(order, which))
        return _shown(request, which, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
        changes = {"email": given.pop("email")} if "email" in given else {}
        before = Address.of(getattr(order, which)) or Address()
        changes[which] = Address(**(before.to_json() | given)).to_json()
        readdressing.change(request, order, changes)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(request, which, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: name.rpartition(".")[2])
        return _shown(request, which, form.render())
    request.audit.update(number=order.number, changed=which)
    return notices.done(request, context, "readdressed")
