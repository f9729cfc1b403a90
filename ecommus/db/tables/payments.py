"""Attempts to pay, what providers reported of them, and money given back.

The sums are held by the database: an order has one live attempt, and of an attempt no more goes
back than was taken. What gift cards and store credit paid are rows of their own (``balance_id``).
``claim`` names the call to the provider that is under way; who finds an old one asks the provider
how it ended (``services.settling``).
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.catalog import EMPTY_LIST
from ecommus.db.tables.kit import APPEND_ONLY, flag, index, ref, tenant_table, timestamp, unique

payments = tenant_table(
    "payments",
    Column("order_id", UUID, nullable=False),
    Column("gateway", Text, nullable=False),
    # The gift card or store credit that paid; None: somebody else takes the money.
    Column("balance_id", UUID),
    Column("status", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("captured", BigInteger, nullable=False, server_default="0"),
    # Given back or on its way back.
    Column("refunded", BigInteger, nullable=False, server_default="0"),
    Column("reference", Text, nullable=False, server_default=""),
    Column("redirect_url", Text, nullable=False, server_default=""),
    # Why it did not work, or why nobody knows, in words.
    Column("error", Text, nullable=False, server_default=""),
    # authorize, capture or void while the provider is asked for it; else nothing.
    Column("claim", Text, nullable=False, server_default=""),
    timestamp("claimed_at"),
    Column("tries", Integer, nullable=False, server_default="0"),
    timestamp("created_at", now=True),
    timestamp("updated_at", now=True),
    CheckConstraint("0 <= refunded AND refunded <= captured AND captured <= amount", name="money"),
    CheckConstraint(
        "status IN ('pending', 'authorized', 'paid', 'failed', 'cancelled')", name="status"
    ),
    CheckConstraint("claim IN ('', 'authorize', 'capture', 'void')", name="claim"),
    CheckConstraint("(claim = '') = (claimed_at IS NULL)", name="claimed_at"),
    ref("order_id", "orders"),
    ref("balance_id", "balances", ondelete="NO ACTION"),
    index("ix_payments_order", "order_id"),
    index("ix_payments_balance", "balance_id", postgresql_where=text("balance_id IS NOT NULL")),
    index(
        "uq_payments_live",
        "order_id",
        unique=True,
        postgresql_where=text("status IN ('pending', 'authorized', 'paid') AND balance_id IS NULL"),
    ),
    index("ix_payments_claimed", "claimed_at", postgresql_where=text("claimed_at IS NOT NULL")),
)

# What providers reported, by their own id of the message: a second one changes nothing.
payment_events = tenant_table(
    "payment_events",
    Column("gateway", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    # No reference: kept also when it names nothing that we know.
    Column("payment_id", UUID, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("outcome", Text, nullable=False),
    timestamp("at", now=True),
    unique("gateway", "event_id"),
    grants=APPEND_ONLY,
)

refunds = tenant_table(
    "refunds",
    Column("order_id", UUID, nullable=False),
    Column("payment_id", UUID, nullable=False),
    # Where it goes: a gift card or store credit. None: whoever took the money gives it back.
    Column("balance_id", UUID),
    # Several payments are given back together: the others follow the first, and fail with it.
    Column("part_of", UUID),
    Column("status", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    # [{"line_id", "quantity", "amount"}]; empty when it is money for no line.
    Column("lines", JSONB, nullable=False, server_default=EMPTY_LIST),
    Column("shipping_amount", BigInteger, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    flag("restock"),
    # Money that came although nobody waited for it: no part of what the order cost.
    flag("surplus"),
    Column("reference", Text, nullable=False, server_default=""),
    Column("error", Text, nullable=False, server_default=""),
    # Whether the invoice is to be credited once the money is back, and by which document.
    flag("credit"),
    Column("credit_note_id", UUID),
    timestamp("claimed_at"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("actor", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("done_at"),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("status IN ('requested', 'processing', 'done', 'failed')", name="status"),
    ref("order_id", "orders"),
    ref("payment_id", "payments"),
    ref("balance_id", "balances", ondelete="NO ACTION"),
    ref("part_of", "refunds", ondelete="NO ACTION"),
    ref("credit_note_id", "invoices", ondelete="NO ACTION"),
    index("ix_refunds_order", "order_id"),
    index("ix_refunds_payment", "payment_id"),
    index("ix_refunds_balance", "balance_id", postgresql_where=text("balance_id IS NOT NULL")),
    index("ix_refunds_part_of", "part_of", postgresql_where=text("part_of IS NOT NULL")),
    index("ix_refunds_credit_note", "credit_note_id"),
    index("ix_refunds_claimed", "claimed_at", postgresql_where=text("claimed_at IS NOT NULL")),
)
