"""Changing which attributes a shop knows. Values stand on the products (``catalog.change``).

A code stays for good: products and files name their values by it. Without its definition a value
would show its bare code to shoppers, so both go together.
"""

import re
from typing import Any

from sqlalchemy import Text, cast, delete, func, insert, update

from ecommus.core.attributes import CODE, CODE_MESSAGE
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import ProductUpdated
from ecommus.core.ids import uuid7
from ecommus.core.text import slugify
from ecommus.db.queries import attributes as queries
from ecommus.db.tables import catalog as t
from ecommus.services.work import Work


def create(work: Work, fields: dict[str, Any]) -> Any:
    """A new attribute: its row. Without a ``code`` one is made from the name.

    Invalid: this can be no code. Conflict: another attribute has it.
    """
    known = queries.codes(work.db)
    code = fields.get("code") or _free_code(known, fields["name"])
    if not re.fullmatch(CODE, code):
        raise Invalid("attribute_code_invalid", CODE_MESSAGE, field="code")
    if code in known:
        raise Conflict("attribute_code_taken", "Another attribute has this code.", field="code")
    row = insert(t.attributes).values(**(fields | {"code": code, "id": uuid7()}))
    work.changed(catalogue=True)
    return work.db.execute(row.returning(t.attributes)).one()


def change(work: Work, attribute: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change name, translations or position; answers which of them really changed."""
    changed = {name: value for name, value in changes.items() if getattr(attribute, name) != value}
    if changed:
        here = t.attributes.c.id == attribute.id
        version = t.attributes.c.version + 1
        work.db.execute(update(t.attributes).where(here).values(**changed, version=version))
        work.changed(catalogue=True)
    return tuple(changed)


def remove(work: Work, attribute: Any) -> int:
    """Delete an attribute and its value on every product; answers how many products had one."""
    work.db.execute(delete(t.attributes).where(t.attributes.c.id == attribute.id))
    products = t.products.c
    had = (
        update(t.products)
        .where(products.attributes.has_key(attribute.code))
        .values(
            attributes=products.attributes.op("-")(cast(attribute.code, Text)),
            version=products.version + 1,
            updated_at=func.now(),
        )
        .returning(products.id)
    )
    ids = list(work.db.execute(had).scalars())
    for product_id in ids:
        work.publish(ProductUpdated(product_id, ("attributes",)))
    work.changed(catalogue=True)
    return len(ids)


def _free_code(known: set[str], name: str) -> str:
    """A code made from a name, with the first free number behind it: ``made_in``, ``made_in_2``."""
    wanted = slugify(name, 50).replace("-", "_") or "attribute"
    code, number = wanted, 2
    while code in known:
        code, number = f"{wanted}_{number}", number + 1
    return code
