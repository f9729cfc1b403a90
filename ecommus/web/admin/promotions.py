"""Promotions: the list, a new one, one with its conditions and discounts, switched on and off.

Conditions and discounts are added one at a time (``promotion_parts``), codes in ``coupons``.
"""

from typing import Any

from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import promotions as queries
from ecommus.db.tables import promotions as t
from ecommus.plugin_sdk.interfaces import IAdmin, IPromotion, IPromotions
from ecommus.plugin_sdk.views import page
from ecommus.services import coupons, whatif
from ecommus.services import promotions as service
from ecommus.web.admin import lists, notices
from ecommus.web.admin import promotion_words as words
from ecommus.web.admin.promotion_form import build, fields, values
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
DONE = {
    "created": "The promotion was created. Say now what it takes off, then turn it on.",
    "saved": "The promotion was saved.",
    "on": "The promotion is on. It applies to carts from now on.",
    "off": "The promotion is off.",
    "added": "Added.",
    "removed": "Taken out.",
    "deleted": "The promotion was deleted.",
}


@page(IPromotions, template="promotions.pt", **READ)
def promotions(context: Any, request: Any) -> dict[str, Any]:
    """All promotions with their state, what they take off and how often."""
    notices.told(request, DONE)
    statement = queries.listed(q=lists.search(request))
    order = (t.promotions.c.priority.desc(), t.promotions.c.id.desc())
    rows, pager = lists.fetch(request, statement, *order)
    orders = queries.uses(request.db, [row.id for row in rows])
    said = words.Words(request, rows)
    return {
        "rows": [
            (row, request.to(context, str(row.id)), _badge(request, row),
             [said.action(entry) for entry in row.actions], orders.get(row.id, 0))
            for row in rows
        ],
        "pager": pager,
        "query": lists.search(request),
        "new_url": request.to(context, "new"),
    }  # fmt: skip


def _badge(request: Any, row: Any) -> tuple[str, str]:
    kind, label = words.STATES[words.state(row, request.now)]
    return kind, translate(request, label)


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Promotions", context)
    return {"title": translate(request, "New promotion"), "form": form}


@page(IPromotions, name="new", template="form_page.pt", **EDIT)
def new_promotion(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({}))


@page(IPromotions, name="new", method="POST", template="form_page.pt", **EDIT)
def create_promotion(context: Any, request: Any) -> Any:
    """A new promotion, off until it is turned on."""
    form = build(request)
    try:
        given = fields(request, form.validate(request.POST.items()))
        promotion_id = service.create(request, given | {"rules": [], "actions": []})
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "promotion.{}".format)
        return blank(context, request, form.render())
    request.audit.update(promotion=str(promotion_id), name=given["name"])
    return notices.done(request, context, "created", str(promotion_id))


@page(IPromotion, template="promotion.pt", **READ)
def promotion(context: Any, request: Any) -> dict[str, Any]:
    """One promotion: what it asks for, what it takes off, what it would have cost."""
    notices.told(request, DONE)
    return shown(context, request, build(request, context.entity).render(
        values(request, context.entity)))  # fmt: skip


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    row = context.entity
    notices.lead(request, "Promotions", context.__parent__)
    said, tried = words.Words(request, [row]), whatif.over_past_orders(request, row)
    edit = request.identity.may(P.PROMOTION_EDIT)
    return {
        "title": row.name,
        "badge": _badge(request, row),
        "row": row,
        "form": form,
        "differences": differences,
        "rules": [said.rule(entry) for entry in row.rules],
        "actions": [said.action(entry) for entry in row.actions],
        "kinds": {
            "rules": [(code, translate(request, label)) for code, (label, _x) in
                      words.RULES.items()],
            "actions": [(code, translate(request, label)) for code, (label, _x) in
                        words.ACTIONS.items()],
        },
        "edit": edit,
        "url": request.to(context),
        "tried": tried,
        "tried_amount": Money(-tried.amount, request.tenant.currency),
        "days": whatif.DAYS,
        "orders": queries.uses(request.db, [row.id]).get(row.id, 0),
        "coupons": coupons.counted(request, [row.id]).get(row.id, 0),
    }  # fmt: skip


@page(IPromotion, method="POST", template="promotion.pt", **EDIT)
def save_promotion(context: Any, request: Any) -> Any:
    """Save name, times and limits; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(request, row))
        return shown(context, request, form.render(), differences)
    try:
        changed = service.change(request, row, fields(request, form.validate(request.POST.items())))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "promotion.{}".format)
        return shown(context, request, form.render())
    request.audit.update(name=row.name, changed=list(changed))
    return notices.done(request, context, "saved")


def _switch(context: Any, request: Any, on: bool) -> Any:
    try:
        service.change(request, context.entity, {"enabled": on})
    except Refusal as refusal:
        notices.refused(request, refusal)
        return shown(context, request, build(request, context.entity).render(
            values(request, context.entity)))  # fmt: skip
    request.audit.update(name=context.entity.name, enabled=on)
    return notices.done(request, context, "on" if on else "off")


@page(IPromotion, name="enable", method="POST", template="promotion.pt", **EDIT)
def enable_promotion(context: Any, request: Any) -> Any:
    """Turn it on; refused while it takes nothing off."""
    return _switch(context, request, True)


@page(IPromotion, name="disable", method="POST", template="promotion.pt", **EDIT)
def disable_promotion(context: Any, request: Any) -> Any:
    """Turn it off; orders keep what they were promised."""
    return _switch(context, request, False)


@page(IPromotion, name="delete", template="confirm.pt", **EDIT)
def ask_delete_promotion(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means."""
    row = context.entity
    count = coupons.counted(request, [row.id]).get(row.id, 0)
    notices.lead(request, "Promotions", context.__parent__)
    notices.lead(request, row.name, context)
    text = "Its codes (%(count)s) stop working. Orders keep what they were promised."
    return {
        "title": translate(request, "Delete this promotion?"),
        "texts": [row.name, translate(request, text, {"count": count})],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(IPromotion, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_promotion(context: Any, request: Any) -> Any:
    """Delete it and its codes."""
    service.remove(request, context.entity)
    request.audit.update(name=context.entity.name)
    return notices.done(request, context.__parent__, "deleted")
