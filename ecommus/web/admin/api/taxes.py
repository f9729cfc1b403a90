"""Zones, tax categories and rates as JSON; their pages are ``web.admin.taxes``."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax as t
from ecommus.plugin_sdk import interfaces as i
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import taxes, zones
from ecommus.web.admin.api import tax_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.SETTINGS_READ}
EDIT = {"within": IAdmin, "permission": P.SETTINGS_EDIT}
CATEGORY = ("id", "code", "name", "translations", "position", "version")
RATE = ("id", "name", "zone", "tax_category", "starts_on", "ends_on", "version")


def zone_shapes(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Zones as the API shows them: one statement, however many."""
    members = queries.members_of(request.db, [row.id for row in rows])
    return [
        {"id": row.id, "code": row.code, "name": row.name, "version": row.version,
         "members": members[row.id]}
        for row in rows
    ]  # fmt: skip


def category_shape(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CATEGORY}


def rate_shape(row: Any) -> dict[str, Any]:
    shape = {name: getattr(row, name) for name in RATE}
    return shape | {
        "rate": f"{row.rate:.2f}" if row.rate == round(row.rate, 2) else f"{row.rate:.3f}",
        "included_in_price": row.included,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on and row.ends_on.isoformat(),
    }


def rate_fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields of a validated body."""
    found = dict(given)
    if "included_in_price" in found:
        found["included"] = found.pop("included_in_price")
    return found


def reloaded(context: Any) -> Any:
    """The place's row as it is now."""
    context.entity = context.__parent__.by_id(context.entity.id)
    return context.entity


@api(i.IZones, returns=Listing(schemas.Zone), **READ)
def zone_index(_context: Any, request: Any) -> dict[str, Any]:
    """Zones, newest first."""
    rows, cursor, total = newest_first(request, t.zones.select(), t.zones.c.id)
    return listing(request, zone_shapes(request, rows), next_cursor=cursor, total=total)


@api(i.IZones, method="POST", schema=schemas.ZoneInput, returns=schemas.Zone, status=201,
     errors=(409,), **EDIT)  # fmt: skip
def create_zone(context: Any, request: Any) -> dict[str, Any]:
    """A new zone; 409 when its code is taken."""
    zone = context.wrap(context.by_id(zones.create(request, request.validated)))
    created(request, zone)
    return zone_shapes(request, [zone.entity])[0]


@api(i.IZone, returns=schemas.Zone, **READ)
def show_zone(context: Any, request: Any) -> dict[str, Any]:
    """One zone with its members."""
    return zone_shapes(request, [context.entity])[0]


@api(i.IZone, method="PATCH", schema=schemas.ZoneChange, returns=schemas.Zone, **EDIT)
def change_zone(context: Any, request: Any) -> dict[str, Any]:
    """Change name or members (replaced whole); a zone never holds itself."""
    zones.change(request, context.entity, request.validated)
    return zone_shapes(request, [reloaded(context)])[0]


@api(i.IZone, method="DELETE", status=204, errors=(409,), **EDIT)
def delete_zone(context: Any, request: Any) -> None:
    """Delete a zone; 409 while rates, deliveries or other zones name it."""
    zones.remove(request, context.entity)
    no_content(request)


@api(i.ITaxCategories, returns=Listing(schemas.TaxCategory), **READ)
def category_index(_context: Any, request: Any) -> dict[str, Any]:
    """Tax categories, newest first."""
    table = t.tax_categories
    rows, cursor, total = newest_first(request, table.select(), table.c.id)
    return listing(request, [category_shape(r) for r in rows], next_cursor=cursor, total=total)


@api(i.ITaxCategories, method="POST", schema=schemas.TaxCategoryInput, status=201,
     returns=schemas.TaxCategory, errors=(409,), **EDIT)  # fmt: skip
def create_category(context: Any, request: Any) -> dict[str, Any]:
    """A new tax category; 409 when its code is taken."""
    category = context.wrap(context.by_id(taxes.create_category(request, request.validated)))
    created(request, category)
    return category_shape(category.entity)


@api(i.ITaxCategory, returns=schemas.TaxCategory, **READ)
def show_category(context: Any, _request: Any) -> dict[str, Any]:
    """One tax category."""
    return category_shape(context.entity)


@api(i.ITaxCategory, method="PATCH", schema=schemas.TaxCategoryChange,
     returns=schemas.TaxCategory, **EDIT)  # fmt: skip
def change_category(context: Any, request: Any) -> dict[str, Any]:
    """Change name, translations or position."""
    taxes.change_category(request, context.entity, request.validated)
    return category_shape(reloaded(context))


@api(i.ITaxCategory, method="DELETE", status=204, errors=(409,), **EDIT)
def delete_category(context: Any, request: Any) -> None:
    """Delete a tax category; 409 while products, rates or deliveries name it."""
    taxes.remove_category(request, context.entity)
    no_content(request)


@api(i.ITaxRates, returns=Listing(schemas.TaxRate), **READ)
def rate_index(_context: Any, request: Any) -> dict[str, Any]:
    """The tax rates with their dates, newest first."""
    rows, cursor, total = newest_first(request, queries.listed_rates(), t.tax_rates.c.id)
    return listing(request, [rate_shape(r) for r in rows], next_cursor=cursor, total=total)


@api(i.ITaxRates, method="POST", schema=schemas.TaxRateInput, returns=schemas.TaxRate,
     status=201, errors=(409,), **EDIT)  # fmt: skip
def create_rate(context: Any, request: Any) -> dict[str, Any]:
    """A new tax rate; 409 when another holds on one of its days."""
    given = rate_fields(request.validated)
    rate = context.wrap(context.by_id(taxes.create_rate(request, given)))
    created(request, rate)
    return rate_shape(rate.entity)


@api(i.ITaxRate, returns=schemas.TaxRate, **READ)
def show_rate(context: Any, _request: Any) -> dict[str, Any]:
    """One tax rate."""
    return rate_shape(context.entity)


@api(i.ITaxRate, method="PATCH", schema=schemas.TaxRateChange, returns=schemas.TaxRate,
     errors=(409,), **EDIT)  # fmt: skip
def change_rate(context: Any, request: Any) -> dict[str, Any]:
    """Change a tax rate; orders keep the one that they were placed with."""
    taxes.change_rate(request, context.entity, rate_fields(request.validated))
    return rate_shape(reloaded(context))


@api(i.ITaxRate, method="DELETE", status=204, **EDIT)
def delete_rate(context: Any, request: Any) -> None:
    """Delete a tax rate; orders keep what they were reckoned with."""
    taxes.remove_rate(request, context.entity)
    no_content(request)
