"""Shoppers with an account: who they are, where they live, what they agreed to.

Staff are next door, in ``accounts``: other tables, other tokens. Orders and carts point here.
"""

from sqlalchemy import Column, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import APPEND_ONLY, flag, index, ref, tenant_table, timestamp, unique


def _text(name: str) -> Column:
    return Column(name, Text, nullable=False, server_default="")


def _version() -> Column:
    return Column("version", Integer, nullable=False, server_default="1")


customer_groups = tenant_table(
    "customer_groups",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    _version(),
    timestamp("created_at", now=True),
    unique("code"),
)

customers = tenant_table(
    "customers",
    Column("email", Text, nullable=False),
    # None: staff made the account, and nobody has signed up to it yet.
    Column("password_hash", Text),
    _text("first_name"),
    _text("last_name"),
    _text("phone"),
    Column("locale", Text),
    Column("group_id", UUID),
    _text("company"),
    _text("vat_id"),
    _text("registration_number"),
    flag("tax_exempt"),
    _text("tax_exempt_reason"),
    timestamp("email_verified_at"),
    timestamp("created_at", now=True),
    # What is left after it: the row, so that orders keep whom they belonged to, and no person.
    timestamp("erased_at"),
    _version(),
    ref("group_id", "customer_groups", ondelete="SET NULL"),
    index("uq_customers_email", text("lower(email)"), unique=True),
    index("ix_customers_group", "group_id"),
)

customer_addresses = tenant_table(
    "customer_addresses",
    Column("customer_id", UUID, nullable=False),
    # As carts and orders hold it: core.customers.Address
    Column("address", JSONB, nullable=False),
    flag("default_shipping"),
    flag("default_billing"),
    timestamp("created_at", now=True),
    _version(),
    ref("customer_id", "customers"),
    index("ix_customer_addresses_customer", "customer_id"),
    index(
        "uq_customer_addresses_shipping", "customer_id", unique=True,
        postgresql_where=text("default_shipping"),
    ),
    index(
        "uq_customer_addresses_billing", "customer_id", unique=True,
        postgresql_where=text("default_billing"),
    ),
)  # fmt: skip

customer_sessions = tenant_table(
    "customer_sessions",
    Column("customer_id", UUID, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    # The half that all refresh tokens of a session share: one that is of the family, and not the
    # youngest, was used before, however long ago.
    Column("family_hash", LargeBinary),
    Column("kind", Text, nullable=False),
    _text("user_agent"),
    _text("address"),
    timestamp("created_at", now=True),
    timestamp("expires_at"),
    timestamp("revoked_at"),
    ref("customer_id", "customers"),
    unique("token_hash"),
    unique("family_hash"),
    index("ix_customer_sessions_customer", "customer_id"),
)

# Mails to customers, most with a link of one use: to finish a sign-up, to choose a new password, to
# prove another address.
customer_tokens = tenant_table(
    "customer_tokens",
    Column("purpose", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    # What a sign-up asked for; it becomes a customer when the link is followed.
    Column("data", JSONB, nullable=False, server_default=text("'{}'")),
    timestamp("created_at", now=True),
    timestamp("expires_at"),
    timestamp("used_at"),
    unique("token_hash"),
    index("ix_customer_tokens_email", text("lower(email)")),
    index("ix_customer_tokens_expires", "expires_at"),
)

# What somebody agreed to or took back, word for word by version: the last entry of a kind holds.
consents = tenant_table(
    "consents",
    Column("customer_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    flag("given"),
    timestamp("at", now=True),
    ref("customer_id", "customers"),
    index("ix_consents_customer", "customer_id", "id"),
    grants=APPEND_ONLY,
)

# Who wants no mail but about their orders. The digest says so still when the address is erased.
mail_optouts = tenant_table(
    "mail_optouts",
    Column("digest", LargeBinary, nullable=False),
    Column("email", Text),
    Column("reason", Text, nullable=False),
    timestamp("at", now=True),
    unique("digest"),
)

# „Retrageți-vă din contract aici" (OUG 34/2014, art. 11¹): what was declared, and when.
withdrawals = tenant_table(
    "withdrawals",
    # None: number and e-mail name no order of the shop; staff look into it.
    Column("order_id", UUID),
    Column("order_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    _text("note"),
    Column("locale", Text, nullable=False),
    timestamp("created_at", now=True),
    # When staff dealt with one that names no order.
    timestamp("settled_at"),
    ref("order_id", "orders", ondelete="SET NULL"),
    index("ix_withdrawals_order", "order_id"),
    index("ix_withdrawals_email", text("lower(email)")),
    index(
        "ix_withdrawals_unplaced", "id",
        postgresql_where=text("order_id IS NULL AND settled_at IS NULL"),
    ),
)  # fmt: skip
