"""Promotions and coupons: what is offered to carts, what staff lists, how often it was used."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select, text
from sqlalchemy.orm import Session

from ecommus.core.ids import parse_uuid
from ecommus.db.queries.customers import same_email
from ecommus.db.tables import catalog, customers, sales
from ecommus.db.tables import promotions as t

# Asked by every cart of a shop with limits: a fixed statement, whatever their number.
_USED = text("SELECT id, used FROM promotions WHERE id = ANY(:ids)")


def enabled(db: Session) -> list[Row]:
    """All that are on, whatever their dates."""
    return list(db.execute(select(t.promotions).where(t.promotions.c.enabled)))


def by_ids(db: Session, promotion_ids: Sequence[UUID]) -> list[Row]:
    """Some of them, on or off."""
    return list(db.execute(select(t.promotions).where(t.promotions.c.id.in_(promotion_ids))))


def used(db: Session, promotion_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How often limited promotions were used so far."""
    rows = db.execute(_USED, {"ids": list(promotion_ids)})
    return {row.id: row.used for row in rows}


def coupons(db: Session, codes: Sequence[str], email: str | None) -> list[Row]:
    """Coupons by code, with how often this customer used each (``mine``)."""
    use = t.promotion_uses.c
    mine = (
        select(func.count())
        .select_from(t.promotion_uses)
        .where(
            use.coupon_id == t.coupons.c.id,
            same_email(use.email, email or ""),
            use.returned_at.is_(None),
        )
        .scalar_subquery()
    )
    statement = select(t.coupons, mine.label("mine")).where(t.coupons.c.code.in_(codes))
    return list(db.execute(statement))


def orders_of(db: Session, email: str) -> int:
    """How many orders an address placed that were not cancelled."""
    c = sales.orders.c
    statement = select(func.count()).where(same_email(c.email, email), c.status != "cancelled")
    return db.execute(statement).scalar_one()


def group_of(db: Session, customer_id: UUID | None) -> str | None:
    """The code of a customer's group."""
    c, g = customers.customers.c, customers.customer_groups.c
    statement = select(g.code).where(g.id == c.group_id, c.id == customer_id)
    return db.execute(statement).scalar()


def groups(db: Session) -> dict[str, str]:
    """Customer groups: code → name."""
    c = customers.customer_groups.c
    return dict(map(tuple, db.execute(select(c.code, c.name).order_by(c.name))))


def listed(*, q: str = "") -> Select:
    """Staff's list, with how many ``orders`` used each; the caller adds order and limits."""
    use, c = t.promotion_uses.c, t.promotions.c
    counted = select(func.count()).where(
        use.promotion_id == c.id, use.tenant_id == c.tenant_id, use.returned_at.is_(None)
    )
    statement = select(t.promotions, counted.scalar_subquery().label("orders"))
    if q:
        statement = statement.where(func.strpos(func.lower(t.promotions.c.name), q.lower()) > 0)
    return statement


def uses(db: Session, promotion_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many orders used promotions, cancelled ones that gave it back aside."""
    c = t.promotion_uses.c
    statement = select(c.promotion_id, func.count()).where(
        c.promotion_id.in_(promotion_ids), c.returned_at.is_(None)
    )
    return dict(map(tuple, db.execute(statement.group_by(c.promotion_id))))


def reference(db: Session, kind: str, value: Any) -> str | None:
    """The id of a product or category, named by id or by its address."""
    table = catalog.categories if kind == "category" else catalog.products
    found = parse_uuid(value) if isinstance(value, str) else None
    named = or_(table.c.slug == str(value), table.c.id == found) if found else table.c.slug == value
    row = db.execute(select(table.c.id).where(named)).first()
    return str(row.id) if row else None


def parents(db: Session) -> dict[UUID, UUID | None]:
    """Each category's parent."""
    c = catalog.categories.c
    return dict(map(tuple, db.execute(select(c.id, c.parent_id))))


def coupons_of(promotion_id: UUID, q: str = "") -> Select:
    """A promotion's coupons; the caller adds order and limits."""
    statement = select(t.coupons).where(t.coupons.c.promotion_id == promotion_id)
    return statement.where(t.coupons.c.code.startswith(q, autoescape=True)) if q else statement


def questions(db: Session, since: datetime, currency: str, most: int) -> list[dict[str, Any]]:
    """What the prices of recent orders were asked with, the newest first."""
    c = sales.orders.c
    statement = select(c.question).where(
        c.placed_at >= since, c.currency == currency, c.status != "cancelled"
    )
    return list(db.execute(statement.order_by(c.placed_at.desc()).limit(most)).scalars())
