"""Correcting an issued invoice."""

from datetime import date
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import invoices as queries
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IInvoice
from ecommus.plugin_sdk.views import api
from ecommus.services import corrections as service
from ecommus.web.admin.api import invoice_schemas as schemas


@api(
    IInvoice, name="correct", method="POST", within=IAdmin, permission=P.INVOICE_MANAGE,
    schema=schemas.CorrectInput, returns=schemas.Correction, errors=(409,),
)  # fmt: skip
def correct(context: Any, request: Any) -> dict[str, Any]:
    """Issue a corrected invoice in place of this one; a dry run only says what would change."""
    row, given = context.entity, request.validated
    wanted = service.Wanted(given["reason"], given["billing_address"], _day(given["due_on"]))
    order = sales.order(request.db, Order.id == row.order_id)
    assert order is not None
    made = service.propose(request, order, row, wanted)
    issued = None
    if not given["dry_run"]:
        issued = queries.one(request.db, service.issue(request, row, wanted))
        request.audit.update(corrected=row.full_number)
    return {
        "id": issued and issued.id,
        "number": issued and issued.full_number,
        "changes": [{"field": x.field, "before": x.before, "after": x.after} for x in made.changes],
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "This is not a day: write it like 2026-12-31."
        raise Invalid("day_invalid", message, field="due_on") from None
