"""The form of a way of delivery: what its kind needs, each field explained."""

from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.shipping import TIERED, Kind
from ecommus.services import delivery
from ecommus.web.admin.editor import Subject
from ecommus.web.admin.tax_forms import category_choices, locales_of, names_in, zone_choices
from ecommus.web.back_office import nodes as n
from ecommus.web.widgets import Rows

_ = TranslationStringFactory("ecommus")
# Kind: (name, what it is for).
KINDS = {
    Kind.FLAT: (_("One price"), _("The same for every parcel.")),
    Kind.PER_ITEM: (_("Per piece"), _("A base price, and something for every piece.")),
    Kind.BY_WEIGHT: (_("By weight"), _("A table of prices: from so many kilograms, so much.")),
    Kind.BY_TOTAL: (_("By value"), _("A table of prices: from so much in the cart, so much.")),
    Kind.PICKUP: (_("Pick-up"), _("The buyer comes for it: to the shop, the workshop, a fair.")),
}
LIMITS = ("min_weight", "max_weight", "min_total", "max_total", "free_from")
MOST_GRAMS = 10_000_000


def kind_of(request: Any, row: Any) -> Kind:
    """Of a stored row, or what was chosen for a new one; one price where nothing was."""
    given = row.kind if row is not None else request.params.get("kind", "")
    return Kind(given) if given in set(Kind) else Kind.FLAT


def schema(request: Any, row: Any) -> Any:
    kind, currency = kind_of(request, row), request.tenant.currency
    return n.schema(
        n.section("method", _("What shoppers read"), *_texts(request, row)),
        n.section("price", _("What it costs"), *_price(kind, currency),
                  *_taxed(request, kind)),
        *([_place()] if kind is Kind.PICKUP else []),
        n.section(
            "limits", _("When it is offered"),
            n.choices("zones", _("Only to these zones"), zone_choices(request),
                      description=_("None ticked: everywhere.")),
            *_limits(currency),
            n.whole("position", _("Position"), -1_000_000, 1_000_000, css="field--half",
                    missing=0, default=0, description=_("Smaller comes first in this list."
                                                        " Shoppers see the cheapest first.")),
            n.flag("enabled", _("Offered to shoppers")),
        ),
    )  # fmt: skip


def _texts(request: Any, row: Any) -> list[Any]:
    code = n.text(
        "code", _("Code"), high=40, css="field--half", attributes={"placeholder": "easybox"},
        description=_("What orders and programs call it, for good: a-z, 0-9 and -."),
    )  # fmt: skip
    return [
        n.text("name", _("Name"), high=120, css="field--half",
               attributes={"placeholder": "Easybox"}),
        *([] if row is not None else [code]),
        *names_in(request, "name", _("Name")),
        n.text("description", _("Description"), high=500, missing="",
               description=_("One line below the name.")),
        *names_in(request, "description", _("Description")),
        n.text("days", _("Working days until it arrives"), high=20, missing="", css="field--half",
               attributes={"placeholder": "1–2"}),
    ]  # fmt: skip


def _price(kind: Kind, currency: str) -> list[Any]:
    if kind in TIERED:
        return [_tiers(kind, currency)]
    titles = {Kind.PER_ITEM: _("Base price"), Kind.PICKUP: _("Price (0 for free)")}
    nodes = [n.amount("amount", titles.get(kind, _("Price")), currency, css="field--half",
                      missing=0, default=0)]  # fmt: skip
    if kind is Kind.PER_ITEM:
        nodes.append(
            n.amount("per_item", _("For every piece"), currency, css="field--half", missing=0,
                     default=0, description=_("Base 10.00 and 2.00 for every piece: three pieces"
                                              " cost 16.00."))
        )  # fmt: skip
    return nodes


def _tiers(kind: Kind, currency: str) -> Any:
    if kind is Kind.BY_WEIGHT:
        start = n.whole("start", _("From (grams)"), 0, MOST_GRAMS, css="field--half")
        text = _("The last line that the parcel reaches counts. Begin at 0, or lighter parcels are"
                 " not offered it: 0 → 15.00; 1000 → 20.00; 5000 → 35.00.")  # fmt: skip
    else:
        start = n.amount("start", _("From (value of the goods)"), currency, css="field--half")
        text = _("The last line that the cart reaches counts. Begin at 0, or smaller carts are not"
                 " offered it: 0 → 20.00; 150.00 → 10.00; 300.00 → 0.")  # fmt: skip
    line = n.section(
        "tier", _("Line"), start, n.amount("amount", _("Price"), currency, css="field--half")
    )
    return colander.SchemaNode(
        colander.Sequence(), line, name="tiers", title=_("Prices"), missing=(),
        widget=Rows(extra=3, min_len=3, max_len=delivery.MOST_TIERS), description=text,
    )  # fmt: skip


def _taxed(request: Any, kind: Kind) -> list[Any]:
    nodes = [
        n.choice("tax_category", _("Tax"), [*category_choices(request), ("", _("No tax"))],
                 css="field--half", missing="", default="standard",
                 description=_("Prices here hold the tax, as prices of products do.")),
    ]  # fmt: skip
    if kind is not Kind.PICKUP:
        nodes.append(
            n.amount("free_from", _("Free from a value of"), request.tenant.currency,
                     css="field--half", missing=None,
                     description=_("Left empty: never free."))
        )  # fmt: skip
    return nodes


def _place() -> Any:
    return n.section(
        "place", _("Where it is picked up"),
        n.text("pickup_address", _("Address"), high=500, rows=2,
               description=_("Shoppers see it before they order, on the order and in the mail.")),
        n.text("pickup_instructions", _("When, and what to bring"), high=500, rows=2, missing="",
               attributes={"placeholder": "L–V 10–18"}),
    )  # fmt: skip


def _limits(currency: str) -> list[Any]:
    empty = {"css": "field--half", "missing": None}
    return [
        n.whole("min_weight", _("Parcels from (grams)"), 0, MOST_GRAMS, **empty),
        n.whole("max_weight", _("Parcels up to (grams)"), 0, MOST_GRAMS,
                description=_("Left empty: no limit."), **empty),
        n.amount("min_total", _("Carts from"), currency, **empty),
        n.amount("max_total", _("Carts up to"), currency, **empty),
    ]  # fmt: skip


def values(request: Any, row: Any) -> dict[str, Any]:
    """What the form shows of a row, section by section; a node that is not there is not asked."""
    flat = {name: getattr(row, name) for name in delivery.FIELDS}
    flat |= {name: colander.null for name in LIMITS if flat[name] is None}
    flat |= {"tax_category": row.tax_category or "", "zones": set(row.zones)}
    for locale in locales_of(request):
        texts = row.translations.get(locale, {})
        for name in ("name", "description"):
            flat[f"{name}_{locale}"] = texts.get(name, "")
    return {
        section.name: {node.name: flat[node.name] for node in section.children}
        for section in schema(request, row).children
    }


def fields(request: Any, given: dict[str, Any], row: Any) -> dict[str, Any]:
    """The service's fields; those that the kind does not have are as for a new one."""
    found = {name: value for section in given.values() for name, value in section.items()}
    texts: dict[str, dict[str, str]] = {}
    for locale in locales_of(request):
        said = {name: found.pop(f"{name}_{locale}") for name in ("name", "description")}
        texts[locale] = {name: text for name, text in said.items() if text}
    found["translations"] = {locale: text for locale, text in texts.items() if text}
    found["zones"] = sorted(found["zones"])
    found["tiers"] = [dict(tier) for tier in found.get("tiers", ())]
    found["tax_category"] = found["tax_category"] or None
    empty = {"amount": 0, "per_item": 0, "free_from": None, "pickup_address": "",
             "pickup_instructions": ""}  # fmt: skip
    return empty | {"kind": kind_of(request, row).value} | found


SECTIONS = {
    "method": ("name", "code", "description", "days"),
    "price": ("amount", "per_item", "tiers", "tax_category", "free_from"),
    "place": ("pickup_address", "pickup_instructions"),
}


def paths(field: str) -> str:
    """A rule's field in the form."""
    name = field.partition(".")[0]
    section = next((key for key, names in SECTIONS.items() if name in names), "limits")
    return f"{section}.{name}"


METHOD = Subject(
    "Delivery", "New way of delivery", "Create the way of delivery", schema, values, fields,
    delivery.create, delivery.change, delivery.remove,
    "Open carts choose again; orders keep its name and its price.", paths,
)  # fmt: skip
