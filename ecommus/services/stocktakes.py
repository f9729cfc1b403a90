"""Stock-takes: a sheet of the shelves goes out, a counted one comes back, is tried and applied.

Trying judges as applying does (``core.counting``), which is ``correcting`` and does it under locks.
Counting one variant is ``stocktaking.count``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from ecommus.core import counting
from ecommus.core.catalog_csv import CatalogFormatError
from ecommus.core.counting import Basis, Count, Sheet
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.inventory import Level
from ecommus.db.queries import locations as places
from ecommus.db.queries import stocktakes as queries
from ecommus.db.tables.stock import stock_takes
from ecommus.services import locations
from ecommus.services.work import Work

MAX_BYTES = 10 * 1024 * 1024
# A batch takes seconds, and a job that failed is tried again for some minutes.
SILENT = timedelta(minutes=15)
# Which lines are looked at.
SHOWN = ("differences", "moved", "all")


@dataclass(frozen=True, slots=True)
class Line:
    """A counted shelf: what the ledger says now, and what the count makes of it."""

    row: int
    variant_id: UUID
    location_id: UUID
    title: str
    sku: str
    options: str
    place: str
    counted: int
    expected: int | None
    now: int
    difference: int
    problem: Conflict | None = None

    @property
    def moved(self) -> bool:
        """Whether something came or went since the sheet was made."""
        return self.expected is not None and self.expected != self.now

    @property
    def after(self) -> int:
        """What will be on hand."""
        return self.now if self.problem else self.now + self.difference


@dataclass(frozen=True, slots=True)
class Figures:
    """A stock-take in numbers: rows, and units ``found`` and ``missing``. ``changes``: shelves that
    are corrected; ``problems``: those that cannot be."""

    counted: int
    unchanged: int
    found: int
    missing: int
    changes: int
    problems: int


class State(StrEnum):
    """Where a stock-take stands."""

    OPEN = "open"
    APPLYING = "applying"
    APPLIED = "applied"


def state(take: Any) -> State:
    """Of a stock-take's row, with its lines or without."""
    if take.applied_at is not None:
        return State.APPLIED
    return State.OPEN if take.queued_at is None else State.APPLYING


def stalled(take: Any, now: datetime) -> bool:
    """Being applied, but nothing was heard of it for so long that nobody is at it any more."""
    return state(take) is State.APPLYING and now - take.queued_at > SILENT


def sheet(work: Work, location: str | None = None) -> bytes:
    """The counting sheet: of one place, or of every shelf there is."""
    place = locations.find(work, location) if location else None
    return counting.write(
        (row.sku or "", row.title, " / ".join(row.option_values), row.code, row.on_hand, "", row.id)
        for row in queries.shelves(work.db, place)
    )


def draft(work: Work, filename: str, data: bytes, *, reason: str, basis: str) -> UUID:
    """Keep a counted sheet to be looked at; nothing is changed. Invalid: it is no such sheet."""
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", "A sheet may have at most 10 MB.", field="file")
    if not reason.strip():
        raise Invalid("required", "Say why: the ledger shows it.", field="reason")
    try:
        found = counting.read(data)
    except CatalogFormatError as error:
        raise Invalid(error.code, error.message, field="file", **error.params) from None
    lines = _resolved(work, found)
    problems = [
        {"row": e.row, "field": e.field, "code": e.code, "message": e.message,
         "params": dict(e.params)}
        for e in sorted(found.errors, key=lambda error: error.row)
    ]  # fmt: skip
    if not lines and not problems:
        text = "Nothing is counted in this sheet: its column “counted” is empty."
        raise Invalid("nothing_counted", text, field="file")
    take_id = uuid7()
    values = {"filename": filename[:200], "reason": reason.strip(), "basis": Basis(basis).value}
    work.db.execute(
        insert(stock_takes).values(
            id=take_id, **values, lines=lines, problems=problems, blank=found.blank,
            created_by=work.actor,
        )
    )  # fmt: skip
    return take_id


def lines(work: Work, take: Any) -> list[Line]:
    """The counted shelves: as they would be corrected now, or as they were."""
    done, open_ = take.lines[: take.processed], take.lines[take.processed :]
    ids = [UUID(entry["variant_id"]) for entry in open_]
    levels, ahead = queries.now(work.db, ids), queries.sellers_ahead(work.db, ids)
    return [_stored(entry) for entry in done] + [
        judged(entry, levels.get(shelf_of(entry), Level()), Basis(take.basis), ahead)
        for entry in open_
    ]


def shown(lines: list[Line], which: str) -> list[Line]:
    """Those of ``SHOWN``; what cannot be done stands first."""
    wanted = {
        "differences": lambda line: line.difference or line.problem,
        "moved": lambda line: line.moved,
        "all": lambda line: True,
    }[which]
    return sorted(filter(wanted, lines), key=lambda line: (line.problem is None, line.row))


def figures(lines: list[Line]) -> Figures:
    """What the lines come to."""
    good = [line.difference for line in lines if line.difference and not line.problem]
    return Figures(
        counted=len(lines),
        unchanged=sum(not line.difference for line in lines),
        found=sum(max(difference, 0) for difference in good),
        missing=-sum(min(difference, 0) for difference in good),
        changes=len(good),
        problems=sum(line.problem is not None for line in lines),
    )


def discard(work: Work, take: Any) -> None:
    """Forget a sheet that was only looked at. Conflict: it was applied, and stays as a record."""
    still_open(take)
    work.db.execute(delete(stock_takes).where(stock_takes.c.id == take.id))


def still_open(take: Any) -> None:
    if state(take) is State.APPLIED:
        raise Conflict("count_applied", "This stock-take was applied already.")
    if state(take) is State.APPLYING:
        raise Conflict("count_underway", "This stock-take is being applied.")


def _resolved(work: Work, found: Sheet) -> list[dict[str, Any]]:
    """The rows as they are stored; those that mean nothing become errors of the sheet."""
    skus = {count.sku for count in found.counts if count.sku}
    ids = {id for count in found.counts if (id := parse_uuid(count.variant_id))}
    variants: dict[Any, Any] = {}
    for row in queries.named(work.db, skus, ids):
        variants[str(row.id)] = variants[row.sku or str(row.id)] = row
    everywhere = places.everywhere(work.db)
    by_code = {row.code: row for row in everywhere}
    seen: dict[tuple[UUID, UUID], int] = {}
    lines = []
    for count in found.counts:
        place = by_code.get(count.location) if count.location else everywhere[0]
        variant = variants.get(count.sku or count.variant_id.lower())
        try:
            _check(count, variant, place, seen)
        except Invalid as refusal:
            found.refuse(count, refusal)
            continue
        lines.append(
            {
                "row": count.row, "variant_id": str(variant.id), "location_id": str(place.id),
                "title": variant.title, "sku": variant.sku or "", "place": place.name,
                "options": " · ".join(variant.option_values), "counted": count.counted,
                "expected": count.expected,
            }
        )  # fmt: skip
    return lines


def _check(count: Count, variant: Any, place: Any, seen: dict[tuple[UUID, UUID], int]) -> None:
    if variant is None:
        text = "No variant is called “%(name)s”."
        raise Invalid("unknown_variant", text, field="sku", name=count.sku or count.variant_id)
    if not variant.track_stock:
        raise Invalid("not_tracked", "The stock of this variant is not tracked.", field="sku")
    if place is None:
        text = "No stock location has the code “%(place)s”."
        raise Invalid("unknown_location", text, field="location", place=count.location)
    first = seen.setdefault((variant.id, place.id), count.row)
    if first != count.row:
        text = "Row %(row)s counts the same shelf. Add the two and leave one."
        raise Invalid("counted_twice", text, field="sku", row=first)


def shelf_of(entry: dict[str, Any]) -> tuple[UUID, UUID]:
    return UUID(entry["variant_id"]), UUID(entry["location_id"])


def judged(entry: dict[str, Any], level: Level, basis: Basis, ahead: set[UUID]) -> Line:
    change = counting.difference(entry["counted"], entry["expected"], level.on_hand, basis)
    problem = None
    try:
        counting.judge(level, change, backorder=UUID(entry["variant_id"]) in ahead)
    except Conflict as refusal:
        problem = refusal
    return _line(entry, level.on_hand, change, problem)


def _stored(entry: dict[str, Any]) -> Line:
    told = entry["problem"]
    problem = Conflict(told["code"], told["message"], **told["params"]) if told else None
    return _line(entry, entry["now"], entry["difference"], problem)


def _line(entry: dict[str, Any], now: int, change: int, problem: Conflict | None) -> Line:
    known = {name: entry[name] for name in ("row", "title", "sku", "options", "place", "counted")}
    variant_id, location_id = shelf_of(entry)
    return Line(
        variant_id=variant_id, location_id=location_id, expected=entry["expected"], now=now,
        difference=change, problem=problem, **known,
    )  # fmt: skip
