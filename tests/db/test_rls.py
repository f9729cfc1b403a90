"""Tenants apart, proved on the database itself, without any of our code in between.

For every table: a probe from another tenant sees, changes and adds nothing; and once the table's
policy lets everything through, the very same probe gets at the row. So the probe can fail, and it
is the policy that stops it.
"""

import secrets
from datetime import date
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from ecommus.db import plugin_schema
from ecommus.db.provision import drop, provision
from ecommus.db.security import APP, OWNER, PLATFORM, UnsafeDatabase, check_roles, check_tables
from ecommus.db.session import TenantSession
from ecommus.db.tables import TENANT_TABLES
from ecommus.db.tables.kit import APPEND_ONLY
from ecommus.testing.kit import template_name

# Closed by the same policy, though no rows are made there by the application.
OF_THE_PLATFORM = ("tenants", "domains", "versions")
HIDDEN = ("platform_users", "platform_sessions", "platform_audit")
# Where a value of the right type is not enough; a function makes another one for each row.
VALUES = {
    "balances": {"kind": "store_credit", "customer_id": uuid4},
    "balance_movements": {"kind": "issued"},
    "order_lines": {"total": 2},
    "tenants": {"state": "active"},
    "catalog_promotions": {"percentage": 10},
    "price_list_prices": {"min_quantity": 1},
    "invoice_series": {"kind": "380"},
    "stock_takes": {"basis": "now"},
    "invoices": {"kind": "381", "preceding_id": uuid4()},
    "payments": {"status": "failed"},
    "refunds": {"status": "done"},
    "zone_members": {"member_zone_id": uuid4()},
    "shipping_methods": {"kind": "flat"},
}
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attnotnull AND d.adnum IS NULL AND a.attgenerated = ''
"""
CLOSED = """
SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relrowsecurity AND c.relkind IN ('r', 'p')
"""
# Of tenant tables only: child, its columns, parent, its columns.
REFERENCES = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
  ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, o)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.o),
  ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, o)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.o)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE c.contype = 'f' AND t.relrowsecurity ORDER BY c.conname
"""


class World:
    """A database of its own, one row of each of two tenants in every closed table."""

    def __init__(self, kit):
        self.kit = kit
        self.admin = kit.cluster.conninfo("postgres", user="postgres")
        self.name = f"ecommus_rls_{secrets.token_hex(4)}"
        provision(self.admin, self.name, template=template_name())
        plugin_schema.upgrade(self.url(OWNER), kit.registry.extensions.migrations)
        self.ours, self.theirs = uuid4(), uuid4()
        self.ids = {}
        with self.connect("postgres") as connection:
            self.closed = {row[0] for row in connection.execute(CLOSED)}
            connection.execute("SET session_replication_role = replica")
            for tenant in (self.ours, self.theirs):
                for table in sorted(self.closed):
                    self.insert(connection, table, tenant)

    def url(self, role):
        return self.kit.cluster.url(self.name, user=role)

    def connect(self, role):
        return psycopg.connect(self.kit.cluster.conninfo(self.name, user=role))

    def as_app(self, tenant=None):
        connection = self.connect(APP)
        if tenant is not None:
            connection.execute(f"SET LOCAL ecommus.tenant = '{tenant}'")
        return connection

    def insert(self, connection, table, tenant):
        """A row with a value of the right type wherever one is needed."""
        key = key_of(table)
        values = {}
        for name, kind in connection.execute(COLUMNS, [table]).fetchall():
            values[name] = value_of(kind)
        given = VALUES.get(table, {}).items()
        values |= {name: value() if callable(value) else value for name, value in given}
        values[key] = tenant
        self.ids.setdefault((table, tenant), values.get("id"))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        connection.execute(statement, list(values.values()))

    def close(self):
        drop(self.admin, self.name)


def value_of(kind):
    if kind == "uuid":
        return uuid4()
    word = secrets.token_hex(6)
    day = date.fromordinal(secrets.randbelow(700_000) + 1)
    return {"text": word, "bytea": word.encode(), "jsonb": "{}", "text[]": [],
            "date": day, "integer": secrets.randbelow(10**6) + 1}.get(kind, 1)  # fmt: skip


def identifier(table):
    return sql.Identifier(*table.split("."))


def key_of(table):
    return "id" if table == "tenants" else "tenant_id"


def permitted(connection, table):
    """What the application may do with rows of its own."""
    row = connection.execute(
        "SELECT has_any_column_privilege(%(role)s, %(table)s, 'UPDATE'),"
        " has_table_privilege(%(role)s, %(table)s, 'DELETE'),"
        " has_table_privilege(%(role)s, %(table)s, 'INSERT')",
        {"role": APP, "table": table},
    ).fetchone()
    return {name for name, may in zip(("update", "delete", "insert"), row, strict=True) if may}


def probe(world, connection, table):
    """What a connection that is set to the other tenant can do to a row of ours."""
    key, name = key_of(table), identifier(table)
    may = permitted(connection, table)
    column = sql.Identifier(
        "name" if table == "tenants" else "config" if table == "versions" else key
    )
    where = sql.SQL("WHERE {} = %s").format(sql.Identifier(key))
    done = {}
    count = sql.SQL("SELECT count(*) FROM {} {}").format(name, where)
    done["select"] = connection.execute(count, [world.ours]).fetchone()[0]
    if "update" in may:
        update = sql.SQL("UPDATE {} SET {} = {} {}").format(name, column, column, where)
        done["update"] = connection.execute(update, [world.ours]).rowcount
    if "insert" in may:
        try:
            with connection.transaction():
                world.insert(connection, table, world.ours)
            done["insert"] = 1
        except errors.InsufficientPrivilege:
            done["insert"] = 0
    if "delete" in may:
        delete = sql.SQL("DELETE FROM {} {}").format(name, where)
        done["delete"] = connection.execute(delete, [world.ours]).rowcount
    return done


@pytest.fixture(scope="module")
def world(kit):
    made = World(kit)
    yield made
    made.close()


@pytest.fixture
def intruder(world):
    """The application's role, set to the other tenant, on a superuser's connection that may change
    policies first. Rolled back at the end; foreign keys are off, so that they stop nothing."""
    connection = world.connect("postgres")
    connection.execute("SET LOCAL session_replication_role = replica")

    def become():
        connection.execute(f"SET LOCAL ROLE {APP}")
        connection.execute(f"SET LOCAL ecommus.tenant = '{world.theirs}'")
        return connection

    become.connection = connection
    yield become
    connection.rollback()
    connection.close()


def proved(world, intruder, table):
    """The probe is stopped, and it is the policy that stops it."""
    with world.as_app(world.theirs) as login:
        stopped = probe(world, login, table)
        login.rollback()
    assert set(stopped.values()) == {0}, stopped
    admin = intruder.connection
    admin.execute(
        sql.SQL("ALTER POLICY tenant ON {} USING (true) WITH CHECK (true)").format(
            identifier(table)
        )
    )
    through = probe(world, intruder(), table)
    assert set(through) == set(stopped)
    assert all(through.values()), f"the probe cannot fail: {through}"


@pytest.mark.parametrize("table", [*sorted(TENANT_TABLES), *OF_THE_PLATFORM])
def test_only_the_policy_keeps_another_tenant_out(world, intruder, table):
    proved(world, intruder, table)


def test_the_tables_of_plugins_too(world, intruder):
    tables = {table for table in world.closed if table.startswith("plugin_")}
    assert "plugin_example_hello.counts" in tables
    for table in sorted(tables):
        with intruder.connection.transaction(force_rollback=True):
            intruder.connection.execute("RESET ROLE")
            proved(world, intruder, table)


def test_no_table_is_forgotten(world):
    """The closed tables are those that the code knows, and every table with a tenant is closed."""
    public = {table for table in world.closed if "." not in table}
    assert public == set(TENANT_TABLES) | set(OF_THE_PLATFORM)
    with world.connect("postgres") as connection:
        policies = connection.execute(
            "SELECT count(*) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE p.polname = 'tenant' AND p.polpermissive AND p.polcmd = '*'"
        ).fetchone()[0]
        assert policies == len(world.closed)


@pytest.mark.parametrize("setting", [None, ""])
def test_without_a_tenant_there_are_no_rows(world, setting):
    with world.as_app(setting) as connection:
        for table in sorted(world.closed):
            count = sql.SQL("SELECT count(*) FROM {}").format(identifier(table))
            assert connection.execute(count).fetchone()[0] == 0, table


def test_a_tenant_sees_its_own_row_and_no_other(world):
    with world.as_app(world.ours) as connection:
        for table in sorted(world.closed):
            key = sql.Identifier(key_of(table))
            rows = sql.SQL("SELECT DISTINCT {} FROM {}").format(key, identifier(table))
            assert connection.execute(rows).fetchall() == [(world.ours,)], table


def test_a_pooled_connection_forgets_its_tenant(kit, shop):
    engine = create_engine(
        kit.databases.app_url, pool_size=1, max_overflow=0, connect_args={"autocommit": True}
    )
    who = text("SELECT pg_backend_pid(), (SELECT count(*) FROM staff)")
    try:
        with TenantSession(engine, tenant=shop.id) as session:
            first, seen = session.execute(who).one()
            session.commit()
        with TenantSession(engine) as session:
            second, left = session.execute(who).one()
    finally:
        engine.dispose()
    assert first == second
    assert (seen, left) == (1, 0)


@pytest.mark.parametrize("table", HIDDEN)
@pytest.mark.parametrize(
    "verb", ["SELECT 1 FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_the_application_cannot_touch_the_platforms_people(world, table, verb):
    with world.as_app(world.ours) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(verb.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE products DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON products",
        "CREATE POLICY mine ON products USING (true)",
        "DROP TABLE products",
        "TRUNCATE products",
        "CREATE TABLE mine (id int)",
        "CREATE TRIGGER t BEFORE INSERT ON products EXECUTE FUNCTION unique_key_recheck()",
        f"GRANT SELECT ON platform_users TO {APP}",
        f"SET ROLE {OWNER}",
        f"SET ROLE {PLATFORM}",
        f"ALTER ROLE {APP} BYPASSRLS",
        "SET session_replication_role = replica",
        "INSERT INTO tenants (id, slug, name) VALUES (gen_random_uuid(), 'mine', 'mine')",
        "UPDATE tenants SET state = 'active'",
        "UPDATE tenants SET slug = 'theirs'",
        "INSERT INTO domains (host, tenant_id, proof) VALUES ('x.example', gen_random_uuid(), 'x')",
    ],
)  # fmt: skip
def test_the_application_cannot_open_the_door(world, statement):
    with world.as_app(world.ours) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


def test_row_security_cannot_be_switched_off(world):
    """``row_security = off`` makes a query that a policy would filter an error."""
    with world.as_app(world.theirs) as connection:
        connection.execute("SET LOCAL row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM products")


@pytest.mark.parametrize("table", sorted(t for t, g in TENANT_TABLES.items() if g == APPEND_ONLY))
@pytest.mark.parametrize("role", [APP, PLATFORM])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_written_down_stays(world, table, role, verb):
    with world.connect(role) as connection:
        connection.execute(f"SET LOCAL ecommus.tenant = '{world.ours}'")
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(verb.format(table))


def test_super_admins_own_log_stays_too(world):
    for verb in ("UPDATE platform_audit SET id = id", "DELETE FROM platform_audit"):
        with world.connect(PLATFORM) as connection:
            assert connection.execute("SELECT count(*) FROM platform_audit").fetchone() == (0,)
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(verb)


def test_every_key_carries_the_tenant(world):
    """Primary, foreign and unique keys begin with it: two shops never meet in an index."""
    with world.connect("postgres") as connection:
        keys = connection.execute(
            "SELECT i.indexrelid::regclass::text, (SELECT attname FROM pg_attribute a"
            "  WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
            " WHERE i.indisunique AND c.relrowsecurity AND c.relname <> ALL(%s)",
            [list(OF_THE_PLATFORM)],
        ).fetchall()
        references = connection.execute(REFERENCES).fetchall()
    assert len(keys) > len(TENANT_TABLES)
    assert {name for name, first in keys if first != "tenant_id"} == set()
    for child, parent, columns, targets in references:
        assert columns[0] == "tenant_id", (child, columns)
        assert targets[0] == ("id" if parent == "tenants" else "tenant_id"), (child, parent)


def test_no_row_can_point_across_shops(world):
    """Every reference there is: within the tenant it is taken, across it is refused."""
    with world.connect("postgres") as connection:
        tried = 0
        for child, parent, columns, targets in connection.execute(REFERENCES).fetchall():
            if parent == "tenants":
                continue
            tried += 1
            update = sql.SQL("UPDATE {} SET {} = %s WHERE tenant_id = %s").format(
                identifier(child), sql.Identifier(columns[1])
            )
            # By id, or by a code that is unique in the shop.
            named = sql.SQL("SELECT {} FROM {} WHERE tenant_id = %s").format(
                sql.Identifier(targets[1]), identifier(parent)
            )
            target = connection.execute(named, [world.ours]).fetchone()[0]
            with connection.transaction(force_rollback=True):
                assert connection.execute(update, [target, world.ours]).rowcount == 1
            with (
                pytest.raises(errors.ForeignKeyViolation, match=child),
                connection.transaction(force_rollback=True),
            ):
                connection.execute(update, [target, world.theirs])
        assert tried > 15


def test_functions_that_look_across_tenants_are_pinned(world):
    """SECURITY DEFINER with a search_path of its own, and not for everybody."""
    with world.connect("postgres") as connection:
        found = connection.execute(
            "SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE')"
            " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert {"tenant_lookup", "tenant_versions", "outbox_ready"} <= {row[0] for row in found}
    for name, config, public in found:
        assert config, name
        assert config[0].startswith("search_path="), name
        assert not public, name


@pytest.fixture
def superuser(world):
    """A superuser's connection; what is done in it is undone."""
    engine = create_engine(world.url("postgres"), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def test_the_roles_and_tables_as_they_are_pass_the_check(world):
    for role in (APP, PLATFORM):
        engine = create_engine(world.url(role), poolclass=NullPool)
        with engine.connect() as connection:
            check_roles(connection, role)
            check_tables(connection)
        engine.dispose()


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        ("SUPERUSER", "superuser"),
        ("BYPASSRLS", "BYPASSRLS"),
        (f"IN ROLE {OWNER}", "member"),
    ],
)
def test_a_role_that_policies_do_not_bind_is_refused(superuser, made, complaint):
    superuser.execute(text(f"CREATE ROLE ecommus_probe {made}"))
    superuser.execute(text("SET LOCAL ROLE ecommus_probe"))
    with pytest.raises(UnsafeDatabase, match=complaint):
        check_roles(superuser, "application")


def test_a_role_that_owns_a_table_is_refused(superuser):
    superuser.execute(text("CREATE ROLE ecommus_probe"))
    superuser.execute(text("ALTER TABLE pages OWNER TO ecommus_probe"))
    superuser.execute(text("SET LOCAL ROLE ecommus_probe"))
    with pytest.raises(UnsafeDatabase, match="owns tables"):
        check_roles(superuser, "application")


def test_the_superuser_itself_is_refused(superuser):
    with pytest.raises(UnsafeDatabase, match="superuser"):
        check_roles(superuser, "application")


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("ALTER TABLE products DISABLE ROW LEVEL SECURITY", "products"),
        ("CREATE TABLE leaky (tenant_id uuid, id uuid)", "leaky"),
        ("ALTER TABLE plugin_example_hello.counts DISABLE ROW LEVEL SECURITY", "counts"),
    ],
)
def test_a_table_without_row_level_security_is_refused(superuser, statement, table):
    check_tables(superuser)
    superuser.execute(text(statement))
    with pytest.raises(UnsafeDatabase, match=table):
        check_tables(superuser)
