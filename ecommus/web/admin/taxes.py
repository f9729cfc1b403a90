"""Taxes: the rates with their dates, the categories, and how the shop reckons.

Forms are in ``tax_forms``, zones in ``zones``, the same as JSON in ``api.taxes``.
"""

from datetime import date
from typing import Any

from babel.dates import format_date
from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax as t
from ecommus.plugin_sdk import interfaces as i
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services import settings, taxes, taxing
from ecommus.web import forms
from ecommus.web.admin import editor, lists, notices, tax_forms
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.SETTINGS_READ}
EDIT = {"within": IAdmin, "permission": P.SETTINGS_EDIT}
STATES = {
    "now": ("success", "Today"),
    "later": ("info", "To come"),
    "past": ("neutral", "Over"),
}


def state(row: Any, on: date) -> str:
    """Whether a rate holds on a day, or when."""
    if row.starts_on > on:
        return "later"
    return "past" if row.ends_on is not None and row.ends_on < on else "now"


@page(i.ITaxRates, template="taxes.pt", **READ)
def rates(context: Any, request: Any) -> dict[str, Any]:
    """The rates, those of today first, and the products that none of them is for."""
    notices.told(request, editor.DONE)
    zones = dict(tax_forms.zone_choices(request))
    categories = dict(tax_forms.category_choices(request))
    zone = lists.chosen(request, "zone", zones)
    query = lists.search(request)
    c = t.tax_rates.c
    rows, pager = lists.fetch(
        request, queries.listed_rates(zone=zone, q=query),
        c.ends_on.desc().nulls_first(), c.zone, c.tax_category, c.id,
    )  # fmt: skip
    today = lists.today(request)
    admin = context.__parent__
    return {
        "rows": [
            {
                "row": row,
                "url": request.to(context, str(row.id)),
                "zone": zones.get(row.zone, row.zone),
                "category": categories.get(row.tax_category, row.tax_category),
                "rate": f"{row.rate.normalize():f}",
                "starts_on": _day(request, row.starts_on),
                "ends_on": _day(request, row.ends_on),
                "badge": _badge(request, state(row, today)),
            }
            for row in rows
        ],
        "pager": pager,
        "query": query,
        "zone": zone,
        "zones": zones,
        "missing": [
            (categories.get(code, code), count)
            for code, count in sorted(taxes.without_rate(request).items())
        ],
        "urls": {
            "new": request.to(context, "new"),
            "rules": request.to(context, "rules"),
            "zones": request.to(admin["zones"]),
            "categories": request.to(admin["tax-categories"]),
        },
    }


def _day(request: Any, day: date | None) -> str:
    return "—" if day is None else format_date(day, "medium", locale=request.locale_name)


def _badge(request: Any, name: str) -> tuple[str, str]:
    kind, label = STATES[name]
    return kind, translate(request, label)


@page(i.ITaxRates, name="new", template="form_page.pt", **EDIT)
def new_rate(context: Any, request: Any) -> Any:
    """The empty form of a rate."""
    return editor.new(context, request, tax_forms.RATE)


@page(i.ITaxRates, name="new", method="POST", template="form_page.pt", **EDIT)
def create_rate(context: Any, request: Any) -> Any:
    """A new rate."""
    return editor.create(context, request, tax_forms.RATE)


@page(i.ITaxRate, template="form_page.pt", **READ)
def show_rate(context: Any, request: Any) -> Any:
    """One rate."""
    return editor.show(context, request, tax_forms.RATE)


@page(i.ITaxRate, method="POST", template="form_page.pt", **EDIT)
def save_rate(context: Any, request: Any) -> Any:
    """Save a rate."""
    return editor.save(context, request, tax_forms.RATE)


@page(i.ITaxRate, name="delete", template="confirm.pt", **EDIT)
def ask_delete_rate(context: Any, request: Any) -> Any:
    """What deleting a rate means."""
    return editor.ask_delete(context, request, tax_forms.RATE)


@page(i.ITaxRate, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_rate(context: Any, request: Any) -> Any:
    """Delete a rate."""
    return editor.delete(context, request, tax_forms.RATE)


def _rules(request: Any) -> tuple[Any, Any, dict[str, Any]]:
    values = {"tax": taxing.choices(request)}
    schema = tax_forms.rules_schema(request)
    version = editing.snapshot(schema, values)
    buttons = editing.buttons(request, P.SETTINGS_EDIT)
    hidden = editing.hidden(request, version)
    return forms.form(schema, request, buttons=buttons, hidden=hidden), version, values


def _rules_page(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Taxes", context)
    title = translate(request, "How tax is reckoned")
    return {"title": title, "form": form, "differences": differences}


@page(i.ITaxRates, name="rules", template="form_page.pt", **READ)
def show_rules(context: Any, request: Any) -> dict[str, Any]:
    """Rounding, selling abroad, what has no rate."""
    form, _version, values = _rules(request)
    return _rules_page(context, request, form.render(values))


@page(i.ITaxRates, name="rules", method="POST", template="form_page.pt", **EDIT)
def save_rules(context: Any, request: Any) -> Any:
    """Save them; somebody else's change in between is shown first."""
    form, version, values = _rules(request)
    if editing.is_stale(request, version):
        differences = editing.stale(request, form, values)
        return _rules_page(context, request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
        settings.change(request, settings={"tax": given["tax"]})
    except ValidationFailure as failure:
        request.response.status_int = 422
        return _rules_page(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return _rules_page(context, request, form.render())
    request.audit.update(tax=given["tax"])
    return notices.done(request, context, "saved")
