"""What is kept of heartbeats: each one for a while, then one a day, then the newest of a license.

The forensic log goes on saying that each one came; this is the table that a look into the present
needs, and it must not grow for ever.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, tuple_

from license_service.db.session import rows_of
from license_service.db.tables import heartbeats
from license_service.services.work import Work

EACH, DAILY = timedelta(days=35), timedelta(days=400)
# As many at a time: nobody's heartbeat waits for a year's rows.
MOST = 5_000


def prune(work: Work) -> int:
    """Remove what is kept no longer; answers how many, ``MOST`` when there may be more."""
    h, later = heartbeats.c, heartbeats.alias().c

    def followed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        newer = tuple_(later.at, later.id) > tuple_(h.at, h.id)
        return exists().where(later.license_id == h.license_id, newer, *conditions)

    same_day = func.date(func.timezone("UTC", later.at)) == func.date(func.timezone("UTC", h.at))
    old = select(h.id).where(
        or_(
            (h.at < work.now - EACH) & followed(same_day),
            (h.at < work.now - DAILY) & followed(),
        )
    )
    statement = delete(heartbeats).where(h.id.in_(old.limit(MOST)))
    removed = rows_of(work.db.execute(statement))
    if removed:
        work.note("heartbeats.pruned", count=removed)
    return removed
