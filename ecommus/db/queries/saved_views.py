"""The lists as somebody likes to see them."""

from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ecommus.db.tables.back_office import saved_views as t


def of_shop(db: Session) -> dict[tuple[UUID, str], list[Row]]:
    """Everybody's, by whose they are and of which list: a few rows, kept in memory."""
    found: dict[tuple[UUID, str], list[Row]] = {}
    statement = select(t.c.id, t.c.staff_id, t.c.list, t.c.name, t.c.query)
    for row in db.execute(statement.order_by(t.c.name, t.c.id)):
        found.setdefault((row.staff_id, row.list), []).append(row)
    return found
