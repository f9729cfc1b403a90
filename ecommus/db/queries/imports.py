"""Catalogue imports as lists show them: neither the file nor the rows that were refused."""

from sqlalchemy import Select, select

from ecommus.db.tables.ops import imports

_HEAVY = ("source", "errors", "mapping")
NEWEST = imports.c.id.desc()


def import_list() -> Select:
    """All imports; the caller adds order and limits."""
    return select(*(column for column in imports.c if column.name not in _HEAVY))
