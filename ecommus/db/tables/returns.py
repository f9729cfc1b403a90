"""Goods that come back, a row per return. What may come is a rule of ``core.returns``."""

from sqlalchemy import Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import index, ref, tenant_table, timestamp, unique

returns = tenant_table(
    "returns",
    Column("order_id", UUID, nullable=False),
    # The order's number and -R1, -R2 …
    Column("number", Text, nullable=False),
    Column("status", Text, nullable=False),
    # [{"line_id", "quantity", "reason", "received", "damaged"}]; none: the order is to be cancelled
    Column("lines", JSONB, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("requested_by", Text, nullable=False, server_default=""),
    # The declaration that it follows from, if it does.
    Column("withdrawal_id", UUID),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    timestamp("updated_at", now=True),
    timestamp("received_at"),
    ref("order_id", "orders"),
    ref("withdrawal_id", "withdrawals", ondelete="SET NULL"),
    unique("number"),
    index("ix_returns_order", "order_id"),
    index("ix_returns_status", "status", "id"),
    index("ix_returns_withdrawal", "withdrawal_id"),
)
