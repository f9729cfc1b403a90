"""Customers: accounts of shoppers, and whose an order is. Statements are in 0003_customers.sql."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    raw = op.get_bind().connection.dbapi_connection
    raw.execute(
        "ALTER TABLE orders DROP COLUMN customer_id; ALTER TABLE carts DROP COLUMN customer_id;"
        " DROP INDEX ix_orders_email;"
        " DROP TABLE withdrawals, consents, customer_tokens, customer_sessions,"
        " customer_addresses, customers, customer_groups;"
        " UPDATE roles SET permissions ="
        " array_remove(array_remove(permissions, 'customer.read'), 'customer.manage')",
        prepare=False,
    )
