"""Stock: levels, the ledger behind them, movements by hand."""

from typing import Any

from sqlalchemy import select

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog as queries
from ecommus.db.queries import stock as stock_queries
from ecommus.db.tables import catalog as t
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk.interfaces import IAdmin, IStock, IStockItem
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import stocktaking
from ecommus.web.admin.api import location_schemas
from ecommus.web.admin.api import stock_schemas as schemas
from ecommus.web.api import listing, newest_first

READ = {"within": IAdmin, "permission": P.STOCK_READ}
MOVE = {"within": IAdmin, "permission": P.STOCK_ADJUST}
NEWEST = 100


def level(variant_id: Any, figures: tuple[int, int, int]) -> dict[str, Any]:
    on_hand, allocated, reserved = figures
    return {
        "variant_id": variant_id,
        "on_hand": on_hand,
        "allocated": allocated,
        "reserved": reserved,
        "available": on_hand - allocated - reserved,
    }


@api(IStock, returns=Listing(schemas.StockLine), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """The stock of every variant, newest first, over all locations."""
    v = t.variants.c
    statement = select(v.id, v.sku, v.option_values, t.products.c.title).join(
        t.products, t.products.c.id == v.product_id
    )
    rows, cursor, total = newest_first(request, statement, v.id)
    stock = queries.stock_of(request.db, [row.id for row in rows])
    items = [
        level(row.id, stock.get(row.id, (0, 0, 0)))
        | {"sku": row.sku, "title": row.title, "option_values": row.option_values}
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IStockItem, returns=schemas.StockItem, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One variant's stock, and the hundred newest rows of its ledger."""
    variant_id = context.entity.id
    figures = queries.stock_of(request.db, [variant_id]).get(variant_id, (0, 0, 0))
    rows = request.db.execute(
        select(stock_movements)
        .where(stock_movements.c.variant_id == variant_id)
        .order_by(stock_movements.c.id.desc())
        .limit(NEWEST)
    )
    return level(variant_id, figures) | {
        "locations": [place(row) for row in stock_queries.levels(request.db, variant_id)],
        "movements": [movement(row) for row in rows],
    }


def place(row: Any) -> dict[str, Any]:
    figures = {name: getattr(row, name) for name in stock_queries.FIGURES}
    available = row.on_hand - row.allocated - row.reserved
    named = {"location_id": row.id, "code": row.code, "name": row.name}
    return named | figures | {"available": available}


def movement(row: Any) -> dict[str, Any]:
    names = ("id", "variant_id", "location_id", "kind", "quantity", "on_hand", "allocated",
             "reason", "order_id", "actor", "at")  # fmt: skip
    return {name: getattr(row, name) for name in names}


@api(IStock, name="movements", returns=Listing(schemas.Movement), **READ)
def ledger(_context: Any, request: Any) -> dict[str, Any]:
    """The whole ledger, newest first."""
    rows, cursor, total = newest_first(request, select(stock_movements), stock_movements.c.id)
    return listing(request, [movement(row) for row in rows], next_cursor=cursor, total=total)


@api(IStock, name="movements", method="POST", schema=schemas.MovementInput, returns=schemas.Level,
     status=201, errors=(409,), **MOVE)  # fmt: skip
def move(_context: Any, request: Any) -> dict[str, Any]:
    """Receive, count, correct. Answers the variant's new level over all locations."""
    given = request.validated
    variant_id = stocktaking.find_variant(request, sku=given["sku"], variant_id=given["variant_id"])
    stocktaking.move(
        request,
        variant_id,
        given["kind"],
        given["quantity"],
        reason=given["reason"],
        location=given["location"],
    )
    request.audit.update(kind=given["kind"], quantity=given["quantity"])
    request.response.status_int = 201
    return level(variant_id, queries.stock_of(request.db, [variant_id])[variant_id])


@api(IStock, name="transfers", method="POST", schema=location_schemas.TransferInput,
     returns=schemas.StockItem, status=201, errors=(409,), **MOVE)  # fmt: skip
def transfer(context: Any, request: Any) -> dict[str, Any]:
    """Carry units from one place to another: two rows of the ledger, or none."""
    given = dict(request.validated)
    variant_id = stocktaking.find_variant(
        request, sku=given.pop("sku"), variant_id=given.pop("variant_id")
    )
    stocktaking.transfer(request, variant_id, **given)
    request.audit.update(variant=str(variant_id), quantity=given["quantity"])
    request.response.status_int = 201
    return show(context.wrap(context.by_id(variant_id)), request)
