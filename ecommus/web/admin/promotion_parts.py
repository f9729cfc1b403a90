"""Adding a condition or a discount to a promotion, and taking one out."""

from typing import Any

from deform import ValidationFailure
from pyramid.httpexceptions import HTTPNotFound

from ecommus.core.errors import Conflict, Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IPromotion
from ecommus.plugin_sdk.views import page
from ecommus.services import promotions as service
from ecommus.web.admin import notices
from ecommus.web.admin import promotion_words as words
from ecommus.web.admin.promotion_form import entry, part
from ecommus.web.admin.promotions import promotion
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}


def _kind(request: Any, kinds: Any) -> str:
    kind = request.params.get("type", next(iter(kinds)))
    if kind not in kinds:
        raise HTTPNotFound()
    return kind


def _shown(context: Any, request: Any, kinds: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Promotions", context.__parent__)
    notices.lead(request, context.entity.name, context)
    return {"title": translate(request, kinds[_kind(request, kinds)][0]), "form": form}


def _add(context: Any, request: Any, kinds: Any, name: str) -> Any:
    kind = _kind(request, kinds)
    form, row = part(request, kind), context.entity
    try:
        made = entry(request, kind, form.validate(request.POST.items()))
        service.change(request, row, {name: [*getattr(row, name), made]})
    except ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(context, request, kinds, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, _at)
        return _shown(context, request, kinds, form.render())
    request.audit.update(name=row.name, added=made)
    return notices.done(request, context, "added")


def _at(field: str) -> str:
    """``actions.2.filters.categories.0`` is the form's ``part.categories``."""
    names = [name for name in field.split(".")[2:] if not name.isdigit() and name != "filters"]
    return ".".join(["part", *names])


def _remove(context: Any, request: Any, name: str) -> Any:
    row, given = context.entity, request.POST.get("index", "")
    entries = list(getattr(row, name))
    try:
        if editing.is_stale(request, row) or not given.isdecimal() or int(given) >= len(entries):
            raise Conflict("changed_meanwhile", "Somebody changed it meanwhile; look again.")
        gone = entries.pop(int(given))
        service.change(request, row, {name: entries})
    except Refusal as refusal:
        notices.refused(request, refusal)
        return promotion(context, request)
    request.audit.update(name=row.name, removed=gone)
    return notices.done(request, context, "removed")


@page(IPromotion, name="add-rule", template="form_page.pt", **EDIT)
def ask_rule(context: Any, request: Any) -> dict[str, Any]:
    """The form of a condition of the kind ``?type=``."""
    form = part(request, _kind(request, words.RULES))
    return _shown(context, request, words.RULES, form.render({}))


@page(IPromotion, name="add-rule", method="POST", template="form_page.pt", **EDIT)
def add_rule(context: Any, request: Any) -> Any:
    """One more condition; all must hold."""
    return _add(context, request, words.RULES, "rules")


@page(IPromotion, name="remove-rule", method="POST", template="promotion.pt", **EDIT)
def remove_rule(context: Any, request: Any) -> Any:
    """Take a condition out."""
    return _remove(context, request, "rules")


@page(IPromotion, name="add-action", template="form_page.pt", **EDIT)
def ask_action(context: Any, request: Any) -> dict[str, Any]:
    """The form of a discount of the kind ``?type=``."""
    form = part(request, _kind(request, words.ACTIONS))
    return _shown(context, request, words.ACTIONS, form.render({}))


@page(IPromotion, name="add-action", method="POST", template="form_page.pt", **EDIT)
def add_action(context: Any, request: Any) -> Any:
    """One more discount."""
    return _add(context, request, words.ACTIONS, "actions")


@page(IPromotion, name="remove-action", method="POST", template="promotion.pt", **EDIT)
def remove_action(context: Any, request: Any) -> Any:
    """Take a discount out."""
    return _remove(context, request, "actions")
