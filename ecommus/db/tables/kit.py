"""How a tenant's table is made: its key, its references, and who may touch it.

Every primary key is ``(tenant_id, id)`` and every foreign key and unique constraint carries
``tenant_id``, so no row can point across shops, and the schema shards by tenant as it stands.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from ecommus.db.base import new_metadata

metadata = new_metadata()

# The transaction-local setting reads '' after it was reset, hence the nullif (design, stack).
CURRENT_TENANT = "nullif(current_setting('ecommus.tenant', true), '')::uuid"

# Table name -> what the application role may do with the rows of its own tenant.
TENANT_TABLES: dict[str, str] = {}
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"


def tenant_table(name: str, *parts, grants: str = EVERYTHING) -> Table:
    """A table whose rows belong to one tenant each; row-level security keeps them apart."""
    TENANT_TABLES[name] = grants
    return Table(
        name,
        metadata,
        Column(
            "tenant_id",
            UUID,
            ForeignKey("tenants.id", ondelete="CASCADE"),
            nullable=False,
            server_default=text(CURRENT_TENANT),
        ),
        Column("id", UUID, nullable=False),
        *parts,
        PrimaryKeyConstraint("tenant_id", "id"),
    )


def ref(column: str, table: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A reference inside the tenant. SET NULL clears only ``column``, never ``tenant_id``."""
    if ondelete == "SET NULL":
        ondelete = f"SET NULL ({column})"
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete
    )


def unique(*columns: str) -> UniqueConstraint:
    """Unique inside the tenant."""
    return UniqueConstraint("tenant_id", *columns)


def index(name: str, *columns, **options) -> Index:
    """An index that leads with the tenant."""
    return Index(name, "tenant_id", *columns, **options)


def timestamp(name: str, *, now: bool = False) -> Column:
    """A time in UTC; ``now``: filled by the database, never null."""
    default = text("clock_timestamp()") if now else None
    return Column(name, DateTime(timezone=True), nullable=not now, server_default=default)


def flag(name: str, default: bool = False) -> Column:
    """A boolean that is never null."""
    return Column(name, Boolean, nullable=False, server_default=text(str(default).lower()))
