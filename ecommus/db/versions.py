"""Telling every process that a tenant or its catalogue changed (read by ``directory``)."""

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from ecommus.db.tables.platform import versions


def bump(db: Session, tenant_id: UUID, *, config: bool = False, catalogue: bool = False) -> None:
    """Raise a tenant's versions. Call it late: the row stays locked until the commit."""
    values = {"touched_at": func.clock_timestamp()}
    if config:
        values["config"] = versions.c.config + 1
    if catalogue:
        values["catalogue"] = versions.c.catalogue + 1
    db.execute(update(versions).where(versions.c.tenant_id == tenant_id).values(**values))
