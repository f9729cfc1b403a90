"""The pictures of a product: uploaded, put in order, described in the shop's languages, removed."""

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.errors import Invalid, Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProduct
from ecommus.plugin_sdk.views import page
from ecommus.services import pictures as service
from ecommus.services.pictures import Picture
from ecommus.web.admin import notices
from ecommus.web.admin.product_edit import frame
from ecommus.web.back_office import editing
from ecommus.web.storefront.shapes import Image, image
from ecommus.web.storefront.shop import LANGUAGE_NAMES

DONE = {"added": "The pictures were added.", "saved": "The pictures were saved."}
LONGEST_ALT = 250


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its place and its texts: (language, its name, text)."""

    id: str
    image: Image | None
    filename: str
    position: int
    alt: list[tuple[str, str, str]]


def shown(context: Any, request: Any) -> dict[str, Any]:
    product = context.entity
    rows = queries.product_media(request.db, [product.id]).get(product.id, [])
    return frame(request, context, "pictures") | {
        "pictures": [
            Shown(
                id=str(row.id),
                image=image(request, row),
                filename=row.filename,
                position=index,
                alt=[
                    (locale, LANGUAGE_NAMES[locale], row.alt.get(locale, ""))
                    for locale in request.tenant.locales
                ],
            )
            for index, row in enumerate(rows, 1)
        ],
        "upload_url": request.to(context, "upload"),
        "save_url": request.to(context, "pictures"),
        "hidden": editing.hidden(request, product),
    }


def _page(name: str, method: str, permission: P, **options: Any) -> Any:
    return page(
        IProduct, within=IAdmin, name=name, method=method, permission=permission,
        template="pictures.pt", **options,
    )  # fmt: skip


@_page("pictures", "GET", P.PRODUCT_READ)
def show_pictures(context: Any, request: Any) -> dict[str, Any]:
    """A product's pictures in their order."""
    notices.told(request, DONE)
    return shown(context, request)


@_page("upload", "POST", P.PRODUCT_EDIT, rate="upload")
def add_pictures(context: Any, request: Any) -> Any:
    """Add the files that were chosen: all of them, or none when one is no picture."""
    files = [
        (field.filename, field.file.read())
        for field in request.POST.getall("files")
        if getattr(field, "filename", "")
    ]
    try:
        if not files:
            raise Invalid("required", "Choose one or several pictures first.", field="files")
        added = service.add(request, context.entity, files)
    except Refusal as refusal:
        text = notices.undo(request, refusal)
        known = {name for name, _content in files}
        notices.say(
            request, "error", f"{refusal.field}: {text}" if refusal.field in known else text
        )
        return again(context, request)
    request.audit.update(added=added)
    return notices.done(request, context, "added", "pictures")


@_page("pictures", "POST", P.PRODUCT_EDIT)
def save_pictures(context: Any, request: Any) -> HTTPSeeOther | dict[str, Any]:
    """Order, texts and removals, saved together."""
    product = context.entity
    if editing.is_stale(request, product):
        request.response.status_int = 409
        text = "Somebody else changed this product meanwhile. This is how it is now."
        notices.say(request, "error", text)
        return shown(context, request)
    rows = queries.product_media(request.db, [product.id]).get(product.id, [])
    kept = []
    for index, row in enumerate(rows):
        if f"remove.{row.id}" in request.POST:
            continue
        alt = {
            locale: _text(request.POST.get(f"alt.{locale}.{row.id}", ""))
            for locale in request.tenant.locales
        }
        picture = Picture(row.id, dict(row.alt) | alt)
        kept.append((_place(request.POST.get(f"position.{row.id}", ""), index), index, picture))
    ordered = [picture for _place_wanted, _index, picture in sorted(kept, key=lambda e: e[:2])]
    try:
        service.arrange(request, product, ordered)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        return again(context, request)
    request.audit.update(pictures=len(ordered), removed=len(rows) - len(ordered))
    return notices.done(request, context, "saved", "pictures")


def again(context: Any, request: Any) -> dict[str, Any]:
    """The page once more, after the attempt was undone."""
    context.entity = context.__parent__.by_id(context.entity.id)
    return shown(context, request)


def _text(given: str) -> str:
    return " ".join(given.replace("\0", " ").split())[:LONGEST_ALT]


def _place(given: str, index: int) -> int:
    """The position typed in; what is no number stays where it was."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else index + 1
