"""What the back office keeps for its people: saved views, changes that can be undone, proofs."""

from sqlalchemy import Column, Date, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecommus.db.tables.kit import index, ref, tenant_table, timestamp, unique

# A list as somebody likes to see it: its filters, under a name of their own.
saved_views = tenant_table(
    "saved_views",
    Column("staff_id", UUID, nullable=False),
    Column("list", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    timestamp("created_at", now=True),
    ref("staff_id", "staff"),
    unique("staff_id", "list", "name"),
)

# One change of many products, with what stood there before: so that it can be taken back.
bulk_changes = tenant_table(
    "bulk_changes",
    Column("kind", Text, nullable=False),
    # What was asked for: {"percent": "-10.00"}, {"status": "draft"}, {"category": …}.
    Column("change", JSONB, nullable=False),
    # [{"product_id", "title", "variant_id"?, "sku"?, "before", "after"}]
    Column("rows", JSONB, nullable=False),
    Column("actor", Text, nullable=False, server_default=""),
    timestamp("created_at", now=True),
    timestamp("undone_at"),
    index("ix_bulk_changes_created", "created_at"),
)

# A row per day of the shop's calendar on which its ledgers were proved.
nightly_proofs = tenant_table(
    "nightly_proofs",
    Column("day", Date, nullable=False),
    Column("documents", Integer, nullable=False, server_default="0"),
    # [{"subject", "kind", "number", "text"}]; subject: invoice or stock
    Column("findings", JSONB, nullable=False, server_default=text("'[]'")),
    timestamp("created_at", now=True),
    unique("day"),
)
