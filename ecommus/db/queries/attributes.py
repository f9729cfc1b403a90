"""Attributes of a shop: those that are defined, and those that its products carry."""

from sqlalchemy import Row, Select, select, text
from sqlalchemy.orm import Session

from ecommus.db.tables import catalog as t

_USED = """
SELECT code, count(*) FROM products p, jsonb_object_keys(p.attributes) AS code
GROUP BY code ORDER BY count(*) DESC, code"""

ORDER = (t.attributes.c.position, t.attributes.c.name, t.attributes.c.id)


def defined() -> Select:
    """All definitions, to be read in ``ORDER``."""
    return select(t.attributes)


def definitions(db: Session) -> list[Row]:
    """The shop's attributes in its order: code, name, translations, position."""
    return list(db.execute(defined().order_by(*ORDER)))


def used(db: Session) -> dict[str, int]:
    """Code → products of any status that carry it, the most common first; defined or not."""
    return dict(map(tuple, db.execute(text(_USED))))


def codes(db: Session) -> set[str]:
    """Every code that a definition has."""
    return set(db.execute(select(t.attributes.c.code)).scalars())
