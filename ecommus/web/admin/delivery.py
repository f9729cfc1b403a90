"""Delivery: the shop's own ways, one by one, and what a shopper would be offered.

Forms are in ``delivery_form``, the same as JSON in ``api.shipping``.
"""

from dataclasses import replace
from typing import Any

from ecommus.core.countries import names as countries
from ecommus.core.money import Money, parse, plain
from ecommus.core.permissions import Permission as P
from ecommus.core.ports import Parcel
from ecommus.core.shipping import TIERED, Kind
from ecommus.core.zones import Place
from ecommus.db.queries import shipping as queries
from ecommus.db.tables.shipping import shipping_methods as table
from ecommus.plugin_sdk.interfaces import IAdmin, IShippingMethod, IShippingMethods
from ecommus.plugin_sdk.views import page
from ecommus.services import quoting, taxing
from ecommus.web.admin import editor, lists, notices
from ecommus.web.admin.delivery_form import KINDS, METHOD, kind_of
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.SETTINGS_READ}
EDIT = {"within": IAdmin, "permission": P.SETTINGS_EDIT}
STATES = {True: ("success", "On"), False: ("neutral", "Off")}


@page(IShippingMethods, template="delivery.pt", **READ)
def methods(context: Any, request: Any) -> dict[str, Any]:
    """The shop's own ways of delivery, and a parcel to try them with."""
    notices.told(request, editor.DONE)
    zones = {zone.code: zone.name for zone in taxing.zones(request)}
    rows, pager = lists.fetch(request, table.select(), table.c.position, table.c.name, table.c.id)
    everywhere = translate(request, "Everywhere")
    return {
        "rows": [
            {
                "row": row,
                "url": request.to(context, str(row.id)),
                "kind": translate(request, KINDS[Kind(row.kind)][0]),
                "price": _price(request, row),
                "zones": ", ".join(zones.get(code, code) for code in row.zones) or everywhere,
                "badge": (STATES[row.enabled][0], translate(request, STATES[row.enabled][1])),
            }
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
        "plugins_url": request.to(context.__parent__["plugins"]),
        "tried": tried(request),
        "countries": countries(request.locale_name),
    }


def _price(request: Any, row: Any) -> str:
    """What a way of delivery costs, in a few words."""
    locale, currency = request.locale_name, request.tenant.currency
    if row.kind in TIERED:
        amounts = [tier["amount"] for tier in row.tiers]
        low, high = (Money(each, currency).format(locale) for each in (min(amounts), max(amounts)))
        return f"{low} – {high}"
    text = Money(row.amount, currency).format(locale)
    if row.kind == Kind.PER_ITEM:
        each = Money(row.per_item, currency).format(locale)
        return translate(request, "%(base)s and %(each)s a piece", {"base": text, "each": each})
    return text if row.amount else translate(request, "Free")


def tried(request: Any) -> dict[str, Any]:
    """What the parcel of the query is offered; nothing until one was sent."""
    given = request.GET
    country = lists.chosen(request, "country", countries("en")) or request.tenant.legal.country
    shown: dict[str, Any] = {
        "country": country,
        "weight": given.get("weight", "1000")[:9],
        "total": given.get("total", "100")[:12],
        "asked": "weight" in given,
        "quotes": [],
        "error": None,
    }
    if not shown["asked"]:
        return shown
    try:
        weight = int(shown["weight"])
        value = parse(plain(shown["total"]), request.tenant.currency)
        if weight < 0 or value.amount < 0:
            raise ValueError
    except ValueError:
        return shown | {"error": translate(request, "Write grams as 1500 and a value as 99.90.")}
    place = Place(country)
    parcel = Parcel(None, country, weight, value, 1, taxing.zones_of(request, place))
    return shown | {"quotes": quoting.quotes(request, parcel)}


@page(IShippingMethods, name="new", template="delivery_new.pt", **EDIT)
def new_method(context: Any, request: Any) -> Any:
    """Which kind; then its empty form."""
    if "kind" not in request.GET:
        notices.lead(request, METHOD.plural, context)
        kinds = [
            (translate(request, name), translate(request, text),
             request.to(context, "new", query={"kind": kind.value}))
            for kind, (name, text) in KINDS.items()
        ]  # fmt: skip
        return {"title": translate(request, METHOD.new), "kinds": kinds, "form": None}
    return _kinded(request, editor.new(context, request, METHOD))


@page(IShippingMethods, name="new", method="POST", template="delivery_new.pt", **EDIT)
def create_method(context: Any, request: Any) -> Any:
    """A new way of delivery; the kind stands in the address."""
    return _kinded(request, editor.create(context, request, METHOD))


def _kinded(request: Any, answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    kind = kind_of(request, None)
    name, text = (translate(request, part) for part in KINDS[kind])
    return answer | {"kinds": [], "intro": _warned(request, kind, f"{name}. {text}")}


def _warned(request: Any, kind: Kind, text: str) -> str:
    """A table by weight is only as good as the products' weights."""
    if kind is not Kind.BY_WEIGHT:
        return text
    count = queries.without_weight(request.db)
    if not count:
        return text
    more = "%(count)s products on sale have no weight: they count as 0 grams."
    return f"{text} " + translate(request, more, {"count": count})


def _aside(request: Any, row: Any) -> str | None:
    if row is None:
        return None
    kind = Kind(row.kind)
    name, text = (translate(request, part) for part in KINDS[kind])
    return _warned(request, kind, f"{name}. {text}")


SHOWN = replace(METHOD, aside=_aside)


@page(IShippingMethod, template="form_page.pt", **READ)
def show_method(context: Any, request: Any) -> Any:
    """One way of delivery."""
    return editor.show(context, request, SHOWN)


@page(IShippingMethod, method="POST", template="form_page.pt", **EDIT)
def save_method(context: Any, request: Any) -> Any:
    """Save a way of delivery; orders keep what they were promised."""
    return editor.save(context, request, SHOWN)


@page(IShippingMethod, name="delete", template="confirm.pt", **EDIT)
def ask_delete_method(context: Any, request: Any) -> Any:
    """What deleting a way of delivery means."""
    return editor.ask_delete(context, request, SHOWN)


@page(IShippingMethod, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_method(context: Any, request: Any) -> Any:
    """Delete a way of delivery."""
    return editor.delete(context, request, SHOWN)
