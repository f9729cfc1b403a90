"""Zones: named parts of the world that taxes and deliveries are set for.

A zone holds countries, provinces of countries, and other zones. Of the zones that hold a place the
one that says most about it comes first: its province, then its country, then a zone of zones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecommus.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Place:
    """Where something goes: ISO 3166-1, and the part of ISO 3166-2 behind it (``CJ``) or ""."""

    country: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """``places`` without a province are whole countries; ``zones`` are codes of other zones."""

    code: str
    name: str
    places: frozenset[Place] = frozenset()
    zones: frozenset[str] = frozenset()


def holding(zones: Iterable[Zone], place: Place) -> tuple[str, ...]:
    """Codes of the zones that hold ``place``, the one that says most about it first.

    Equals: the zone with fewer members, then by code.
    """
    known = {zone.code: zone for zone in zones}
    found = {code: rank for code in known if (rank := _rank(known, code, place, ())) is not None}

    def order(code: str) -> tuple[int, int, str]:
        zone = known[code]
        return found[code], len(zone.places) + len(zone.zones), code

    return tuple(sorted(found, key=order))


def _rank(known: Mapping[str, Zone], code: str, place: Place, seen: tuple[str, ...]) -> int | None:
    """0: the province is named, 1: its country, 2 and more: zones in between; None: not there."""
    zone = known.get(code)
    if zone is None or code in seen:
        return None
    if place.province and place in zone.places:
        return 0
    if Place(place.country) in zone.places:
        return 1
    inner = [_rank(known, other, place, (*seen, code)) for other in zone.zones]
    ranks = [rank for rank in inner if rank is not None]
    return 1 + max(1, min(ranks)) if ranks else None


def check(zone: Zone, others: Iterable[Zone]) -> None:
    """Invalid when ``zone`` names a zone that is not there, or would hold itself."""
    known = {other.code: other for other in others} | {zone.code: zone}
    for code in sorted(zone.zones):
        if code not in known:
            text = "There is no zone “%(zone)s”: choose one of the list."
            raise Invalid("zone_unknown", text, field="members", zone=code)
        if _reaches(known, code, zone.code, set()):
            text = "“%(zone)s” already holds this zone: a zone cannot be part of itself."
            raise Invalid("zone_cycle", text, field="members", zone=known[code].name)


def _reaches(known: Mapping[str, Zone], start: str, wanted: str, seen: set[str]) -> bool:
    if start == wanted:
        return True
    if start in seen or start not in known:
        return False
    seen.add(start)
    return any(_reaches(known, inner, wanted, seen) for inner in known[start].zones)


def first_place(zones: Iterable[Zone], code: str, home: Place) -> Place | None:
    """A place that stands for a zone: ``home`` if it is there, else its first by name."""
    known = {zone.code: zone for zone in zones}
    if code not in known:
        return None
    if _rank(known, code, home, ()) is not None:
        return home
    places = _places(known, {code})
    return min(places, key=lambda place: (place.country, place.province), default=None)


def countries_of(known: Mapping[str, Zone], codes: Iterable[str]) -> set[str]:
    """The countries that zones (by code) lie in, with all zones inside them."""
    return {place.country for place in _places(known, codes)}


def _places(known: Mapping[str, Zone], codes: Iterable[str]) -> set[Place]:
    waiting, seen = list(codes), set[str]()
    places: set[Place] = set()
    while waiting:
        zone = known.get(waiting.pop())
        if zone is not None and zone.code not in seen:
            seen.add(zone.code)
            places |= zone.places
            waiting.extend(zone.zones)
    return places
