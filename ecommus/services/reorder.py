"""Ordering the same again: what an order had goes into a cart, at today's prices."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ecommus.core.events import CartUpdated
from ecommus.core.orders import MAX_LINES, MAX_QUANTITY, Cart, Order
from ecommus.db.queries import sales
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of which the cart does not hold what the order had; ``held`` is what it holds."""

    name: str
    sku: str | None
    wanted: int
    held: int
    # No longer sold at all, or there are not as many.
    sold: bool


def again(work: Work, order: Order, cart: Cart) -> list[Missing]:
    """Put in what can still be bought; answers what cannot. Units in the cart already count."""
    rows = _rows(work, order, cart)
    changed = False
    for line in order.lines:
        row, held = rows.get(line.variant_id), _held(cart, line.variant_id)
        units = min(line.quantity - held, _room(cart, row, held))
        if units > 0:
            assert row is not None
            cart.add(row.variant_id, units)
            changed = True
    if changed:
        cart.updated_at = datetime.now(UTC)
        work.publish(CartUpdated(cart.id))
    return _compare(order, cart, rows)


def missing(work: Work, order: Order, cart: Cart) -> list[Missing]:
    """What of the order the cart does not hold."""
    return _compare(order, cart, _rows(work, order, cart))


def _rows(work: Work, order: Order, cart: Cart) -> dict[Any, Any]:
    wanted = [line.variant_id for line in order.lines if line.variant_id]
    return sales.cart_rows(work.db, cart.id, wanted)


def _held(cart: Cart, variant_id: Any) -> int:
    return sum(line.quantity for line in cart.lines if line.variant_id == variant_id)


def _room(cart: Cart, row: Any, held: int) -> int:
    """How many more units the cart can take."""
    if row is None or row.status != "active":
        return 0
    if not held and len(cart.lines) >= MAX_LINES:
        return 0
    room = MAX_QUANTITY - held
    if row.track_stock and not row.backorder:
        room = min(room, int(row.available + row.held) - held)
    return max(room, 0)


def _compare(order: Order, cart: Cart, rows: dict[Any, Any]) -> list[Missing]:
    found = []
    for line in order.lines:
        row, held = rows.get(line.variant_id), _held(cart, line.variant_id)
        if held < line.quantity:
            sold = row is not None and row.status == "active"
            found.append(Missing(line.name, line.sku, line.quantity, held, sold))
    return found
