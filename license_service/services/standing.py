"""How a token stands in the books: what the package index asks before it lets one in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from license_service.db.tables import issuances, licenses
from license_service.services.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: active, revoked, refunded, transferred or unknown."""

    state: str
    reason: str = ""


def of_token(work: Work, jti: UUID) -> Standing:
    """A token that a newer one replaced is good as long as its installation has the license."""
    query = (
        select(licenses.c.state, licenses.c.reason, licenses.c.install_id, issuances.c.install_id)
        .select_from(issuances)
        .join(licenses)
        .where(issuances.c.jti == jti)
    )
    row = work.db.execute(query).one_or_none()
    if row is None:
        return Standing("unknown")
    state, reason, holder, named = row
    if state != "active":
        return Standing(state, reason)
    return Standing("active" if holder == named else "transferred")
