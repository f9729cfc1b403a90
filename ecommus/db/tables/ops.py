"""What keeps the shop running: outbox, audit, idempotency, imports, plugins."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import APPEND_ONLY, flag, index, tenant_table, timestamp, unique
from ecommus.db.types import XID8

# Ordered by (xact, id) and read only below pg_snapshot_xmin: nothing committed late is skipped.
outbox = tenant_table(
    "outbox",
    Column("xact", XID8, nullable=False, server_default=text("pg_current_xact_id()")),
    Column("name", Text, nullable=False),
    Column("aggregate", UUID, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    timestamp("created_at", now=True),
    timestamp("retry_at"),
    timestamp("done_at"),
)

audit_log = tenant_table(
    "audit_log",
    timestamp("at", now=True),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", UUID),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("target_id", UUID),
    Column("data", JSONB, nullable=False, server_default=text("'{}'")),
    Column("request_id", Text, nullable=False, server_default=""),
    index("ix_audit_log_target", "target_id", "id"),
    grants=APPEND_ONLY,
)

idempotency = tenant_table(
    "idempotency",
    Column("key_hash", LargeBinary, nullable=False),
    Column("body_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    timestamp("created_at", now=True),
    unique("key_hash"),
    index("ix_idempotency_age", "created_at"),
)

imports = tenant_table(
    "imports",
    Column("filename", Text, nullable=False),
    Column("format", Text, nullable=False, server_default="auto"),
    Column("mapping", JSONB, nullable=False, server_default=text("'{}'")),
    flag("dry_run"),
    Column("status", Text, nullable=False, server_default="queued"),
    Column("source", LargeBinary),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("processed", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("created", Integer, nullable=False, server_default="0"),
    Column("updated", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    # [{"row", "field", "code", "message", "params"}], the first thousand
    Column("errors", JSONB, nullable=False, server_default=text("'[]'")),
    Column("problem", Text),
    Column("created_by", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("finished_at"),
)

tenant_plugins = tenant_table(
    "tenant_plugins",
    Column("plugin", Text, nullable=False),
    flag("enabled"),
    Column("settings", JSONB, nullable=False, server_default=text("'{}'")),
    Column("version", BigInteger, nullable=False, server_default="1"),
    timestamp("updated_at", now=True),
    unique("plugin"),
)
