"""Returns; and what became of withdrawals that name no order."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP TABLE returns; DROP INDEX ix_withdrawals_unplaced;"
        " ALTER TABLE withdrawals DROP COLUMN settled_at",
        prepare=False,
    )
