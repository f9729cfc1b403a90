"""Customers as they are looked up and listed: rows, never a hash on its way to a page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, func, or_, select
from sqlalchemy.orm import Session

from ecommus.core.text import fold
from ecommus.db.queries.accounts import Hash
from ecommus.db.tables import customers as t
from ecommus.db.tables.sales import orders

PLAIN = [column for column in t.customers.c if column.name not in ("tenant_id", "password_hash")]
_HAS_PASSWORD = t.customers.c.password_hash.is_not(None).label("has_password")


def same_email(column: Any, email: str) -> Any:
    """The same address, in any case of letters."""
    return func.lower(column) == email.strip().lower()


def session(db: Session, key: Hash | UUID, kind: str) -> Row | None:
    """The living session of a customer, by its token's hash (pages) or its id (access tokens)."""
    s, c = t.customer_sessions, t.customers
    which = s.c.token_hash == key.value if isinstance(key, Hash) else s.c.id == key
    return db.execute(
        select(s.c.id.label("session_id"), c.c.id, c.c.email, c.c.locale)
        .join(c, (c.c.id == s.c.customer_id) & (c.c.tenant_id == s.c.tenant_id))
        .where(
            which,
            s.c.kind == kind,
            s.c.revoked_at.is_(None),
            s.c.expires_at > func.clock_timestamp(),
            c.c.erased_at.is_(None),
        )
    ).one_or_none()


def by_email(db: Session, email: str) -> Row | None:
    """A customer with the hash of the password, to compare with; for ``access`` alone."""
    statement = select(t.customers).where(
        same_email(t.customers.c.email, email), t.customers.c.erased_at.is_(None)
    )
    return db.execute(statement).one_or_none()


def customer(db: Session, customer_id: UUID) -> Row | None:
    """A customer; locked when the session may write."""
    statement = select(*PLAIN, _HAS_PASSWORD).where(t.customers.c.id == customer_id)
    if not db.read_only:
        statement = statement.with_for_update(of=t.customers)
    return db.execute(statement).one_or_none()


def exempt_reason(db: Session, customer_id: UUID) -> str:
    """Why no tax is due from a customer, in words; "" when nobody wrote any."""
    statement = select(t.customers.c.tax_exempt_reason).where(t.customers.c.id == customer_id)
    return db.execute(statement).scalar_one_or_none() or ""


def password_hash(db: Session, customer_id: UUID) -> str | None:
    found = select(t.customers.c.password_hash).where(t.customers.c.id == customer_id)
    return db.execute(found).scalar()


def addresses(db: Session, customer_id: UUID) -> list[Row]:
    """A customer's addresses: the one for deliveries first."""
    a = t.customer_addresses
    order = (a.c.default_shipping.desc(), a.c.default_billing.desc(), a.c.id)
    return list(db.execute(address_list(customer_id).order_by(*order)))


def address_list(customer_id: UUID) -> Select:
    """The same for the caller to order and limit."""
    return select(t.customer_addresses).where(t.customer_addresses.c.customer_id == customer_id)


def address(db: Session, customer_id: UUID, address_id: UUID) -> Row | None:
    """One of them; of somebody else's there is none."""
    a = t.customer_addresses
    statement = select(a).where(a.c.customer_id == customer_id, a.c.id == address_id)
    if not db.read_only:
        statement = statement.with_for_update()
    return db.execute(statement).one_or_none()


def consents(db: Session, customer_id: UUID) -> list[Row]:
    """Everything that was given and taken back, oldest first."""
    c = t.consents
    return list(db.execute(select(c).where(c.c.customer_id == customer_id).order_by(c.c.id)))


def sessions(db: Session, customer_id: UUID) -> list[Row]:
    """Where a customer has been signed in, newest first; no tokens."""
    s = t.customer_sessions.c
    columns = (s.id, s.kind, s.user_agent, s.address, s.created_at, s.expires_at, s.revoked_at)
    return list(
        db.execute(select(*columns).where(s.customer_id == customer_id).order_by(s.id.desc()))
    )


def own_orders(customer_id: UUID) -> Select:
    """A customer's orders as a list shows them; the caller adds order and limits."""
    c = orders.c
    return select(
        c.id, c.number, c.placed_at, c.status, c.payment_status, c.fulfilment_status, c.total,
        c.currency, c.version,
    ).where(c.customer_id == customer_id)  # fmt: skip


def groups() -> Select:
    """The groups, each with how many are in it."""
    g, c = t.customer_groups, t.customers
    count = (
        select(func.count())
        .where(c.c.group_id == g.c.id, c.c.tenant_id == g.c.tenant_id, c.c.erased_at.is_(None))
        .scalar_subquery()
    )
    return select(g, count.label("customers"))


def customer_list(*, q: str = "", group_id: UUID | None = None) -> Select:
    """The operator's list, with orders and sums (of what was not cancelled), erased ones aside."""
    c, g, o = t.customers.c, t.customer_groups, orders.c
    own = (o.customer_id == c.id) & (o.tenant_id == c.tenant_id) & (o.status != "cancelled")
    statement = (
        select(
            *PLAIN,
            g.c.name.label("group_name"),
            select(func.count()).where(own).scalar_subquery().label("orders"),
            select(func.coalesce(func.sum(o.total), 0)).where(own).scalar_subquery().label("spent"),
        )
        .outerjoin(g, (g.c.id == c.group_id) & (g.c.tenant_id == c.tenant_id))
        .where(c.erased_at.is_(None))
    )
    if group_id is not None:
        statement = statement.where(c.group_id == group_id)
    if q:
        name = func.lower(c.first_name + " " + c.last_name)
        statement = statement.where(
            or_(
                func.strpos(func.lower(c.email), fold(q.strip())) > 0,
                func.strpos(name, q.strip().lower()) > 0,
                func.strpos(func.lower(c.company), q.strip().lower()) > 0,
                c.vat_id == q.strip().upper(),
            )
        )
    return statement


def sweep(connection: Connection) -> None:
    """Forget, in every shop, sessions that ended a month ago and links that are over for a day."""
    now, s, tokens = func.clock_timestamp(), t.customer_sessions, t.customer_tokens
    month = now - timedelta(days=30)
    connection.execute(delete(s).where((s.c.expires_at < month) | (s.c.revoked_at < month)))
    connection.execute(delete(tokens).where(tokens.c.expires_at < now - timedelta(days=1)))
