"""The forms of zones, tax categories, tax rates, and of the shop's own choices about tax."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import colander
from deform import widget as w
from translationstring import TranslationStringFactory

from ecommus.core.errors import Invalid
from ecommus.db.queries import tax as queries
from ecommus.services import taxes, taxing, zones
from ecommus.web.admin.editor import Subject
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
CODE = _("What files and programs call it, for good: letters, digits, - and _.")


def code_node(request: Any, row: Any, example: str) -> list[Any]:
    """The code of something new; it stays."""
    if row is not None:
        return []
    pattern = colander.Regex(
        r"^[A-Za-z0-9][A-Za-z0-9_-]*\Z", msg=_("Use letters, digits, - and _.")
    )
    node = n.text(
        "code", _("Code"), high=40, css="field--half", description=CODE,
        attributes={"placeholder": example},
    )  # fmt: skip
    node.validator = colander.All(node.validator, pattern)
    return [node]


class Day(colander.SchemaType):
    """A day as the browser's own field writes it."""

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        return colander.null if appstruct in (colander.null, None) else appstruct.isoformat()

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null or not cstruct:
            return colander.null
        try:
            return date.fromisoformat(cstruct)
        except ValueError:
            raise colander.Invalid(node, _("Write a day like 2026-11-24.")) from None


def day(name: str, title: Any, **options: Any) -> colander.SchemaNode:
    shown = w.TextInputWidget(item_css_class="field--half", attributes={"type": "date"})
    return colander.SchemaNode(Day(), name=name, title=title, widget=shown, **options)


def locales_of(request: Any) -> tuple[str, ...]:
    return request.tenant.locales[1:]


def names_in(request: Any, name: str, title: Any) -> list[Any]:
    """The same text in the shop's other languages."""
    said = translate(request, title)
    return [
        n.text(f"{name}_{locale}", f"{said} ({LANGUAGE_NAMES.get(locale, locale)})", missing="",
               css="field--half")
        for locale in locales_of(request)
    ]  # fmt: skip


# Zones


def zone_schema(request: Any, row: Any) -> Any:
    others = [
        (zone.code, f"{zone.name} ({zone.code})")
        for zone in taxing.zones(request)
        if row is None or zone.code != row.code
    ]
    inside = [n.choices("zones", _("Zones inside it"), others)] if others else []
    return n.schema(
        n.section(
            "zone", _("Zone"),
            n.text("name", _("Name"), high=120, css="field--half",
                   description=_("For yourself, as European Union or Islands.")),
            *code_node(request, row, "EU"),
            n.text("places", _("Countries and counties"), high=4000, rows=4, missing="",
                   description=_("Two letters for a country, separated by commas: RO, HU. A part"
                                 " of one with its own code behind it: RO-CJ is Cluj.")),
            *inside,
        ),
    )  # fmt: skip


def zone_values(request: Any, row: Any) -> dict[str, Any]:
    members = queries.members_of(request.db, [row.id])[row.id]
    places = [
        "-".join(filter(None, (member["country"], member.get("province"))))
        for member in members
        if "country" in member
    ]
    inner = {member["zone"] for member in members if "zone" in member}
    return {"zone": {"name": row.name, "places": ", ".join(places), "zones": inner}}


def zone_fields(_request: Any, given: dict[str, Any], _row: Any) -> dict[str, Any]:
    found = dict(given["zone"])
    members: list[dict[str, str]] = []
    for text in found.pop("places").replace(";", ",").replace("\n", ",").split(","):
        country, _dash, province = text.strip().upper().partition("-")
        if country:
            members.append({"country": country} | ({"province": province} if province else {}))
    members += [{"zone": code} for code in sorted(found.pop("zones", ()))]
    return found | {"members": members}


def zone_paths(field: str) -> str:
    return "zone.places" if field.startswith("members") else f"zone.{field}"


ZONE = Subject(
    "Zones", "New zone", "Create the zone", zone_schema, zone_values, zone_fields, zones.create,
    zones.change, zones.remove, "Taxes and deliveries can no longer be set for it.", zone_paths,
)  # fmt: skip


# Categories


def category_schema(request: Any, row: Any) -> Any:
    return n.schema(
        n.section(
            "category", _("Tax category"),
            n.text("name", _("Name"), high=120, css="field--half",
                   description=_("For the staff: products and deliveries choose it.")),
            *code_node(request, row, "books"),
            *names_in(request, "name", _("Name")),
            n.whole("position", _("Position"), -1_000_000, 1_000_000, css="field--half",
                    missing=0, default=0, description=_("Smaller comes first.")),
        ),
    )  # fmt: skip


def named(request: Any, row: Any) -> str:
    """What a category is called in the reader's language."""
    return row.translations.get(request.locale_name, {}).get("name") or row.name


def category_values(request: Any, row: Any) -> dict[str, Any]:
    names = {
        f"name_{locale}": row.translations.get(locale, {}).get("name", "")
        for locale in locales_of(request)
    }
    return {"category": {"name": row.name, "position": row.position} | names}


def category_fields(request: Any, given: dict[str, Any], _row: Any) -> dict[str, Any]:
    found = dict(given["category"])
    names = {locale: found.pop(f"name_{locale}") for locale in locales_of(request)}
    return found | {"translations": {code: {"name": name} for code, name in names.items() if name}}


CATEGORY = Subject(
    "Tax categories", "New tax category", "Create the tax category", category_schema,
    category_values, category_fields,
    taxes.create_category, taxes.change_category, taxes.remove_category,
    "Products can no longer be given it.", "category.{}".format,
)  # fmt: skip


# Rates


def category_choices(request: Any) -> list[tuple[str, str]]:
    """Code and name in the reader's language."""
    return [(row.code, named(request, row)) for row in queries.categories(request.db)]


def zone_choices(request: Any) -> list[tuple[str, str]]:
    return [(zone.code, f"{zone.name} ({zone.code})") for zone in taxing.zones(request)]


def rate_schema(request: Any, _row: Any) -> Any:
    return n.schema(
        n.section(
            "rate", _("Tax rate"),
            n.text("name", _("Name"), high=120, css="field--half",
                   description=_("Buyers read it beside the sum, as TVA 21%.")),
            n.text("rate", _("Per cent"), high=7, css="field--half",
                   attributes={"inputmode": "decimal"}),
            n.choice("zone", _("Zone"), zone_choices(request), css="field--half",
                     description=_("Where the goods go.")),
            n.choice("tax_category", _("Tax category"), category_choices(request),
                     css="field--half"),
            day("starts_on", _("First day")),
            day("ends_on", _("Last day"), missing=None,
                description=_("Left empty, it holds until further notice.")),
            n.flag("included", _("Prices in the shop hold this tax"), default=True,
                   description=_("Shoppers must be shown prices with VAT. Without it, the tax is"
                                 " put on top in the cart.")),
        ),
    )  # fmt: skip


def rate_values(_request: Any, row: Any) -> dict[str, Any]:
    names = ("name", "zone", "tax_category", "included", "starts_on", "ends_on")
    shown = {name: getattr(row, name) for name in names}
    shown["ends_on"] = row.ends_on or colander.null
    return {"rate": shown | {"rate": f"{row.rate.normalize():f}"}}


def rate_fields(_request: Any, given: dict[str, Any], _row: Any) -> dict[str, Any]:
    found = dict(given["rate"])
    try:
        rate = Decimal(found["rate"].replace(",", ".").strip(" %"))
    except InvalidOperation:
        rate = Decimal(-1)
    if not (rate.is_finite() and 0 <= rate < 100 and rate == round(rate, 3)):
        text = "Write a percentage from 0 to below 100, as 21 or 9,5."
        raise Invalid("percentage_invalid", text, field="rate")
    return found | {"rate": rate}


RATE = Subject(
    "Taxes", "New tax rate", "Create the tax rate", rate_schema, rate_values, rate_fields,
    taxes.create_rate, taxes.change_rate, taxes.remove_rate,
    "Orders keep what they were reckoned with; new ones can no longer be taxed by it.",
    "rate.{}".format,
)  # fmt: skip


# The shop's own choices


def rules_schema(request: Any) -> Any:
    homes = [("", _("Where the shop is")), *zone_choices(request)]
    return n.schema(
        n.section(
            "tax", _("How tax is reckoned"),
            n.choice("rounding", _("Rounding"), [
                ("document", _("Once per rate, over the whole order (recommended)")),
                ("line", _("On every line")),
                ("unit", _("On every piece")),
            ], radio=True, description=_(
                "Three things for 9.99 at 21 %: once over 29.97 the tax is 5.20; on every line or"
                " piece it is 3 × 1.73 = 5.19. Only orders placed from now on change.")),
            n.choice("abroad", _("Selling to another country"), [
                ("gross", _("The price stays the same; the tax of that country is in it")),
                ("net", _("The price without our tax stays the same; the tax of that country is"
                          " put on top")),
            ], radio=True, description=_(
                "Companies of other member states with a valid VAT number, and buyers outside the"
                " Union, always pay the price without tax.")),
            n.choice("missing_rate", _("When no rate is set for a product"), [
                ("block", _("It cannot be ordered (safe)")),
                ("zero", _("It is sold without tax")),
            ], radio=True),
            n.choice("default_zone", _("Carts without an address"), homes, missing="",
                     description=_("Whose rates are shown until the buyer says where to.")),
        ),
    )  # fmt: skip
