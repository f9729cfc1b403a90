"""The nightly proof: does the ledger add up to the levels?"""

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from ecommus.core.inventory import INCOMING, OUTGOING
from ecommus.db.tables.stock import stock_levels, stock_movements


def difference(db: Session) -> list[Row]:
    """The nightly proof: levels whose ledger says otherwise, as rows (variant, place, two sums)."""
    kind, quantity = stock_movements.c.kind, stock_movements.c.quantity
    moved = func.sum(
        case(
            (kind.in_(INCOMING), quantity),
            (kind.in_(OUTGOING), -quantity),
            else_=0,
        )
    )
    ledger = (
        select(
            stock_movements.c.variant_id,
            stock_movements.c.location_id,
            moved.label("on_hand"),
        )
        .group_by(stock_movements.c.variant_id, stock_movements.c.location_id)
        .subquery()
    )
    rows = db.execute(
        select(
            stock_levels.c.variant_id, stock_levels.c.location_id, stock_levels.c.on_hand,
            ledger.c.on_hand.label("ledger"),
        )
        .outerjoin(
            ledger,
            (ledger.c.variant_id == stock_levels.c.variant_id)
            & (ledger.c.location_id == stock_levels.c.location_id),
        )
        .where(func.coalesce(ledger.c.on_hand, 0) != stock_levels.c.on_hand)
    ).all()  # fmt: skip
    return list(rows)
