"""One customer: details, addresses, orders, consents; a copy of everything, and the erasure."""

from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory
from pyramid.renderers import render
from pyramid.response import Response

from ecommus.core.customers import Address
from ecommus.core.errors import Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as queries
from ecommus.db.tables.sales import orders
from ecommus.plugin_sdk.interfaces import IAdmin, ICustomer
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import privacy, profile
from ecommus.web.admin import lists, notices, store_credit
from ecommus.web.admin.customers import at, build, fields, name_of, values
from ecommus.web.admin.order_words import badges
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import show_money

_ = TranslationStringFactory("ecommus")
DONE = {
    "added": "The customer is there. “Forgotten password?” in the shop lets them choose one.",
    "saved": "The customer is saved.",
}
KINDS = {"marketing": _("News and offers by e-mail")}
LATEST = 10
_manage = {"within": IAdmin, "permission": P.CUSTOMER_MANAGE}


def shown(request: Any, form: str | None = None, differences: Any = None) -> dict[str, Any]:
    """What the page shows; ``form`` is one that was refused, drawn already."""
    customer = request.context.entity
    notices.lead(request, "Customers", request.context.__parent__)
    order_place = request.context.__parent__.__parent__["orders"]
    bought = queries.own_orders(customer.id).order_by(orders.c.placed_at.desc(), orders.c.id)
    erased = customer.erased_at is not None
    if form is None and not erased:
        form = build(request, customer).render(values(customer))
    return {
        "customer": customer,
        "name": translate(request, "Erased customer") if erased else name_of(customer),
        "form": form,
        "differences": differences,
        "since": lists.when(request, customer.created_at),
        "verified": customer.email_verified_at is not None,
        "orders": [
            (
                row,
                request.to(order_place, str(row.id)),
                lists.when(request, row.placed_at),
                badges(request, row),
            )
            for row in request.db.execute(bought.limit(LATEST))
        ],
        "addresses": [
            (row, (Address.of(row.address) or Address()).lines(request.locale_name))
            for row in queries.addresses(request.db, customer.id)
        ],
        "consents": [
            (row, lists.when(request, row.at)) for row in queries.consents(request.db, customer.id)
        ],
        "amount": lambda row: show_money(Money(row.total, row.currency), request.locale_name),
        "kinds": {kind: translate(request, label) for kind, label in KINDS.items()},
        # None: not to be seen by everybody.
        "credit": store_credit.held(request, customer)
        if request.identity.may(P.BALANCE_READ)
        else None,
        "credit_url": request.to(request.context, "credit"),
        "export_url": request.to(request.context, "export"),
        "erase_url": None if erased else request.to(request.context, "erase"),
    }


@page(ICustomer, within=IAdmin, permission=P.CUSTOMER_READ, template="customer.pt")
def customer(_context: Any, request: Any) -> dict[str, Any]:
    """One customer with everything the shop knows of them."""
    notices.told(request, DONE)
    return shown(request)


@page(ICustomer, method="POST", template="customer.pt", **_manage)
def save_customer(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    row = context.entity
    if row.erased_at is not None:
        return notices.done(request, context, "")
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(row))
        return shown(request, form.render(), differences)
    try:
        given = fields(form.validate(request.POST.items()))
        profile.change(request, row, given, profile.STAFFS)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return shown(request, form.render())
    request.audit.update(changed=sorted(k for k, v in given.items() if v != getattr(row, k)))
    return notices.done(request, context, "saved")


@page(ICustomer, name="export", method="POST", within=IAdmin, permission=P.CUSTOMER_EXPORT)
def export(context: Any, request: Any) -> Response:
    """Everything that is held, as a file: for whoever asks for a copy of their data."""
    body = render("json", privacy.export(request, context.entity.id), request)
    response = Response(body, content_type="application/json", charset="utf-8")
    name = f"customer-{context.entity.id}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@page(ICustomer, name="erase", template="confirm.pt", **_manage)
def ask_erase(context: Any, request: Any) -> dict[str, Any]:
    """What erasing means, before it is done."""
    notices.lead(request, "Customers", context.__parent__)
    notices.lead(request, name_of(context.entity), context)
    texts = (
        "Name, addresses, sign-ins and choices of this customer are erased, and cannot be brought"
        " back.",
        "Their orders keep number, lines, sums and the address on the invoice; what is still to be"
        " sent keeps where it goes until it is delivered.",
    )
    return {
        "title": translate(request, "Erase this customer?"),
        "texts": [name_of(context.entity), *(translate(request, text) for text in texts)],
        "action": request.to(context, "erase"),
        "button": translate(request, "Erase for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(ICustomer, name="erase", method="POST", **_manage)
def erase(context: Any, request: Any) -> Any:
    """Erase a customer."""
    if context.entity.erased_at is None:
        privacy.erase(request, context.entity)
    return notices.done(request, context.__parent__, "erased")
