"""Gift cards and store credit: found, listed, and what their ledgers say."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from ecommus.core.balances import Kind
from ecommus.db.queries.customers import same_email
from ecommus.db.tables.balances import balance_movements, balances
from ecommus.db.tables.sales import orders

c, m = balances.c, balance_movements.c
CARD, CREDIT = c.kind == Kind.GIFT_CARD, c.kind == Kind.STORE_CREDIT


def one(db: Session, balance_id: UUID) -> Row | None:
    return db.execute(select(balances).where(c.id == balance_id)).one_or_none()


def of_cart(
    db: Session, cards: Sequence[UUID], customer_id: UUID | None, currency: str
) -> list[Row]:
    """A cart's gift cards, and the store credit of whoever is to use theirs: one statement."""
    wanted = c.id.in_(cards)
    if customer_id is not None:
        wanted = or_(wanted, and_(c.customer_id == customer_id, c.currency == currency))
    return list(db.execute(select(balances).where(wanted)))


def card_by_hash(db: Session, hashes: Sequence[bytes]) -> Row | None:
    """The card that one of a code's hashes (by the installation's secrets) belongs to."""
    return db.execute(select(balances).where(c.code_hash.in_(hashes))).first()


def any_card(db: Session) -> bool:
    """Whether the shop ever issued a gift card."""
    return bool(db.execute(select(exists().where(CARD))).scalar())


def credit_of(db: Session, customer_id: UUID, currency: str | None = None) -> list[Row]:
    """A customer's store credit; without a currency that of each."""
    mine = select(balances).where(c.customer_id == customer_id)
    if currency is not None:
        mine = mine.where(c.currency == currency)
    return list(db.execute(mine.order_by(c.currency)))


def received(db: Session, email: str) -> list[Row]:
    """The gift cards that an address was sent."""
    mine = select(balances).where(CARD, same_email(c.recipient_email, email))
    return list(db.execute(mine.order_by(c.id)))


def state(now: datetime) -> dict[str, object]:
    """The conditions of the list's filter: a gift card is in one of these states."""
    over = and_(c.expires_at.is_not(None), c.expires_at <= now)
    blocked = c.disabled_at.is_not(None)
    return {
        "open": and_(~blocked, ~func.coalesce(over, False), c.amount > 0),
        "empty": and_(~blocked, ~func.coalesce(over, False), c.amount == 0),
        "expired": and_(~blocked, over),
        "blocked": blocked,
    }


def cards(now: datetime, *, q: str = "", state_of: str = "") -> Select:
    """Staff's list of gift cards; the caller adds order and limits."""
    statement = select(balances).where(CARD)
    if state_of:
        statement = statement.where(state(now)[state_of])
    if q:
        needle = q.strip().lower()
        said = (c.recipient_email, c.recipient_name, c.note)
        hint = c.code_hint == q.strip()[-4:].upper()
        found = (func.strpos(func.lower(column), needle) > 0 for column in said)
        statement = statement.where(or_(hint, *found))
    return statement


def movements(balance_ids: Sequence[UUID]) -> Select:
    """What happened to balances, with the numbers of orders; the caller adds order and limits."""
    joined = balance_movements.outerjoin(
        orders, (orders.c.tenant_id == m.tenant_id) & (orders.c.id == m.order_id)
    )
    statement = select(balance_movements, orders.c.number.label("order_number"))
    return statement.select_from(joined).where(m.balance_id.in_(balance_ids))


def latest(db: Session, rows: Sequence[Row], most: int = 50) -> list[tuple[Row, str]]:
    """The newest movements of balances (their rows), each with its currency."""
    currencies = {row.id: row.currency for row in rows}
    found = movements(list(currencies)).order_by(m.id.desc()).limit(most)
    return [(row, currencies[row.balance_id]) for row in db.execute(found)] if rows else []


def difference(db: Session) -> list[Row]:
    """The nightly proof: balances that their ledger does not explain."""
    ledger = select(m.balance_id, func.sum(m.amount).label("ledger")).group_by(m.balance_id)
    found = ledger.subquery()
    statement = (
        select(c.id, c.kind, c.code_hint, c.currency, c.amount, found.c.ledger)
        .outerjoin(found, found.c.balance_id == c.id)
        .where(func.coalesce(found.c.ledger, 0) != c.amount)
    )
    return list(db.execute(statement))
