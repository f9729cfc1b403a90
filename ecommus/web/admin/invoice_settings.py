"""Settings → Invoices: the series, the days to pay and the bank account that documents carry."""

from dataclasses import asdict
from typing import Any

import colander
from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, ISettings
from ecommus.plugin_sdk.views import page
from ecommus.services import settings as service
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
DONE = {"saved": "The settings were saved."}


def schema() -> colander.SchemaNode:
    """The terms in two sections: how documents are numbered, and how they are paid."""
    half = {"css": "field--half"}
    return n.schema(
        n.section(
            "numbers", _("Numbering"),
            n.text("invoice_series", _("Series of invoices"), high=10, **half,
                   description=_("Stands before the number, for example FCT: FCT-000123.")),
            n.text("credit_series", _("Series of credit notes"), high=10, **half,
                   description=_("Another than that of invoices, for example STO.")),
            description=_("Numbers follow each other without gaps in each series. A new series"
                          " starts at 1; documents already issued keep their numbers."),
        ),
        n.section(
            "payment", _("Payment"),
            n.whole("due_days", _("Days to pay"), 0, 365, **half,
                    description=_("From the day of issue; 0: at once.")),
            n.flag("vat_on_collection", _("VAT on collection (TVA la încasare)"),
                   description=_("Tick it if the company is in this system: its invoices say so,"
                                 " and VAT is due when customers pay.")),
            n.text("iban", _("IBAN"), high=42, missing="", **half,
                   description=_("The account customers pay to. Spaces do not matter.")),
            n.text("bank", _("Bank"), high=100, missing="", **half,
                   description=_("The bank's name, as customers know it.")),
        ),
        n.section(
            "company", _("Company"),
            n.text("share_capital", _("Share capital"), high=60, missing="", **half,
                   description=_("A limited company states it on its documents, for example"
                                 " 200 lei.")),
        ),
    )  # fmt: skip


def values(tenant: Any) -> dict[str, Any]:
    terms = asdict(InvoiceTerms.of(tenant.settings))
    return {part.name: {node.name: terms[node.name] for node in part} for part in schema()}


def build(request: Any) -> tuple[Any, Any]:
    """The form, and the version of what it shows."""
    fields = schema()
    version = editing.snapshot(fields, values(request.tenant))
    buttons = editing.buttons(request, P.SETTINGS_EDIT)
    hidden = editing.hidden(request, version)
    return forms.form(fields, request, buttons=buttons, hidden=hidden), version


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Settings", context)
    return {"title": translate(request, "Invoices"), "form": form, "differences": differences}


def _page(method: str, permission: P) -> Any:
    return page(
        ISettings, within=IAdmin, name="invoices", method=method, permission=permission,
        template="form_page.pt",
    )  # fmt: skip


@_page("GET", P.SETTINGS_READ)
def show_invoice_settings(context: Any, request: Any) -> dict[str, Any]:
    """How the shop invoices."""
    notices.told(request, DONE)
    form, _version = build(request)
    return shown(context, request, form.render(values(request.tenant)))


@_page("POST", P.SETTINGS_EDIT)
def save_invoice_settings(context: Any, request: Any) -> Any:
    """Save the form; documents already issued stay as they are."""
    form, version = build(request)
    if editing.is_stale(request, version):
        differences = editing.stale(request, form, values(request.tenant))
        return shown(context, request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
        terms = {name: value for part in given.values() for name, value in part.items()}
        terms |= {name: terms[name].upper() for name in ("invoice_series", "credit_series")}
        service.change(request, settings={"invoicing": terms})
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, _path)
        return shown(context, request, form.render())
    request.audit.update(settings=["invoicing"])
    return notices.done(request, context, "saved", "invoices")


def _path(field: str) -> str:
    """A rule's field as the form's path."""
    name = field.removeprefix("invoicing.")
    part = next((part for part in schema() if name in part), None)
    return f"{part.name}.{name}" if part is not None else name
