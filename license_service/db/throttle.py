"""Where sign-ins failed from."""

from sqlalchemy import Column, Integer, Table, Text

from license_service.db.ledger import metadata
from license_service.db.tables import moment

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("source", Text, primary_key=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    moment("last_at"),
    moment("closed_until", nullable=True),
)
