"""Price lists and the prices in them as JSON; their pages are ``web.admin.price_lists``."""

from collections.abc import Sequence
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import prices as queries
from ecommus.db.tables import prices as t
from ecommus.plugin_sdk.interfaces import IAdmin, IListPrice, IListPrices, IPriceList, IPriceLists
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import price_lists as service
from ecommus.web.admin.api import price_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
FIELDS = ("id", "code", "name", "currency", "priority", "enabled", "group_id", "countries",
          "starts_at", "ends_at", "version", "created_at")  # fmt: skip
PRICE = ("id", "variant_id", "sku", "title", "option_values", "min_quantity")


def present(request: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Lists as the API shows them: one statement, however many."""
    counts = queries.counted(request.db, [row.id for row in rows])
    return [
        {name: getattr(row, name) for name in FIELDS} | {"prices": counts.get(row.id, 0)}
        for row in rows
    ]


@api(IPriceLists, returns=Listing(schemas.PriceList), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Price lists, newest first."""
    rows, cursor, total = newest_first(request, queries.price_lists(), t.price_lists.c.id)
    return listing(request, present(request, rows), next_cursor=cursor, total=total)


@api(IPriceLists, method="POST", schema=schemas.PriceListInput, returns=schemas.PriceList,
     status=201, errors=(409,), **EDIT)  # fmt: skip
def create_list(context: Any, request: Any) -> dict[str, Any]:
    """A new list, empty; 409 when its code is taken."""
    place = context.wrap(context.by_id(service.create(request, request.validated)))
    created(request, place)
    return present(request, [place.entity])[0]


@api(IPriceList, returns=schemas.PriceList, **READ)
def show_list(context: Any, request: Any) -> dict[str, Any]:
    """One price list."""
    return present(request, [context.entity])[0]


@api(IPriceList, method="PATCH", schema=schemas.PriceListChange, returns=schemas.PriceList, **EDIT)
def change_list(context: Any, request: Any) -> dict[str, Any]:
    """Change a list (RFC 7396); prices follow at once."""
    service.change(request, context.entity, request.validated)
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(request, [context.entity])[0]


@api(IPriceList, method="DELETE", status=204, **EDIT)
def delete_list(context: Any, request: Any) -> None:
    """Delete a list with its prices."""
    service.remove(request, context.entity)
    no_content(request)


def price_shape(row: Any, currency: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PRICE} | {"price": Money(row.amount, currency)}


@api(IListPrices, query=schemas.ListPriceQuery, returns=Listing(schemas.ListPrice), **READ)
def price_index(context: Any, request: Any) -> dict[str, Any]:
    """The prices of a list, newest first; ``q`` searches SKUs and titles."""
    price_list = context.__parent__.entity
    statement = queries.prices_of(price_list.id, q=request.query["q"])
    rows, cursor, total = newest_first(request, statement, t.price_list_prices.c.id)
    items = [price_shape(row, price_list.currency) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IListPrices, method="POST", schema=schemas.ListPriceInput, returns=schemas.ListPrice,
     status=201, **EDIT)  # fmt: skip
def add_price(context: Any, request: Any) -> dict[str, Any]:
    """Set a price: a new one, or another for the same variant and number of units."""
    price_list = context.__parent__.entity
    (entry,) = _entries(request, price_list, [request.validated], lambda _index: "")
    service.put(request, price_list.id, [entry])
    c = t.price_list_prices.c
    here = (c.variant_id == entry["variant_id"]) & (c.min_quantity == entry["min_quantity"])
    row = request.db.execute(queries.prices_of(price_list.id).where(here)).one()
    context.__parent__.entity = context.__parent__.__parent__.by_id(price_list.id)
    created(request, context.wrap(row))
    return price_shape(row, price_list.currency)


@api(IListPrices, name="bulk", method="POST", schema=schemas.ListPricesInput,
     returns=schemas.ListPricesSet, **EDIT)  # fmt: skip
def set_prices(context: Any, request: Any) -> dict[str, Any]:
    """Set many prices, all or none; ``dry_run`` only looks whether they can be."""
    price_list, given = context.__parent__.entity, request.validated
    entries = _entries(request, price_list, given["prices"], "prices.{}.".format)
    if not given["dry_run"]:
        service.put(request, price_list.id, entries)
    return {"count": len(entries)}


@api(IListPrice, returns=schemas.ListPrice, **READ)
def show_price(context: Any, _request: Any) -> dict[str, Any]:
    """One price of a list."""
    return price_shape(context.entity, context.__parent__.__parent__.entity.currency)


@api(IListPrice, method="PATCH", schema=schemas.ListPriceChange, returns=schemas.ListPrice, **EDIT)
def change_price(context: Any, request: Any) -> dict[str, Any]:
    """Another amount; variant and number of units stay."""
    place, row = context.__parent__.__parent__, context.entity
    if "price" in request.validated:
        amount = _amount(place.entity, request.validated["price"], "price.")
        entry = {"variant_id": row.variant_id, "min_quantity": row.min_quantity, "amount": amount}
        service.put(request, place.entity.id, [entry])
    place.entity = place.__parent__.by_id(place.entity.id)
    context.entity = context.__parent__.by_id(row.id)
    return price_shape(context.entity, place.entity.currency)


@api(IListPrice, method="DELETE", status=204, **EDIT)
def delete_price(context: Any, request: Any) -> None:
    """Take a price out of the list."""
    service.take(request, context.__parent__.__parent__.entity.id, [context.entity.id])
    no_content(request)


def _entries(request: Any, price_list: Any, given: Sequence[Any], at: Any) -> list[dict[str, Any]]:
    """The service's entries. Invalid names the one that cannot be."""
    skus = [entry["sku"] for entry in given if entry["sku"] and not entry["variant_id"]]
    known = queries.by_sku(request.db, skus)
    entries = []
    for index, entry in enumerate(given):
        where = at(index)
        if not (entry["variant_id"] or entry["sku"]):
            text = "Name a variant by sku or variant_id."
            raise Invalid("required", text, field=f"{where}sku")
        variant_id = entry["variant_id"] or known.get(entry["sku"])
        if variant_id is None:
            text = "No variant has the SKU %(sku)s."
            raise Invalid("unknown_variant", text, field=f"{where}sku", sku=entry["sku"])
        amount = _amount(price_list, entry["price"], f"{where}price.")
        entries.append(
            {"variant_id": variant_id, "min_quantity": entry["min_quantity"], "amount": amount}
        )
    return entries


def _amount(price_list: Any, money: Any, where: str) -> int:
    if money["currency"] != price_list.currency:
        text = "This list is in %(currency)s."
        sold = price_list.currency
        raise Invalid("currency_other", text, field=f"{where}currency", currency=sold)
    return money["amount"]
