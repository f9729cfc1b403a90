"""The places where a shop's stock lies: opened, changed, closed. Goods move in ``stocktaking``."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.queries import locations as queries
from ecommus.db.tables import sales
from ecommus.db.tables import stock as t
from ecommus.services.work import Work

ADDRESS = ("street", "city", "county", "postal_code", "country", "phone")
CODE = "[a-z0-9][a-z0-9_-]{0,39}"
# A variant's page lists them all.
MOST = 100


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new place. Conflict: its code is taken, or there are too many already."""
    values = _checked(fields, {})
    known = {row.code for row in queries.everywhere(work.db)}
    if len(known) >= MOST:
        text = "A shop has at most %(most)s stock locations."
        raise Conflict("locations_too_many", text, most=MOST)
    if values["code"] in known:
        text = "Another stock location has this code."
        raise Conflict("location_code_taken", text, field="code")
    location_id = uuid7()
    work.db.execute(insert(t.stock_locations).values(id=location_id, **values))
    return location_id


def change(work: Work, location: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change name, priority or parts of the address; answers what really changed."""
    values = _checked(changes, location.address)
    changed = {name: value for name, value in values.items() if getattr(location, name) != value}
    if changed:
        here = t.stock_locations.c.id == location.id
        version = t.stock_locations.c.version + 1
        work.db.execute(update(t.stock_locations).where(here).values(**changed, version=version))
    return tuple(changed)


def remove(work: Work, location: Any) -> None:
    """Close a place; its ledger stays. Conflict: goods or promises are left, or it is the last."""
    places = t.stock_locations
    # All of them, in one order: two people closing the last two would leave none.
    everywhere = work.db.execute(select(places.c.id).order_by(places.c.id).with_for_update())
    if len(everywhere.all()) == 1:
        text = (
            "%(name)s is the only stock location, and orders take from it. Add another one first."
        )
        raise Conflict("location_last", text, name=location.name)
    held = queries.held(work.db, [location.id]).get(location.id)
    if held is not None:
        text = (
            "%(name)s is in use: %(on_hand)s on the shelf, %(allocated)s promised to orders, "
            "%(reserved)s held in carts. Move the goods to another place and wait for the orders."
        )
        figures = dict(zip(("on_hand", "allocated", "reserved"), held, strict=True))
        raise Conflict("location_in_use", text, name=location.name, **figures)
    # What is left are rows of zeros: promises that were kept, shelves that are empty.
    for table in (sales.allocations, t.stock_levels):
        work.db.execute(delete(table).where(table.c.location_id == location.id))
    work.db.execute(delete(places).where(places.c.id == location.id))


def find(work: Work, reference: str, field: str = "location") -> UUID:
    """The place with this code or id. Invalid when there is none."""
    for row in queries.everywhere(work.db):
        if reference in (row.code, str(row.id)):
            return row.id
    raise Invalid("unknown_location", "There is no such location.", field=field)


def _checked(fields: dict[str, Any], address: dict[str, str]) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values:
        values["name"] = values["name"].strip()
        if not values["name"]:
            raise Invalid("required", "A stock location needs a name.", field="name")
    if "code" in values and not re.fullmatch(CODE, values["code"]):
        text = "A code has a-z, 0-9, - and _, at most 40 of them."
        raise Invalid("location_code_invalid", text, field="code")
    if "address" in values:
        merged = address | {name: text.strip() for name, text in values["address"].items()}
        values["address"] = {name: text for name, text in merged.items() if text}
    return values
