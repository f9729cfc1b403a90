"""Catalogue promotions: the list, a new one, one with what it would lower, on and off."""

from typing import Any

from babel.numbers import format_percent
from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import prices as queries
from ecommus.db.queries import scopes
from ecommus.db.tables.prices import catalog_promotions as table
from ecommus.plugin_sdk.interfaces import IAdmin, ICatalogPromotion, ICatalogPromotions
from ecommus.plugin_sdk.views import page
from ecommus.services import catalog_promotions as service
from ecommus.web.admin import lists, notices
from ecommus.web.admin.catalog_promotion_form import at, build, fields, values
from ecommus.web.admin.price_words import badge
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
TITLE = "Catalogue promotions"
DONE = {
    "created": "The promotion was created. Look at what it lowers, then turn it on.",
    "saved": "The promotion was saved; prices follow.",
    "on": "The promotion is on. Prices follow.",
    "off": "The promotion is off. Prices are back.",
    "deleted": "The promotion was deleted.",
}


@page(ICatalogPromotions, template="catalog_promotions.pt", **READ)
def promotions(context: Any, request: Any) -> dict[str, Any]:
    """All catalogue promotions with their state, what they take off, and off what."""
    notices.told(request, DONE)
    statement = queries.promotion_list(q=lists.search(request))
    rows, pager = lists.fetch(request, statement, table.c.priority.desc(), table.c.id.desc())
    named = scopes.names(request.db, rows)
    return {
        "rows": [
            (row, request.to(context, str(row.id)), badge(request, row), off(request, row),
             about(request, row, named))
            for row in rows
        ],
        "pager": pager,
        "query": lists.search(request),
        "new_url": request.to(context, "new"),
    }  # fmt: skip


def off(request: Any, row: Any) -> str:
    """``10 %``, or amounts."""
    locale = request.locale_name
    if row.percentage is not None:
        share = float(row.percentage) / 100
        return format_percent(share, locale=locale, decimal_quantization=False)
    return ", ".join(Money(a, c).format(locale) for c, a in sorted(row.amounts.items())) or "—"


def about(request: Any, row: Any, named: dict[Any, tuple[str, str]]) -> str:
    """The first names of what it is about."""
    ids = [*row.categories, *row.products, *row.variants]
    if not ids:
        return translate(request, "Everything")
    found = [named[value][1] for value in ids[:3] if value in named]
    return ", ".join(found) + (f" + {len(ids) - 3}" if len(ids) > 3 else "")


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, TITLE, context)
    return {"title": translate(request, "New catalogue promotion"), "form": form}


@page(ICatalogPromotions, name="new", template="form_page.pt", **EDIT)
def new_promotion(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({}))


@page(ICatalogPromotions, name="new", method="POST", template="form_page.pt", **EDIT)
def create_promotion(context: Any, request: Any) -> Any:
    """A new promotion, off until it is turned on."""
    form = build(request)
    try:
        given = fields(request, form.validate(request.POST.items()))
        promotion_id = service.create(request, given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return blank(context, request, form.render())
    request.audit.update(promotion=str(promotion_id), name=given["name"])
    return notices.done(request, context, "created", str(promotion_id))


@page(ICatalogPromotion, template="catalog_promotion.pt", **READ)
def promotion(context: Any, request: Any) -> dict[str, Any]:
    """One promotion, and what it would lower."""
    notices.told(request, DONE)
    row = context.entity
    return shown(context, request, build(request, row).render(values(request, row)))


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    row, currency = context.entity, request.tenant.currency
    notices.lead(request, TITLE, context.__parent__)
    found = service.preview(request, row)
    return {
        "title": row.name,
        "badge": badge(request, row),
        "row": row,
        "form": form,
        "differences": differences,
        "edit": request.identity.may(P.PROMOTION_EDIT),
        "url": request.to(context),
        "preview": found,
        "average": format_percent(found.average / 100, "0.#%", locale=request.locale_name),
        "largest": [
            (title, sku, Money(before, currency), Money(after, currency))
            for title, sku, before, after in found.largest
        ],
    }


@page(ICatalogPromotion, method="POST", template="catalog_promotion.pt", **EDIT)
def save_promotion(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(request, row))
        return shown(context, request, form.render(), differences)
    try:
        given = fields(request, form.validate(request.POST.items()), row)
        changed = service.change(request, row, given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return shown(context, request, form.render())
    request.audit.update(name=row.name, changed=list(changed))
    return notices.done(request, context, "saved")


def _switch(context: Any, request: Any, on: bool) -> Any:
    row = context.entity
    try:
        service.change(request, row, {"enabled": on})
    except Refusal as refusal:
        notices.refused(request, refusal)
        return shown(context, request, build(request, row).render(values(request, row)))
    request.audit.update(name=row.name, enabled=on)
    return notices.done(request, context, "on" if on else "off")


@page(ICatalogPromotion, name="enable", method="POST", template="catalog_promotion.pt", **EDIT)
def enable_promotion(context: Any, request: Any) -> Any:
    """Turn it on: prices follow at once, or when it begins."""
    return _switch(context, request, True)


@page(ICatalogPromotion, name="disable", method="POST", template="catalog_promotion.pt", **EDIT)
def disable_promotion(context: Any, request: Any) -> Any:
    """Turn it off: prices go back at once."""
    return _switch(context, request, False)


@page(ICatalogPromotion, name="delete", template="confirm.pt", **EDIT)
def ask_delete_promotion(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means."""
    row = context.entity
    notices.lead(request, TITLE, context.__parent__)
    notices.lead(request, row.name, context)
    text = "The prices that it lowered go back at once. Orders keep what they were promised."
    return {
        "title": translate(request, "Delete this promotion?"),
        "texts": [row.name, translate(request, text)],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(ICatalogPromotion, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_promotion(context: Any, request: Any) -> Any:
    """Delete it."""
    service.remove(request, context.entity)
    request.audit.update(name=context.entity.name)
    return notices.done(request, context.__parent__, "deleted")
