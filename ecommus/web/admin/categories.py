"""The category tree: listed, made, changed, moved, deleted."""

from typing import Any
from uuid import UUID

from deform import ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog as queries
from ecommus.db.queries import products
from ecommus.plugin_sdk.interfaces import IAdmin, ICategories, ICategory
from ecommus.plugin_sdk.views import page
from ecommus.services import catalog
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
DONE = {
    "created": "The category was created.",
    "saved": "The category was saved.",
    "deleted": "The category was deleted.",
}


def tree(db: Any) -> list[tuple[Any, int]]:
    """(category, depth), every category below its parent; one statement."""
    below: dict[UUID | None, list[Any]] = {}
    for category in queries.categories(db):
        below.setdefault(category.parent_id, []).append(category)

    def walk(parent: UUID | None, depth: int):
        for category in below.get(parent, ()):
            yield category, depth
            yield from walk(category.id, depth + 1)

    return list(walk(None, 0))


def build(request: Any, category: Any = None) -> Any:
    """The form. A category is not offered as a place below itself."""
    parents, inside = [("", translate(request, "At the top"))], None
    for other, depth in tree(request.db):
        if inside is not None and depth > inside:
            continue
        inside = depth if category is not None and other.id == category.id else None
        if inside is None:
            parents.append((str(other.id), "\u2003" * depth + other.name))
    schema = n.schema(
        n.section(
            "category", _("Category"),
            n.text("name", _("Name"), high=120),
            n.text("slug", _("Address"), high=80, missing="",
                   description=_("The last part of its address. Left empty, it is made from the"
                                 " name.")),
            n.choice("parent_id", _("Below"), parents, css="field--half", missing="",
                     description=_("The category that it belongs to.")),
            n.whole("position", _("Position"), 0, 9999, css="field--half", missing=0, default=0,
                    description=_("The lowest number comes first.")),
            n.text("description", _("Description"), high=5000, rows=4, missing=""),
        ),
        n.section(
            "en", _("In English"),
            n.text("name_en", _("Name"), high=120, missing=""),
            n.text("description_en", _("Description"), high=5000, rows=3, missing=""),
            description=_("Left empty, English pages show the texts above."),
        ),
    )  # fmt: skip
    title = None if category else _("Create the category")
    buttons = editing.buttons(request, P.PRODUCT_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, category))


def values(category: Any) -> dict[str, Any]:
    """What the form shows of a category."""
    english = category.translations.get("en", {})
    shown = {name: getattr(category, name) for name in ("name", "slug", "position", "description")}
    return {
        "category": shown | {"parent_id": str(category.parent_id or "")},
        "en": {f"{name}_en": english.get(name, "") for name in ("name", "description")},
    }


def fields(given: dict[str, Any], category: Any = None) -> dict[str, Any]:
    """The services' fields from a validated form."""
    found = dict(given["category"])
    found["parent_id"] = UUID(found["parent_id"]) if found["parent_id"] else None
    if category is not None and not found["slug"]:
        found.pop("slug")
    kept = dict(category.translations) if category else {}
    english = {name.removesuffix("_en"): text for name, text in given["en"].items() if text}
    kept.pop("en", None)
    return found | {"translations": kept | ({"en": english} if english else {})}


def _page(context: Any, name: str, method: str, permission: P, template: str) -> Any:
    return page(
        context, within=IAdmin, name=name, method=method, permission=permission, template=template
    )


@_page(ICategories, "", "GET", P.PRODUCT_READ, "categories.pt")
def categories(context: Any, request: Any) -> dict[str, Any]:
    """The tree, with how many products stand in each category itself."""
    notices.told(request, DONE)
    counts = products.in_category(request.db)
    return {
        "rows": [
            (category, min(depth, 4), request.to(context, str(category.id)),
             counts.get(category.id, 0))
            for category, depth in tree(request.db)
        ],
        "products_url": request.to(context.__parent__, "products"),
        "new_url": request.to(context, "new"),
    }  # fmt: skip


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Categories", context)
    return {"title": translate(request, "New category"), "form": form}


@_page(ICategories, "new", "GET", P.PRODUCT_EDIT, "form_page.pt")
def new_category(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({}))


@_page(ICategories, "new", "POST", P.PRODUCT_EDIT, "form_page.pt")
def create_category(context: Any, request: Any) -> Any:
    """Make a category."""
    form = build(request)
    try:
        category = catalog.create_category(request, fields(form.validate(request.POST.items())))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "category.{}".format)
        return blank(context, request, form.render())
    request.audit.update(category=str(category.id), name=category.name)
    return notices.done(request, context, "created")


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    notices.lead(request, "Categories", context.__parent__)
    links = []
    if request.identity.may(P.PRODUCT_DELETE):
        url = request.to(context, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    return {
        "title": context.entity.name,
        "form": form,
        "differences": differences,
        "links": links,
    }


@_page(ICategory, "", "GET", P.PRODUCT_READ, "form_page.pt")
def show_category(context: Any, request: Any) -> dict[str, Any]:
    """A category's texts and its place in the tree."""
    category = context.entity
    return shown(context, request, build(request, category).render(values(category)))


@_page(ICategory, "", "POST", P.PRODUCT_EDIT, "form_page.pt")
def save_category(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    category = context.entity
    form = build(request, category)
    if editing.is_stale(request, category):
        differences = editing.stale(request, form, values(category))
        return shown(context, request, form.render(), differences)
    try:
        given = fields(form.validate(request.POST.items()), category)
        before = {name: getattr(category, name) for name in given}
        catalog.change_category(request, category, given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "category.{}".format)
        context.entity = context.__parent__.by_id(category.id)
        return shown(context, request, form.render())
    request.audit.update(changed=[name for name in given if before[name] != given[name]])
    return notices.done(request, context.__parent__, "saved")


@_page(ICategory, "delete", "GET", P.PRODUCT_DELETE, "confirm.pt")
def ask_delete(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means, before it is done."""
    category = context.entity
    standing = products.in_category(request.db).get(category.id, 0)
    text = "Products in it: %(count)s. They stay; they only leave this category."
    notices.lead(request, "Categories", context.__parent__)
    notices.lead(request, category.name, context)
    return {
        "title": translate(request, "Delete this category?"),
        "texts": [category.name, translate(request, text, {"count": standing})],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@_page(ICategory, "delete", "POST", P.PRODUCT_DELETE, "confirm.pt")
def delete_category(context: Any, request: Any) -> HTTPSeeOther | dict[str, Any]:
    """Delete a category without sub-categories."""
    request.audit.update(name=context.entity.name, slug=context.entity.slug)
    try:
        catalog.delete_category(request, context.entity)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        context.entity = context.__parent__.by_id(context.entity.id)
        return ask_delete(context, request)
    return notices.done(request, context.__parent__, "deleted")
