"""Publishers of the package index."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    # Many statements in one text: SQLAlchemy would prepare it.
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.execute(SQL.read_text(), prepare=False)


def downgrade() -> None:
    op.execute("DROP TABLE publishers")
