"""Importing a catalogue: a file becomes products, in short transactions, a hundred at a time.

Idempotent: a product is found again by SKU, else by the file's handle, and only what differs is
changed. A bad row never loses the good ones. The reading of files is ``core.catalog_csv``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from ecommus.core.catalog_csv import CatalogFormatError, read
from ecommus.core.errors import Conflict, Invalid, Refusal
from ecommus.core.events import CatalogImported
from ecommus.core.ids import uuid7
from ecommus.db.tables.ops import imports
from ecommus.services.import_batch import Batch
from ecommus.services.work import Work

BATCH = 100
MAX_BYTES = 50 * 1024 * 1024
MAX_ERRORS = 1000


@dataclass
class Outcome:
    """What an import did, and the rows it refused."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        names = ("created", "updated", "unchanged", "failed")
        return {name: getattr(self, name) for name in names}


def start(
    work: Work,
    filename: str,
    data: bytes,
    *,
    format: str = "auto",
    mapping: dict[str, str] | None = None,
    dry_run: bool = False,
) -> UUID:
    """Put a file down to be imported; the job is deferred by the caller. Answers the import's id.

    Invalid when the file as a whole cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", "A file may have at most 50 MB.", field="file")
    try:
        reading = read(data, currency=work.tenant.currency, format=format, mapping=mapping or {})
    except CatalogFormatError as error:
        raise Invalid("file_unreadable", error.message, field="file", **error.params) from None
    import_id = uuid7()
    work.db.execute(
        insert(imports).values(
            id=import_id,
            filename=filename[:200],
            format=reading.format,
            mapping=mapping or {},
            dry_run=dry_run,
            source=data,
            rows=reading.rows,
            total=len(reading.drafts),
            created_by=work.actor,
        )
    )
    return import_id


def for_real(work: Work, import_id: UUID) -> UUID:
    """What a dry run tried, done; the job is deferred by the caller. Answers the new import's id.

    The file moves on to the new import. Conflict when there is no finished dry run with a file.
    """
    row = work.db.execute(
        select(imports)
        .where(imports.c.id == import_id, imports.c.dry_run, imports.c.status == "done")
        .with_for_update()
    ).one_or_none()
    if row is None or row.source is None:
        raise Conflict("nothing_to_import", "This file was imported already. Upload it again.")
    _note(work, import_id, source=None)
    return start(work, row.filename, bytes(row.source), format=row.format, mapping=row.mapping)


def run(
    open_work: Callable, import_id: UUID, *, progress: Callable[[int, int], None] | None = None
) -> None:
    """Import the file, batch by batch; each batch is kept or not as a whole.

    ``open_work()`` opens one transaction. A run that was killed starts over: what is there already
    counts as unchanged. ``progress(done, total)`` is called after each batch.
    """
    with open_work() as work:
        row = work.db.execute(select(imports).where(imports.c.id == import_id)).one_or_none()
        if row is None or row.status in ("done", "failed"):
            return
        _note(work, import_id, status="running", processed=0)
        currency = work.tenant.currency
    reading = read(row.source, currency=currency, format=row.format, mapping=row.mapping)
    outcome = Outcome(errors=[error_of(error) for error in reading.errors])
    outcome.failed = len({error.row for error in reading.errors})
    for begin in range(0, len(reading.drafts), BATCH):
        drafts = reading.drafts[begin : begin + BATCH]
        with open_work() as work:
            apply(work, drafts, outcome, dry_run=row.dry_run)
            _note(work, import_id, processed=begin + len(drafts), **outcome.counts())
            if row.dry_run:
                _undo(work, import_id, begin + len(drafts), outcome)
        if progress is not None:
            progress(begin + len(drafts), len(reading.drafts))
    with open_work() as work:
        _note(
            work,
            import_id,
            status="done",
            processed=len(reading.drafts),
            errors=outcome.errors[:MAX_ERRORS],
            finished_at=datetime.now(UTC),
            # A trial keeps its file, so that it can be done for real.
            source=row.source if row.dry_run else None,
            **outcome.counts(),
        )
        if not row.dry_run and outcome.created + outcome.updated:
            work.publish(CatalogImported(import_id, outcome.created, outcome.updated))


def apply(work: Work, drafts: list[Any], outcome: Outcome, *, dry_run: bool) -> None:
    """Make or change the products of ``drafts``, each in a savepoint of its own if it must fail."""
    batch = Batch(work, drafts, dry_run=dry_run)
    for draft in drafts:
        try:
            result = batch.apply(draft)
        except Refusal as refusal:
            outcome.failed += 1
            outcome.errors.append(
                {
                    "row": draft.row,
                    "field": refusal.field,
                    "code": refusal.code,
                    "message": refusal.message,
                    "params": dict(refusal.params),
                }
            )
        else:
            setattr(outcome, result, getattr(outcome, result) + 1)
    batch.flush()


def error_of(error: Any) -> dict[str, Any]:
    """A row error, JSON-ready."""
    return {
        "row": error.row,
        "field": error.field,
        "code": error.code,
        "message": error.message,
        "params": dict(error.params),
    }


def _undo(work: Work, import_id: UUID, processed: int, outcome: Outcome) -> None:
    """A dry run keeps its report and nothing else."""
    work.db.rollback_to_start()
    _note(work, import_id, processed=processed, **outcome.counts())


def _note(work: Work, import_id: UUID, **values: Any) -> None:
    work.db.execute(update(imports).where(imports.c.id == import_id).values(**values))
