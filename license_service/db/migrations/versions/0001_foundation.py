"""All tables, the guard of the log, the tiers and the plans that are sold."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).with_suffix(".sql")
TABLES = (
    "outbox", "stripe_events", "sessions", "operators", "service_keys", "log", "key_sets",
    "signing_keys", "heartbeats", "issuances", "licenses", "plans", "tiers", "customers",
)  # fmt: skip


def upgrade() -> None:
    # Many statements in one text: SQLAlchemy would prepare it.
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION log_is_for_ever()")
