"""The shop's own ways of delivery as staff makes them. What a cart is offered is ``quoting``."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.shipping import TIERED, Kind
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax
from ecommus.db.tables.shipping import shipping_methods as table
from ecommus.services.work import Work

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
MOST_TIERS = 50
# What each kind has no use for, and what it is set to.
_PLACE = {"pickup_address": "", "pickup_instructions": ""}
UNUSED: dict[Kind, dict[str, Any]] = {
    Kind.FLAT: {"per_item": 0, "tiers": [], **_PLACE},
    Kind.PER_ITEM: {"tiers": [], **_PLACE},
    Kind.BY_WEIGHT: {"amount": 0, "per_item": 0, **_PLACE},
    Kind.BY_TOTAL: {"amount": 0, "per_item": 0, **_PLACE},
    Kind.PICKUP: {"per_item": 0, "tiers": []},
}
FIELDS = (
    "name", "description", "translations", "kind", "zones", "amount", "per_item", "tiers",
    "free_from", "min_weight", "max_weight", "min_total", "max_total", "tax_category", "days",
    "pickup_address", "pickup_instructions", "position", "enabled",
)  # fmt: skip

# A new one before anything is said of it.
BLANK: dict[str, Any] = {
    "description": "", "translations": {}, "zones": [], "amount": 0, "per_item": 0, "tiers": [],
    "free_from": None, "min_weight": None, "max_weight": None, "min_total": None,
    "max_total": None, "tax_category": None, "days": "", "pickup_address": "",
    "pickup_instructions": "", "position": 0, "enabled": False,
}  # fmt: skip


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new way of delivery; its ``code`` stays. Invalid or Conflict names the
    field (``tiers``)."""
    if not CODE.fullmatch(fields["code"]):
        text = "A code is 1 to 40 of a-z, 0-9 and -."
        raise Invalid("code_invalid", text, field="code")
    taken = fields["code"] in work.registry.extensions.carriers
    if taken or queries.code_taken(work.db, table, fields["code"]):
        text = "Another way of delivery has this code."
        raise Conflict("code_taken", text, field="code")
    values = _checked(work, Kind(fields["kind"]), fields)
    method_id = uuid7()
    work.db.execute(insert(table).values(id=method_id, **values))
    work.changed(config=True)
    return method_id


def change(work: Work, row: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change it; orders keep what they were promised. Answers what really changed."""
    kind = Kind(changes.get("kind", row.kind))
    whole = {name: getattr(row, name) for name in FIELDS} | changes
    values = _checked(work, kind, whole)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        version = table.c.version + 1
        here = table.c.id == row.id
        work.db.execute(update(table).where(here).values(**changed, version=version))
        work.changed(config=True)
    return tuple(changed)


def remove(work: Work, row: Any) -> None:
    """Delete it. Open carts choose again, orders keep its name and its price."""
    work.db.execute(delete(table).where(table.c.id == row.id))
    work.changed(config=True)


def _checked(work: Work, kind: Kind, fields: dict[str, Any]) -> dict[str, Any]:
    values = BLANK | fields | UNUSED[kind]
    if not values["name"].strip():
        raise Invalid("required", "A way of delivery needs a name.", field="name")
    if kind is Kind.PICKUP and not values["pickup_address"].strip():
        text = "Say where it is picked up."
        raise Invalid("required", text, field="pickup_address")
    values["zones"] = _zones(work, values["zones"])
    if kind in TIERED:
        values["tiers"] = _tiers(values["tiers"])
    if values["tax_category"] is not None:
        given = values["tax_category"]
        values["tax_category"] = queries.code_of(work.db, tax.tax_categories, given)
        if values["tax_category"] is None:
            text = "There is no tax category “%(category)s”: choose one of the list."
            raise Invalid("category_unknown", text, field="tax_category", category=given)
    for name in ("weight", "total"):
        low, high = values[f"min_{name}"], values[f"max_{name}"]
        if low is not None and high is not None and high < low:
            text = "The most is less than the least."
            raise Invalid("limits_crossed", text, field=f"max_{name}")
    return values


def _zones(work: Work, given: Sequence[str]) -> list[str]:
    found = []
    for index, each in enumerate(given):
        code = queries.code_of(work.db, tax.zones, each)
        if code is None:
            text = "There is no zone “%(zone)s”: choose one of the list."
            raise Invalid("zone_unknown", text, field=f"zones.{index}", zone=each)
        found.append(code)
    return sorted(set(found))


def _tiers(given: Sequence[dict[str, Any]]) -> list[dict[str, int]]:
    if not given:
        text = "Give at least one line of prices, beginning at 0."
        raise Invalid("required", text, field="tiers")
    if len(given) > MOST_TIERS:
        raise Invalid("too_many", "At most fifty lines of prices.", field="tiers")
    tiers = sorted(
        ({"start": each["start"], "amount": each["amount"]} for each in given),
        key=lambda tier: tier["start"],
    )
    starts = [tier["start"] for tier in tiers]
    if len(set(starts)) < len(starts):
        text = "Two lines of prices begin at the same value."
        raise Invalid("tiers_equal", text, field="tiers")
    return tiers
