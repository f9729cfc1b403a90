"""Stock in several places, stock-takes, and who waits for a variant that is sold out."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP TABLE stock_notices; DROP TABLE stock_takes;"
        " ALTER TABLE stock_locations DROP COLUMN address, DROP COLUMN version",
        prepare=False,
    )
