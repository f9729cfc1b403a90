"""A shop's own ways of delivery."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ecommus.db.tables.catalog import EMPTY_ARRAY, EMPTY_LIST, EMPTY_OBJECT
from ecommus.db.tables.kit import flag, tenant_table, unique

shipping_methods = tenant_table(
    "shipping_methods",
    # What carts and orders call it; plugins' carriers have codes beside these.
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    # {"en": {"name", "description"}}
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("kind", Text, nullable=False),
    # Codes of zones; none: everywhere.
    Column("zones", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    Column("amount", BigInteger, nullable=False, server_default="0"),
    Column("per_item", BigInteger, nullable=False, server_default="0"),
    # [{"start": grams or minor units, "amount": minor units}]
    Column("tiers", JSONB, nullable=False, server_default=EMPTY_LIST),
    Column("free_from", BigInteger),
    Column("min_weight", Integer),
    Column("max_weight", Integer),
    Column("min_total", BigInteger),
    Column("max_total", BigInteger),
    Column("tax_category", Text),
    Column("days", Text, nullable=False, server_default=""),
    Column("pickup_address", Text, nullable=False, server_default=""),
    Column("pickup_instructions", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    flag("enabled"),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint("kind IN ('flat', 'per_item', 'by_weight', 'by_total', 'pickup')", name="kind"),
    CheckConstraint("amount >= 0 AND per_item >= 0", name="amounts"),
    unique("code"),
)
