"""Stock-takes that the worker applies."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "ALTER TABLE stock_takes DROP COLUMN queued_at, DROP COLUMN applied_by,"
        " DROP COLUMN processed",
        prepare=False,
    )
