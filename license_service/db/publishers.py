"""Who may publish to the package index, with which key, under which names."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from license_service.db.ledger import metadata
from license_service.db.tables import line, moment, words

# kid is made of the public key. license_id: null for the operator's own packages. suspended_at: the
# key keeps its names and counts for nothing until it is restored.
publishers = Table(
    "publishers",
    metadata,
    Column("kid", Text, primary_key=True),
    line("name", default=None),
    line("public", default=None),
    words("packages"),
    Column("license_id", ForeignKey("licenses.id")),
    moment("created_at"),
    moment("revoked_at", nullable=True),
    moment("suspended_at", nullable=True),
    Index("ix_publishers_license_id", "license_id", postgresql_where=text("revoked_at IS NULL")),
)

# Releases that pip is to choose no more, by the name of the wheel.
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("filename", Text, primary_key=True),
    line("reason", default=None),
    moment("at"),
)
