"""Carts, orders and fulfilments. The money is in ``payments``."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    Numeric,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from ecommus.db.tables.catalog import EMPTY_ARRAY, EMPTY_LIST
from ecommus.db.tables.kit import APPEND_ONLY, flag, index, ref, tenant_table, timestamp, unique
from ecommus.db.types import CartLines

# A shopper's cart with an address to write to, of which nobody has said yet that it was left.
STILL = (
    "ordered_at IS NULL AND drafted_by IS NULL AND email IS NOT NULL"
    " AND (left_at IS NULL OR left_at < updated_at)"
)

carts = tenant_table(
    "carts",
    Column("token_hash", LargeBinary, nullable=False),
    Column("currency", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("email", Text),
    Column("shipping_address", JSONB),
    Column("billing_address", JSONB),
    Column("shipping_method", Text),
    Column("payment_method", Text),
    # Codes as they were typed in, in capitals.
    Column("coupons", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    # Gift cards that are to pay, by id: their codes are kept nowhere.
    Column("gift_cards", ARRAY(UUID(as_uuid=True)), nullable=False, server_default=EMPTY_ARRAY),
    flag("use_store_credit"),
    Column("note", Text),
    # Written whole: what is in a cart is one value (docs/adr/0015).
    Column("lines", CartLines, nullable=False, server_default=EMPTY_LIST),
    # Whose it is, while they are signed in.
    Column("customer_id", UUID),
    timestamp("ordered_at"),
    # Who of the staff wrote it (None: a shopper did), and what it is called in the back office.
    Column("drafted_by", Text),
    Column("draft_name", Text),
    # When it was found left; when a mail with its link went out; when that brought its buyer back.
    timestamp("left_at"),
    timestamp("mailed_at"),
    timestamp("recovered_at"),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    timestamp("updated_at", now=True),
    ref("customer_id", "customers", ondelete="SET NULL"),
    unique("token_hash"),
    index("ix_carts_updated", "updated_at"),
    index("ix_carts_customer", "customer_id"),
    index("ix_carts_drafts", "id", postgresql_where=text("drafted_by IS NOT NULL")),
    index("ix_carts_left", "left_at", postgresql_where=text("left_at IS NOT NULL")),
    # Those that were not yet found left since they were last touched.
    index("ix_carts_still", "updated_at", postgresql_where=text(STILL)),
)

orders = tenant_table(
    "orders",
    Column("number", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    # No reference: carts are swept, orders stay. Unique: a cart becomes at most one order.
    Column("cart_id", UUID, nullable=False),
    Column("customer_id", UUID),
    Column("status", Text, nullable=False),
    Column("payment_status", Text, nullable=False),
    Column("fulfilment_status", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("currency", Text, nullable=False),
    # What one unit of it was worth in the shop's own currency; null: that is it.
    Column("exchange_rate", Numeric),
    Column("locale", Text, nullable=False),
    Column("shipping_address", JSONB, nullable=False),
    Column("billing_address", JSONB, nullable=False),
    Column("shipping_method", Text, nullable=False),
    Column("shipping_title", Text, nullable=False),
    # Where the buyer comes for it; "" when it is brought.
    Column("pickup", Text, nullable=False, server_default=""),
    Column("payment_method", Text, nullable=False),
    Column("payment_title", Text, nullable=False),
    Column("items_total", BigInteger, nullable=False),
    Column("discount_total", BigInteger, nullable=False),
    Column("shipping_total", BigInteger, nullable=False),
    Column("tax_total", BigInteger, nullable=False),
    flag("tax_included", True),
    Column("total", BigInteger, nullable=False),
    # What of it gift cards and store credit pay.
    Column("balance_total", BigInteger, nullable=False, server_default="0"),
    Column("taxes", JSONB, nullable=False),
    # [{"id", "name", "amount"}]: what each promotion took off, zero or less.
    Column("promotions", JSONB, nullable=False, server_default=EMPTY_LIST),
    # What the price was asked with, its hash, and the explanation: an order can be replayed.
    Column("question", JSONB, nullable=False),
    Column("question_digest", Text, nullable=False),
    Column("trace", JSONB, nullable=False),
    Column("note", Text),
    Column("refunded_total", BigInteger, nullable=False, server_default="0"),
    # Until when a hosted payment is waited for.
    timestamp("pay_by"),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("placed_at", now=True),
    timestamp("updated_at", now=True),
    CheckConstraint("exchange_rate > 0", name="exchange_rate"),
    CheckConstraint("balance_total >= 0", name="balance_total"),
    ref("customer_id", "customers", ondelete="SET NULL"),
    unique("number"),
    unique("token_hash"),
    unique("cart_id"),
    index("ix_orders_placed", text("placed_at DESC"), "id"),
    index("ix_orders_status", "status", text("placed_at DESC"), "id"),
    index("ix_orders_customer", "customer_id", text("placed_at DESC"), "id"),
    index("ix_orders_email", text("lower(email)")),
    index("ix_orders_pay_by", "pay_by", postgresql_where=text("pay_by IS NOT NULL")),
)

order_lines = tenant_table(
    "order_lines",
    Column("order_id", UUID, nullable=False),
    Column("variant_id", UUID),
    Column("product_slug", Text),
    Column("media_id", UUID),
    Column("sku", Text),
    Column("name", Text, nullable=False),
    # [["Size", "M"], …] in the order's language
    Column("options", JSONB, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("fulfilled", Integer, nullable=False, server_default="0"),
    Column("unit_price", BigInteger, nullable=False),
    Column("original_unit_price", BigInteger),
    Column("discount", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("tax", BigInteger, nullable=False),
    Column("tax_rate", Text),
    Column("total", BigInteger, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    flag("tracked", True),
    CheckConstraint("fulfilled BETWEEN 0 AND quantity", name="fulfilled"),
    CheckConstraint("net + tax = total", name="sum"),
    ref("order_id", "orders"),
    index("ix_order_lines_order", "order_id"),
    index("ix_order_lines_variant", "variant_id"),
)

# From where each line's units were promised: what fulfilling or cancelling gives back.
allocations = tenant_table(
    "allocations",
    Column("order_line_id", UUID, nullable=False),
    Column("variant_id", UUID, nullable=False),
    Column("location_id", UUID, nullable=False),
    Column("quantity", Integer, nullable=False),
    CheckConstraint("quantity >= 0", name="quantity"),
    ref("order_line_id", "order_lines"),
    ref("location_id", "stock_locations", ondelete="RESTRICT"),
    unique("order_line_id", "location_id"),
)

fulfilments = tenant_table(
    "fulfilments",
    Column("order_id", UUID, nullable=False),
    # [{"line_id", "quantity"}]
    Column("lines", JSONB, nullable=False),
    Column("carrier", Text, nullable=False, server_default=""),
    Column("tracking_number", Text, nullable=False, server_default=""),
    Column("tracking_url", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    ref("order_id", "orders"),
    index("ix_fulfilments_order", "order_id"),
)

# What happened to an order, in words a person reads.
order_timeline = tenant_table(
    "order_timeline",
    Column("order_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", JSONB, nullable=False, server_default=text("'{}'")),
    Column("actor", Text, nullable=False, server_default=""),
    timestamp("at", now=True),
    ref("order_id", "orders"),
    index("ix_order_timeline_order", "order_id", "id"),
    grants=APPEND_ONLY,
)

# What an order was before somebody changed it, and why: append-only.
order_edits = tenant_table(
    "order_edits",
    Column("order_id", UUID, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("actor", Text, nullable=False, server_default=""),
    # What the price was asked with before: replayed, it gives ``total_before``.
    Column("question", JSONB, nullable=False),
    Column("total_before", BigInteger, nullable=False),
    Column("total_after", BigInteger, nullable=False),
    # [{"name", "sku", "before", "after"}]: units
    Column("lines", JSONB, nullable=False),
    timestamp("at", now=True),
    ref("order_id", "orders"),
    index("ix_order_edits_order", "order_id", "id"),
    grants=APPEND_ONLY,
)

# Numbers per tenant; gaps are allowed here (invoices have a counter of their own).
counters = tenant_table(
    "counters",
    Column("name", Text, nullable=False),
    Column("value", BigInteger, nullable=False),
    unique("name"),
)
