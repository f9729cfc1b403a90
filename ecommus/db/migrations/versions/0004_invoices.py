"""Invoices, credit notes and their series."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP TABLE invoices, invoice_series; UPDATE roles SET permissions ="
        " array_remove(array_remove(permissions, 'invoice.read'), 'invoice.manage')",
        prepare=False,
    )
