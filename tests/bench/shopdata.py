"""A large installation, made in SQL as the owner: many shops, and one of them with many products.

Every shop is a copy of a demo shop's rows that are not its catalogue (roles, zones, taxes,
plugins, API key, pictures), so the demo's key opens all of them.
"""

from pathlib import Path
from typing import Any

import psycopg

from tests.proof.installation import Installation

BIG = "bench"
SMALL_PRODUCTS = 10
COPIED = (
    "roles", "api_keys", "stock_locations", "zones", "zone_members", "tax_categories", "tax_rates",
    "shipping_methods", "tenant_plugins", "media", "pages",
)  # fmt: skip
_SQL = Path(__file__).with_name("shopdata.sql")


def generate(installation: Installation, source: str, *, products: int, tenants: int) -> None:
    """See that there are ``tenants`` shops like ``source``, the first one with all ``products``."""
    info = installation.cluster.conninfo("ecommus", user="ecommus_owner")
    with psycopg.connect(info) as db:
        names = [BIG, *(f"{BIG}-{number}" for number in range(1, tenants))]
        db.execute(
            "INSERT INTO tenants SELECT (jsonb_populate_record(t, jsonb_build_object("
            " 'id', gen_random_uuid(), 'slug', n, 'name', n))).*"
            " FROM tenants t, unnest(%s::text[]) n"
            " WHERE t.slug = %s AND NOT EXISTS (SELECT FROM tenants x WHERE x.slug = n)",
            (names, source),
        )
        made = "SELECT t.id FROM tenants t LEFT JOIN versions v ON v.tenant_id = t.id" \
               " WHERE v.tenant_id IS NULL"  # fmt: skip
        ids = [row[0] for row in db.execute(made)]
        for table in COPIED:
            _copy(db, table, source, ids)
        for statement in _SQL.read_text().split(";\n"):
            if statement.strip():
                _fill(db, statement, ids, products)
        db.execute("INSERT INTO versions (tenant_id) SELECT unnest(%s::uuid[])", (ids,))
    with psycopg.connect(info, autocommit=True) as db:
        db.execute("VACUUM ANALYZE")


def _copy(db: Any, table: str, source: str, ids: list[Any]) -> None:
    """The rows of ``source`` in a table, once more for each of ``ids``."""
    columns = [
        row[0]
        for row in db.execute(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' AND attname <> 'tenant_id'",
            (table,),
        )
    ]
    names = ", ".join(columns)
    db.execute(
        f"INSERT INTO {table} (tenant_id, {names}) SELECT n, {names} FROM {table},"
        " unnest(%s::uuid[]) n WHERE tenant_id = (SELECT id FROM tenants WHERE slug = %s)",
        (ids, source),
    )


def _fill(db: Any, statement: str, ids: list[Any], products: int) -> None:
    db.execute(statement, {"ids": ids, "big": BIG, "products": products, "small": SMALL_PRODUCTS})
