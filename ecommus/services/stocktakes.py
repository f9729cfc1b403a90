"""Stock-takes: a sheet of the shelves goes out, a counted one comes back, is tried and applied.

Trying and applying judge the same way (``core.counting``), the second one under locks. Every
difference is a row of the ledger with the stock-take's reason; what cannot be corrected is told
and left as it is. Counting one variant is ``stocktaking.count``.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core import counting
from ecommus.core.catalog_csv import CatalogFormatError
from ecommus.core.counting import Basis, Count, Sheet
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.inventory import Level, Movement
from ecommus.db.queries import locations as places
from ecommus.db.queries import stocktakes as queries
from ecommus.db.stock import Stock, Why
from ecommus.db.tables.stock import stock_takes
from ecommus.services import locations, shelf
from ecommus.services.work import Work

MAX_BYTES = 10 * 1024 * 1024


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
        {"row": e.row, "field": e.field, "message": e.message, "params": dict(e.params)}
        for e in sorted(found.errors, key=lambda error: error.row)
    ]
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
    if take.applied_at is not None:
        return [_stored(entry) for entry in take.lines]
    ids = [UUID(entry["variant_id"]) for entry in take.lines]
    levels, ahead = queries.now(work.db, ids), queries.sellers_ahead(work.db, ids)
    return [
        _judged(entry, levels.get(_shelf(entry), Level()), Basis(take.basis), ahead)
        for entry in take.lines
    ]


def apply(work: Work, take: Any) -> int:
    """Correct every shelf that can be; answers how many were. Conflict: it was applied before."""
    _still_open(take)
    ids = [UUID(entry["variant_id"]) for entry in take.lines]
    stock = Stock(work.db, ids, work.now)
    ahead = {variant_id for variant_id, row in stock.variants.items() if row.backorder}
    _open_shelves(stock, take)
    why, applied, changed = Why(work.actor, take.reason), [], 0
    for entry in take.lines:
        variant_id, place = _shelf(entry)
        line = _judged(entry, stock.level(variant_id, place), Basis(take.basis), ahead)
        problem = line.problem
        if variant_id not in stock.variants:
            problem = Conflict("unknown_variant", "There is no such variant any more.")
        elif not problem and line.difference:
            stock.move(variant_id, place, Movement.ADJUSTED, line.difference, why)
            changed += 1
        told = {"now": line.now, "difference": line.difference, "problem": _told(problem)}
        applied.append(entry | told)
    shelf.written(work, stock)
    here = stock_takes.c.id == take.id
    work.db.execute(update(stock_takes).where(here).values(lines=applied, applied_at=work.now))
    return changed


def discard(work: Work, take: Any) -> None:
    """Forget a sheet that was only looked at. Conflict: it was applied, and stays as a record."""
    _still_open(take)
    work.db.execute(delete(stock_takes).where(stock_takes.c.id == take.id))


def _still_open(take: Any) -> None:
    if take.applied_at is not None:
        raise Conflict("count_applied", "This stock-take was applied already.")


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


def _open_shelves(stock: Stock, take: Any) -> None:
    """Levels where there were none, place by place: a move would make them one by one."""
    by_place: dict[UUID, list[UUID]] = {}
    for entry in take.lines:
        variant_id, place = _shelf(entry)
        if entry["counted"] and variant_id in stock.variants:
            by_place.setdefault(place, []).append(variant_id)
    for place, variant_ids in sorted(by_place.items()):
        stock.open_places(variant_ids, place)


def _shelf(entry: dict[str, Any]) -> tuple[UUID, UUID]:
    return UUID(entry["variant_id"]), UUID(entry["location_id"])


def _judged(entry: dict[str, Any], level: Level, basis: Basis, ahead: set[UUID]) -> Line:
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
    variant_id, location_id = _shelf(entry)
    return Line(
        variant_id=variant_id, location_id=location_id, expected=entry["expected"], now=now,
        difference=change, problem=problem, **known,
    )  # fmt: skip


def _told(problem: Conflict | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "params": dict(problem.params)}
