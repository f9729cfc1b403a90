"""Cart promotions, the coupons that open them, and what was used by which order."""

from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.catalog import EMPTY_OBJECT
from ecommus.db.tables.kit import flag, index, ref, tenant_table, timestamp, unique

promotions = tenant_table(
    "promotions",
    Column("name", Text, nullable=False),
    # {"en": {"name"}}
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("priority", Integer, nullable=False, server_default="0"),
    flag("enabled"),
    flag("exclusive"),
    flag("coupon_based"),
    flag("applies_to_discounted", True),
    # A cancelled order gives its use back.
    flag("returns_use", True),
    timestamp("starts_at"),
    timestamp("ends_at"),
    Column("usage_limit", Integer),
    Column("used", Integer, nullable=False, server_default="0"),
    # As the API writes them; services.promotions.definition makes core's of them.
    Column("rules", JSONB, nullable=False),
    Column("actions", JSONB, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    CheckConstraint("used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name="used"),
)

coupons = tenant_table(
    "coupons",
    Column("promotion_id", UUID, nullable=False),
    # In capitals: codes are typed from paper.
    Column("code", Text, nullable=False),
    Column("usage_limit", Integer),
    Column("customer_limit", Integer),
    Column("used", Integer, nullable=False, server_default="0"),
    timestamp("expires_at"),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    CheckConstraint("used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name="used"),
    ref("promotion_id", "promotions"),
    unique("code"),
    index("ix_coupons_promotion", "promotion_id", "id"),
)

promotion_uses = tenant_table(
    "promotion_uses",
    Column("promotion_id", UUID, nullable=False),
    Column("coupon_id", UUID),
    Column("order_id", UUID, nullable=False),
    Column("email", Text, nullable=False),
    timestamp("returned_at"),
    ref("promotion_id", "promotions"),
    ref("coupon_id", "coupons", ondelete="SET NULL"),
    ref("order_id", "orders"),
    unique("order_id", "promotion_id"),
    index("ix_promotion_uses_promotion", "promotion_id"),
    index("ix_promotion_uses_coupon", "coupon_id", "email"),
)
