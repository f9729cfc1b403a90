"""From how many units on a variant is told as low."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "ALTER TABLE variants DROP COLUMN low_stock", prepare=False
    )
