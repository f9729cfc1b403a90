"""Price lists, catalogue promotions, and what a variant sells at because of them."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).with_suffix(".sql")
BEFORE = SQL.with_name("0005_price_history.sql")


def upgrade() -> None:
    _execute(SQL.read_text())


def downgrade() -> None:
    kept = BEFORE.read_text()
    column = next(line for line in kept.splitlines() if "ADD COLUMN original" in line)
    _execute(
        "DROP FUNCTION tenants_to_reprice();"
        " DROP TRIGGER price_changed ON variants; DROP FUNCTION keep_price();"
        " DROP TRIGGER price_set ON variants; DROP FUNCTION set_price();"
        " DROP TABLE price_list_prices, price_lists, catalog_promotions;"
        " ALTER TABLE variants DROP COLUMN original, DROP COLUMN sells_at,"
        f" DROP COLUMN reduced_from, DROP COLUMN min_price; {column}"
        + kept[kept.index("CREATE FUNCTION keep_price()") :]
    )


def _execute(statements: str) -> None:
    op.get_bind().connection.dbapi_connection.execute(statements, prepare=False)
