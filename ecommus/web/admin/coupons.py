"""The codes that open a promotion: listed, searched, added one by one or in batches."""

from typing import Any

from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import promotions as queries
from ecommus.db.tables import promotions as t
from ecommus.plugin_sdk.interfaces import IAdmin, ICoupon, ICoupons
from ecommus.plugin_sdk.views import page
from ecommus.services import coupons as service
from ecommus.services.offers import normal
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.admin.promotion_form import moment
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n

_ = TranslationStringFactory("ecommus")
READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
DONE = {
    "created": "The code was added.",
    "generated": "The codes were made; the newest stand first.",
    "deleted": "The code was deleted.",
}


def _limits(request: Any) -> tuple[Any, ...]:
    return (
        n.whole("usage_limit", _("At most so many orders"), 1, 2_000_000_000, css="field--half",
                missing=None, description=_("Left empty: no limit.")),
        n.whole("customer_limit", _("At most so many of one customer"), 1, 1_000_000,
                css="field--half", missing=None),
        moment(request, "expires_at", _("Valid until")),
    )  # fmt: skip


def single(context: Any, request: Any) -> Any:
    """The form of one code."""
    code = n.text("code", _("Code"), high=50, description=_("Small letters and spaces do not"
                                                            " matter."))  # fmt: skip
    schema = n.schema(n.section("coupon", _("One code"), code, *_limits(request)))
    buttons = editing.buttons(request, P.PROMOTION_EDIT, _("Add the code"))
    return forms.form(
        schema, request, buttons=buttons, hidden=editing.hidden(request), formid="one",
        action=request.to(context),
    )  # fmt: skip


def batch(context: Any, request: Any) -> Any:
    """The form of many codes."""
    schema = n.schema(n.section(
        "batch", _("Many codes at once"),
        n.whole("count", _("How many"), 1, 10_000, css="field--half", default=100),
        n.whole("length", _("Random characters"), 6, 32, css="field--half", default=8),
        n.text("prefix", _("Before them"), high=15, css="field--half", missing=""),
        n.text("suffix", _("After them"), high=15, css="field--half", missing=""),
        *_limits(request),
    ))  # fmt: skip
    buttons = editing.buttons(request, P.PROMOTION_EDIT, _("Make the codes"))
    return forms.form(
        schema, request, buttons=buttons, hidden=editing.hidden(request), formid="many",
        action=request.to(context, "generate"),
    )  # fmt: skip


def shown(context: Any, request: Any, one: str = "", many: str = "") -> dict[str, Any]:
    promotion = context.__parent__.entity
    notices.lead(request, "Promotions", context.__parent__.__parent__)
    notices.lead(request, promotion.name, context.__parent__)
    statement = queries.coupons_of(promotion.id, normal(lists.search(request)))
    rows, pager = lists.fetch(request, statement, t.coupons.c.id.desc())
    edit = request.identity.may(P.PROMOTION_EDIT)
    return {
        "promotion": promotion,
        "rows": [(row, request.to(context, str(row.id), "delete")) for row in rows],
        "pager": pager,
        "query": lists.search(request),
        "one": one or (single(context, request).render({}) if edit else ""),
        "many": many or (batch(context, request).render({}) if edit else ""),
    }


@page(ICoupons, template="coupons.pt", **READ)
def coupons(context: Any, request: Any) -> dict[str, Any]:
    """The codes, the newest first."""
    notices.told(request, DONE)
    return shown(context, request)


@page(ICoupons, method="POST", template="coupons.pt", **EDIT)
def add_coupon(context: Any, request: Any) -> Any:
    """One code."""
    form = single(context, request)
    try:
        given = form.validate(request.POST.items())["coupon"]
        service.create(request, context.__parent__.entity.id, given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, one=failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "coupon.{}".format)
        return shown(context, request, one=form.render())
    request.audit.update(code=normal(given["code"]))
    return notices.done(request, context, "created")


@page(ICoupons, name="generate", method="POST", template="coupons.pt", **EDIT)
def generate_coupons(context: Any, request: Any) -> Any:
    """Many codes."""
    form = batch(context, request)
    try:
        given = form.validate(request.POST.items())["batch"]
        made = service.generate(request, context.__parent__.entity.id, dict(given))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, many=failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "batch.{}".format)
        return shown(context, request, many=form.render())
    request.audit.update(count=len(made))
    return notices.done(request, context, "generated")


@page(ICoupon, name="delete", method="POST", template="coupons.pt", **EDIT)
def delete_coupon(context: Any, request: Any) -> Any:
    """Delete a code: carts that hold it are told so."""
    service.remove(request, context.entity)
    request.audit.update(code=context.entity.code)
    return notices.done(request, context.__parent__, "deleted")
