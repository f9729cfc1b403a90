"""Publishers that are suspended, and sign-ins that failed by where they came from."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    # Many statements in one text: SQLAlchemy would prepare it.
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.execute("DROP TABLE failed_sign_ins")
    op.execute("ALTER TABLE publishers DROP COLUMN suspended_at")
