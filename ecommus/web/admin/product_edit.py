"""One product: made, changed, deleted. Its fields are in ``product_form``."""

from typing import Any

from deform import ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProduct, IProducts
from ecommus.plugin_sdk.views import page
from ecommus.services import catalog, variants
from ecommus.web import forms
from ecommus.web.admin import notices, product_form
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
DONE = {
    "created": "The product was created.",
    "saved": "The product was saved.",
    "unchanged": "Nothing was changed.",
}
# Field of a rule → path in the form.
PATHS = {
    "price": "first.price", "compare_at": "first.compare_at", "options": "first.options",
    "variants": "first.sku", "quantity": "first.quantity", "status": "selling.status",
    "title": "texts.title", "slug": "texts.slug",
}  # fmt: skip


def frame(request: Any, place: Any, here: str) -> dict[str, Any]:
    """The parts of a product (``place``), and a way to look at it in the shop."""
    product = place.entity
    notices.lead(request, "Products", place.__parent__)
    links = [
        (translate(request, "Details"), request.to(place), here == "", None),
        (
            translate(request, "Price and variants"),
            request.to(place, "variants"),
            here == "variants",
            len(product.variants),
        ),
        (translate(request, "Pictures"), request.to(place, "pictures"), here == "pictures", None),
    ]
    shown = []
    if product.status == "active":
        url = request.to(request.storefront.child("products"), product.slug)
        shown.append((translate(request, "View in the shop"), url, "external", "plain"))
    return {
        "title": product.title,
        "tabs": links,
        "tabs_label": translate(request, "Parts of the product"),
        "links": shown,
        "differences": None,
    }


def build(request: Any, known: Any, product: Any = None) -> Any:
    """The form, for a new product or for one that exists."""
    title = None if product else _("Create the product")
    return forms.form(
        product_form.schema(request, known, product),
        request,
        buttons=editing.buttons(request, P.PRODUCT_EDIT, title),
        hidden=editing.hidden(request, product),
    )


def _page(context: Any, name: str, method: str, permission: P, template: str) -> Any:
    return page(
        context, within=IAdmin, name=name, method=method, permission=permission, template=template
    )


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Products", context)
    return {"title": translate(request, "New product"), "form": form}


@_page(IProducts, "new", "GET", P.PRODUCT_EDIT, "form_page.pt")
def new_product(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request, product_form.known(request)).render({}))


@_page(IProducts, "new", "POST", P.PRODUCT_EDIT, "form_page.pt")
def create_product(context: Any, request: Any) -> Any:
    """Make a product with its variants and its first stock; on to the variants when it has some."""
    known = product_form.known(request)
    form = build(request, known)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    try:
        options = product_form.options(given)
        combinations = variants.combinations(options)
        fields = product_form.fields(request, given, known) | {
            "options": [name for name, _v in options]
        }
        first = product_form.first_variants(given, combinations)
        product = catalog.create(request, fields, first)
        variants.open_stock(request, product, given["first"]["quantity"])
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: PATHS.get(name, name))
        return blank(context, request, form.render())
    request.audit.update(product=str(product.id), title=product.title)
    place = context.wrap(product)
    return notices.done(request, place, "created", *(["variants"] if options else []))


def shown(context: Any, request: Any, form: str, differences: Any = None) -> dict[str, Any]:
    values = frame(request, context, "")
    if request.identity.may(P.PRODUCT_DELETE):
        url = request.to(context, "delete")
        values["links"].append((translate(request, "Delete"), url, "trash", "danger"))
    return values | {"form": form, "differences": differences}


def current(request: Any, product: Any) -> dict[str, Any]:
    places = queries.product_category_ids(request.db, [product.id]).get(product.id, [])
    return product_form.values(request, product, places)


@_page(IProduct, "", "GET", P.PRODUCT_READ, "form_page.pt")
def show_product(context: Any, request: Any) -> dict[str, Any]:
    """A product's texts and where it stands."""
    notices.told(request, DONE)
    product = context.entity
    form = build(request, product_form.known(request), product)
    return shown(context, request, form.render(current(request, product)))


@_page(IProduct, "", "POST", P.PRODUCT_EDIT, "form_page.pt")
def save_product(context: Any, request: Any) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    product, known = context.entity, product_form.known(request)
    form = build(request, known, product)
    if editing.is_stale(request, product):
        differences = editing.stale(request, form, current(request, product))
        return shown(context, request, form.render(), differences)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    try:
        changed = catalog.change(
            request, product, product_form.fields(request, given, known, product)
        )
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda name: PATHS.get(name, name))
        context.entity = context.__parent__.by_id(product.id)
        return shown(context, request, form.render())
    request.audit.update(changed=list(changed))
    return notices.done(request, context, "saved" if changed else "unchanged")


@_page(IProduct, "delete", "GET", P.PRODUCT_DELETE, "confirm.pt")
def ask_delete(context: Any, request: Any) -> dict[str, Any]:
    """What deleting means, before it is done."""
    product = context.entity
    stock = queries.stock_of(request.db, [variant.id for variant in product.variants])
    numbers = {
        "variants": len(product.variants),
        "units": sum(on_hand for on_hand, _allocated, _reserved in stock.values()),
    }
    notices.lead(request, "Products", context.__parent__)
    notices.lead(request, product.title, context)
    return {
        "title": translate(request, "Delete this product?"),
        "texts": [
            product.title,
            translate(
                request,
                "Variants: %(variants)s. Units in stock: %(units)s. All of it goes.",
                numbers,
            ),
            translate(
                request,
                "Orders keep their own copy of what was sold. To take the product off sale and"
                " keep it, archive it instead.",
            ),
        ],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@_page(IProduct, "delete", "POST", P.PRODUCT_DELETE, "confirm.pt")
def delete_product(context: Any, request: Any) -> HTTPSeeOther:
    """Delete the product."""
    request.audit.update(title=context.entity.title, slug=context.entity.slug)
    catalog.delete_product(request, context.entity)
    return notices.done(request, context.__parent__, "deleted")
