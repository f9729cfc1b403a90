"""Stock: places, levels, the ledger that explains them, and timed reservations."""

from sqlalchemy import CheckConstraint, Column, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.catalog import EMPTY_LIST, EMPTY_OBJECT
from ecommus.db.tables.kit import APPEND_ONLY, flag, index, ref, tenant_table, timestamp, unique

stock_locations = tenant_table(
    "stock_locations",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    # Orders take from the highest first.
    Column("priority", Integer, nullable=False, server_default="0"),
    # {"street", "city", "county", "postal_code", "country", "phone"}, each where it is known
    Column("address", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("version", Integer, nullable=False, server_default="1"),
    unique("code"),
)

stock_levels = tenant_table(
    "stock_levels",
    Column("variant_id", UUID, nullable=False),
    Column("location_id", UUID, nullable=False),
    Column("on_hand", Integer, nullable=False, server_default="0"),
    Column("allocated", Integer, nullable=False, server_default="0"),
    Column("reserved", Integer, nullable=False, server_default="0"),
    # Copied from the variant by the function that moves stock: a CHECK sees one row only.
    flag("backorder"),
    CheckConstraint("backorder OR on_hand - allocated - reserved >= 0", name="available"),
    CheckConstraint("allocated >= 0 AND reserved >= 0", name="promises"),
    ref("variant_id", "variants"),
    ref("location_id", "stock_locations", ondelete="RESTRICT"),
    unique("variant_id", "location_id"),
)

# Rows outlive what they speak of, hence no reference to variants and orders.
stock_movements = tenant_table(
    "stock_movements",
    Column("variant_id", UUID, nullable=False),
    Column("location_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("on_hand", Integer, nullable=False),
    Column("allocated", Integer, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("order_id", UUID),
    Column("actor", Text, nullable=False, server_default=""),
    timestamp("at", now=True),
    index("ix_stock_movements_variant", "variant_id", "id"),
    grants=APPEND_ONLY,
)

# A count of the shelves: a trial until it is applied, a record after it.
stock_takes = tenant_table(
    "stock_takes",
    Column("filename", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # core.counting.Basis
    Column("basis", Text, nullable=False),
    # [{"row", "variant_id", "location_id", "title", "sku", "options", "place", "counted",
    #   "expected"}], and once applied "now", "difference" and "problem"
    Column("lines", JSONB, nullable=False),
    # [{"row", "field", "message", "params"}]: rows that could not be read
    Column("problems", JSONB, nullable=False, server_default=EMPTY_LIST),
    Column("blank", Integer, nullable=False, server_default="0"),
    Column("created_by", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    # When it was last heard of while it is applied, and by whom it is; how many of the lines are.
    timestamp("queued_at"),
    Column("applied_by", Text, nullable=False, server_default=""),
    Column("processed", Integer, nullable=False, server_default="0"),
    timestamp("applied_at"),
    CheckConstraint("basis IN ('sheet', 'now')", name="basis"),
)

# Who waits for a variant to come back. The address in small letters; gone soon after the mail.
stock_notices = tenant_table(
    "stock_notices",
    Column("variant_id", UUID, nullable=False),
    Column("email", Text, nullable=False),
    Column("locale", Text, nullable=False),
    timestamp("created_at", now=True),
    timestamp("told_at"),
    ref("variant_id", "variants"),
    index(
        "uq_stock_notices_waiting",
        "variant_id",
        "email",
        unique=True,
        postgresql_where=text("told_at IS NULL"),
    ),
    index("ix_stock_notices_email", "email"),
)

reservations = tenant_table(
    "reservations",
    Column("cart_id", UUID, nullable=False),
    Column("variant_id", UUID, nullable=False),
    Column("location_id", UUID, nullable=False),
    Column("quantity", Integer, nullable=False),
    timestamp("expires_at", now=True),
    CheckConstraint("quantity > 0", name="quantity"),
    ref("cart_id", "carts"),
    ref("variant_id", "variants"),
    ref("location_id", "stock_locations"),
    unique("cart_id", "variant_id", "location_id"),
    index("ix_reservations_variant", "variant_id", "expires_at"),
    index("ix_reservations_expiry", "expires_at"),
)
