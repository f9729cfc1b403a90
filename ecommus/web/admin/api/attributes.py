"""Definitions of attributes as JSON; their pages are ``web.admin.attributes``."""

from typing import Any

from sqlalchemy import select

from ecommus.core.permissions import Permission as P
from ecommus.db.tables import catalog as t
from ecommus.plugin_sdk.interfaces import IAdmin, IAttribute, IAttributes
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import attributes as service
from ecommus.web.admin.api import catalogue_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.PRODUCT_READ}
EDIT = {"within": IAdmin, "permission": P.PRODUCT_EDIT}
FIELDS = ("id", "code", "name", "translations", "position", "version")


def shape(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


@api(IAttributes, returns=Listing(schemas.Attribute), **READ)
def attributes(_context: Any, request: Any) -> dict[str, Any]:
    """The attributes that products can have."""
    rows, cursor, total = newest_first(request, select(t.attributes), t.attributes.c.id)
    return listing(request, [shape(row) for row in rows], next_cursor=cursor, total=total)


@api(IAttributes, method="POST", schema=schemas.AttributeInput, returns=schemas.Attribute,
     status=201, errors=(409,), **EDIT)  # fmt: skip
def create_attribute(context: Any, request: Any) -> dict[str, Any]:
    """A new attribute; 409 when its code is taken."""
    attribute = context.wrap(service.create(request, request.validated))
    created(request, attribute)
    return shape(attribute.entity)


@api(IAttribute, returns=schemas.Attribute, **READ)
def show_attribute(context: Any, _request: Any) -> dict[str, Any]:
    """One attribute."""
    return shape(context.entity)


@api(IAttribute, method="PATCH", schema=schemas.AttributeChange, returns=schemas.Attribute, **EDIT)
def change_attribute(context: Any, request: Any) -> dict[str, Any]:
    """Change an attribute (RFC 7396); its code stays."""
    service.change(request, context.entity, request.validated)
    context.entity = context.__parent__.by_id(context.entity.id)
    return shape(context.entity)


@api(IAttribute, method="DELETE", status=204, within=IAdmin, permission=P.PRODUCT_DELETE)
def delete_attribute(context: Any, request: Any) -> None:
    """Delete an attribute, and its value on every product that has one."""
    service.remove(request, context.entity)
    no_content(request)
