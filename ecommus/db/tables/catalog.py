"""The catalogue: products and variants, categories, attributes, media."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, UUID

from ecommus.db.tables.kit import APPEND_ONLY, flag, index, ref, tenant_table, timestamp, unique

EMPTY_OBJECT = text("'{}'")
EMPTY_ARRAY = text("'{}'")
EMPTY_LIST = text("'[]'")

# An announced reduction shows the lowest price of the thirty days before it (Omnibus directive); a
# product that never had another price here shows what was announced: by the operator, or by the
# promotion that lowers it.
ANNOUNCED = "coalesce(compare_at, reduced_from)"
ORIGINAL = (
    f"CASE WHEN {ANNOUNCED} <= sells_at THEN NULL WHEN lowest_before IS NULL THEN {ANNOUNCED}"
    f" WHEN {ANNOUNCED} IS NOT NULL AND lowest_before > sells_at THEN lowest_before END"
)

media = tenant_table(
    "media",
    Column("status", Text, nullable=False, server_default="ready"),
    Column("filename", Text, nullable=False),
    Column("content_type", Text, nullable=False, server_default=""),
    Column("digest", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("size", BigInteger),
    Column("alt", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    # [{"width", "height", "content_type", "path"}], smallest first
    Column("renditions", JSONB, nullable=False, server_default=text("'[]'")),
    Column("source_url", Text),
    Column("error", Text),
    timestamp("created_at", now=True),
    index("ix_media_source", "source_url"),
    index("ix_media_digest", "digest"),
)

categories = tenant_table(
    "categories",
    Column("parent_id", UUID),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("media_id", UUID),
    Column("version", Integer, nullable=False, server_default="1"),
    ref("parent_id", "categories", ondelete="RESTRICT"),
    ref("media_id", "media", ondelete="SET NULL"),
    unique("slug"),
    index("ix_categories_parent", "parent_id"),
)

products = tenant_table(
    "products",
    Column("title", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False, server_default="draft"),
    Column("vendor", Text),
    Column("product_type", Text),
    Column("tags", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    Column("options", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    Column("attributes", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("tax_category", Text),
    Column("seo_title", Text),
    Column("seo_description", Text),
    # {"en": {"title", "description", "options": {…}, "values": {…}}}
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    flag("featured"),
    # The handle of the file it came from: how an import finds it again after a rename.
    Column("import_handle", Text),
    # The different folded words of title, vendor, tags, SKUs and barcodes, in all languages.
    Column("words", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    # Each with its shop before it: a search reads its own shop's part of the index.
    Column("lexemes", TSVECTOR, Computed("product_lexemes(tenant_id, words)", persisted=True)),
    Column("version", Integer, nullable=False, server_default="1"),
    timestamp("created_at", now=True),
    timestamp("updated_at", now=True),
    CheckConstraint("status IN ('draft', 'active', 'archived')", name="status"),
    unique("slug"),
    index("ix_products_newest", "status", text("created_at DESC"), text("id DESC")),
    # Without a list of pending words: searching stays as quick while a catalogue comes in.
    Index(
        "ix_products_lexemes",
        "lexemes",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    ),
    index("ix_products_title", "status", "title", "id"),
    index("ix_products_import", "import_handle"),
)

variants = tenant_table(
    "variants",
    Column("product_id", UUID, nullable=False),
    Column("sku", Text),
    Column("option_values", ARRAY(Text), nullable=False, server_default=EMPTY_ARRAY),
    # What the operator typed.
    Column("price", BigInteger, nullable=False),
    # No promotion goes below it.
    Column("min_price", BigInteger),
    # What a shopper without an account pays now, and what it was before promotions lowered it:
    # services.repricing writes both, a trigger where no rule is in force (migration 0006).
    Column("sells_at", BigInteger, nullable=False),
    Column("reduced_from", BigInteger),
    # What the operator announces as the price before; shoppers see ``original``.
    Column("compare_at", BigInteger),
    # Kept by the trigger that also writes price_history (migrations 0005, 0006).
    timestamp("price_since", now=True),
    Column("lowest_before", BigInteger),
    Column("original", BigInteger, Computed(ORIGINAL, persisted=True)),
    Column("barcode", Text),
    Column("weight_grams", Integer),
    flag("track_stock", True),
    flag("backorder"),
    Column("low_stock", Integer),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("media_id", UUID),
    CheckConstraint("price >= 0", name="price"),
    CheckConstraint("low_stock BETWEEN 0 AND 10000", name="low_stock"),
    CheckConstraint("compare_at IS NULL OR compare_at > price", name="compare_at"),
    CheckConstraint("min_price >= 0 AND min_price <= price", name="min_price"),
    CheckConstraint("sells_at >= 0", name="sells_at"),
    ref("product_id", "products"),
    ref("media_id", "media", ondelete="SET NULL"),
    unique("sku"),
    unique("product_id", "option_values"),
)

# What a variant cost before, from when until when: append-only.
price_history = tenant_table(
    "price_history",
    Column("variant_id", UUID, nullable=False),
    Column("amount", BigInteger, nullable=False),
    timestamp("began_at", now=True),
    timestamp("ended_at", now=True),
    ref("variant_id", "variants"),
    index("ix_price_history_variant", "variant_id", text("ended_at DESC")),
    grants=APPEND_ONLY,
)

product_media = tenant_table(
    "product_media",
    Column("product_id", UUID, nullable=False),
    Column("media_id", UUID, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    ref("product_id", "products"),
    ref("media_id", "media"),
    unique("product_id", "media_id"),
    index("ix_product_media_media", "media_id"),
)

product_categories = tenant_table(
    "product_categories",
    Column("product_id", UUID, nullable=False),
    Column("category_id", UUID, nullable=False),
    ref("product_id", "products"),
    ref("category_id", "categories"),
    unique("product_id", "category_id"),
    index("ix_product_categories_category", "category_id", "product_id"),
)

attributes = tenant_table(
    "attributes",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    unique("code"),
)

pages = tenant_table(
    "pages",
    Column("slug", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    unique("slug"),
)
