"""Licenses, the customers they belong to, and what installations say: the tables of every day."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from ecommus.db.base import new_metadata

metadata = new_metadata()


def words(name: str) -> Column:
    """A list of short texts, never null."""
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'"))


def moment(name: str, *, nullable: bool = False) -> Column:
    """A time with its zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Only these texts."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def line(name: str, *, default: str | None = "", **options: Any) -> Column:
    """A text that is never null; required where ``default`` is None."""
    given: dict[str, Any] = {} if default is None else {"server_default": default}
    return Column(name, Text, nullable=False, **given, **options)


customers = Table(
    "customers",
    metadata,
    Column("id", Uuid, primary_key=True),
    line("email", default=None),
    line("company"),
    line("cif"),
    line("language", default="ro"),
    Column("stripe_customer", Text, unique=True),
    moment("created_at"),
    Index("uq_customers_email_cif", text("lower(email)"), "cif", unique=True),
)

# What a tier grants. domains, niches and stores: the most there may be, null for any number; stores
# counts where multi_tenant is held.
tiers = Table(
    "tiers",
    metadata,
    Column("code", Text, primary_key=True),
    line("name", default=None),
    Column("rank", Integer, nullable=False),
    Column("domains", Integer),
    Column("niches", Integer),
    Column("stores", Integer),
    Column("support_days", Integer, nullable=False),
    words("features"),
    words("plugins"),
    words("themes"),
    Column("axes", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("version", Integer, nullable=False, server_default="1"),
)

# What is sold. price: minor units, null until the operator sets it. item: the plugin or theme.
plans = Table(
    "plans",
    metadata,
    Column("code", Text, primary_key=True),
    line("category", default=None),
    line("name", default=None),
    Column("tier", ForeignKey("tiers.code")),
    line("niche"),
    line("item"),
    Column("months", Integer),
    Column("price", BigInteger),
    line("currency", default="EUR"),
    Column("stripe_price", Text, unique=True),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("category", "package", "plugin", "theme", "support"),
    CheckConstraint("price >= 0", name="price"),
)

licenses = Table(
    "licenses",
    metadata,
    Column("id", Uuid, primary_key=True),
    line("install_id", default=None),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("plan", ForeignKey("plans.code")),
    line("tier", default=None),
    line("kind", default=None),
    words("features"),
    words("plugins"),
    words("themes"),
    words("niches"),
    words("domains"),
    Column("stores", Integer),
    line("state", default="active"),
    line("reason"),
    Column("early_adopter", Boolean, nullable=False, server_default=text("false")),
    moment("issued_at"),
    moment("expires_at", nullable=True),
    moment("support_until", nullable=True),
    Column("stripe_subscription", Text, unique=True),
    Column("stripe_payment", Text, unique=True),
    # The caller's Idempotency-Key: the same request twice is one license.
    Column("request_key", Text, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("state", "active", "revoked", "refunded"),
    one_of("kind", "perpetual", "trial", "saas-monthly"),
    Index("uq_licenses_install_id", "install_id", unique=True),
)

# One row a token. The token is kept sealed, so that it can be sent again.
issuances = Table(
    "issuances",
    metadata,
    Column("jti", Uuid, primary_key=True),
    Column("license_id", ForeignKey("licenses.id"), nullable=False, index=True),
    line("install_id", default=None),
    line("kid", default=None),
    line("token", default=None),
    moment("issued_at"),
    moment("replaced_at", nullable=True),
    # A license has one token at a time.
    Index(
        "uq_issuances_current",
        "license_id",
        unique=True,
        postgresql_where=text("replaced_at IS NULL"),
    ),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("license_id", ForeignKey("licenses.id"), nullable=False),
    moment("at"),
    Column("jti", Uuid, nullable=False),
    line("install_id", default=None),
    line("kid"),
    # ``last_seen``: what the installation's own clock said.
    moment("last_seen"),
    line("version"),
    line("domain"),
    line("address"),
    Column("revoked", Boolean, nullable=False),
    Column("keys_version", Integer, nullable=False),
    Column("plugin_versions", JSONB, nullable=False),
    Column("kpis", JSONB),
    Index("ix_heartbeats_license_id_at", "license_id", "at"),
    Index("ix_heartbeats_at", "at"),
)
