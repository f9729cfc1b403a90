"""Saving a list's filters under a name, and forgetting them. Each member of staff has their own."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.tables.back_office import saved_views as t
from ecommus.services.work import Work

LONGEST_NAME, LONGEST_QUERY, MOST = 60, 1000, 20


def save(work: Work, staff_id: UUID, listed: str, name: str, query: str) -> None:
    """Keep a view; one of the same name gives way. Invalid: no name. Conflict: there are enough."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY or "\0" in name + query:
        text = "Give the view a name of at most %(most)s characters."
        raise Invalid("view_name_invalid", text, field="name", most=LONGEST_NAME)
    mine = (t.c.staff_id == staff_id, t.c.list == listed)
    others = select(func.count()).where(*mine, t.c.name != name)
    if work.db.execute(others).scalar_one() >= MOST:
        text = "There are %(most)s saved views of this list; delete one of them first."
        raise Conflict("views_enough", text, most=MOST)
    values = {"staff_id": staff_id, "list": listed, "name": name, "query": query}
    statement = insert(t).values(id=uuid7(), **values)
    statement = statement.on_conflict_do_update(
        index_elements=["tenant_id", "staff_id", "list", "name"], set_={"query": query}
    )
    work.db.execute(statement)
    work.changed(config=True)


def forget(work: Work, staff_id: UUID, view_id: UUID) -> bool:
    """Delete one of one's own; answers whether there was one."""
    own = (t.c.id == view_id, t.c.staff_id == staff_id)
    gone = work.db.execute(delete(t).where(*own)).rowcount > 0
    if gone:
        work.changed(config=True)
    return gone
