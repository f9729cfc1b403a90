"""The form of a catalogue promotion: what it lowers, by how much, when."""

from decimal import Decimal
from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import scopes
from ecommus.web import forms
from ecommus.web.admin import product_form
from ecommus.web.admin.promotion_form import moment
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
PLAIN = ("name", "starts_at", "ends_at", "priority", "exclusive")
# Field of a rule → the section that it stands in.
SECTIONS = {"percentage": "off", "amounts": "off", "products": "what", "categories": "what",
            "variants": "what"}  # fmt: skip


def at(field: str) -> str:
    """Where the form shows what a rule says of ``products.3``."""
    name = field.partition(".")[0]
    name = "amount" if name == "amounts" else name
    return f"{SECTIONS.get(field.partition('.')[0], 'promotion')}.{name}"


def build(request: Any, row: Any = None) -> Any:
    """The form of a promotion."""
    schema = n.schema(_names(request), _off(request), _what(request))
    title = None if row else _("Create the promotion")
    buttons = editing.buttons(request, P.PROMOTION_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, row))


def _names(request: Any) -> Any:
    others, said = request.tenant.locales[1:], request.localizer.translate(_("Name"))
    return n.section(
        "promotion", _("Promotion"),
        n.text("name", _("Name"), high=200,
               description=_("Staff sees it beside the prices that it lowers.")),
        *(n.text(f"name_{locale}", f"{said} ({LANGUAGE_NAMES.get(locale, locale)})", high=200,
                     missing="")
          for locale in others),
        moment(request, "starts_at", _("Starts")),
        moment(request, "ends_at", _("Ends")),
        n.whole("priority", _("Priority"), -1_000_000, 1_000_000, css="field--half", missing=0,
                default=0, description=_("The highest comes first; each works on what the"
                                         " ones before it left.")),
        n.flag("exclusive", _("Applies alone: no other promotion beside it")),
    )  # fmt: skip


def _off(request: Any) -> Any:
    currency = request.tenant.currency
    return n.section(
        "off", _("How much it takes off"),
        n.text("percentage", _("Percent"), high=6, css="field--half", missing="",
               attributes={"inputmode": "decimal"}),
        n.amount("amount", _("Or an amount off each piece"), currency, css="field--half",
                 missing=None),
        description=_("One of the two. A variant's lowest price is never gone below."),
    )  # fmt: skip


def _what(request: Any) -> Any:
    known = product_form.known(request).categories
    parts = []
    if known:
        parts.append(n.choices("categories", _("Categories"), known,
                               description=_("What is below them is meant too.")))  # fmt: skip
    return n.section(
        "what", _("What it lowers"),
        *parts,
        n.text("products", _("Products"), high=20_000, rows=2, missing="",
               description=_("Their addresses in the shop, as blue-teapot, separated by commas.")),
        n.text("variants", _("Single variants"), high=20_000, rows=2, missing="",
               description=_("Their SKUs, separated by commas.")),
        description=_("Any of these. Nothing chosen at all: every product of the shop."),
    )  # fmt: skip


def values(request: Any, row: Any) -> dict[str, Any]:
    """What the form shows of a promotion."""
    shown = {name: getattr(row, name) for name in PLAIN}
    shown = {name: colander.null if value is None else value for name, value in shown.items()}
    for locale in request.tenant.locales[1:]:
        shown[f"name_{locale}"] = row.translations.get(locale, {}).get("name", "")
    named = scopes.names(request.db, [row])
    amount = row.amounts.get(request.tenant.currency)
    share = "" if row.percentage is None else f"{Decimal(row.percentage).normalize():f}"
    return {
        "promotion": shown,
        "off": {"percentage": share, "amount": colander.null if amount is None else amount},
        "what": {"categories": {str(value) for value in row.categories}}
        | {
            kind: ", ".join(named[value][0] for value in getattr(row, kind) if value in named)
            for kind in ("products", "variants")
        },
    }


def fields(request: Any, given: dict[str, Any], row: Any = None) -> dict[str, Any]:
    """The service's fields from a validated form; amounts in other currencies stay."""
    found, off, what = dict(given["promotion"]), given["off"], given["what"]
    names = {locale: found.pop(f"name_{locale}") for locale in request.tenant.locales[1:]}
    amounts = dict(row.amounts) if row is not None else {}
    amounts.pop(request.tenant.currency, None)
    if off["amount"] is not None:
        amounts[request.tenant.currency] = off["amount"]
    share = off["percentage"].replace(",", ".").strip().rstrip("% ")
    return found | {
        "translations": {code: {"name": name} for code, name in names.items() if name},
        "percentage": share or None,
        "amounts": amounts,
        "categories": sorted(what.get("categories", ())),
        "products": _separate(what["products"]),
        "variants": _separate(what["variants"]),
    }


def _separate(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(",")) if part]
