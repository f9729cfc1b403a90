"""Which invoices and charges Stripe's events spoke of: the same one has its effect once."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE stripe_events ADD COLUMN things TEXT[] DEFAULT '{}' NOT NULL")
    op.execute("ALTER TABLE stripe_events ADD COLUMN license_id UUID")
    op.execute("CREATE INDEX ix_stripe_events_things ON stripe_events USING gin (things)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_stripe_events_things")
    op.execute("ALTER TABLE stripe_events DROP COLUMN license_id, DROP COLUMN things")
