"""What is in a cart stands in its row (docs/adr/0015)."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"

UP = Path(__file__).with_suffix(".sql")
DOWN = UP.with_name("0022_cart_lines_down.sql")


def upgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(UP.read_text(), prepare=False)


def downgrade() -> None:
    op.get_bind().connection.dbapi_connection.execute(DOWN.read_text(), prepare=False)
