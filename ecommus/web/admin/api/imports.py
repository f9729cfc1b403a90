"""Catalogue imports: put a file down, watch it, read what was refused."""

from typing import Any

from sqlalchemy import select

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.db.tables.ops import imports as table
from ecommus.plugin_sdk.interfaces import IAdmin, IImport, IImports
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import importing
from ecommus.web.admin.api import shop_schemas as schemas
from ecommus.web.api import created, listing, newest_first
from ecommus.web.problems import translate

RUN = {"within": IAdmin, "permission": P.CATALOG_IMPORT}


def shape(request: Any, row: Any) -> dict[str, Any]:
    names = ("id", "filename", "format", "dry_run", "status", "rows", "total", "processed",
             "created", "updated", "unchanged", "failed", "created_at",
             "finished_at")  # fmt: skip
    errors = [
        {
            "row": error["row"],
            "field": error["field"],
            "code": error["code"],
            "message": translate(request, error["message"], error["params"]),
        }
        for error in row.errors
    ]
    return {name: getattr(row, name) for name in names} | {"errors": errors}


@api(IImports, returns=Listing(schemas.Import), **RUN)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Imports, newest first."""
    columns = [column for column in table.c if column.name != "source"]
    rows, cursor, total = newest_first(request, select(*columns), table.c.id)
    return listing(request, [shape(request, r) for r in rows], next_cursor=cursor, total=total)


@api(IImports, method="POST", schema=schemas.ImportInput, returns=schemas.Import, status=201,
     rate="upload", **RUN)  # fmt: skip
def create(context: Any, request: Any) -> dict[str, Any]:
    """Import a catalogue in the background; ask for the import again to see how far it is."""
    given = request.validated
    if not all(isinstance(value, str) for value in given["mapping"].values()):
        raise Invalid("mapping_invalid", "Map column names to field names.", field="mapping")
    import_id = importing.start(
        request,
        given["filename"],
        given["content"].encode(),
        format=given["format"],
        mapping=given["mapping"],
        dry_run=given["dry_run"],
    )
    request.defer("catalog.import", import_id)
    leaf = context.wrap(context.by_id(import_id))
    created(request, leaf)
    return shape(request, leaf.entity)


@api(IImport, returns=schemas.Import, **RUN)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One import."""
    return shape(request, context.entity)
