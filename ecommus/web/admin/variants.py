"""A product's variants on one page: prices, SKUs, and the options that make them.

Every row is a mapping of one deform form; the template only lays them out as a table. Other options
are shown as a plan first (``services.variants``), then carried out.
"""

from typing import Any

import colander
from deform import ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from translationstring import TranslationStringFactory

from ecommus.core.errors import Conflict, Refusal
from ecommus.core.inventory import MOST_LOW
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IVariants
from ecommus.plugin_sdk.views import page
from ecommus.services import variants as service
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.admin.product_edit import DONE, frame
from ecommus.web.admin.product_form import split
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")
COLUMNS = {
    "sku": _("SKU"), "price": _("Price"), "compare_at": _("Previous price"),
    "min_price": _("Minimum price"),
    "weight_grams": _("Weight, g"), "barcode": _("Barcode"), "track_stock": _("Count stock"),
    "low_stock": _("Low from"), "backorder": _("Sell when sold out"), "remove": _("Remove"),
}  # fmt: skip


def label(variant: Any) -> str:
    """``Red / M``; "" for the only variant of a product without options."""
    return " / ".join(variant.option_values)


def schema(request: Any, product: Any) -> colander.SchemaNode:
    """A mapping per variant, named by its id."""
    currency, several = request.tenant.currency, len(product.variants) > 1

    def row(variant: Any) -> colander.SchemaNode:
        def named(name: str) -> dict[str, Any]:
            # A column's heading labels nothing: every control says its own name.
            text = f"{translate(request, COLUMNS[name])} {label(variant)}".strip()
            return {"attributes": {"aria-label": text}}

        money = {"unit": False}
        cells = [
            n.text("sku", COLUMNS["sku"], high=64, missing="", **named("sku")),
            n.amount("price", COLUMNS["price"], currency, **money, **named("price")),
            n.amount("compare_at", COLUMNS["compare_at"], currency, missing=None, **money,
                     **named("compare_at")),
            n.amount("min_price", COLUMNS["min_price"], currency, missing=None, **money,
                     **named("min_price")),
            n.whole("weight_grams", COLUMNS["weight_grams"], 0, 10_000_000, missing=None,
                    **named("weight_grams")),
            n.text("barcode", COLUMNS["barcode"], high=32, missing="", **named("barcode")),
            n.flag("track_stock", COLUMNS["track_stock"], **named("track_stock")),
            n.flag("backorder", COLUMNS["backorder"], **named("backorder")),
            n.whole("low_stock", COLUMNS["low_stock"], 0, MOST_LOW, missing=None,
                    **named("low_stock")),
        ]  # fmt: skip
        if several:
            cells.append(n.flag("remove", COLUMNS["remove"], **named("remove")))
        return n.section(str(variant.id), label(variant) or product.title, *cells)

    return n.schema(*map(row, product.variants))


def values(product: Any) -> dict[str, Any]:
    """What the form shows."""
    return {
        str(v.id): {
            "sku": v.sku or "",
            "price": v.price,
            "compare_at": colander.null if v.compare_at is None else v.compare_at,
            "min_price": colander.null if v.min_price is None else v.min_price,
            "weight_grams": colander.null if v.weight_grams is None else v.weight_grams,
            "barcode": v.barcode or "",
            "track_stock": v.track_stock,
            "backorder": v.backorder,
            "low_stock": colander.null if v.low_stock is None else v.low_stock,
        }
        for v in product.variants
    }


def build(request: Any, product: Any) -> Any:
    form = forms.form(
        schema(request, product), request, buttons=(), hidden=editing.hidden(request, product)
    )
    form.set_appstruct(values(product))
    return form


def shown(context: Any, request: Any, form: Any, differences: Any = None) -> dict[str, Any]:
    product = context.product
    stock = queries.stock_of(request.db, [variant.id for variant in product.variants])
    options = [
        (name, ", ".join(dict.fromkeys(v.option_values[index] for v in product.variants)))
        for index, name in enumerate(product.options)
    ]
    values = frame(request, context.__parent__, "variants")
    why = (translate(request, "Why this price?"), request.to(context, "why"), "info", "plain")
    return values | {
        "links": [*values["links"], why],
        "form": form,
        "columns": list(COLUMNS.items())[: None if len(product.variants) > 1 else -1],
        "failures": forms.failures(form) if form.error else [],
        "differences": differences,
        "stock": {str(v): on_hand for v, (on_hand, _allocated, _reserved) in stock.items()},
        "stock_url": request.to(find(context, IAdmin), "stock"),
        "action": request.to(context),
        "options": [*options, *[("", "")] * (3 - len(options))],
        "options_url": request.to(context, "options"),
        "currency": request.tenant.currency,
    }


def _page(name: str, method: str, permission: P, template: str) -> Any:
    return page(
        IVariants, within=IAdmin, name=name, method=method, permission=permission, template=template
    )


@_page("", "GET", P.PRODUCT_READ, "variants.pt")
def show_variants(context: Any, request: Any) -> dict[str, Any]:
    """All variants of a product."""
    notices.told(request, DONE)
    return shown(context, request, build(request, context.product))


@_page("", "POST", P.PRODUCT_EDIT, "variants.pt")
def save_variants(context: Any, request: Any) -> Any:
    """Save all rows together, or none."""
    product = context.product
    form = build(request, product)
    if editing.is_stale(request, product):
        differences = editing.stale(request, form, values(product))
        return shown(context, request, form, differences)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure:
        request.response.status_int = 422
        return shown(context, request, form)
    removed = {v.id for v in product.variants if given[str(v.id)].pop("remove", False)}
    changes = {v.id: _fields(given[str(v.id)]) for v in product.variants}
    try:
        changed = service.change_all(request, product, changes, removed)
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        context.__parent__.entity = context.__parent__.__parent__.by_id(product.id)
        return shown(context, request, form)
    request.audit.update(removed=sorted(map(str, removed)))
    return notices.done(request, context, "saved" if changed else "unchanged")


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"sku": given["sku"] or None, "barcode": given["barcode"] or None}


def asked(values: Any) -> list[tuple[str, list[str]]]:
    """(name, values) of the options typed in; rows left empty are not there."""
    rows = zip(values.getall("name"), values.getall("values"), strict=False)
    clean = [(name.replace("\0", "").strip()[:60], split(given)) for name, given in rows]
    return [(name, given) for name, given in clean if name or given]


@_page("options", "GET", P.PRODUCT_EDIT, "options.pt")
def ask_options(context: Any, request: Any) -> Any:
    """What other options would make and take away: nothing is changed yet."""
    product, options = context.product, asked(request.GET)
    try:
        plan = service.plan(product, options)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        context.__parent__.entity = product = context.__parent__.__parent__.by_id(product.id)
        plan = None
    dropped = queries.stock_of(request.db, [v.id for v in plan.dropped] if plan else [])
    return frame(request, context.__parent__, "variants") | {
        "plan": plan,
        "dropped": [
            (label(variant) or product.title, dropped.get(variant.id, (0, 0, 0))[0])
            for variant in (plan.dropped if plan else ())
        ],
        "missing": [
            (index, " / ".join(missing.values), missing.new)
            for index, missing in enumerate(plan.missing if plan else ())
        ],
        "fields": [(name, ", ".join(given)) for name, given in options],
        "version": product.version,
        "action": request.to(context, "options"),
        "cancel_url": request.to(context),
    }


@_page("options", "POST", P.PRODUCT_EDIT, "variants.pt")
def change_options(context: Any, request: Any) -> HTTPSeeOther:
    """Carry the plan out, when the product still is what the plan was made for."""
    product = context.product
    try:
        if editing.is_stale(request, product):
            raise Conflict("stale", "Somebody else changed this product meanwhile. Look again.")
        plan = service.plan(product, asked(request.POST))
        ticked = set(request.POST.getall("add"))
        add = [m.values for index, m in enumerate(plan.missing) if str(index) in ticked]
        service.carry_out(request, product, plan, add)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        context.__parent__.entity = context.__parent__.__parent__.by_id(product.id)
        return shown(context, request, build(request, context.product))
    request.audit.update(options=plan.options, removed=len(plan.dropped), added=len(add))
    return notices.done(request, context, "saved")
