"""The shop's settings: its name, texts, languages, the company behind it, where it sells, returns.

How tax is reckoned is set in ``taxes``, deliveries in ``delivery``.
"""

from dataclasses import asdict
from typing import Any
from zoneinfo import available_timezones

import colander
from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core import countries
from ecommus.core.customers import RO_COUNTIES
from ecommus.core.errors import Refusal
from ecommus.core.inventory import LOW, MOST_LOW
from ecommus.core.left_carts import CartSettings
from ecommus.core.permissions import Permission as P
from ecommus.core.returns import DAYS, MOST_DAYS
from ecommus.plugin_sdk.interfaces import IAdmin, ISettings
from ecommus.plugin_sdk.views import page
from ecommus.services import settings as service
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
DONE = {"saved": "The settings were saved."}
LEGAL = {
    "legal_name": _("Registered name"), "registration_number": _("Trade register number"),
    "vat_id": _("Fiscal code (CUI)"), "street": _("Street and number"), "city": _("Town"),
    "county": _("County"), "postal_code": _("Postal code"), "email": _("E-mail"),
    "phone": _("Phone"),
}  # fmt: skip
TEXTS = ("tagline", "description")
# Field of a rule → path in the form.
PATHS = {
    "name": "shop.name", "locales": "languages.others", "timezone": "shop.timezone",
    "countries": "selling.countries", "vat_id": "legal.vat_id", "returns.days": "returns.days",
}  # fmt: skip


def offered(locale: str) -> list[tuple[str, str]]:
    """Countries to choose among, by name."""
    return sorted(countries.choices(countries.OFFERED, locale), key=lambda pair: pair[1])


def schema(locale: str) -> colander.SchemaNode:
    """All settings, in sections."""
    languages = list(LANGUAGE_NAMES.items())
    zones = sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "UTC")))
    counties = [("", _("—")), *sorted(RO_COUNTIES.items(), key=lambda item: item[1])]
    half = {"css": "field--half", "missing": ""}
    return n.schema(
        n.section(
            "shop", _("Shop"),
            n.text("name", _("Name"), high=120, css="field--half"),
            n.choice("timezone", _("Time zone"), [(zone, zone) for zone in zones],
                     css="field--half"),
        ),
        n.section(
            "languages", _("Languages"),
            n.choice("main", _("Main language"), languages, css="field--half",
                     description=_("Its pages have the short addresses.")),
            n.choices("others", _("Languages of the shop"), languages),
        ),
        *(
            n.section(
                f"texts_{code}", name,
                n.text("tagline", _("Tagline"), high=160, missing="",
                       description=_("One line under the shop's name.")),
                n.text("description", _("About the shop"), high=1000, rows=3, missing="",
                       description=_("For the footer and for search engines.")),
            )
            for code, name in languages
        ),
        n.section(
            "legal", _("The company behind the shop"),
            n.text("legal_name", LEGAL["legal_name"], missing="",
                   description=_("As in the trade register, for example Lumina SRL.")),
            n.text("registration_number", LEGAL["registration_number"], high=40, **half),
            n.text("vat_id", LEGAL["vat_id"], high=20, **half),
            n.flag("vat_registered", _("Registered for VAT")),
            n.text("street", LEGAL["street"], missing=""),
            n.text("city", LEGAL["city"], high=80, **half),
            n.choice("county", LEGAL["county"], counties, css="field--half", missing=""),
            n.text("postal_code", LEGAL["postal_code"], high=12, **half),
            n.text("phone", LEGAL["phone"], high=30, **half),
            n.text("email", LEGAL["email"], high=254, **half),
            description=_("The law (365/2002, art. 5) asks every online shop to show who is behind"
                          " it; it stands in the footer of every page."),
        ),
        n.section(
            "selling", _("Where you sell"),
            n.choices("countries", _("Countries"), offered(locale)),
            description=_("Address forms offer these. Choose none, and they offer every country"
                          " that your delivery methods reach."),
        ),
        n.section(
            "stock", _("Stock"),
            n.whole("low", _("Low from so many pieces"), 0, MOST_LOW,
                    description=_("So many pieces or fewer are marked as low; a variant may say"
                                  " another number.")),
        ),
        n.section(
            "returns", _("Returns"),
            n.whole("days", _("Days to ask for a return"), DAYS, MOST_DAYS,
                    description=_("Counted from the delivery, or from the sending while that is not"
                                  " marked. The law gives 14 days; you may give more.")),
        ),
        n.section(
            "carts", _("Left carts"),
            n.whole("left_after_hours", _("Left after so many hours"), 1, 240, css="field--half",
                    description=_("A cart that nobody touched for so long was left.")),
            n.whole("keep_days", _("Kept for so many days"), 7, 730, css="field--half",
                    description=_("A cart that nobody touched for so long is deleted.")),
            n.flag("remind", _("Remind them by e-mail"),
                   description=_("One mail for a cart, at most one a week to an address, with a"
                                 " link out.")),
            description=_("The law (506/2004, art. 12) lets you write to those who agreed to"
                          " marketing, and to those who bought from you and did not object. Nobody"
                          " else is written to, whatever stands here."),
        ),
    )  # fmt: skip


def values(tenant: Any) -> dict[str, Any]:
    """What the form shows of a shop."""
    stored = tenant.settings
    legal = {name: getattr(tenant.legal, name) for name in (*LEGAL, "vat_registered")}
    return {
        "shop": {"name": tenant.name, "timezone": tenant.timezone},
        "languages": {"main": tenant.locale, "others": set(tenant.locales)},
        **{
            f"texts_{code}": {name: _text(stored.get(name), code, tenant) for name in TEXTS}
            for code in LANGUAGE_NAMES
        },
        "legal": legal | {"county": legal["county"] if legal["county"] in RO_COUNTIES else ""},
        "selling": {"countries": set(stored.get("countries", ()))},
        "stock": {"low": stored.get("stock", {}).get("low", LOW)},
        "returns": {"days": stored.get("returns", {}).get("days", DAYS)},
        "carts": asdict(CartSettings.of(stored)),
    }


def _text(stored: Any, code: str, tenant: Any) -> str:
    """A text per language; a plain one is the main language's."""
    if isinstance(stored, dict):
        return stored.get(code, "")
    return stored or "" if code == tenant.locale else ""


def changes(given: dict[str, Any], tenant: Any) -> dict[str, Any]:
    """The service's arguments from a validated form."""
    main, others = given["languages"]["main"], given["languages"]["others"]
    texts = {
        name: {code: given[f"texts_{code}"][name] for code in LANGUAGE_NAMES} for name in TEXTS
    }
    filled = {name: {c: t for c, t in by.items() if t} for name, by in texts.items()}
    return {
        **given["shop"],
        "locales": [main, *(code for code in LANGUAGE_NAMES if code in others and code != main)],
        "legal": given["legal"],
        "settings": filled
        | {
            "countries": sorted(given["selling"]["countries"]),
            "returns": given["returns"],
            "stock": given["stock"],
            "carts": tenant.settings.get("carts", {}) | given["carts"],
        },
    }


def build(request: Any) -> tuple[Any, Any]:
    """The form, and the version of what it shows."""
    fields = schema(request.locale_name)
    version = editing.snapshot(fields, values(request.tenant))
    buttons = editing.buttons(request, P.SETTINGS_EDIT)
    hidden = editing.hidden(request, version)
    return forms.form(fields, request, buttons=buttons, hidden=hidden), version


def shown(request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    tenant = request.tenant
    return {
        "form": form,
        "differences": differences,
        "invoices_url": request.to(request.context, "invoices"),
        "currencies_url": request.to(request.context, "currencies"),
        "missing": [translate(request, LEGAL[name]) for name in tenant.legal.missing()],
        "facts": [
            (translate(request, "Address"), request.host),
            (translate(request, "Currency"), tenant.currency),
            (translate(request, "Niche"), tenant.niche),
        ],
    }


def _page(method: str, permission: P) -> Any:
    return page(
        ISettings, within=IAdmin, method=method, permission=permission, template="settings.pt"
    )


@_page("GET", P.SETTINGS_READ)
def show_settings(_context: Any, request: Any) -> dict[str, Any]:
    """The settings, and what the law still misses."""
    notices.told(request, DONE)
    form, _version = build(request)
    return shown(request, form.render(values(request.tenant)))


@_page("POST", P.SETTINGS_EDIT)
def save_settings(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    tenant = request.tenant
    form, version = build(request)
    if editing.is_stale(request, version):
        differences = editing.stale(request, form, values(tenant))
        return shown(request, form.render(), differences)
    try:
        given = changes(form.validate(request.POST.items()), tenant)
        service.change(request, **given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: PATHS.get(name, name))
        return shown(request, form.render())
    request.audit.update(settings=sorted(given))
    return notices.done(request, context, "saved")
