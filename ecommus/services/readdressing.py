"""Where a placed order goes and who hears of it: e-mail, addresses and note, until it is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ecommus.core.customers import Address, check_address
from ecommus.core.errors import Conflict
from ecommus.core.orders import Order
from ecommus.core.states import FulfilmentStatus, OrderStatus
from ecommus.db.queries import invoices as documents
from ecommus.services.invoice_chain import open_invoice
from ecommus.services.timeline import note
from ecommus.services.work import Work

ADDRESSES = ("shipping_address", "billing_address")


def change(work: Work, order: Order, changes: Mapping[str, Any]) -> None:
    """Set ``email``, ``shipping_address``, ``billing_address`` or ``note``.

    Conflict: cancelled; sent already (where it goes); invoiced (who is invoiced); another country,
    where other taxes hold. Invalid: an address lacks something.
    """
    if order.status == OrderStatus.CANCELLED:
        raise Conflict("order_closed", "This order is closed: it cannot be changed any more.")
    told = {key: value for key, value in changes.items() if value != getattr(order, key)}
    for name in ADDRESSES:
        if name in told:
            _check(order, name, told[name])
    if "shipping_address" in told and order.fulfilment_status != FulfilmentStatus.UNFULFILLED:
        text = "Something of this order has been sent: where it goes cannot be changed."
        raise Conflict("already_fulfilled", text)
    if "billing_address" in told:
        found = open_invoice(documents.of_order(work.db, order.id))
        if found:
            text = "This order has the invoice %(number)s already; credit it first."
            raise Conflict("invoice_exists", text, number=found.full_number)
    if not told:
        return
    for name, value in told.items():
        setattr(order, name, value)
    order.version += 1
    order.updated_at = datetime.now(UTC)
    note(work, order.id, "readdressed")


def _check(order: Order, name: str, given: Mapping[str, Any]) -> None:
    address = Address.of(dict(given))
    assert address is not None
    check_address(address, name)
    before = Address.of(getattr(order, name))
    if before and before.country != address.country:
        text = "Other taxes hold in another country: cancel the order and place a new one."
        raise Conflict("country_changed", text)
