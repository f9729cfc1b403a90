"""Attempts to pay that talk to a provider, what it reports, and money given back."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(
        "DROP FUNCTION tenants_to_settle(double precision);"
        " DROP TABLE refunds, payment_events;"
        " DROP INDEX ix_payments_claimed, uq_payments_live, ix_orders_pay_by;"
        " ALTER TABLE payments DROP COLUMN captured, DROP COLUMN refunded,"
        " DROP COLUMN redirect_url, DROP COLUMN error, DROP COLUMN claim, DROP COLUMN tries,"
        " DROP CONSTRAINT ck_payments_status;"
        " ALTER TABLE orders DROP COLUMN refunded_total, DROP COLUMN pay_by",
        prepare=False,
    )
