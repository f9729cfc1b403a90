"""Sign-ins that failed, counted by where they came from: an account's own count does not stop who
tries one password on many accounts.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert

from license_service.db.throttle import failed_sign_ins as table
from license_service.services.work import Work

# More than an account's five: colleagues may share an address.
FAILURES, CLOSED = 20, timedelta(minutes=15)


class TooMany(Exception):
    """The address is closed for ``seconds`` more."""

    def __init__(self, seconds: int):
        super().__init__(f"closed for {seconds} s")
        self.seconds = seconds


def source(address: str) -> str:
    """What is counted together: an IPv4 address; of IPv6 the /64 that one customer is given."""
    try:
        ip: Any = ip_address(address)
    except ValueError:
        return address[:100]
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip if ip.version == 4 else ip_network((ip, 64), strict=False))


def check(work: Work, address: str) -> None:
    """TooMany while the address is closed. Several at once from one address wait in line."""
    query = select(table.c.closed_until).where(table.c.source == source(address))
    until: datetime | None = work.db.execute(query.with_for_update()).scalar_one_or_none()
    if until is not None and until > work.now:
        raise TooMany(int((until - work.now).total_seconds()) + 1)


def failed(work: Work, address: str) -> None:
    """One more; the last that may fail closes the address. Failures count for as long as an address
    is closed."""
    # Not those that somebody is counting at the moment: the two would wait for each other.
    old = select(table.c.source).where(table.c.last_at < work.now - CLOSED)
    old = old.with_for_update(skip_locked=True)
    work.db.execute(delete(table).where(table.c.source.in_(old)))
    first = {"source": source(address), "failures": 1, "last_at": work.now}
    count = table.c.failures + 1
    until = case((count >= FAILURES, work.now + CLOSED))
    raised = insert(table).values(**first).on_conflict_do_update(
        index_elements=["source"],
        set_={
            "failures": case((count >= FAILURES, 0), else_=count),
            "last_at": work.now,
            "closed_until": until,
        },
    )  # fmt: skip
    closed = work.db.execute(raised.returning(table.c.closed_until)).scalar_one()
    if closed is not None:
        work.note("address.closed", address=first["source"], until=closed.isoformat())
