"""Stock-takes as JSON: send a counted sheet, look at the differences, apply them."""

from dataclasses import asdict
from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import stocktakes as queries
from ecommus.db.tables.stock import stock_takes as table
from ecommus.plugin_sdk.interfaces import IAdmin, IStockTake, IStockTakes
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import correcting
from ecommus.services import stocktakes as service
from ecommus.web.admin.api import stocktake_schemas as schemas
from ecommus.web.api import created, listing, newest_first, next_offset, no_content, offset_of
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.STOCK_READ}
EDIT = {"within": IAdmin, "permission": P.STOCK_ADJUST}
FIELDS = ("id", "filename", "reason", "basis", "created_by", "created_at", "applied_by",
          "applied_at")  # fmt: skip
LINE = ("row", "variant_id", "location_id", "title", "sku", "options", "place", "counted",
        "expected", "now", "difference", "after")  # fmt: skip
MOST_ERRORS = 1000


def row_shape(row: Any, lines: int) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in FIELDS}
    return named | {"status": service.state(row), "lines": lines}


def shape(request: Any, take: Any) -> dict[str, Any]:
    figures = asdict(service.figures(service.lines(request, take)))
    errors = [
        {
            "row": error["row"],
            "field": error["field"],
            "code": error.get("code", "invalid"),
            "message": translate(request, error["message"], error["params"]),
        }
        for error in take.problems[:MOST_ERRORS]
    ]
    return row_shape(take, figures.pop("counted")) | figures | {
        "blank": take.blank, "refused": len(take.problems), "processed": take.processed,
        "errors": errors,
    }  # fmt: skip


@api(IStockTakes, returns=Listing(schemas.StockTakeRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Stock-takes, newest first."""
    rows, cursor, total = newest_first(request, queries.listed(), table.c.id)
    items = [row_shape(row, row.lines) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IStockTakes, name="sheet", query=schemas.SheetQuery, returns=schemas.StockSheet, **READ)
def sheet(_context: Any, request: Any) -> dict[str, Any]:
    """The sheet to count with: every shelf, or those of one place (its code or id)."""
    data = service.sheet(request, request.query["location"])
    return {"filename": "stock.csv", "content": data.decode("utf-8-sig")}


@api(IStockTakes, method="POST", schema=schemas.StockTakeInput, returns=schemas.StockTake,
     status=201, rate="upload", **EDIT)  # fmt: skip
def create(context: Any, request: Any) -> dict[str, Any]:
    """Send a counted sheet: a trial. Nothing is changed before it is applied."""
    given = request.validated
    take_id = service.draft(
        request, given["filename"], given["content"].encode(), reason=given["reason"],
        basis=given["basis"],
    )  # fmt: skip
    request.audit.update(filename=given["filename"], reason=given["reason"])
    leaf = context.wrap(context.by_id(take_id))
    created(request, leaf)
    return shape(request, leaf.entity)


@api(IStockTake, returns=schemas.StockTake, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """What it comes to; while a long one is being applied, how far that is."""
    return shape(request, context.entity)


@api(IStockTake, name="lines", query=schemas.StockTakeLineQuery,
     returns=Listing(schemas.StockTakeLine), **READ)  # fmt: skip
def lines(context: Any, request: Any) -> dict[str, Any]:
    """The counted shelves; those that cannot be corrected stand first."""
    found = service.shown(service.lines(request, context.entity), request.query["show"])
    offset = offset_of(request)
    items = [
        {name: getattr(line, name) for name in LINE} | {"problem": _problem(request, line)}
        for line in found[offset : offset + request.query["limit"]]
    ]
    cursor = next_offset(request, offset, len(found))
    return listing(request, items, next_cursor=cursor, total=len(found))


def _problem(request: Any, line: service.Line) -> str | None:
    return line.problem and translate(request, line.problem.message, line.problem.params)


@api(IStockTake, name="apply", method="POST", returns=schemas.StockTake, errors=(409,), **EDIT)
def apply(context: Any, request: Any) -> dict[str, Any]:
    """Correct every shelf that can be. A long one is ``applying`` until the worker is done; one of
    which nothing was heard for a quarter of an hour is gone on with."""
    correcting.apply(request, context.entity)
    take = context.__parent__.by_id(context.entity.id)
    request.audit.update(reason=take.reason, rows=len(take.lines))
    return shape(request, take)


@api(IStockTake, method="DELETE", status=204, errors=(409,), **EDIT)
def discard(context: Any, request: Any) -> None:
    """Throw away a sheet that was only tried; 409 for one that was applied."""
    service.discard(request, context.entity)
    request.audit.update(filename=context.entity.filename)
    no_content(request)
