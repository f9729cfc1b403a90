"""Super-admin's reads: tenants and what they hold, the schema's revision. Platform role only.

No row-level security narrows these: each statement names the tenant itself.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select, text
from sqlalchemy.orm import Session

from ecommus.db.tables import accounts, catalog, ops, platform, sales


def states(db: Session) -> dict[str, int]:
    """How many tenants are in each state."""
    state = platform.tenants.c.state
    rows = db.execute(select(state, func.count()).group_by(state))
    return dict(map(tuple, rows))


def listing(*, q: str = "", state: str = "") -> Select:
    """Tenants whose name, slug or host holds ``q``; the caller adds order and limits."""
    t, d = platform.tenants.c, platform.domains.c
    statement = select(t.id, t.slug, t.name, t.state, t.niche, t.theme, t.created_at)
    if state:
        statement = statement.where(t.state == state)
    if q:
        needle = q.lower()
        hosts = select(d.tenant_id).where(func.strpos(d.host, needle) > 0)
        statement = statement.where(
            or_(
                func.strpos(func.lower(t.name), needle) > 0,
                func.strpos(t.slug, needle) > 0,
                t.id.in_(hosts),
            )
        )
    return statement


def summary(db: Session, tenant_id: UUID) -> dict[str, Any]:
    """What a tenant holds: numbers of products and orders, hosts, owners, plugins that are on."""

    def count(table: Any) -> int:
        statement = select(func.count()).select_from(table).where(table.c.tenant_id == tenant_id)
        return db.execute(statement).scalar_one()

    roles, staff, on = accounts.roles.c, accounts.staff.c, ops.tenant_plugins.c
    owners = (
        select(staff.email)
        .join(accounts.roles, (roles.id == staff.role_id) & (roles.tenant_id == staff.tenant_id))
        .where(staff.tenant_id == tenant_id, roles.code == "owner", staff.active)
        .order_by(staff.email)
    )
    plugins = select(on.plugin).where(on.tenant_id == tenant_id, on.enabled).order_by(on.plugin)
    domain = platform.domains.c
    hosts = select(domain.host, domain.verified_at).where(domain.tenant_id == tenant_id)
    return {
        "products": count(catalog.products),
        "orders": count(sales.orders),
        "owners": list(db.execute(owners).scalars()),
        "plugins": list(db.execute(plugins).scalars()),
        "hosts": list(db.execute(hosts.order_by(domain.host))),
    }


def audit(db: Session, limit: int = 10) -> list[Row]:
    """What was done on the platform, newest first."""
    table = platform.platform_audit
    return list(db.execute(select(table).order_by(table.c.at.desc(), table.c.id).limit(limit)))


def revision(db: Session) -> str:
    """The revision of the schema that the database has."""
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
