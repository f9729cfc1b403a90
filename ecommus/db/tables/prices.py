"""Price lists, and the promotions that lower a price before there is a cart.

What follows from them for everybody stands on the variant (``variants.sells_at``), kept by
``services.repricing``.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from ecommus.db.tables.catalog import EMPTY_ARRAY, EMPTY_OBJECT
from ecommus.db.tables.kit import flag, index, ref, tenant_table, timestamp, unique

ENDS = "ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at"

catalog_promotions = tenant_table(
    "catalog_promotions",
    Column("name", Text, nullable=False),
    # {"en": {"name"}}
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("priority", Integer, nullable=False, server_default="0"),
    flag("enabled"),
    flag("exclusive"),
    timestamp("starts_at"),
    timestamp("ends_at"),
    # What it lowers, any of these: all of them empty, everything.
    Column("products", ARRAY(UUID), nullable=False, server_default=text("'{}'")),
    Column("categories", ARRAY(UUID), nullable=False, server_default=text("'{}'")),
    Column("variants", ARRAY(UUID), nullable=False, server_default=text("'{}'")),
    # Either a share, or minor units by currency.
    Column("percentage", Numeric(5, 2)),
    Column("amounts", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    # When the shop's prices last followed it: a start or an end after that is still to be done.
    timestamp("repriced_at", now=True),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    CheckConstraint("percentage > 0 AND percentage <= 100", name="percentage"),
    CheckConstraint(ENDS, name="dates"),
)

price_lists = tenant_table(
    "price_lists",
    # What files and programs call it.
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("group_id", UUID),
    Column("countries", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    flag("enabled"),
    timestamp("starts_at"),
    timestamp("ends_at"),
    timestamp("repriced_at", now=True),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    CheckConstraint(ENDS, name="dates"),
    # A list of a group that is no more would be everybody's.
    ref("group_id", "customer_groups", ondelete="NO ACTION"),
    unique("code"),
)

price_list_prices = tenant_table(
    "price_list_prices",
    Column("price_list_id", UUID, nullable=False),
    Column("variant_id", UUID, nullable=False),
    Column("min_quantity", Integer, nullable=False, server_default="1"),
    Column("amount", BigInteger, nullable=False),
    CheckConstraint("min_quantity >= 1", name="min_quantity"),
    CheckConstraint("amount >= 0", name="amount"),
    ref("price_list_id", "price_lists"),
    ref("variant_id", "variants"),
    unique("price_list_id", "variant_id", "min_quantity"),
    index("ix_price_list_prices_variant", "variant_id"),
)
