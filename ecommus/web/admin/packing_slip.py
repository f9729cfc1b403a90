"""The packing slip: what goes into a parcel and where it goes, for printing. No prices."""

from typing import Any

from ecommus.core.customers import Address
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import lists, notices


@page(
    IOrder, within=IAdmin, name="packing-slip", permission=P.ORDER_READ, template="packing_slip.pt"
)
def packing_slip(context: Any, request: Any) -> dict[str, Any]:
    """The slip of ``?parcel=``; without one, of what is still to be sent."""
    order = context.entity
    sent = {str(row.id): row for row in sales.fulfilments(request.db, order.id)}
    parcel = sent.get(request.GET.get("parcel", ""))
    notices.lead(request, "Orders", context.__parent__)
    request.shell.breadcrumbs.append(notices.Crumb(f"#{order.number}", request.to(context)))
    address = Address.of(order.shipping_address)
    return {
        "order": order,
        "placed_at": lists.when(request, order.placed_at),
        "rows": rows(order, parcel),
        "parcel": parcel,
        "shipping": address.lines(request.locale_name) if address else (),
        "sender": request.tenant.legal,
    }


def rows(order: Any, parcel: Any) -> list[tuple[Any, str, int]]:
    """(line, its options, units) of a parcel; without one what is unsent, else everything."""
    if parcel is not None:
        units = {part["line_id"]: part["quantity"] for part in parcel.lines}
        packed = [(line, units.get(str(line.id), 0)) for line in order.lines]
    else:
        packed = [(line, line.open_quantity) for line in order.lines]
        if not any(quantity for _line, quantity in packed):
            packed = [(line, line.quantity) for line in order.lines]
    return [
        (line, " · ".join(f"{name}: {value}" for name, value in line.options), quantity)
        for line, quantity in packed
        if quantity
    ]
