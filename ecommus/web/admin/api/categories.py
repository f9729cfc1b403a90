"""Categories and pictures. Attributes are next door, in ``attributes``."""

import base64
import binascii
from typing import Any

from sqlalchemy import delete as sql_delete
from sqlalchemy import select

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.db.tables import catalog as t
from ecommus.plugin_sdk.interfaces import (
    IAdmin,
    ICategories,
    ICategory,
    IMedia,
    IMediaLibrary,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import catalog, media
from ecommus.web import schema as s
from ecommus.web.admin.api import catalogue_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content
from ecommus.web.storefront.shapes import media_url

READ = {"within": IAdmin, "permission": P.PRODUCT_READ}
EDIT = {"within": IAdmin, "permission": P.PRODUCT_EDIT}
DELETE = {"within": IAdmin, "permission": P.PRODUCT_DELETE}


def shape(category: Any) -> dict[str, Any]:
    names = ("id", "name", "slug", "parent_id", "description", "position", "translations",
             "version")  # fmt: skip
    return {name: getattr(category, name) for name in names}


@api(ICategories, returns=Listing(schemas.Category), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Categories, newest first; ``parent_id`` makes the tree."""
    rows, cursor, total = newest_first(request, select(t.categories), t.categories.c.id)
    return listing(request, [shape(row) for row in rows], next_cursor=cursor, total=total)


@api(ICategories, method="POST", schema=schemas.CategoryInput, returns=schemas.Category,
     status=201, errors=(409,), **EDIT)  # fmt: skip
def create(context: Any, request: Any) -> dict[str, Any]:
    """A new category."""
    category = catalog.create_category(request, dict(request.validated))
    created(request, context.wrap(category))
    return shape(category)


@api(ICategory, returns=schemas.Category, **READ)
def show(context: Any, _request: Any) -> dict[str, Any]:
    """One category."""
    return shape(context.entity)


@api(ICategory, method="PATCH", schema=schemas.CategoryChange, returns=schemas.Category,
     errors=(409,), **EDIT)  # fmt: skip
def change(context: Any, request: Any) -> dict[str, Any]:
    """Change a category (RFC 7396)."""
    catalog.change_category(request, context.entity, request.validated)
    return shape(context.entity)


@api(ICategory, method="DELETE", status=204, errors=(409,), **DELETE)
def delete(context: Any, request: Any) -> None:
    """Delete a category without sub-categories; its products stay."""
    catalog.delete_category(request, context.entity)
    no_content(request)


class MediaInput(s.Shape):
    """``content`` is the file in base64; JPEG, PNG, WebP, GIF, AVIF or SVG."""

    filename = s.text(1, 200)
    content = s.text(1, 21_000_000)
    alt = s.map_of(missing={})


def media_shape(row: Any) -> dict[str, Any]:
    names = ("id", "status", "filename", "content_type", "width", "height", "alt", "source_url",
             "error")  # fmt: skip
    files = row.renditions
    url = media_url(files[-1]["path"]) if files else None
    return {name: getattr(row, name) for name in names} | {"url": url}


@api(IMediaLibrary, returns=Listing(schemas.Media), **READ)
def pictures(_context: Any, request: Any) -> dict[str, Any]:
    """Pictures, newest first."""
    rows, cursor, total = newest_first(request, select(t.media), t.media.c.id)
    return listing(request, [media_shape(row) for row in rows], next_cursor=cursor, total=total)


@api(IMediaLibrary, method="POST", schema=MediaInput, returns=schemas.Media, status=201,
     rate="upload", **EDIT)  # fmt: skip
def upload(_context: Any, request: Any) -> dict[str, Any]:
    """Upload a picture; it is checked by its content and made into the sizes that pages need."""
    given = request.validated
    alt = {key: str(value)[:500] for key, value in given["alt"].items()}
    try:
        data = base64.b64decode(given["content"], validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("base64_invalid", "This is not base64.", field="content") from None
    row = media.add(request, given["filename"], data, alt)
    request.response.status_int = 201
    return media_shape(row)


@api(IMedia, returns=schemas.Media, **READ)
def picture(context: Any, _request: Any) -> dict[str, Any]:
    """One picture."""
    return media_shape(context.entity)


@api(IMedia, method="DELETE", status=204, **DELETE)
def delete_picture(context: Any, request: Any) -> None:
    """Take a picture out of the shop."""
    request.db.execute(sql_delete(t.media).where(t.media.c.id == context.entity.id))
    request.changed(catalogue=True)
    no_content(request)
