"""Cart promotions, coupons, and which order used them."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "ALTER TABLE orders DROP COLUMN promotions; ALTER TABLE carts DROP COLUMN coupons;"
        " DROP TABLE promotion_uses, coupons, promotions",
        prepare=False,
    )
