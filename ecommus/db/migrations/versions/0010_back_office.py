"""Saved views, bulk changes that can be undone, and the nightly proof."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP FUNCTION tenants_to_prove(timestamptz);"
        " DROP TABLE saved_views, bulk_changes, nightly_proofs",
        prepare=False,
    )
