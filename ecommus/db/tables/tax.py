"""Zones, tax categories and rates."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Numeric,
    Text,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID, ExcludeConstraint

from ecommus.db.tables.catalog import EMPTY_OBJECT
from ecommus.db.tables.kit import flag, index, ref, tenant_table, unique

zones = tenant_table(
    "zones",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    unique("code"),
)

# A country, a province of one (ISO 3166-2 without the country), or another zone.
zone_members = tenant_table(
    "zone_members",
    Column("zone_id", UUID, nullable=False),
    Column("country", Text),
    Column("province", Text),
    Column("member_zone_id", UUID),
    CheckConstraint(
        "(country IS NULL) <> (member_zone_id IS NULL)"
        " AND (province IS NULL OR country IS NOT NULL)",
        name="one",
    ),
    ref("zone_id", "zones"),
    ref("member_zone_id", "zones", ondelete="NO ACTION"),
    index("ix_zone_members_zone", "zone_id"),
)

tax_categories = tenant_table(
    "tax_categories",
    # What products, deliveries and files call it.
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    # {"en": {"name"}}
    Column("translations", JSONB, nullable=False, server_default=EMPTY_OBJECT),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    unique("code"),
)


def _of(parent: str, column: str) -> ForeignKeyConstraint:
    """A reference by code: what is used cannot be deleted."""
    target = [f"{parent}.tenant_id", f"{parent}.code"]
    return ForeignKeyConstraint(["tenant_id", column], target, ondelete="NO ACTION")


# GiST knows equality of ranges without an extension, so what must be the same is one: its hash.
_SAME = "hashtextextended(tenant_id::text || '/' || zone || '/' || tax_category, 0)"

tax_rates = tenant_table(
    "tax_rates",
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("tax_category", Text, nullable=False),
    Column("rate", Numeric(6, 3), nullable=False),
    flag("included", True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint("rate >= 0 AND rate < 100", name="rate"),
    CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
    # On a day there is one rate, so nobody has to say which of two it was.
    ExcludeConstraint(
        (literal_column(f"int8range({_SAME}, {_SAME}, '[]')"), "&&"),
        (literal_column("daterange(starts_on, ends_on, '[]')"), "&&"),
        name="ex_tax_rates_dates",
    ),
    _of("zones", "zone"),
    _of("tax_categories", "tax_category"),
    index("ix_tax_rates_zone", "zone", "tax_category", "starts_on"),
)
