"""The license that was installed here, and what became of it. The platform's: no tenant sees it."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import metadata, timestamp

# One row, there from the start. ``version`` rises with every change that processes must see.
license_state = Table(
    "license_state",
    metadata,
    Column("id", Integer, primary_key=True, server_default="1"),
    Column("version", BigInteger, nullable=False, server_default="1"),
    # What was installed here, or came with a heartbeat; null: another source holds.
    Column("token", Text),
    # The newest key set.
    Column("keys", Text),
    # Of the license that the rest speaks of, and since when it is known here.
    Column("jti", Text, nullable=False, server_default=""),
    timestamp("since"),
    timestamp("revoked_at"),
    Column("revoked_reason", Text, nullable=False, server_default=""),
    # The last answer that counted; the last try, what went wrong with it, how often in a row.
    timestamp("heard_at"),
    timestamp("tried_at"),
    Column("problem", Text, nullable=False, server_default=""),
    # The same as a code and its parameters, for pages in any language.
    Column("problem_told", JSONB, nullable=False, server_default=text("'{}'")),
    Column("tries", Integer, nullable=False, server_default="0"),
    timestamp("next_at", now=True),
    CheckConstraint("id = 1", name="single"),
)

license_history = Table(
    "license_history",
    metadata,
    Column("id", UUID, primary_key=True),
    timestamp("at", now=True),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("data", JSONB, nullable=False, server_default=text("'{}'")),
)

# How far the forensic log of ``service`` was read and holds together: a copy of its end that the
# service cannot change. One row, there from the start.
license_log = Table(
    "license_log",
    metadata,
    Column("id", Integer, primary_key=True, server_default="1"),
    Column("service", Text, nullable=False, server_default=""),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("hash", Text, nullable=False, server_default=""),
    timestamp("read_at"),
    # What the service signed last, and how many entries that speaks of.
    Column("head_size", BigInteger, nullable=False, server_default="0"),
    Column("head", Text, nullable=False, server_default=""),
    Column("problem", Text, nullable=False, server_default=""),
    Column("problem_told", JSONB, nullable=False, server_default=text("'{}'")),
    CheckConstraint("id = 1", name="single"),
)
