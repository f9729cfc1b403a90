"""The overview counts the installations heard of on each of the last days."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_heartbeats_at", "heartbeats", ["at"])


def downgrade() -> None:
    op.drop_index("ix_heartbeats_at", "heartbeats")
