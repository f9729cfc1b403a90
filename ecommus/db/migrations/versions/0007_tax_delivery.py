"""Zones, tax categories, rates by zone, and the shop's own ways of delivery."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "ALTER TABLE orders DROP COLUMN pickup;"
        " DROP INDEX ix_tax_rates_zone;"
        " ALTER TABLE tax_rates DROP CONSTRAINT ex_tax_rates_dates,"
        " DROP CONSTRAINT fk_tax_rates_tenant_id_zone,"
        " DROP CONSTRAINT fk_tax_rates_tenant_id_tax_category, DROP COLUMN version;"
        " ALTER TABLE tax_rates RENAME COLUMN zone TO country;"
        " ALTER TABLE tax_rates ADD CONSTRAINT"
        " uq_tax_rates_tenant_id_country_tax_category_starts_on"
        " UNIQUE (tenant_id, country, tax_category, starts_on);"
        " DROP TABLE shipping_methods, zone_members, zones, tax_categories",
        prepare=False,
    )
