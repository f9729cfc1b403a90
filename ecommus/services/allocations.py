"""What is promised to an order, place by place: taken when it is placed, moved when it is sent or
cancelled. ``db.stock`` moves the stock; here is which units it was."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.orders import Order, OrderLine
from ecommus.db.stock import Stock, Why
from ecommus.db.tables.sales import allocations as table
from ecommus.db.tables.stock import stock_locations
from ecommus.services import shelf
from ecommus.services.work import Work


def take(stock: Stock, wanted: Iterable[tuple[OrderLine, int]], why: Why) -> list[dict[str, Any]]:
    """Promise units of lines, from the best places; answers the rows to write.

    Conflict ``out_of_stock`` when they are not there.
    """
    rows = []
    for line, quantity in sorted(wanted, key=lambda pair: str(pair[0].variant_id)):
        assert line.variant_id is not None
        for part in stock.take(line.variant_id, quantity, Movement.ALLOCATED, why):
            rows.append(
                {
                    "id": uuid7(),
                    "order_line_id": line.id,
                    "variant_id": line.variant_id,
                    "location_id": part.location_id,
                    "quantity": part.quantity,
                }
            )
    return rows


def move(
    work: Work, order: Order, lines: list[tuple[OrderLine, int]], kind: Movement, reason: str
) -> None:
    """Move the allocated units of lines, place by place: those that orders take from first."""
    wanted = {line.id: quantity for line, quantity in lines if quantity}
    rows = work.db.execute(
        select(table)
        .join(
            stock_locations,
            (stock_locations.c.id == table.c.location_id)
            & (stock_locations.c.tenant_id == table.c.tenant_id),
        )
        .where(table.c.order_line_id.in_(wanted), table.c.quantity > 0)
        .order_by(stock_locations.c.priority.desc(), stock_locations.c.id)
        .with_for_update(of=table)
    ).all()
    stock = Stock(work.db, [row.variant_id for row in rows], work.now)
    why = Why(work.actor, reason, order.id)
    for row in rows:
        part = min(wanted[row.order_line_id], row.quantity)
        # A variant deleted since then has no stock to move.
        if part and row.variant_id in stock.variants:
            stock.move(row.variant_id, row.location_id, kind, part, why)
        wanted[row.order_line_id] -= part
        work.db.execute(
            update(table).where(table.c.id == row.id).values(quantity=row.quantity - part)
        )
    shelf.written(work, stock)
