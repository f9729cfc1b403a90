"""Settings → Currencies: what the shop sells in beside its own currency, and at which rate."""

from decimal import Decimal
from typing import Any

import colander
from babel.numbers import format_decimal
from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core.currencies import MOST, STEPS
from ecommus.core.errors import Refusal
from ecommus.core.money import plain
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, ISettings
from ecommus.plugin_sdk.views import page
from ecommus.services import settings as service
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.widgets import Rows

_ = TranslationStringFactory("ecommus")
DONE = {"saved": "The settings were saved."}


def schema(request: Any) -> colander.SchemaNode:
    """A line for each currency, and two to fill in."""
    own = request.tenant.currency
    named = [
        (str(step), format_decimal(Decimal(step).scaleb(-2), "0.00", locale=request.locale_name))
        for step in STEPS
    ]
    line = n.section(
        "currency", _("Currency"),
        n.text("code", _("Currency"), high=3, css="field--third",
               attributes={"placeholder": "EUR", "autocapitalize": "characters"}),
        n.text("rate", _("Costs so many ${currency}", mapping={"currency": own}), high=20,
               css="field--third", attributes={"inputmode": "decimal", "placeholder": "4,9765"}),
        n.choice("step", _("Round prices to"), [("", named[0][1]), *named[1:]],
                 missing="", css="field--third"),
    )  # fmt: skip
    return n.schema(
        colander.SchemaNode(
            colander.Sequence(), line, name="currencies", title=_("Other currencies"), missing=(),
            widget=Rows(extra=2, min_len=2, max_len=MOST),
            description=_("Shoppers choose one in the page's frame. Prices are converted at this"
                          " rate, unless a price list in that currency names them; delivery and"
                          " amounts in promotions are converted too. Placed orders keep their"
                          " rate."),
        )
    )  # fmt: skip


def values(request: Any) -> dict[str, Any]:
    """The stored lines, rates as the reader writes them."""

    def rate(entry: dict[str, Any]) -> str:
        return format_decimal(Decimal(entry["rate"]), "0.######", locale=request.locale_name)

    stored = request.tenant.settings.get("currencies", ())
    return {
        "currencies": [
            {
                "code": entry["code"],
                "rate": rate(entry),
                "step": "" if entry["step"] == 1 else str(entry["step"]),
            }
            for entry in stored
        ]
    }


def build(request: Any) -> tuple[Any, Any]:
    """The form, and the version of what it shows."""
    fields = schema(request)
    version = editing.snapshot(fields, values(request))
    buttons = editing.buttons(request, P.SETTINGS_EDIT)
    return forms.form(
        fields, request, buttons=buttons, hidden=editing.hidden(request, version)
    ), version


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Settings", context)
    return {"title": translate(request, "Currencies"), "form": form, "differences": differences}


def _page(method: str, permission: P) -> Any:
    return page(
        ISettings, within=IAdmin, name="currencies", method=method, permission=permission,
        template="form_page.pt",
    )  # fmt: skip


@_page("GET", P.SETTINGS_READ)
def show_currencies(context: Any, request: Any) -> dict[str, Any]:
    """What the shop sells in."""
    notices.told(request, DONE)
    form, _version = build(request)
    return shown(context, request, form.render(values(request)))


@_page("POST", P.SETTINGS_EDIT)
def save_currencies(context: Any, request: Any) -> Any:
    """Save the form; carts in a currency that is gone go on in the shop's own."""
    form, version = build(request)
    if editing.is_stale(request, version):
        differences = editing.stale(request, form, values(request))
        return shown(context, request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())["currencies"]
        service.change(request, settings={"currencies": [_entry(line) for line in given]})
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return shown(context, request, form.render())
    request.audit.update(settings=["currencies"])
    return notices.done(request, context, "saved", "currencies")


def _entry(line: dict[str, Any]) -> dict[str, Any]:
    """A line as the service takes it; what is no number is refused there."""
    try:
        rate = plain(line["rate"], decimals=6)
    except ValueError:
        rate = line["rate"]
    return {"code": line["code"], "rate": rate, "step": int(line["step"] or 1)}
