"""Fiscal documents and the counters that number them. An issued document is never changed."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import APPEND_ONLY, index, ref, tenant_table, timestamp, unique

# A row per series: whoever numbers a document holds it locked until the commit.
invoice_series = tenant_table(
    "invoice_series",
    Column("kind", Text, nullable=False),
    Column("work_point", Text, nullable=False, server_default=""),
    Column("prefix", Text, nullable=False),
    Column("next_number", BigInteger, nullable=False, server_default="1"),
    # Days never run backwards while numbers run forwards.
    Column("last_issued_on", Date),
    CheckConstraint("kind IN ('380', '381', '384')", name="kind"),
    CheckConstraint("next_number > 0", name="next_number"),
    unique("prefix"),
)

invoices = tenant_table(
    "invoices",
    # NO ACTION: an order that was invoiced stays, unless its whole shop goes.
    Column("order_id", UUID, nullable=False),
    Column("series_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("full_number", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    timestamp("issued_at", now=True),
    Column("buyer", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("preceding_id", UUID),
    # ``core.invoice``, and the SHA-256 over its canonical JSON.
    Column("model", JSONB, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint("(kind = '380') = (preceding_id IS NULL)", name="preceding"),
    ref("order_id", "orders", ondelete="NO ACTION"),
    ref("series_id", "invoice_series", ondelete="NO ACTION"),
    ref("preceding_id", "invoices", ondelete="NO ACTION"),
    unique("series_id", "number"),
    unique("full_number"),
    index("ix_invoices_order", "order_id"),
    index("ix_invoices_preceding", "preceding_id"),
    # An invoice is replaced once.
    index(
        "uq_invoices_corrected",
        "preceding_id",
        unique=True,
        postgresql_where=text("kind = '384'"),
    ),
    index("ix_invoices_issued", "issued_on", "id"),
    grants=APPEND_ONLY,
)
