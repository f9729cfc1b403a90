"""The form of a promotion: names, times in the shop's zone, limits; and of one of its parts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import colander
from deform import widget as w
from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import promotions as queries
from ecommus.services.promotions import ACTION_FIELDS, FILTERED, RULE_FIELDS
from ecommus.web import forms
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")


class LocalTime(colander.SchemaType):
    """A minute as the browser's own field writes it, in the shop's time zone."""

    def __init__(self, zone: str):
        self.zone = ZoneInfo(zone)

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        if appstruct in (colander.null, None):
            return colander.null
        return appstruct.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null or not cstruct:
            return colander.null
        try:
            return datetime.fromisoformat(cstruct).replace(tzinfo=self.zone)
        except ValueError:
            raise colander.Invalid(node, _("Write a time like 2026-11-24 18:00.")) from None


def moment(request: Any, name: str, title: Any, **options: Any) -> colander.SchemaNode:
    shown = w.TextInputWidget(item_css_class="field--half", attributes={"type": "datetime-local"})
    kind = LocalTime(request.tenant.timezone)
    return colander.SchemaNode(kind, name=name, title=title, widget=shown, missing=None, **options)


def build(request: Any, row: Any = None) -> Any:
    """The form of a promotion."""
    others, said = request.tenant.locales[1:], request.localizer.translate(_("Name"))
    schema = n.schema(
        n.section(
            "promotion", _("Promotion"),
            n.text("name", _("Name"), high=200,
                   description=_("Shoppers see it in the cart, beside what it takes off.")),
            *(n.text(f"name_{locale}", f"{said} ({LANGUAGE_NAMES.get(locale, locale)})", high=200,
                     missing="")
              for locale in others),
            moment(request, "starts_at", _("Starts")),
            moment(request, "ends_at", _("Ends")),
            n.whole("priority", _("Priority"), -1_000_000, 1_000_000, css="field--half", missing=0,
                    default=0, description=_("The highest comes first; each works on what the"
                                             " ones before it left.")),
            n.whole("usage_limit", _("At most so many orders"), 1, 2_000_000_000,
                    css="field--half", missing=None, description=_("Left empty: no limit.")),
            n.flag("coupon_based", _("Only with a code")),
            n.flag("exclusive", _("Applies alone: no other promotion beside it")),
            n.flag("returns_use", _("A cancelled order does not count"), default=True),
        ),
    )  # fmt: skip
    title = None if row else _("Create the promotion")
    buttons = editing.buttons(request, P.PROMOTION_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, row))


PLAIN = ("name", "starts_at", "ends_at", "priority", "usage_limit", "coupon_based", "exclusive",
         "returns_use")  # fmt: skip


def values(request: Any, row: Any) -> dict[str, Any]:
    """What the form shows of a promotion."""
    shown = {name: getattr(row, name) for name in PLAIN}
    shown = {name: colander.null if value is None else value for name, value in shown.items()}
    names = {
        f"name_{locale}": row.translations.get(locale, {}).get("name", "")
        for locale in request.tenant.locales[1:]
    }
    return {"promotion": shown | names}


def fields(request: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields from a validated form."""
    found = dict(given["promotion"])
    names = {locale: found.pop(f"name_{locale}") for locale in request.tenant.locales[1:]}
    return found | {"translations": {code: {"name": name} for code, name in names.items() if name}}


def part(request: Any, kind: str) -> Any:
    """The form of one rule or action: what its kind needs."""
    wanted = RULE_FIELDS.get(kind) or ACTION_FIELDS[kind]
    known = {
        "amount": lambda: n.amount("amount", _("Amount"), request.tenant.currency),
        "count": lambda: n.whole("count", _("How many"), 1, 9999, default=1),
        "category": lambda: n.text("category", _("Category"), description=ADDRESS),
        "product": lambda: n.text("product", _("Product"), description=ADDRESS),
        "percentage": lambda: n.text(
            "percentage", _("Percent"), high=6, default="10", attributes={"inputmode": "decimal"}
        ),
        "buy": lambda: n.whole("buy", _("So many bought"), 1, 9999, default=2),
        "get": lambda: n.whole("get", _("So many cheaper"), 1, 9999, default=1),
        "countries": lambda: n.text(
            "countries", _("Countries"), description=_("Two letters each, as RO, HU.")
        ),
        "group": lambda: n.choice(
            "group", _("Customer group"), list(queries.groups(request.db).items())
        ),
    }
    nodes = [known[name]() for name in wanted if name in known]
    if kind in FILTERED:
        nodes.append(n.text("categories", _("Only in these categories"), high=2000, missing="",
                            description=_("Their addresses, separated by commas. Left empty: all"
                                          " products.")))  # fmt: skip
    schema = n.schema(n.section("part", "", *nodes))
    buttons = editing.buttons(request, P.PROMOTION_EDIT, _("Add"))
    hidden = editing.hidden(request) | {"type": kind}
    return forms.form(schema, request, buttons=buttons, hidden=hidden)


ADDRESS = _("Its address in the shop, as blue-teapot.")


def entry(request: Any, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """The rule or action as the service takes it, from a validated form."""
    found = {"type": kind} | dict(given["part"])
    if "amount" in found:
        found["currency"] = request.tenant.currency
    if "percentage" in found:
        found["percentage"] = found["percentage"].replace(",", ".").strip().rstrip("% ")
    if "countries" in found:
        found["countries"] = [c.upper() for c in _separate(found["countries"])]
    categories = _separate(found.pop("categories", ""))
    return found | ({"filters": {"categories": categories}} if categories else {})


def _separate(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(",")) if part]
