"""The first schema: tables, policies, and the functions that look across tenants.

The statements are frozen in 0001_foundation.sql; tests compare the migrated database with
``db.tables``. Procrastinate's schema comes from its own package, as its documentation asks.
"""

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    connection = op.get_bind()
    raw = connection.connection.dbapi_connection
    raw.execute(SQL.read_text(), prepare=False)
    raw.execute(SchemaManager.get_schema(), prepare=False)
    raw.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ecommus_platform;"
        # What was written down stays, for super-admin too.
        "REVOKE UPDATE, DELETE ON audit_log, order_timeline, stock_movements, platform_audit"
        " FROM ecommus_platform;"
        "GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,"
        " procrastinate_periodic_defers, procrastinate_workers TO ecommus_app;"
        "GRANT SELECT ON alembic_version TO ecommus_app;"
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ecommus_app, ecommus_platform",
        prepare=False,
    )


def downgrade() -> None:
    raw = op.get_bind().connection.dbapi_connection
    # The foundation takes everything with it, but for Alembic's own table.
    raw.execute(
        "DO $$ DECLARE item record; BEGIN"
        " FOR item IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename <> 'alembic_version' LOOP"
        " EXECUTE format('DROP TABLE public.%I CASCADE', item.tablename); END LOOP;"
        " FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole"
        " LOOP EXECUTE format('DROP FUNCTION %s CASCADE', item.name); END LOOP;"
        " FOR item IN SELECT t.oid::regtype AS name FROM pg_type t"
        " WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'c')"
        " AND t.typowner = current_user::regrole"
        " AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')"
        " LOOP EXECUTE format('DROP TYPE %s CASCADE', item.name); END LOOP; END $$",
        prepare=False,
    )
