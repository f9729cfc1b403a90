"""Row-level security: the statements that close a table, and the checks that it stayed closed.

Three roles. The owner owns the tables and runs migrations; policies do not bind it (ENABLE, not
FORCE: under FORCE its backfills and functions would see nothing, silently). The application role
owns nothing and sees one tenant at a time. The platform role is super-admin's and sees all.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from ecommus.db.tables.kit import CURRENT_TENANT

OWNER, APP, PLATFORM = "ecommus_owner", "ecommus_app", "ecommus_platform"


class UnsafeDatabase(Exception):
    """The database would not keep tenants apart; the text says what to mend."""


def close_table(table: str, grants: str, key: str = "tenant_id") -> Iterator[str]:
    """Statements that put ``table`` under the tenant policy and grant ``grants`` to the app."""
    inside = f"{key} = {CURRENT_TENANT}"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"CREATE POLICY tenant ON {table} TO {APP} USING ({inside}) WITH CHECK ({inside})"
    yield f"CREATE POLICY platform ON {table} TO {PLATFORM} USING (true) WITH CHECK (true)"
    yield f"GRANT {grants} ON {table} TO {APP}"
    yield f"GRANT {grants} ON {table} TO {PLATFORM}"


_ROLE = text(
    "SELECT rolsuper OR rolbypassrls AS unbound,"
    f" pg_has_role(current_user, '{OWNER}', 'MEMBER') AS owner,"
    " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) AS owns"
    " FROM pg_roles WHERE rolname = current_user"
)
_OPEN = text(
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
    " AND c.relpersistence = 'p' AND NOT a.attisdropped ORDER BY 1"
)


def check_roles(connection: Connection, role: str) -> None:
    """UnsafeDatabase unless the connected login is bound by the policies."""
    row = connection.execute(_ROLE).one()
    if row.unbound:
        raise UnsafeDatabase(
            f"The {role} login is a superuser or has BYPASSRLS, so row-level security would not"
            f" hold. Use a plain role: ALTER ROLE … NOSUPERUSER NOBYPASSRLS."
        )
    if row.owner or row.owns:
        raise UnsafeDatabase(
            f"The {role} login owns tables or is a member of {OWNER}; owners are not bound by"
            f" row-level security. Use the role {APP}, which owns nothing."
        )


def check_tables(connection: Connection) -> None:
    """UnsafeDatabase when a table with a tenant_id has no row-level security."""
    if unprotected := connection.execute(_OPEN).scalars().all():
        raise UnsafeDatabase(f"No row-level security on: {', '.join(unprotected)}.")
