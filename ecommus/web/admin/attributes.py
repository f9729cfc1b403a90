"""Attributes: defined, renamed, ordered, deleted. Their values are set on the products' pages
(``product_attributes``)."""

import re
from typing import Any

from deform import ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from translationstring import TranslationStringFactory

from ecommus.core.attributes import CODE
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import attributes as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IAttribute, IAttributes
from ecommus.plugin_sdk.views import page
from ecommus.services import attributes as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
DONE = {
    "created": "The attribute was created. Every product has a field for it now.",
    "saved": "The attribute was saved.",
    "deleted": "The attribute was deleted.",
}
# So many codes without a definition are offered at once.
OFFERED = 50


def languages(request: Any) -> list[tuple[str, str]]:
    """(code, name) of the shop's languages, the main one first."""
    return [(code, LANGUAGE_NAMES.get(code, code)) for code in request.tenant.locales]


def build(request: Any, attribute: Any = None) -> Any:
    """The form: a name in each language; the code only as long as nothing goes by it."""
    (_main, main_name), *others = languages(request)
    name = translate(request, "Name")
    code = n.text(
        "code", _("Code"), high=100, css="field--half", missing="",
        description=_("What files and programs call it, for good. Left empty, it is made from the"
                      " name."),
    )  # fmt: skip
    schema = n.schema(
        n.section(
            "attribute", _("Attribute"),
            n.text("name", f"{name} ({main_name})" if others else name, high=120,
                   css="field--half" if others else None),
            *(n.text(f"name_{locale}", f"{name} ({language})", high=120, css="field--half",
                     missing="") for locale, language in others),
            *([] if attribute else [code]),
            n.whole("position", _("Position"), 0, 9999, css="field--half", missing=0, default=0,
                    description=_("The lowest number comes first.")),
            description=_("For example Material, Care, Made in. Shoppers see name and value on the"
                          " product's page."),
        ),
    )  # fmt: skip
    title = None if attribute else _("Create the attribute")
    buttons = editing.buttons(request, P.PRODUCT_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, attribute))


def values(request: Any, attribute: Any) -> dict[str, Any]:
    """What the form shows of an attribute."""
    names = {
        f"name_{locale}": attribute.translations.get(locale, {}).get("name", "")
        for locale in request.tenant.locales[1:]
    }
    return {"attribute": {"name": attribute.name, "position": attribute.position} | names}


def fields(request: Any, given: dict[str, Any], attribute: Any = None) -> dict[str, Any]:
    """The service's fields from a validated form; names in languages it does not show are kept."""
    found = dict(given["attribute"])
    translations = dict(attribute.translations) if attribute else {}
    for locale in request.tenant.locales[1:]:
        name = found.pop(f"name_{locale}")
        translations.pop(locale, None)
        if name:
            translations[locale] = {"name": name}
    return found | {"translations": translations}


def _page(context: Any, name: str, method: str, permission: P, template: str) -> Any:
    return page(
        context, within=IAdmin, name=name, method=method, permission=permission, template=template
    )


@_page(IAttributes, "", "GET", P.PRODUCT_READ, "attributes.pt")
def attributes(context: Any, request: Any) -> dict[str, Any]:
    """The definitions in the shop's order, and codes that products carry without one."""
    notices.told(request, DONE)
    rows, pager = lists.fetch(request, queries.defined(), *queries.ORDER)
    used, known = queries.used(request.db), queries.codes(request.db)
    new_url = request.to(context, "new")
    loose = [
        (code, count, request.to(context, "new", query={"code": code}))
        for code, count in used.items()
        if code not in known and re.fullmatch(CODE, code)
    ]
    return {
        "rows": [(row, request.to(context, str(row.id)), used.get(row.code, 0)) for row in rows],
        "others": languages(request)[1:],
        "loose": loose[:OFFERED],
        "pager": pager,
        "new_url": new_url,
    }


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Attributes", context)
    return {"title": translate(request, "New attribute"), "form": form}


@_page(IAttributes, "new", "GET", P.PRODUCT_EDIT, "form_page.pt")
def new_attribute(context: Any, request: Any) -> dict[str, Any]:
    """The empty form; ``?code=`` is one that products carry already, and its first name too."""
    code = request.GET.get("code", "").replace("\0", "")[:100]
    return blank(
        context, request, build(request).render({"attribute": {"code": code, "name": code}})
    )


@_page(IAttributes, "new", "POST", P.PRODUCT_EDIT, "form_page.pt")
def create_attribute(context: Any, request: Any) -> Any:
    """Define an attribute."""
    form = build(request)
    try:
        given = fields(request, form.validate(request.POST.items()))
        attribute = service.create(request, given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "attribute.{}".format)
        return blank(context, request, form.render())
    request.audit.update(attribute=str(attribute.id), code=attribute.code)
    return notices.done(request, context, "created")


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Attributes", context.__parent__)
    attribute, links = context.entity, []
    if request.identity.may(P.PRODUCT_DELETE):
        url = request.to(context, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    intro = "Files name it in the column attribute:%(code)s; its code is %(code)s."
    return {
        "title": attribute.name,
        "intro": translate(request, intro, {"code": attribute.code}),
        "form": form,
        "differences": differences,
        "links": links,
    }


@_page(IAttribute, "", "GET", P.PRODUCT_READ, "form_page.pt")
def show_attribute(context: Any, request: Any) -> dict[str, Any]:
    """An attribute's names and its place."""
    attribute = context.entity
    return shown(context, request, build(request, attribute).render(values(request, attribute)))


@_page(IAttribute, "", "POST", P.PRODUCT_EDIT, "form_page.pt")
def save_attribute(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    attribute = context.entity
    form = build(request, attribute)
    if editing.is_stale(request, attribute):
        differences = editing.stale(request, form, values(request, attribute))
        return shown(context, request, form.render(), differences)
    try:
        given = fields(request, form.validate(request.POST.items()), attribute)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    changed = service.change(request, attribute, given)
    request.audit.update(code=attribute.code, changed=list(changed))
    return notices.done(request, context.__parent__, "saved")


@_page(IAttribute, "delete", "GET", P.PRODUCT_DELETE, "confirm.pt")
def ask_delete(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means, before it is done."""
    attribute = context.entity
    count = queries.used(request.db).get(attribute.code, 0)
    text = "Products with a value for it: %(count)s. They lose it; everything else of them stays."
    notices.lead(request, "Attributes", context.__parent__)
    notices.lead(request, attribute.name, context)
    return {
        "title": translate(request, "Delete this attribute?"),
        "texts": [
            f"{attribute.name} ({attribute.code})",
            translate(request, text, {"count": count}),
        ],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@_page(IAttribute, "delete", "POST", P.PRODUCT_DELETE, "confirm.pt")
def delete_attribute(context: Any, request: Any) -> HTTPSeeOther:
    """Delete a definition, and its values with it."""
    attribute = context.entity
    products = service.remove(request, attribute)
    request.audit.update(code=attribute.code, name=attribute.name, products=products)
    return notices.done(request, context.__parent__, "deleted")
