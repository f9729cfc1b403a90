"""One change for many: products, and the way back; orders. ``dry_run`` says what would happen."""

from typing import Any
from uuid import UUID

from ecommus.core.errors import Invalid, Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import products as product_queries
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IBulkChange, IOrders, IProducts
from ecommus.plugin_sdk.views import api
from ecommus.services import bulk_orders, bulk_products
from ecommus.web.admin.api import bulk_schemas as schemas
from ecommus.web.problems import translate

CHANGES = ("status", "price_percent", "add_category", "remove_category")
POST = {"within": IAdmin, "method": "POST"}


def _known(kind: str, wanted: list[UUID], found: list[Any]) -> list[Any]:
    """``found``, when it is all of ``wanted``."""
    known = {each.id for each in found}
    for index, key in enumerate(wanted):
        if key not in known:
            text = "There is no such product." if kind == "products" else "There is no such order."
            raise Invalid(f"unknown_{kind.removesuffix('s')}", text, field=f"{kind}.{index}")
    return found


def _refusal(request: Any, key: UUID, name: str, refusal: Refusal) -> dict[str, Any]:
    detail = translate(request, refusal.message, refusal.params)
    return {"id": key, "name": name, "code": refusal.code, "detail": detail}


@api(IProducts, name="bulk", permission=P.PRODUCT_EDIT, schema=schemas.ProductBulkInput,
     returns=schemas.ProductBulk, **POST)  # fmt: skip
def products(_context: Any, request: Any) -> dict[str, Any]:
    """Change many products; a product that refuses stops no other."""
    given = request.validated
    change = bulk_products.asked(request, {n: given[n] for n in CHANGES if n in given})
    found = product_queries.by_ids(request.db, given["products"])
    _known("products", given["products"], found)
    change_id = None
    if given["dry_run"]:
        steps = bulk_products.plan(request, change, found)
    else:
        change_id, steps = bulk_products.carry_out(request, change, found)
        request.audit.update(change=str(change_id), products=[str(s.product.id) for s in steps])
    return {
        "id": change_id,
        "dry_run": given["dry_run"],
        "changed": [
            {"product_id": step.product.id, "variant_id": row.variant_id, "before": row.before,
             "after": row.after}
            for step in steps
            for row in step.rows
        ],
        "refused": [
            _refusal(request, step.product.id, step.product.title, step.refusal)
            for step in steps
            if step.refusal is not None
        ],
    }  # fmt: skip


@api(IBulkChange, name="undo", permission=P.PRODUCT_EDIT, returns=schemas.BulkUndo,
     errors=(409,), **POST)  # fmt: skip
def undo(context: Any, request: Any) -> dict[str, Any]:
    """Take a change of many products back; what was changed since stays as it is."""
    undone = bulk_products.undo(request, context.entity)
    return {"restored": list(undone.restored), "skipped": list(undone.skipped)}


@api(IOrders, name="bulk", permission=P.ORDER_EDIT, schema=schemas.OrderBulkInput,
     returns=schemas.OrderBulk, **POST)  # fmt: skip
def orders(_context: Any, request: Any) -> dict[str, Any]:
    """Confirm, mark as paid or cancel many orders; one that refuses stops no other."""
    given = request.validated
    found = _known("orders", given["orders"], sales.orders_of(request.db, given["orders"]))
    if given["dry_run"]:
        outcomes = bulk_orders.judge(given["action"], found)
    else:
        outcomes = bulk_orders.run(request, given["action"], given["orders"], given["reason"])
    done = [each.order for each in outcomes if each.refusal is None]
    request.audit.update(action=given["action"], orders=[order.number for order in done])
    return {
        "dry_run": given["dry_run"],
        "done": [{"id": order.id, "number": order.number} for order in done],
        "refused": [
            _refusal(request, each.order.id, each.order.number, each.refusal)
            for each in outcomes
            if each.refusal is not None
        ],
    }
