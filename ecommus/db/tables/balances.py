"""Gift cards and store credit, and every change of what is on them.

The amount is held by the database (never below zero), the ledger explains it (``nightly``). Of a
gift card's code only a keyed hash is kept, and its last four characters for people.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import UUID

from ecommus.db.tables.kit import APPEND_ONLY, index, ref, tenant_table, timestamp, unique

balances = tenant_table(
    "balances",
    Column("kind", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", BigInteger, nullable=False, server_default="0"),
    Column("code_hash", LargeBinary),
    Column("code_hint", Text, nullable=False, server_default=""),
    # Whose store credit it is.
    Column("customer_id", UUID),
    timestamp("expires_at"),
    timestamp("disabled_at"),
    # For the staff.
    Column("note", Text, nullable=False, server_default=""),
    # Whom a gift card is for, in which language they are written to, and when they were.
    Column("recipient_email", Text, nullable=False, server_default=""),
    Column("recipient_name", Text, nullable=False, server_default=""),
    Column("message", Text, nullable=False, server_default=""),
    Column("locale", Text, nullable=False, server_default=""),
    timestamp("mailed_at"),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    CheckConstraint("kind IN ('gift_card', 'store_credit')", name="kind"),
    CheckConstraint("amount >= 0", name="amount"),
    CheckConstraint("(kind = 'gift_card') = (code_hash IS NOT NULL)", name="code_hash"),
    CheckConstraint("(kind = 'store_credit') = (customer_id IS NOT NULL)", name="customer"),
    ref("customer_id", "customers", ondelete="NO ACTION"),
    unique("code_hash"),
    unique("customer_id", "currency"),
    index("ix_balances_cards", "id", postgresql_where=text("kind = 'gift_card'")),
)

# Append-only: what was put on and taken off, by whom, for which order.
balance_movements = tenant_table(
    "balance_movements",
    Column("balance_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    # Below zero: taken off.
    Column("amount", BigInteger, nullable=False),
    # What was on it after that.
    Column("left_on", BigInteger, nullable=False),
    Column("order_id", UUID),
    Column("payment_id", UUID),
    Column("reason", Text, nullable=False, server_default=""),
    Column("actor", Text, nullable=False, server_default=""),
    timestamp("at", now=True),
    CheckConstraint(
        "CASE kind WHEN 'spent' THEN amount < 0 WHEN 'adjusted' THEN amount <> 0"
        " WHEN 'issued' THEN amount > 0 WHEN 'refunded' THEN amount > 0"
        " WHEN 'returned' THEN amount > 0 ELSE false END",
        name="kind",
    ),
    CheckConstraint("left_on >= 0", name="left_on"),
    ref("balance_id", "balances"),
    ref("order_id", "orders", ondelete="NO ACTION"),
    ref("payment_id", "payments", ondelete="NO ACTION"),
    index("ix_balance_movements_balance", "balance_id", "id"),
    index("ix_balance_movements_order", "order_id"),
    index("ix_balance_movements_payment", "payment_id"),
    grants=APPEND_ONLY,
)
