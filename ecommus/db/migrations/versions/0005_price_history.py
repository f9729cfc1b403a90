"""What variants cost before: the lowest price of thirty days, beside an announced reduction."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP TRIGGER price_changed ON variants; DROP FUNCTION keep_price();"
        " DROP TABLE price_history;"
        " ALTER TABLE variants DROP COLUMN original, DROP COLUMN lowest_before,"
        " DROP COLUMN price_since",
        prepare=False,
    )
