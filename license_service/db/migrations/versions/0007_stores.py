"""How many shops a tier, and a license, is for, as the tier matrix says."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("ALTER TABLE tiers ADD COLUMN stores INTEGER")
    op.execute("UPDATE tiers SET stores = 1 WHERE NOT features @> ARRAY['multi_tenant']")
    op.execute("UPDATE tiers SET stores = 2 WHERE code IN ('growth', 'trial', 'beta')")
    # What it says is a number now, not a text for people.
    op.execute("UPDATE tiers SET axes = axes - 'Stores in one installation'")
    op.execute("ALTER TABLE licenses ADD COLUMN stores INTEGER")
    op.execute(
        "UPDATE licenses l SET stores = t.stores FROM tiers t WHERE t.code = l.tier"
        " AND NOT (l.features @> ARRAY['multi_tenant'] AND NOT t.features @> ARRAY['multi_tenant'])"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE licenses DROP COLUMN stores")
    op.execute("ALTER TABLE tiers DROP COLUMN stores")
