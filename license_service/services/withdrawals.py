"""Releases that are withdrawn: the index goes on holding them, and says so (PEP 592).

pip takes such a wheel only where it was asked for by its exact version: what runs under it can be
made again, and nobody new gets it.
"""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.packages import package_of_wheel
from license_service.db.publishers import withdrawals
from license_service.services.work import Work


def withdraw(work: Work, filename: str, reason: str) -> None:
    """From the next minute on nobody is given the wheel who did not ask for this very version."""
    if package_of_wheel(filename) is None:
        wrong = "Name the wheel's file, like ecommus_plugin_x-1.0-py3-none-any.whl."
        raise Invalid("not_a_wheel", wrong, field="filename")
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid("reason_missing", "Say why; whoever installs it is told.", field="reason")
    row = {"filename": filename, "reason": reason, "at": work.now}
    made = insert(withdrawals).values(**row).on_conflict_do_nothing()
    if work.db.execute(made.returning(withdrawals.c.filename)).first() is None:
        raise Conflict("withdrawn_before", "%(file)s is withdrawn already.", file=filename)
    work.note("release.withdrawn", filename=filename, reason=reason)


def restore(work: Work, filename: str) -> None:
    """As if it had not been withdrawn; the log knows that it was."""
    gone = delete(withdrawals).where(withdrawals.c.filename == filename)
    if work.db.execute(gone.returning(withdrawals.c.filename)).first() is None:
        raise Conflict("not_withdrawn", "%(file)s is not withdrawn.", file=filename)
    work.note("release.restored", filename=filename)


def listed(work: Work) -> dict[str, str]:
    """Why, by the name of the file."""
    w = withdrawals.c
    rows = work.db.execute(select(w.filename, w.reason).order_by(w.filename))
    return {row.filename: row.reason for row in rows}
