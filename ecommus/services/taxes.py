"""Tax categories and rates as staff sets them: on a day one rate per zone and category."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax as t
from ecommus.services import taxing
from ecommus.services.work import Work


def create_category(work: Work, fields: dict[str, Any]) -> UUID:
    """A new category; its ``code`` stays for good. Conflict: another has it."""
    if queries.code_taken(work.db, t.tax_categories, fields["code"]):
        raise Conflict("code_taken", "Another tax category has this code.", field="code")
    _named(fields)
    return _added(work, t.tax_categories, fields)


def change_category(work: Work, row: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change name, translations or position; answers what really changed."""
    _named(changes)
    return _changed(work, t.tax_categories, row, changes)


def remove_category(work: Work, row: Any) -> None:
    """Delete a category. Conflict says what still names it."""
    uses = queries.category_uses(work.db, row.code)
    if any(uses.values()):
        text = (
            "“%(name)s” is used by %(products)s products, %(rates)s tax rates and %(methods)s ways"
            " of delivery: change those first."
        )
        raise Conflict("category_used", text, name=row.name, **uses)
    work.db.execute(delete(t.tax_categories).where(t.tax_categories.c.id == row.id))
    work.changed(config=True)


def create_rate(work: Work, fields: dict[str, Any]) -> UUID:
    """A new rate. Conflict: another holds on one of its days. Zone and category: code or id."""
    return _added(work, t.tax_rates, _rate(work, fields, None))


def change_rate(work: Work, row: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change a rate; orders keep the one that they were placed with."""
    names = ("name", "zone", "tax_category", "rate", "included", "starts_on", "ends_on")
    whole = {name: getattr(row, name) for name in names} | changes
    return _changed(work, t.tax_rates, row, _rate(work, whole, row.id))


def remove_rate(work: Work, row: Any) -> None:
    """Delete a rate; orders keep what they were reckoned with."""
    work.db.execute(delete(t.tax_rates).where(t.tax_rates.c.id == row.id))
    work.changed(config=True)


def without_rate(work: Work) -> dict[str, int]:
    """Tax category → products on sale that carry it, where no rate holds at home today."""
    held = {rate.category for rate in taxing.rates_at(work, taxing.home(work), taxing.today(work))}
    counted = queries.products_by_category(work.db)
    return {category: count for category, count in counted.items() if category not in held}


def _named(fields: dict[str, Any]) -> None:
    if "name" in fields and not fields["name"].strip():
        raise Invalid("required", "A name is needed.", field="name")


def _rate(work: Work, fields: dict[str, Any], rate_id: UUID | None) -> dict[str, Any]:
    _named(fields)
    # The zone's row is locked: of two rates made at once the second sees the first.
    zone = queries.code_of(work.db, t.zones, fields["zone"], lock=True)
    if zone is None:
        text = "There is no zone “%(zone)s”: choose one of the list."
        raise Invalid("zone_unknown", text, field="zone", zone=fields["zone"])
    category = queries.code_of(work.db, t.tax_categories, fields["tax_category"])
    if category is None:
        text = "There is no tax category “%(category)s”: choose one of the list."
        given = fields["tax_category"]
        raise Invalid("category_unknown", text, field="tax_category", category=given)
    starts, ends = fields["starts_on"], fields["ends_on"]
    if ends is not None and ends < starts:
        raise Invalid("ends_before_start", "The last day is before the first.", field="ends_on")
    if found := queries.overlapping(work.db, zone, category, starts, ends, rate_id):
        text = (
            "“%(name)s” holds from %(starts)s to %(ends)s already: give it an earlier last day, or"
            " this one other days."
        )
        raise Conflict(
            "rate_overlaps", text, field="starts_on", name=found.name,
            starts=found.starts_on.isoformat(),
            ends=found.ends_on.isoformat() if found.ends_on else "…",
        )  # fmt: skip
    return fields | {"zone": zone, "tax_category": category}


def _added(work: Work, table: Any, values: dict[str, Any]) -> UUID:
    entity_id = uuid7()
    work.db.execute(insert(table).values(id=entity_id, **values))
    work.changed(config=True)
    return entity_id


def _changed(work: Work, table: Any, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        version = table.c.version + 1
        here = table.c.id == row.id
        work.db.execute(update(table).where(here).values(**changed, version=version))
        work.changed(config=True)
    return tuple(changed)
