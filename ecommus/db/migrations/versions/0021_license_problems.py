"""Why a heartbeat failed, for pages in any language; how far the forensic log was read."""

from pathlib import Path

from alembic import op

revision = "0021"
down_revision = "0020"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP TABLE license_log; ALTER TABLE license_state DROP COLUMN problem_told",
        prepare=False,
    )
