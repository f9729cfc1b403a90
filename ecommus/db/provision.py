"""Making the roles and the database, once, as a superuser.

The embedded server does it at its first start; on a server of your own run what
``ecommus db bootstrap`` prints, as its administrator.
"""

import re

import psycopg

from ecommus.db.security import APP, OWNER, PLATFORM

ROLES = (OWNER, APP, PLATFORM)


def role_statements() -> list[str]:
    """Roles that own nothing they should not and bypass nothing."""
    return [
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;"
        f" EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        for role in ROLES
    ]


def database_statements(database: str) -> list[str]:
    """What is to be run inside a new database."""
    return [
        "CREATE EXTENSION IF NOT EXISTS vector",
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO {OWNER}',
        f'GRANT CONNECT ON DATABASE "{database}" TO {APP}, {PLATFORM}',
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {APP}, {PLATFORM}",
    ]


def provision(admin: str, database: str, *, template: str | None = None) -> bool:
    """Make roles and ``database`` where missing. ``admin``: conninfo of a superuser.

    Returns True when the database is new. ValueError for a name that needs no quoting to be wrong.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", database):
        raise ValueError(f"{database!r} is no name for a database: use a-z, 0-9 and _")
    with psycopg.connect(admin, autocommit=True) as connection:
        # Web process and worker may start together: one makes it, the other waits and finds it.
        connection.execute("SELECT pg_advisory_lock(hashtext('ecommus provision'))")
        for statement in role_statements():
            connection.execute(statement)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if found.fetchone():
            return False
        like = f' TEMPLATE "{template}"' if template else ""
        connection.execute(f'CREATE DATABASE "{database}" OWNER {OWNER}{like}')
        if template is None:
            inside = psycopg.conninfo.make_conninfo(admin, dbname=database)
            with psycopg.connect(inside, autocommit=True) as within:
                for statement in database_statements(database):
                    within.execute(statement)
    return True


def drop(admin: str, database: str) -> None:
    """Remove a database and whoever is still connected to it (tests)."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
