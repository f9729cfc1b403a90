"""The places where stock lies, and what lies there. Moving it is ``ecommus.db.stock``."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from ecommus.db.tables import stock as t

ORDER = (t.stock_locations.c.priority.desc(), t.stock_locations.c.id)
Figures = tuple[int, int, int]


def held(db: Session, location_ids: Sequence[UUID]) -> dict[UUID, Figures]:
    """Place → units on hand, promised, in carts; a place that holds nothing is not named."""
    level = t.stock_levels.c
    sums = [func.sum(column) for column in (level.on_hand, level.allocated, level.reserved)]
    rows = db.execute(
        select(level.location_id, *sums)
        .where(
            level.location_id.in_(location_ids),
            or_(level.on_hand != 0, level.allocated != 0, level.reserved != 0),
        )
        .group_by(level.location_id)
    )
    return {place: (on_hand, allocated, reserved) for place, on_hand, allocated, reserved in rows}


def everywhere(db: Session) -> list[Row]:
    """All places, in the order in which orders take from them."""
    return list(db.execute(select(t.stock_locations).order_by(*ORDER)))


def listed() -> Select:
    """The places; the caller adds order and limits."""
    return select(t.stock_locations)
