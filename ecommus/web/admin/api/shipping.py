"""Ways of delivery as JSON; their pages are ``web.admin.delivery``."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.db.tables.shipping import shipping_methods as table
from ecommus.plugin_sdk.interfaces import IAdmin, IShippingMethod, IShippingMethods
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import delivery
from ecommus.web.admin.api import shipping_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.SETTINGS_READ}
EDIT = {"within": IAdmin, "permission": P.SETTINGS_EDIT}
FIELDS = ("id", "code", *delivery.FIELDS, "version")


def shape(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields of a validated body: lists where nothing was said."""
    lists = ("zones", "tiers")
    return {name: list(value) if name in lists else value for name, value in given.items()}


@api(IShippingMethods, returns=Listing(schemas.ShippingMethod), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """The shop's own ways of delivery, newest first; plugins' carriers are not among them."""
    rows, cursor, total = newest_first(request, table.select(), table.c.id)
    return listing(request, [shape(row) for row in rows], next_cursor=cursor, total=total)


@api(IShippingMethods, method="POST", schema=schemas.ShippingMethodInput, status=201,
     returns=schemas.ShippingMethod, errors=(409,), **EDIT)  # fmt: skip
def create_method(context: Any, request: Any) -> dict[str, Any]:
    """A new way of delivery; shoppers are offered it once it is enabled."""
    method_id = delivery.create(request, fields(request.validated))
    method = context.wrap(context.by_id(method_id))
    created(request, method)
    return shape(method.entity)


@api(IShippingMethod, returns=schemas.ShippingMethod, **READ)
def show_method(context: Any, _request: Any) -> dict[str, Any]:
    """One way of delivery."""
    return shape(context.entity)


@api(IShippingMethod, method="PATCH", schema=schemas.ShippingMethodChange,
     returns=schemas.ShippingMethod, **EDIT)  # fmt: skip
def change_method(context: Any, request: Any) -> dict[str, Any]:
    """Change a way of delivery (RFC 7396); orders keep what they were promised."""
    delivery.change(request, context.entity, fields(request.validated))
    context.entity = context.__parent__.by_id(context.entity.id)
    return shape(context.entity)


@api(IShippingMethod, method="DELETE", status=204, **EDIT)
def delete_method(context: Any, request: Any) -> None:
    """Delete a way of delivery; open carts choose again."""
    delivery.remove(request, context.entity)
    no_content(request)
