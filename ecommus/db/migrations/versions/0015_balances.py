"""Gift cards and store credit, and the payments that are made from them."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"

SQL = Path(__file__).with_suffix(".sql")
# Payments from balances make no sense without them.
BACK = """
ALTER TABLE carts DROP COLUMN gift_cards, DROP COLUMN use_store_credit;
ALTER TABLE orders DROP COLUMN balance_total;
DROP TABLE balance_movements;
DELETE FROM refunds WHERE balance_id IS NOT NULL;
ALTER TABLE refunds DROP COLUMN balance_id, DROP COLUMN part_of;
DELETE FROM payments WHERE balance_id IS NOT NULL;
ALTER TABLE payments DROP COLUMN balance_id;
DROP TABLE balances;
CREATE UNIQUE INDEX uq_payments_live ON payments (tenant_id, order_id)
WHERE status IN ('pending', 'authorized', 'paid');
UPDATE roles SET permissions =
array_remove(array_remove(permissions, 'balance.read'), 'balance.manage');
"""


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(BACK, prepare=False)
