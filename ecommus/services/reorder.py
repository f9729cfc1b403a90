"""Ordering the same again: what an order had goes into a cart, at today's prices.

What can no longer be had, and what costs another price than it did, is told.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ecommus.core.events import CartUpdated
from ecommus.core.money import Money
from ecommus.core.orders import MAX_LINES, MAX_QUANTITY, Cart, Order
from ecommus.db.queries import sales
from ecommus.services import carts
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


@dataclass(frozen=True, slots=True)
class Repriced:
    """A line of which one piece costs another price now than it did then."""

    name: str
    sku: str | None
    was: Money
    now: Money


def again(work: Work, order: Order, cart: Cart) -> list[Missing]:
    """Put in what can still be bought; answers what cannot. Units in the cart already count.

    Conflict: staff wrote the cart.
    """
    carts.check_own(cart)
    # What was deleted leaves the cart first: it takes no room.
    sales.rows_of(work.db, cart)
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


def repriced(order: Order, view: carts.CartView) -> list[Repriced]:
    """What of the order costs another price in the cart; nothing where the two cannot be compared:
    another currency, or taxes that are reckoned another way."""
    priced, question = view.priced, view.question
    then = (order.currency, order.tax_included, order.question.get("treatment", "taxed"))
    if then != (priced.currency, priced.tax_included, question.treatment):
        return []
    by_key = {entry.key: entry.unit_price for entry in priced.lines}
    now = {line.variant_id: by_key[str(line.id)] for line in view.cart.lines}
    return [
        Repriced(
            line.name,
            line.sku,
            Money(line.unit_price, order.currency),
            Money(price, order.currency),
        )
        for line in order.lines
        if (price := now.get(line.variant_id)) is not None and price != line.unit_price
    ]


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
