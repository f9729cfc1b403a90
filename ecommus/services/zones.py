"""Zones as staff sets them: read strictly, never in a circle, not deleted while they are used."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core import zones as core
from ecommus.core.countries import names
from ecommus.core.customers import RO_COUNTIES
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.zones import Place, Zone
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax as t
from ecommus.services import taxing
from ecommus.services.work import Work

MOST = 400


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new zone: ``code`` (for good), ``name`` and ``members``. Invalid or Conflict names the
    field (``members.0.country``)."""
    if not fields["name"].strip():
        raise Invalid("required", "A zone needs a name.", field="name")
    if queries.code_taken(work.db, t.zones, fields["code"]):
        raise Conflict("code_taken", "Another zone has this code.", field="code")
    zone = _checked(work, fields["code"], fields["name"], fields["members"])
    zone_id = uuid7()
    values = {"id": zone_id, "code": zone.code, "name": zone.name.strip()}
    work.db.execute(insert(t.zones).values(**values))
    _members(work, zone_id, zone)
    work.changed(config=True)
    return zone_id


def change(work: Work, row: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change name or members; its code stays. Answers what really changed."""
    before = next(zone for zone in queries.zones(work.db) if zone.code == row.code)
    name = changes.get("name", row.name).strip()
    if not name:
        raise Invalid("required", "A zone needs a name.", field="name")
    zone = Zone(row.code, name, before.places, before.zones)
    if "members" in changes:
        zone = _checked(work, row.code, name, changes["members"])
    changed = [key for key, one, other in (
        ("name", row.name, name),
        ("members", (before.places, before.zones), (zone.places, zone.zones)),
    ) if one != other]  # fmt: skip
    if changed:
        here = t.zones.c.id == row.id
        version = t.zones.c.version + 1
        work.db.execute(update(t.zones).where(here).values(name=name, version=version))
        if "members" in changed:
            work.db.execute(delete(t.zone_members).where(t.zone_members.c.zone_id == row.id))
            _members(work, row.id, zone)
        work.changed(config=True)
    return tuple(changed)


def remove(work: Work, row: Any) -> None:
    """Delete a zone. Conflict says what still names it."""
    uses = queries.zone_uses(work.db, row.id, row.code)
    if any(uses.values()):
        text = (
            "“%(name)s” is used by %(rates)s tax rates, %(methods)s ways of delivery and %(zones)s"
            " other zones: change those first."
        )
        raise Conflict("zone_used", text, name=row.name, **uses)
    if taxing.choices(work)["default_zone"] == row.code:
        text = "“%(name)s” is the default zone of carts without an address: choose another first."
        raise Conflict("zone_used", text, name=row.name)
    work.db.execute(delete(t.zones).where(t.zones.c.id == row.id))
    work.changed(config=True)


def _checked(work: Work, code: str, name: str, members: Sequence[dict[str, Any]]) -> Zone:
    if not members:
        raise Invalid("required", "A zone needs at least one country or zone.", field="members")
    if len(members) > MOST:
        raise Invalid("too_many", "At most four hundred.", field="members")
    places, inner = set(), set()
    for index, member in enumerate(members):
        field = f"members.{index}"
        if bool(member.get("country")) == bool(member.get("zone")):
            raise Invalid("member_invalid", "Name a country or a zone, not both.", field=field)
        if member.get("zone"):
            found = queries.code_of(work.db, t.zones, member["zone"])
            inner.add(found or member["zone"])
        else:
            places.add(_place(member["country"], member.get("province") or "", field))
        if member.get("zone") and member.get("province"):
            raise Invalid("member_invalid", "Name a country or a zone, not both.", field=field)
    zone = Zone(code, name, frozenset(places), frozenset(inner))
    core.check(zone, queries.zones(work.db))
    return zone


def _place(country: str, province: str, field: str) -> Place:
    if country not in names("en"):
        text = "“%(country)s” is no country: use two letters, as RO."
        raise Invalid("country_unknown", text, field=f"{field}.country", country=country)
    if province and country == "RO" and province not in RO_COUNTIES:
        text = "“%(province)s” is no county of Romania: use its code, as CJ."
        raise Invalid("province_unknown", text, field=f"{field}.province", province=province)
    return Place(country, province)


def _members(work: Work, zone_id: UUID, zone: Zone) -> None:
    ids = queries.zone_ids(work.db)
    places = sorted(zone.places, key=lambda place: (place.country, place.province))
    rows = [
        {"id": uuid7(), "zone_id": zone_id, "country": place.country,
         "province": place.province or None, "member_zone_id": None}
        for place in places
    ] + [
        {"id": uuid7(), "zone_id": zone_id, "country": None, "province": None,
         "member_zone_id": ids[code]}
        for code in sorted(zone.zones)
    ]  # fmt: skip
    work.db.execute(insert(t.zone_members), rows)
