"""A shop's people and keys: staff, their roles and sessions, API keys."""

from sqlalchemy import Column, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from ecommus.db.tables.kit import flag, index, ref, tenant_table, timestamp, unique

roles = tenant_table(
    "roles",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    unique("code"),
)

staff = tenant_table(
    "staff",
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("password_hash", Text, nullable=False),
    Column("role_id", UUID, nullable=False),
    Column("locale", Text),
    flag("active", True),
    timestamp("created_at", now=True),
    ref("role_id", "roles", ondelete="RESTRICT"),
    index("uq_staff_email", text("lower(email)"), unique=True),
)

sessions = tenant_table(
    "sessions",
    Column("staff_id", UUID, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    # The refresh token before this one: whoever shows it again has stolen it, or was robbed.
    Column("previous_hash", LargeBinary),
    Column("kind", Text, nullable=False),
    Column("user_agent", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("expires_at"),
    timestamp("revoked_at"),
    ref("staff_id", "staff"),
    unique("token_hash"),
    index("ix_sessions_staff", "staff_id"),
    index("ix_sessions_previous", "previous_hash"),
)

api_keys = tenant_table(
    "api_keys",
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("key_hash", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_by", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("expires_at"),
    timestamp("revoked_at"),
    unique("key_hash"),
)
