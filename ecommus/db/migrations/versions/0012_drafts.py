"""Carts that staff write, carts that were left, and who wants no mail about them."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP FUNCTION tenants_with_carts_to_sweep(); DROP TABLE mail_optouts;"
        " ALTER TABLE cart_lines DROP COLUMN unit_price, DROP COLUMN price_reason;"
        " DROP INDEX ix_carts_drafts, ix_carts_left, ix_carts_still;"
        " ALTER TABLE carts DROP COLUMN drafted_by, DROP COLUMN draft_name, DROP COLUMN left_at,"
        " DROP COLUMN mailed_at, DROP COLUMN recovered_at",
        prepare=False,
    )
