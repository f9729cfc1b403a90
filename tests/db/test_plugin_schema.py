"""Plugins' migrations: applied once, closed per tenant, refused where they cannot be, gone."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.pool import NullPool

from ecommus.db import plugin_schema
from ecommus.db.plugin_schema import PluginMigrationError, files, pending, schema_of, uninstall
from ecommus.db.session import TenantSession
from ecommus.web.checks import find_pending

PLUGIN = "test-notes"
SCHEMA = "plugin_test_notes"
NOTES = "CREATE TABLE notes (id uuid NOT NULL DEFAULT gen_random_uuid(), body text)"
READ = text(f"SELECT body FROM {SCHEMA}.notes")
WRITE = text(f"INSERT INTO {SCHEMA}.notes (body) VALUES (:body)")


@pytest.fixture
def folder(tmp_path, kit):
    """The plugin's migrations; what they made is dropped afterwards."""
    (tmp_path / "0001_notes.sql").write_text(NOTES)
    yield tmp_path
    uninstall(kit.databases.owner_url, PLUGIN)


def upgrade(kit, folder):
    return plugin_schema.upgrade(kit.databases.owner_url, {PLUGIN: folder})


def owner(kit, statement, **values):
    """Rows of a statement run as the owner, who sees everything."""
    engine = create_engine(kit.databases.owner_url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            return connection.execute(text(statement), values).all()
    finally:
        engine.dispose()


def inside(shop, statement, **values):
    """Rows of a statement run in the shop, committed."""
    with TenantSession(shop.kit.databases.app, tenant=shop.id) as db:
        result = db.execute(statement, values)
        rows = result.scalars().all() if result.returns_rows else None
        db.commit()
        return rows


def test_twice_is_once(kit, folder):
    assert upgrade(kit, folder) == [f"{PLUGIN}/0001_notes.sql"]
    assert upgrade(kit, folder) == []
    (folder / "0002_more.sql").write_text("ALTER TABLE notes ADD COLUMN mood text")
    assert upgrade(kit, folder) == [f"{PLUGIN}/0002_more.sql"]
    assert upgrade(kit, folder) == []


def test_a_file_changed_after_it_ran_is_refused(kit, folder):
    upgrade(kit, folder)
    (folder / "0001_notes.sql").write_text(NOTES + " -- better")
    with pytest.raises(PluginMigrationError, match=r"test-notes: 0001_notes\.sql was changed"):
        upgrade(kit, folder)


@pytest.mark.parametrize("name", ["notes.sql", "1_notes.sql", "0001-notes.sql", "0001_Notes.sql"])
def test_a_file_needs_its_number(tmp_path, name):
    (tmp_path / name).write_text("")
    with pytest.raises(PluginMigrationError, match=r"name it like 0001_first\.sql"):
        files(tmp_path)


def test_files_run_in_the_order_of_their_numbers(tmp_path):
    names = ["0010_c.sql", "0001_z.sql", "0002_a.sql"]
    for name in names:
        (tmp_path / name).write_text("")
    assert [path.name for path in files(tmp_path)] == sorted(names)


def test_a_table_gets_its_tenant_key_policy_and_grants(kit, folder, shop, other_shop):
    upgrade(kit, folder)
    inside(shop, WRITE, body="mine")
    inside(other_shop, WRITE, body="theirs")
    assert inside(shop, READ) == ["mine"]
    assert inside(other_shop, READ) == ["theirs"]
    with TenantSession(kit.databases.app) as stranger:
        assert stranger.execute(READ).all() == []
        with pytest.raises((ProgrammingError, IntegrityError)):
            stranger.execute(WRITE, {"body": "nobody's"})
    assert sorted(body for (body,) in owner(kit, f"SELECT body FROM {SCHEMA}.notes")) == [
        "mine",
        "theirs",
    ]
    key = owner(kit, "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                     f" WHERE conrelid = '{SCHEMA}.notes'::regclass AND contype = 'p'")  # fmt: skip
    assert key == [("PRIMARY KEY (tenant_id, id)",)]


def test_nobody_writes_into_another_shop(kit, folder, shop, other_shop):
    upgrade(kit, folder)
    forged = text(f"INSERT INTO {SCHEMA}.notes (tenant_id, body) VALUES (:t, 'x')")
    with pytest.raises(ProgrammingError, match="row-level security"):
        inside(shop, forged, t=other_shop.id)


def test_super_admin_sees_all(kit, folder, shop, other_shop):
    upgrade(kit, folder)
    for tenant in (shop, other_shop):
        inside(tenant, WRITE, body="x")
    with kit.platform_session() as db:
        assert len(db.execute(READ).all()) == 2


def test_a_table_with_a_key_of_its_own_is_refused_and_nothing_stays(kit, folder):
    sql = "CREATE TABLE tags (id serial PRIMARY KEY)"
    (folder / "0002_tags.sql").write_text(sql)
    with pytest.raises(PluginMigrationError, match="key of tags must begin with tenant_id"):
        upgrade(kit, folder)
    schemas = owner(kit, "SELECT 1 FROM pg_namespace WHERE nspname = :n", n=SCHEMA)
    applied = owner(kit, "SELECT 1 FROM _ecommus_plugin_migrations WHERE plugin = :p", p=PLUGIN)
    assert (schemas, applied) == ([], [])


def test_a_table_without_an_id_is_refused(kit, folder):
    (folder / "0002_tags.sql").write_text("CREATE TABLE tags (word text)")
    with pytest.raises(PluginMigrationError, match="give tags a column named id"):
        upgrade(kit, folder)


def test_a_key_that_begins_with_the_tenant_is_kept(kit, folder):
    sql = (
        "CREATE TABLE tags (tenant_id uuid NOT NULL DEFAULT"
        " nullif(current_setting('ecommus.tenant', true), '')::uuid, word text,"
        " PRIMARY KEY (tenant_id, word))"
    )
    (folder / "0002_tags.sql").write_text(sql)
    upgrade(kit, folder)
    (secured,) = owner(
        kit, f"SELECT relrowsecurity FROM pg_class WHERE oid = '{SCHEMA}.tags'::regclass"
    )
    assert secured == (True,)


def test_a_table_may_lose_its_rows_with_its_tenant(kit, folder, shop):
    upgrade(kit, folder)
    inside(shop, WRITE, body="x")
    owner(kit, "DELETE FROM tenants WHERE id = :i RETURNING 1", i=shop.id)
    assert owner(kit, f"SELECT 1 FROM {SCHEMA}.notes") == []


def test_uninstalling_leaves_nothing(kit, folder):
    upgrade(kit, folder)
    uninstall(kit.databases.owner_url, PLUGIN)
    assert owner(kit, "SELECT 1 FROM pg_namespace WHERE nspname = :n", n=SCHEMA) == []
    assert upgrade(kit, folder) == [f"{PLUGIN}/0001_notes.sql"]


def test_what_waits_is_seen_by_the_web_process(kit, folder):
    with kit.databases.app.connect() as connection:
        assert pending(connection, {PLUGIN: folder}) == {PLUGIN: ["0001_notes.sql"]}
    upgrade(kit, folder)
    with kit.databases.app.connect() as connection:
        assert pending(connection, {PLUGIN: folder}) == {}


def test_a_plugin_whose_migrations_wait_cannot_be_turned_on(kit, folder, shop, monkeypatch):
    migrations = kit.registry.extensions.migrations
    (folder / "0009_later.sql").write_text("SELECT 1")
    monkeypatch.setitem(migrations, "example-hello", folder)
    find_pending(kit.registry)
    try:
        refused = shop.as_("owner").api_post("/api/admin/plugins/example-hello/enable", status=409)
        assert "example-hello" not in shop.tenant.plugins
        assert "ecommus db upgrade" in refused.text
    finally:
        monkeypatch.undo()
        find_pending(kit.registry)
    shop.as_("owner").api_post("/api/admin/plugins/example-hello/enable", status=200)


def test_each_plugin_has_its_schema():
    assert schema_of(PLUGIN) == SCHEMA
