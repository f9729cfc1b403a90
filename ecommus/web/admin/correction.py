"""Correcting an issued invoice: write it as it should read, look at what changes, issue it.

The first button only looks (``services.corrections.propose``); the second is on the page that shows
what reads differently, and sends the same fields again.
"""

from typing import Any

import colander
import deform
from deform import widget
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Refusal
from ecommus.core.invoice import Invoice
from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IInvoice
from ecommus.plugin_sdk.views import page
from ecommus.services import corrections as service
from ecommus.web import forms
from ecommus.web.admin import invoice_shapes, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront import address as postal

_ = TranslationStringFactory("ecommus")
MANAGE = {"within": IAdmin, "permission": P.INVOICE_MANAGE}
OWN = ("due_on", "reason")
TITLE = _("Correct %(number)s")
INTRO = _(
    "An issued invoice is never changed: a corrected one is issued, with a number of its own, that"
    " names this one and replaces it. Goods and sums stay as they are; what is wrong with those is"
    " credited."
)


class CorrectionForm(postal.PostalForm):
    """Who is invoiced, until when it is paid, and what was wrong."""

    due_on = colander.SchemaNode(
        colander.Date(), title=_("Due on"), missing=None,
        widget=widget.TextInputWidget(attributes={"type": "date"}),
    )  # fmt: skip
    reason = n.text(
        "reason", _("What was wrong"), high=200,
        description=_("It stands on the corrected invoice."),
    )  # fmt: skip


def _form(request: Any) -> deform.Form:
    buttons = editing.buttons(request, P.INVOICE_MANAGE, _("See what changes"))
    return forms.form(
        postal.bound(CorrectionForm(), request), request, buttons=buttons,
        hidden=editing.hidden(request), action=request.to(request.context, "correct"),
    )  # fmt: skip


def _order(context: Any, request: Any) -> Order:
    order = sales.order(request.db, Order.id == context.entity.order_id)
    assert order is not None
    return order


def _billed(order: Order) -> Address:
    found = Address.of(order.billing_address) or Address.of(order.shipping_address)
    return found or Address()


def _shown(context: Any, request: Any, form: str) -> dict[str, Any]:
    row = context.entity
    notices.lead(request, "Invoices", context.__parent__)
    notices.lead(request, row.full_number, context)
    return {
        "title": translate(request, TITLE, {"number": row.full_number}),
        "intro": translate(request, INTRO),
        "form": form,
        "preview": None,
    }


@page(IInvoice, name="correct", template="form_page.pt", **MANAGE)
def show(context: Any, request: Any) -> dict[str, Any]:
    """The invoice as it is, to be written as it should be."""
    due_on = Invoice.of(context.entity.model).due_on
    values = postal.postal(_billed(_order(context, request))) | {"due_on": due_on}
    return _shown(context, request, _form(request).render(values))


def _wanted(request: Any, form: deform.Form, order: Order) -> service.Wanted:
    given = form.validate(request.POST.items())
    own = {name: given.pop(name) for name in OWN}
    return service.Wanted(
        billing_address=Address(**(_billed(order).to_json() | given)).to_json(), **own
    )


@page(IInvoice, name="correct", method="POST", template="invoice_correct.pt", audit="", **MANAGE)
def preview(context: Any, request: Any) -> dict[str, Any]:
    """What would change: nothing is written, nothing is audited."""
    form, order = _form(request), _order(context, request)
    try:
        made = service.propose(request, order, context.entity, _wanted(request, form, order))
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: name.rpartition(".")[2])
        return _shown(context, request, form.render())
    known = {node.name for node in form.schema.children}
    return _shown(context, request, "") | {
        "preview": [
            (invoice_shapes.field(request, x.field), x.before, x.after) for x in made.changes
        ],
        "kept": [(name, value) for name, value in request.POST.items() if name in known],
        "base": request.to(context),
    }


@page(IInvoice, name="correct-now", method="POST", template="invoice_correct.pt", **MANAGE)
def correct(context: Any, request: Any) -> Any:
    """Issue the corrected invoice."""
    form, row = _form(request), context.entity
    try:
        wanted = _wanted(request, form, _order(context, request))
        invoice_id = service.issue(request, row, wanted)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: name.rpartition(".")[2])
        return _shown(context, request, form.render())
    request.audit.update(corrected=row.full_number)
    return notices.done(request, context.__parent__, "corrected", str(invoice_id))
