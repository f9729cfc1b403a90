"""Carts as the back office lists them: drafts of the staff, and carts that shoppers left."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UUID as Uuid
from sqlalchemy import (
    BigInteger,
    Row,
    Select,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session

from ecommus.core.orders import Cart
from ecommus.db.tables import catalog
from ecommus.db.tables import sales as t
from ecommus.db.tables.stock import reservations

DRAFT_STATES = ("open", "sent", "ordered")
LEFT_STATES = ("waiting", "reminded", "back", "ordered")
_c, _v, _p = t.carts.c, catalog.variants.c, catalog.products.c
_line = (
    func.jsonb_array_elements(type_coerce(_c.lines, JSONB))
    .table_valued(column("value", JSONB), with_ordinality="position", name="line")
    .render_derived()
)
_value = _line.c.value
_quantity = _value["quantity"].as_integer()
# Lines of variants that were deleted meanwhile are none (``sales.rows_of``).
_lines = _line.join(
    catalog.variants,
    (_v.id == cast(_value["variant"].astext, Uuid)) & (_v.tenant_id == _c.tenant_id),
).join(catalog.products, (_p.id == _v.product_id) & (_p.tenant_id == _v.tenant_id))


def _of_lines(value: Any) -> Any:
    return select(value).select_from(_lines).correlate(t.carts).scalar_subquery()


_FILLED = exists(select(1).select_from(_lines).correlate(t.carts))
_UNITS = func.coalesce(_of_lines(func.sum(_quantity)), 0).label("units")
_agreed = _value["unit_price"].astext.cast(BigInteger)
_GOODS = _of_lines(func.array_agg(aggregate_order_by(_p.title, _line.c.position))).label("goods")


def draft(db: Session, cart_id: UUID) -> Cart | None:
    """A draft; locked when the session may write."""
    return by_id(db, cart_id, Cart.drafted_by.is_not(None))


def by_id(db: Session, cart_id: UUID, *which: Any) -> Cart | None:
    """A cart; locked when the session may write."""
    statement = select(Cart).where(Cart.id == cart_id, *which)
    if not db.read_only:
        statement = statement.with_for_update(of=t.carts)
    return db.execute(statement).scalar_one_or_none()


def _listed(own: str, *which: Any) -> Select:
    """``own``: the shop's own currency, which ``value`` is in; what was agreed on in another does
    not count."""
    price = case((_c.currency == own, func.coalesce(_agreed, _v.price)), else_=_v.price)
    value = func.coalesce(_of_lines(func.sum(_quantity * price)), 0).label("value")
    o = t.orders.c
    ordered = (o.cart_id == _c.id) & (o.tenant_id == _c.tenant_id)
    return (
        select(
            _c.id, _c.email, _c.draft_name, _c.drafted_by, _c.currency, _c.shipping_address,
            _c.updated_at, _c.left_at, _c.mailed_at, _c.recovered_at, _c.ordered_at, _c.version,
            _UNITS, value, _GOODS, o.id.label("order_id"), o.number, o.total.label("order_total"),
        )
        .select_from(t.carts.outerjoin(t.orders, ordered))
        .where(*which)
    )  # fmt: skip


def drafts(own: str, *, state: str = "", q: str = "") -> Select:
    """The drafts of the staff; the caller adds order and limits."""
    statement = _listed(own, _c.drafted_by.is_not(None))
    if state:
        ordered, sent = _c.ordered_at.is_not(None), _c.mailed_at.is_not(None)
        wanted = {"ordered": ordered, "sent": sent & ~ordered, "open": ~sent & ~ordered}
        statement = statement.where(wanted[state])
    return statement.where(_named(q)) if q else statement


def left(own: str, *, state: str = "", q: str = "") -> Select:
    """Carts that were left with something in them."""
    statement = _listed(own, _c.left_at.is_not(None), _c.drafted_by.is_(None), _FILLED)
    if state:
        ordered, back = _c.ordered_at.is_not(None), _c.recovered_at.is_not(None)
        mailed = _c.mailed_at.is_not(None)
        wanted = {
            "ordered": ordered,
            "back": back & ~ordered,
            "reminded": mailed & ~back & ~ordered,
            "waiting": ~mailed & ~back & ~ordered,
        }
        statement = statement.where(wanted[state])
    return statement.where(_named(q)) if q else statement


def _named(q: str) -> Any:
    needle = q.strip().lower()
    address = _c.shipping_address
    name = func.lower(address["first_name"].astext + " " + address["last_name"].astext)
    return or_(
        func.strpos(func.lower(func.coalesce(_c.email, "")), needle) > 0,
        func.strpos(func.lower(func.coalesce(_c.draft_name, "")), needle) > 0,
        func.strpos(func.coalesce(name, ""), needle) > 0,
    )


def left_figures(db: Session, since: datetime) -> Row:
    """How many were left since then, were written about, came back by it, and became orders."""
    o = t.orders.c
    ordered = (o.cart_id == _c.id) & (o.tenant_id == _c.tenant_id)
    recovered = _c.recovered_at.is_not(None) & o.id.is_not(None) & (o.status != "cancelled")
    return db.execute(
        select(
            func.count().label("left"),
            func.count(_c.mailed_at).label("reminded"),
            func.count(_c.recovered_at).label("back"),
            func.count().filter(recovered).label("recovered"),
            func.coalesce(func.sum(o.total).filter(recovered), 0).label("worth"),
        )
        .select_from(t.carts.outerjoin(t.orders, ordered))
        .where(_c.left_at >= since, _c.drafted_by.is_(None), _FILLED)
    ).one()


def still(db: Session, before: datetime, most: int) -> list[Row]:
    """Carts that nobody touched since ``before`` and of which nothing was said yet, locked.

    What another worker holds is left to it. ``filled``: whether there is anything in it.
    """
    statement = (
        select(_c.id, _FILLED.label("filled"))
        .where(text(t.STILL), _c.updated_at < before)
        .order_by(_c.updated_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=t.carts)
    )
    return list(db.execute(statement))


def forget(db: Session, before: datetime, most: int) -> int:
    """Delete carts that nobody touched since ``before``; open drafts stay. Answers how many."""
    held = exists().where(reservations.c.cart_id == _c.id, reservations.c.tenant_id == _c.tenant_id)
    gone = (
        select(_c.id)
        .where(_c.updated_at < before, _c.drafted_by.is_(None) | _c.ordered_at.is_not(None), ~held)
        .order_by(_c.updated_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=t.carts)
    )
    ids = list(db.execute(gone).scalars())
    if ids:
        db.execute(delete(t.carts).where(_c.id.in_(ids)))
    return len(ids)
