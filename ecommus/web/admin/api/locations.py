"""Stock locations as JSON; their pages are ``web.admin.locations``."""

from typing import Any

from sqlalchemy import select

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import locations as queries
from ecommus.db.tables import stock as t
from ecommus.plugin_sdk.interfaces import IAdmin, IStockLocation, IStockLocations
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import locations as service
from ecommus.web.admin.api import location_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.STOCK_READ}
EDIT = {"within": IAdmin, "permission": P.STOCK_ADJUST}
FIELDS = ("id", "code", "name", "priority", "address", "version")


def present(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Places with their units: one statement, however many."""
    held = queries.held(request.db, [row.id for row in rows])
    found = []
    for row in rows:
        figures = zip(
            ("on_hand", "allocated", "reserved"), held.get(row.id, (0, 0, 0)), strict=True
        )
        found.append({name: getattr(row, name) for name in FIELDS} | dict(figures))
    return found


@api(IStockLocations, returns=Listing(schemas.Location), **READ)
def locations(_context: Any, request: Any) -> dict[str, Any]:
    """Where stock lies."""
    table = t.stock_locations
    rows, cursor, total = newest_first(request, select(table), table.c.id)
    return listing(request, present(request, rows), next_cursor=cursor, total=total)


@api(IStockLocations, method="POST", schema=schemas.LocationInput, returns=schemas.Location,
     status=201, errors=(409,), **EDIT)  # fmt: skip
def create_location(context: Any, request: Any) -> dict[str, Any]:
    """A new place; 409 when its code is taken."""
    location = context.wrap(context.by_id(service.create(request, request.validated)))
    created(request, location)
    return present(request, [location.entity])[0]


@api(IStockLocation, returns=schemas.Location, **READ)
def show_location(context: Any, request: Any) -> dict[str, Any]:
    """One place."""
    return present(request, [context.entity])[0]


@api(IStockLocation, method="PATCH", schema=schemas.LocationChange, returns=schemas.Location,
     **EDIT)  # fmt: skip
def change_location(context: Any, request: Any) -> dict[str, Any]:
    """Change a place (RFC 7396); its code stays."""
    service.change(request, context.entity, request.validated)
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(request, [context.entity])[0]


@api(IStockLocation, method="DELETE", status=204, errors=(409,), **EDIT)
def delete_location(context: Any, request: Any) -> None:
    """Delete an empty place; 409 with the figures while it is in use, and for the last one."""
    service.remove(request, context.entity)
    no_content(request)
