"""Groups of customers, as trade or regulars: what price lists and promotions name."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.queries.prices import in_groups
from ecommus.db.tables.customers import customer_groups as table
from ecommus.services.work import Work

CODE = re.compile("[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")


def create(work: Work, code: str, name: str) -> UUID:
    """A group. Invalid or Conflict names the field."""
    if not CODE.fullmatch(code):
        text = "Use 1 to 40 of a-z, 0-9, - and _, beginning and ending with a letter or digit."
        raise Invalid("code_invalid", text, field="code")
    if work.db.execute(select(table.c.id).where(table.c.code == code)).first():
        raise Conflict("code_taken", "This code is taken.", field="code")
    group_id = uuid7()
    work.db.execute(insert(table).values(id=group_id, code=code, name=_named(name)))
    return group_id


def change(work: Work, group: Any, name: str) -> None:
    """Another name; the code stays, because integrations name it."""
    if _named(name) != group.name:
        work.db.execute(
            update(table)
            .where(table.c.id == group.id)
            .values(name=_named(name), version=table.c.version + 1)
        )


def remove(work: Work, group: Any) -> None:
    """Take a group away; its customers stay, in none. Conflict while a price list is for it."""
    if name := in_groups(work.db, group.id):
        text = "The price list “%(name)s” is for this group. Delete the list first."
        raise Conflict("group_in_use", text, name=name)
    work.db.execute(delete(table).where(table.c.id == group.id))


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid("required", "A group needs a name.", field="name")
    return name.strip()
