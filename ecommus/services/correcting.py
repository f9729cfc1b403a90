"""Applying a stock-take: every difference becomes a row of the ledger, with the take's reason.

What cannot be corrected is told and left as it is. A long sheet is applied by the worker, some
thousands of shelves at a time, so that nobody who buys waits long for their locks; how far it came
is written down with them, so a run that was killed goes on there.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from ecommus.core.counting import Basis
from ecommus.core.errors import Conflict
from ecommus.core.inventory import Movement
from ecommus.db.stock import Stock, Why
from ecommus.db.tables.stock import stock_takes as table
from ecommus.services import shelf
from ecommus.services.stocktakes import judged, shelf_of, stalled, still_open
from ecommus.services.work import Work

BATCH = 2_000
JOB = "stock.count"


def apply(work: Work, take: Any) -> None:
    """Correct every shelf that can be, at once or, when they are many, by the worker; or go on with
    the rest where that came to a stop. Conflict: it was applied before, or is being."""
    if not stalled(take, work.now):
        still_open(take)
    _note(work, take, queued_at=work.now, applied_by=work.actor)
    if len(take.lines) > BATCH:
        work.defer(JOB, take.id)
    else:
        _batch(work, take, work.actor)


def run(open_work: Callable, take_id: UUID) -> None:
    """Apply what waits for the worker, to its end."""
    going = True
    while going:
        with open_work() as work:
            locked = select(table).where(table.c.id == take_id).with_for_update()
            take = work.db.execute(locked).one_or_none()
            going = take is not None and take.queued_at is not None and take.applied_at is None
            if going:
                _batch(work, take, take.applied_by)


def _batch(work: Work, take: Any, actor: str) -> None:
    """The next shelves, and how far that is."""
    begin, end = take.processed, take.processed + BATCH
    here = take.lines[begin:end]
    stock = Stock(work.db, [UUID(entry["variant_id"]) for entry in here], work.now)
    ahead = {variant_id for variant_id, row in stock.variants.items() if row.backorder}
    _open_shelves(stock, here)
    why, done = Why(actor, take.reason), []
    for entry in here:
        variant_id, place = shelf_of(entry)
        line = judged(entry, stock.level(variant_id, place), Basis(take.basis), ahead)
        problem = line.problem
        if variant_id not in stock.variants:
            problem = Conflict("unknown_variant", "There is no such variant any more.")
        elif not problem and line.difference:
            stock.move(variant_id, place, Movement.ADJUSTED, line.difference, why)
        told = {"now": line.now, "difference": line.difference, "problem": _told(problem)}
        done.append(entry | told)
    shelf.written(work, stock)
    lines = take.lines[:begin] + done + take.lines[end:]
    over = end >= len(lines)
    _note(
        work, take, lines=lines, processed=begin + len(done), queued_at=work.now,
        applied_at=work.now if over else None,
    )  # fmt: skip


def _open_shelves(stock: Stock, entries: list[dict[str, Any]]) -> None:
    """Levels where there were none, place by place: a move would make them one by one."""
    by_place: dict[UUID, list[UUID]] = {}
    for entry in entries:
        variant_id, place = shelf_of(entry)
        if entry["counted"] and variant_id in stock.variants:
            by_place.setdefault(place, []).append(variant_id)
    for place, variant_ids in sorted(by_place.items()):
        stock.open_places(variant_ids, place)


def _told(problem: Conflict | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "params": dict(problem.params)}


def _note(work: Work, take: Any, **values: Any) -> None:
    work.db.execute(update(table).where(table.c.id == take.id).values(**values))
