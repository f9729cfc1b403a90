"""The nightly proofs: what they found, and which shops wait for theirs."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ecommus.core.ids import uuid7
from ecommus.db.tables.back_office import nightly_proofs as t


def claim(db: Session, day: date) -> UUID | None:
    """The id of this day's proof for whoever is to make it; None: it is made, or being made."""
    statement = insert(t).values(id=uuid7(), day=day)
    statement = statement.on_conflict_do_nothing(index_elements=["tenant_id", "day"])
    return db.execute(statement.returning(t.c.id)).scalar()


def keep(db: Session, proof_id: UUID, documents: int, findings: list[dict[str, Any]]) -> None:
    """Write down what a proof found."""
    values = {"documents": documents, "findings": findings}
    db.execute(t.update().where(t.c.id == proof_id).values(**values))


def forget(db: Session, before: date) -> None:
    """Old proofs; the newest ones say what is wrong today."""
    db.execute(delete(t).where(t.c.day < before))


def newest() -> ScalarSelect:
    """What the last proof found, to be read along with something else."""
    return select(t.c.findings).order_by(t.c.day.desc()).limit(1).scalar_subquery()
