"""Plugins' own tables: one PostgreSQL schema each, migrations applied once, closed per tenant.

Files ``NNNN_name.sql`` run in the plugin's schema as the owner. Every table they make gets
``tenant_id``, its policy and grants from here; a table that cannot get them is refused.
"""

import hashlib
import re
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from ecommus.db.security import APP, PLATFORM, close_table
from ecommus.db.tables.kit import CURRENT_TENANT, EVERYTHING

LOCK = 7310002
_OPEN_TABLES = text(
    "SELECT c.relname, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid"
    " AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS has_tenant,"
    " (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i"
    "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)"
    "  WHERE i.indrelid = c.oid AND i.indisprimary) AS key"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
)


class PluginMigrationError(Exception):
    """A plugin's migration cannot be applied; nothing of it was."""


def schema_of(plugin_id: str) -> str:
    """``example-hello`` → ``plugin_example_hello``."""
    return "plugin_" + plugin_id.replace("-", "_")


def files(folder: Path) -> list[Path]:
    """The migrations of a folder, in order. PluginMigrationError for a name without a number."""
    found = sorted(folder.glob("*.sql"))
    for path in found:
        if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.sql", path.name):
            raise PluginMigrationError(f"{path.name}: name it like 0001_first.sql")
    return found


def upgrade(owner_url: str, migrations: dict[str, Path]) -> list[str]:
    """Apply what is missing, plugin by plugin; answers ``plugin/name`` of what was applied."""
    engine = create_engine(owner_url, poolclass=NullPool)
    applied = []
    try:
        for plugin_id, folder in sorted(migrations.items()):
            with engine.begin() as connection:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
                applied += _apply(connection, plugin_id, folder)
    finally:
        engine.dispose()
    return applied


def _apply(connection: Connection, plugin_id: str, folder: Path) -> list[str]:
    known = _known(connection, plugin_id)
    schema = schema_of(plugin_id)
    applied = []
    for path in files(folder):
        sql = path.read_text()
        digest = hashlib.sha256(sql.encode()).hexdigest()
        if path.name in known:
            if known[path.name] != digest:
                raise PluginMigrationError(f"{plugin_id}: {path.name} was changed after it ran")
            continue
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {APP}, {PLATFORM}"))
        connection.execute(text(f"SET LOCAL search_path = {schema}, public"))
        connection.exec_driver_sql(sql)
        _close(connection, plugin_id, schema)
        connection.execute(text("SET LOCAL search_path = public"))
        connection.execute(
            text(
                "INSERT INTO _ecommus_plugin_migrations (plugin, name, digest) VALUES (:p, :n, :d)"
            ),
            {"p": plugin_id, "n": path.name, "d": digest},
        )
        applied.append(f"{plugin_id}/{path.name}")
    return applied


def _close(connection: Connection, plugin_id: str, schema: str) -> None:
    """Give every new table its tenant: column, key, reference, policy, grants."""
    for table in connection.execute(_OPEN_TABLES, {"schema": schema}).all():
        name = f'{schema}."{table.relname}"'
        if not table.has_tenant:
            connection.execute(
                text(
                    f"ALTER TABLE {name} ADD COLUMN tenant_id uuid NOT NULL"
                    f" DEFAULT {CURRENT_TENANT} REFERENCES public.tenants ON DELETE CASCADE"
                )
            )
        # No row may point across shops, so every key leads with the tenant.
        if table.key is None:
            key = text(f"ALTER TABLE {name} ADD PRIMARY KEY (tenant_id, id)")
            try:
                connection.execute(key)
            except ProgrammingError:
                raise PluginMigrationError(
                    f"{plugin_id}: give {table.relname} a column named id, and no key of its own"
                ) from None
        elif table.key[0] != "tenant_id":
            raise PluginMigrationError(
                f"{plugin_id}: the key of {table.relname} must begin with tenant_id; leave the key"
                f" out and it becomes (tenant_id, id)"
            )
        for statement in close_table(name, EVERYTHING):
            connection.execute(text(statement))


def _known(connection: Connection, plugin_id: str) -> dict[str, str]:
    rows = connection.execute(
        text("SELECT name, digest FROM _ecommus_plugin_migrations WHERE plugin = :p"),
        {"p": plugin_id},
    )
    return {row[0]: row[1] for row in rows}


def pending(connection: Connection, migrations: dict[str, Path]) -> dict[str, list[str]]:
    """Plugins with migrations not applied yet, as the application role can see it."""
    waiting: dict[str, list[str]] = {}
    for plugin_id, folder in migrations.items():
        missing = [
            path.name for path in files(folder) if path.name not in _known(connection, plugin_id)
        ]
        if missing:
            waiting[plugin_id] = missing
    return waiting


def uninstall(owner_url: str, plugin_id: str) -> None:
    """Drop a plugin's schema and forget its migrations."""
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema_of(plugin_id)} CASCADE"))
        connection.execute(
            text("DELETE FROM _ecommus_plugin_migrations WHERE plugin = :p"), {"p": plugin_id}
        )
    engine.dispose()
