"""Migrations: up, down and up again give the schema that the tables describe, closed per tenant."""

import secrets
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from ecommus.core.orders import CartLine
from ecommus.db.base import downgrade, upgrade
from ecommus.db.migrations import SCRIPTS
from ecommus.db.provision import drop, provision
from ecommus.db.security import APP, OWNER, PLATFORM, UnsafeDatabase, check_tables
from ecommus.db.tables import TENANT_TABLES, metadata
from ecommus.db.types import XID8, CartLines

# Made in SQL alone, because only the database needs to know of them.
EXTRAS = {
    "_ecommus_plugin_migrations",
    "ix_versions_touched_at",
    "ix_outbox_waiting",
    "ix_outbox_aggregate",
}
LEFT = text(
    "SELECT 'table ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'v', 'S') AND relname <> 'alembic_version'"
    " UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_proc p"
    " JOIN pg_roles r ON r.oid = p.proowner"
    " WHERE pronamespace = 'public'::regnamespace AND r.rolname = 'ecommus_owner'"
    " UNION ALL SELECT 'type ' || typname FROM pg_type JOIN pg_roles r ON r.oid = typowner"
    " WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'c', 'd')"
    " AND r.rolname = 'ecommus_owner' AND typname <> 'alembic_version'"
)
WHOLE = text(
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '"
    " || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'"
    " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    " UNION ALL SELECT oid::regprocedure || ' ' || md5(prosrc) || coalesce(proacl::text, '')"
    " FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang <> 13"
    " UNION ALL SELECT tablename || policyname || roles::text || coalesce(qual, '')"
    " || coalesce(with_check, '') FROM pg_policies"
    " UNION ALL SELECT relname || relrowsecurity || coalesce(relacl::text, '') FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace"
)


@pytest.fixture(scope="module")
def database(kit):
    """An empty database of its own: (url of the owner, connection to it)."""
    name = f"ecommus_migrations_{secrets.token_hex(4)}"
    admin = kit.cluster.conninfo("postgres", user="postgres")
    provision(admin, name)
    url = kit.cluster.url(name, user=OWNER)
    engine = create_engine(url, poolclass=NullPool)
    # SQLAlchemy does not know PostgreSQL's 64-bit transaction id.
    engine.dialect.ischema_names = engine.dialect.ischema_names | {"xid8": XID8}
    yield url, engine
    engine.dispose()
    drop(admin, name)


def everything(engine, statement=WHOLE):
    with engine.connect() as connection:
        return set(connection.execute(statement).scalars())


def test_up_down_and_up_again(database):
    url, engine = database
    upgrade(url, SCRIPTS)
    first = everything(engine)
    assert len(first) > 500
    downgrade(url, SCRIPTS, "base")
    assert everything(engine, LEFT) == set()
    upgrade(url, SCRIPTS)
    assert everything(engine) == first
    # And once more changes nothing.
    upgrade(url, SCRIPTS)
    assert everything(engine) == first


def test_the_tables_are_those_of_the_migrations(database):
    url, engine = database
    upgrade(url, SCRIPTS)

    def ours(_object, name, kind, _reflected, _compare_to):
        return name not in EXTRAS and not str(name).startswith(("procrastinate_", "idx_procr"))

    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_comparison_would_see_a_difference(database):
    url, engine = database
    upgrade(url, SCRIPTS)
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("ALTER TABLE products ADD COLUMN surprise text"))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [d for d in compare_metadata(context, metadata) if d[0] == "remove_column"]
        assert found[0][3].name == "surprise"
        transaction.rollback()


def test_withdrawals_of_before_wait_among_the_returns(database, kit):
    """Those that name an order which is not cancelled: its first one, with what was sent."""
    url, engine = database
    upgrade(url, SCRIPTS)
    downgrade(url, SCRIPTS, "0010")
    tenant, order, line, other = (uuid4() for _ in range(4))
    admin = create_engine(kit.cluster.url(engine.url.database, user="postgres"), poolclass=NullPool)
    with admin.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("INSERT INTO tenants (id, slug, name) VALUES (:t, 'old', 'Old')"), {"t": tenant}
        )
        for order_id, status in ((order, "confirmed"), (other, "cancelled")):
            connection.execute(
                text("INSERT INTO orders (tenant_id, id, number, token_hash, cart_id, status,"
                     " payment_status, fulfilment_status, email, currency, locale,"
                     " shipping_address, billing_address, shipping_method, shipping_title,"
                     " payment_method, payment_title, items_total, discount_total,"
                     " shipping_total, tax_total, total, taxes, question, question_digest,"
                     " trace) VALUES (:t, :o, :s, :k, :o, :s, 'pending',"
                     " 'partial', 'a@example.com', 'RON', 'ro', '{}', '{}', '', '', '',"
                     " '', 0, 0, 0, 0, 0, '[]', '{}', '', '[]')"),
                {"t": tenant, "o": order_id, "s": status, "k": status.encode()},
            )  # fmt: skip
            for number in range(2):
                connection.execute(
                    text("INSERT INTO withdrawals (tenant_id, id, order_id, order_number, name,"
                         " email, note, locale) VALUES (:t, gen_random_uuid(), :o, '', 'Ana', '',"
                         " :n, 'ro')"), {"t": tenant, "o": order_id, "n": f"words {number}"},
                )  # fmt: skip
        connection.execute(
            text("INSERT INTO order_lines (tenant_id, id, order_id, name, options, quantity,"
                 " fulfilled, unit_price, discount, net, tax, total) VALUES (:t, :l, :o, 'Cup',"
                 " '[]', 3, 2, 1, 0, 1, 0, 1), (:t, gen_random_uuid(), :o, 'Cup', '[]', 1, 0, 1, 0,"
                 " 1, 0, 1)"), {"t": tenant, "l": line, "o": order},
        )  # fmt: skip
    upgrade(url, SCRIPTS, "0011")
    with admin.begin() as connection:
        (row,) = connection.execute(text("SELECT * FROM returns"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM orders; DELETE FROM order_lines; DELETE FROM returns;"
                                " DELETE FROM withdrawals; DELETE FROM tenants"))  # fmt: skip
    admin.dispose()
    upgrade(url, SCRIPTS)
    assert (row.order_id, row.number, row.status) == (order, "confirmed-R1", "requested")
    expected = {"line_id": str(line), "quantity": 2, "reason": "withdrawal"}
    assert row.lines == [expected | {"received": 0, "damaged": 0}]


def test_what_was_in_carts_stays_in_them(database, kit):
    """There and back: in order, with what staff agreed on; not lines of a variant that is gone."""
    url, engine = database
    upgrade(url, SCRIPTS)
    downgrade(url, SCRIPTS, "0021")
    tenant, cart, first, second, cup, plate = (uuid4() for _ in range(6))
    given = {"t": tenant, "c": cart, "a": first, "b": second, "cup": cup, "plate": plate}
    rows = text("SELECT id, variant_id, quantity, position, unit_price, price_reason"
                " FROM cart_lines ORDER BY position")  # fmt: skip
    admin = create_engine(kit.cluster.url(engine.url.database, user="postgres"), poolclass=NullPool)
    with admin.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (
            "INSERT INTO tenants (id, slug, name) VALUES (:t, 'old', 'Old')",
            "INSERT INTO carts (tenant_id, id, token_hash, currency, locale)"
            " VALUES (:t, :c, 'a', 'RON', 'ro'), (:t, gen_random_uuid(), 'b', 'RON', 'ro')",
            "INSERT INTO variants (tenant_id, id, product_id, price, sells_at, position)"
            " VALUES (:t, :cup, :t, 1, 1, 0)",
            "INSERT INTO cart_lines VALUES (:t, :b, :c, :cup, 2, 1, 950, 'a friend'),"
            " (:t, :a, :c, :plate, 1, 0, NULL, NULL)",
        ):
            connection.execute(text(statement), given)
    upgrade(url, SCRIPTS, "0022")
    with admin.begin() as connection:
        found = connection.execute(text("SELECT lines FROM carts ORDER BY token_hash")).scalars()
        kept, empty = found.all()
    downgrade(url, SCRIPTS, "0021")
    with admin.begin() as connection:
        back = connection.execute(rows).all()
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("DELETE FROM cart_lines; DELETE FROM carts; DELETE FROM variants;"
                 " DELETE FROM tenants")
        )  # fmt: skip
    admin.dispose()
    upgrade(url, SCRIPTS)
    assert empty == []
    assert CartLines().process_result_value(kept, None) == [
        CartLine(plate, 1, id=first),
        CartLine(cup, 2, 950, "a friend", second),
    ]
    assert [tuple(row) for row in back] == [(second, cup, 2, 1, 950, "a friend")]


@pytest.mark.parametrize("table", sorted(TENANT_TABLES))
def test_every_table_of_a_tenant_is_closed(kit, table):
    engine = create_engine(kit.databases.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        policies = connection.execute(
            text("SELECT policyname, roles::text, qual, with_check FROM pg_policies"
                 " WHERE schemaname = 'public' AND tablename = :t"), {"t": table},
        ).all()  # fmt: skip
        secured = connection.execute(
            text("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(:t)"), {"t": table}
        ).scalar_one()
        grants = {
            role: set(
                connection.execute(
                    text("SELECT privilege_type FROM information_schema.table_privileges"
                         " WHERE table_schema = 'public' AND table_name = :t AND grantee = :r"),
                    {"t": table, "r": role},
                ).scalars()
            )
            for role in (APP, PLATFORM)
        }  # fmt: skip
        key = connection.execute(
            text("SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey, a.attnum))"
                 " FROM pg_index i JOIN pg_attribute a"
                 " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
                 " WHERE i.indrelid = to_regclass(:t) AND i.indisprimary"), {"t": table},
        ).scalar_one()  # fmt: skip
    engine.dispose()
    assert secured
    by_name = {policy.policyname: policy for policy in policies}
    assert set(by_name) == {"tenant", "platform"}
    for clause in (by_name["tenant"].qual, by_name["tenant"].with_check):
        assert "tenant_id" in clause
        assert "ecommus.tenant" in clause
    assert by_name["tenant"].roles == f"{{{APP}}}"
    assert by_name["platform"].roles == f"{{{PLATFORM}}}"
    assert grants[APP] == set(TENANT_TABLES[table].split(", "))
    assert key == ["tenant_id", "id"]


@pytest.mark.parametrize("table", sorted(TENANT_TABLES))
def test_no_reference_and_no_unique_constraint_crosses_shops(table):
    for constraint in metadata.tables[table].constraints:
        columns = [column.name for column in getattr(constraint, "columns", ())]
        if type(constraint).__name__ in ("UniqueConstraint", "ForeignKeyConstraint"):
            assert columns[0] == "tenant_id", constraint
    for index in metadata.tables[table].indexes:
        # The words of products stand behind their shop's mark instead.
        first = str(index.expressions[0])
        assert first.endswith("tenant_id") or index.name == "ix_products_lexemes", index.name


def test_a_table_left_open_is_refused_at_start(database):
    url, engine = database
    upgrade(url, SCRIPTS)
    with engine.connect() as connection, connection.begin() as transaction:
        check_tables(connection)
        connection.execute(text("CREATE TABLE diary (tenant_id uuid, note text)"))
        with pytest.raises(UnsafeDatabase, match="diary"):
            check_tables(connection)
        transaction.rollback()
