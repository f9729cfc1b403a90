"""Zones, tax categories and rates: what carts are taxed with, what staff lists, what uses what."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from ecommus.core.ids import parse_uuid
from ecommus.core.tax import TaxRate
from ecommus.core.zones import Place, Zone
from ecommus.db.tables import catalog, shipping
from ecommus.db.tables import tax as t


def zones(db: Session) -> tuple[Zone, ...]:
    """All zones with their members: one statement."""
    z, m = t.zones.c, t.zone_members.c
    inner = t.zones.alias("inner")
    statement = (
        select(z.code, z.name, m.country, m.province, inner.c.code.label("zone"))
        .outerjoin(t.zone_members, m.zone_id == z.id)
        .outerjoin(inner, inner.c.id == m.member_zone_id)
        .order_by(z.code)
    )
    found: dict[str, Zone] = {}
    for row in db.execute(statement):
        zone = found.get(row.code) or Zone(row.code, row.name)
        places = {Place(row.country, row.province or "")} if row.country else set()
        inside = {row.zone} if row.zone else set()
        found[row.code] = Zone(zone.code, zone.name, zone.places | places, zone.zones | inside)
    return tuple(found.values())


def rates(db: Session, on: date) -> tuple[TaxRate, ...]:
    """The rates that hold on a day, each with its zone's code as its country."""
    c = t.tax_rates.c
    rows = db.execute(
        select(c.name, c.zone, c.tax_category, c.rate, c.included, c.starts_on, c.ends_on)
        .where(c.starts_on <= on, or_(c.ends_on.is_(None), c.ends_on >= on))
        .order_by(c.zone, c.tax_category)
    )
    return tuple(TaxRate(*row) for row in rows)


def code_of(db: Session, table: Any, given: str, *, lock: bool = False) -> str | None:
    """The code of a zone or category that is named by code or id; None: there is none."""
    entity_id = parse_uuid(given)
    named = table.c.code == given if entity_id is None else table.c.id == entity_id
    statement = select(table.c.code).where(named)
    return db.execute(statement.with_for_update() if lock else statement).scalar()


def code_taken(db: Session, table: Any, code: str) -> bool:
    return db.execute(select(table.c.id).where(table.c.code == code)).first() is not None


def zone_ids(db: Session) -> dict[str, UUID]:
    return {row.code: row.id for row in db.execute(select(t.zones.c.code, t.zones.c.id))}


def categories(db: Session) -> list[Row]:
    """All tax categories, in the shop's order."""
    c = t.tax_categories.c
    return list(db.execute(select(t.tax_categories).order_by(c.position, c.name, c.id)))


def overlapping(
    db: Session, zone: str, category: str, starts: date, ends: date | None, but: UUID | None
) -> Row | None:
    """A rate of the same zone and category that holds on one of these days."""
    c = t.tax_rates.c
    statement = select(t.tax_rates).where(
        c.zone == zone,
        c.tax_category == category,
        or_(c.ends_on.is_(None), c.ends_on >= starts),
    )
    if ends is not None:
        statement = statement.where(c.starts_on <= ends)
    if but is not None:
        statement = statement.where(c.id != but)
    return db.execute(statement.order_by(c.starts_on).limit(1)).first()


def listed_rates(*, zone: str = "", category: str = "", q: str = "") -> Select:
    """The operator's list; the caller adds order and limits."""
    c = t.tax_rates.c
    statement = select(t.tax_rates)
    if zone:
        statement = statement.where(c.zone == zone)
    if category:
        statement = statement.where(c.tax_category == category)
    if q:
        statement = statement.where(func.strpos(func.lower(c.name), q.lower()) > 0)
    return statement


def zone_uses(db: Session, zone_id: UUID, code: str) -> dict[str, int]:
    """What names a zone: so many rates, zones and ways of delivery."""
    m = shipping.shipping_methods.c
    return _counted(
        db,
        rates=select(func.count()).where(t.tax_rates.c.zone == code),
        zones=select(func.count(t.zone_members.c.zone_id.distinct())).where(
            t.zone_members.c.member_zone_id == zone_id
        ),
        methods=select(func.count()).select_from(shipping.shipping_methods).where(
            m.zones.contains([code])
        ),
    )  # fmt: skip


def category_uses(db: Session, code: str) -> dict[str, int]:
    """What names a category: so many products, rates and ways of delivery."""
    return _counted(
        db,
        products=select(func.count()).where(catalog.products.c.tax_category == code),
        rates=select(func.count()).where(t.tax_rates.c.tax_category == code),
        methods=select(func.count()).where(shipping.shipping_methods.c.tax_category == code),
    )


def _counted(db: Session, **counts: Select) -> dict[str, int]:
    row = db.execute(
        select(*(each.scalar_subquery().label(name) for name, each in counts.items()))
    ).one()
    return dict(row._mapping)


def products_by_category(db: Session) -> dict[str, int]:
    """Tax category → products on sale that carry it."""
    c = catalog.products.c
    statement = (
        select(c.tax_category, func.count())
        .where(c.status == "active", c.tax_category.is_not(None))
        .group_by(c.tax_category)
    )
    return {row[0]: row[1] for row in db.execute(statement)}


def members_of(db: Session, zone_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """Members of zones as the API shows them: one statement."""
    m = t.zone_members.c
    inner = t.zones.alias("inner")
    statement = (
        select(m.zone_id, m.country, m.province, inner.c.code)
        .outerjoin(inner, inner.c.id == m.member_zone_id)
        .where(m.zone_id.in_(zone_ids))
        .order_by(m.country, m.province.nulls_first(), inner.c.code)
    )
    found: dict[UUID, list[dict[str, str]]] = {zone_id: [] for zone_id in zone_ids}
    for row in db.execute(statement):
        place = {"country": row.country, "province": row.province, "zone": row.code}
        found[row.zone_id].append({name: value for name, value in place.items() if value})
    return found
