"""Keys, the forensic log, people and machines that may act, and what waits to be sent."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from license_service.db.tables import line, metadata, moment, one_of, words

# private: sealed; null once the key was removed.
signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", Text, primary_key=True),
    line("public", default=None),
    Column("private", Text),
    line("state", default="pending"),
    moment("created_at"),
    moment("changed_at"),
    one_of("state", "pending", "active", "retired", "removed"),
    Index(
        "uq_signing_keys_active", "state", unique=True, postgresql_where=text("state = 'active'")
    ),
)

key_sets = Table(
    "key_sets",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    line("token", default=None),
    line("active", default=None),
    moment("expires_at"),
    moment("created_at"),
)


def _of_body(name: str, expression: str) -> Column:
    """Derived from what is hashed, so that the two can never differ."""
    return Column(name, Text, Computed(f"(body::jsonb) ->> '{expression}'", persisted=True))


# ``body`` is the canonical JSON that ``hash`` covers, together with ``prev``.
log = Table(
    "log",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    line("prev", default=None),
    line("hash", default=None, unique=True),
    line("body", default=None),
    _of_body("kind", "kind"),
    _of_body("license_id", "license_id"),
    Index("ix_log_license_id_seq", "license_id", "seq"),
    Index("ix_log_kind_seq", "kind", "seq"),
)

service_keys = Table(
    "service_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    line("name", default=None),
    line("prefix", default=None),
    Column("hash", LargeBinary, nullable=False, unique=True),
    words("scopes"),
    moment("created_at"),
    moment("revoked_at", nullable=True),
)

# totp: the sealed secret. last_step: the newest code that was used; none is good twice.
operators = Table(
    "operators",
    metadata,
    Column("id", Uuid, primary_key=True),
    line("email", default=None),
    line("password", default=None),
    Column("totp", Text),
    Column("totp_confirmed", Boolean, nullable=False, server_default=text("false")),
    Column("last_step", BigInteger, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    moment("locked_until", nullable=True),
    moment("created_at"),
    Index("uq_operators_email", text("lower(email)"), unique=True),
)

# passed: the second factor too.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), nullable=False),
    Column("passed", Boolean, nullable=False, server_default=text("false")),
    moment("created_at"),
    moment("expires_at"),
)

stripe_events = Table(
    "stripe_events",
    metadata,
    Column("id", Text, primary_key=True),
    line("type", default=None),
    line("outcome", default=None),
    moment("at"),
    # The invoice, charge and payment that it speaks of, and the license that they belong to.
    words("things"),
    Column("license_id", Uuid),
    Index("ix_stripe_events_things", "things", postgresql_using="gin"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("license_id", ForeignKey("licenses.id"), index=True),
    line("recipient", default=None),
    line("subject", default=None),
    # Sealed: it holds a token.
    line("body", default=None),
    moment("created_at"),
    moment("sent_at", nullable=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    line("error"),
)
