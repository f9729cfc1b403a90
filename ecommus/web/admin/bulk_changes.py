"""Changes of many products that were made: the list, one with its rows, and taking it back."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from sqlalchemy import func, select

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.tables import catalog as t
from ecommus.db.tables.back_office import bulk_changes as table
from ecommus.plugin_sdk.interfaces import IAdmin, IBulkChange, IBulkChanges
from ecommus.plugin_sdk.views import page
from ecommus.services import bulk_products as service
from ecommus.web.admin import lists, notices, order_words
from ecommus.web.admin.product_bulk import SHOWN, STATUSES, told
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.PRODUCT_READ}
DONE = {"changed": "The selected products were changed."}


def named(request: Any, row: Any) -> str:
    """What was done, in a line."""
    if row.kind == "price":
        percent = format_decimal(Decimal(row.change["percent"]), locale=request.locale_name)
        return translate(request, "Prices by %(percent)s %%", {"percent": percent})
    if row.kind == "status":
        status = translate(request, STATUSES[row.change["status"]][1])
        return translate(request, "Status: %(status)s", {"status": status})
    found = select(t.categories.c.name).where(t.categories.c.id == row.change["category_id"])
    params = {"name": request.db.execute(found).scalar() or "—"}
    text = "Into the category %(name)s" if row.change["there"] else "Out of the category %(name)s"
    return translate(request, text, params)


@page(IBulkChanges, template="bulk_changes.pt", **READ)
def bulk_changes(context: Any, request: Any) -> dict[str, Any]:
    """All changes, the newest first."""
    notices.lead(request, "Products", context.__parent__["products"])
    c = table.c
    count = func.jsonb_array_length(c.rows).label("count")
    statement = select(c.id, c.kind, c.change, c.actor, c.created_at, c.undone_at, count)
    rows, pager = lists.fetch(request, statement, c.id.desc())
    return {
        "rows": [
            (named(request, row), request.to(context, str(row.id)), row,
             lists.when(request, row.created_at), order_words.who(request, row.actor))
            for row in rows
        ],
        "pager": pager,
        "products_url": request.to(context.__parent__["products"]),
    }  # fmt: skip


def shown(context: Any, request: Any, undone: Any = None) -> dict[str, Any]:
    row = context.entity
    notices.lead(request, "Products", context.__parent__.__parent__["products"])
    notices.lead(request, "Changes of many products", context.__parent__)
    return {
        "title": named(request, row),
        "made": lists.when(request, row.created_at),
        "who": order_words.who(request, row.actor),
        "undone_at": row.undone_at and lists.when(request, row.undone_at),
        "undone": undone,
        "may_undo": row.undone_at is None and request.identity.may(P.PRODUCT_EDIT),
        "rows": [
            (entry["title"], entry["name"] if row.kind == "price" else "",
             told(request, row.kind, entry["before"]), told(request, row.kind, entry["after"]))
            for entry in row.rows[:SHOWN]
        ],
        "more": max(len(row.rows) - SHOWN, 0),
        "action": request.to(context, "undo"),
    }  # fmt: skip


@page(IBulkChange, template="bulk_change.pt", **READ)
def bulk_change(context: Any, request: Any) -> dict[str, Any]:
    """What was done, row by row."""
    notices.told(request, DONE)
    return shown(context, request)


@page(IBulkChange, name="undo", method="POST", within=IAdmin, permission=P.PRODUCT_EDIT,
      template="bulk_change.pt")  # fmt: skip
def undo_change(context: Any, request: Any) -> dict[str, Any]:
    """Take it back; what was changed since stays, and is named."""
    undone = None
    try:
        undone = service.undo(request, context.entity)
        request.audit.update(restored=len(undone.restored), skipped=len(undone.skipped))
    except Refusal as refusal:
        notices.refused(request, refusal)
    context.entity = context.__parent__.by_id(context.entity.id)
    return shown(context, request, undone)
