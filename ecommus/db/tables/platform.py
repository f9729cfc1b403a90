"""The platform's own tables: tenants, their hosts and versions, and super-admin's people.

The application role sees a tenant's row and hosts only from inside that tenant; the rest of this
module it does not see at all. Looking a host up before there is a tenant goes through the function
``tenant_for_host`` (migrations).
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from ecommus.db.tables.kit import flag, metadata, timestamp

tenants = Table(
    "tenants",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),
    Column("niche", Text, nullable=False, server_default="ecommerce"),
    Column("theme", Text, nullable=False, server_default="base"),
    Column("currency", Text, nullable=False, server_default="RON"),
    Column("locales", ARRAY(Text), nullable=False, server_default=text("'{ro,en}'")),
    Column("timezone", Text, nullable=False, server_default="Europe/Bucharest"),
    Column("settings", JSONB, nullable=False, server_default=text("'{}'")),
    Column("legal", JSONB, nullable=False, server_default=text("'{}'")),
    timestamp("created_at", now=True),
    CheckConstraint("state IN ('active', 'suspended', 'archived')", name="state"),
)

domains = Table(
    "domains",
    metadata,
    Column("host", Text, primary_key=True),
    Column("tenant_id", UUID, ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
    Column("proof", Text, nullable=False),
    timestamp("verified_at"),
    timestamp("created_at", now=True),
    CheckConstraint("host = lower(host)", name="lower"),
)

# What other processes watch (``db.directory``): bumped in the transaction that changes a tenant or
# its catalogue. A table apart, so that selling never waits for somebody editing the shop's name.
versions = Table(
    "versions",
    metadata,
    Column("tenant_id", UUID, ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True),
    Column("config", BigInteger, nullable=False, server_default="1"),
    Column("catalogue", BigInteger, nullable=False, server_default="1"),
    timestamp("touched_at", now=True),
)

platform_users = Table(
    "platform_users",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("password_hash", Text, nullable=False),
    flag("active", True),
    timestamp("created_at", now=True),
)

platform_sessions = Table(
    "platform_sessions",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("user_id", UUID, ForeignKey("platform_users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("previous_hash", LargeBinary),
    Column("kind", Text, nullable=False),
    Column("user_agent", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("expires_at"),
    timestamp("revoked_at"),
)

platform_audit = Table(
    "platform_audit",
    metadata,
    Column("id", UUID, primary_key=True),
    timestamp("at", now=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("data", JSONB, nullable=False, server_default=text("'{}'")),
)

# Counters of the rate limits. Not logged: after a crash everybody starts from zero.
rate_limits = Table(
    "rate_limits",
    metadata,
    Column("key", Text, primary_key=True),
    Column("window_start", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
    prefixes=["UNLOGGED"],
)
