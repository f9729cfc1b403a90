"""What orders use up of promotions and codes.

A limit of one is one: an order raises the counter in a row that it locks, in the order of ids,
before it locks any stock.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update

from ecommus.core.errors import Conflict
from ecommus.core.ids import uuid7
from ecommus.core.orders import Order
from ecommus.core.pricing import Priced, PriceQuestion
from ecommus.db.queries import promotions as queries
from ecommus.db.tables import promotions as t
from ecommus.services.offers import Offer
from ecommus.services.work import Work

INSERT = insert(t.promotion_uses).inline()
Rows = list[dict[str, Any]]


def use(work: Work, order: Order, offer: Offer, priced: Priced) -> Rows:
    """Count what the order uses. Conflict: somebody was faster.

    Answers the rows of ``promotion_uses``, to be written once the order is.
    """
    applied = {entry.id for entry in priced.promotions}
    rows = work.remembered("promotions", lambda: queries.enabled(work.db))
    opened = {str(row.promotion_id): row for row in sorted(offer.coupons.values(), key=_id)}
    return _count(work, order, [row for row in rows if str(row.id) in applied], opened)


def recount(work: Work, order: Order, question: PriceQuestion, priced: Priced) -> None:
    """After an edit: what applies now and did not before is counted, what applies no more is given
    back. Conflict: it has been used up since the order was placed."""
    before = {entry["id"] for entry in order.promotions}
    after = {entry.id for entry in priced.promotions}
    if gone := before - after:
        _return(work, order, t.promotion_uses.c.promotion_id.in_([UUID(key) for key in gone]))
    if not (new := after - before):
        return
    known = {promotion.id: promotion for promotion in question.promotions}
    codes = {key: known[key].coupons & question.buyer.coupons for key in new}
    wanted = sorted({code for each in codes.values() for code in each})
    coupons = queries.coupons(work.db, wanted, order.email) if wanted else []
    opened = {str(row.promotion_id): row for row in sorted(coupons, key=_id)}
    used = _count(work, order, queries.by_ids(work.db, [UUID(key) for key in new]), opened)
    if used:
        work.db.execute(INSERT, used)


def _count(work: Work, order: Order, rows: Iterable[Any], opened: Mapping[str, Any]) -> Rows:
    """Uses of promotions (rows); ``opened``: the coupon that opens one, by promotion."""
    uses = []
    for row in sorted(rows, key=_id):
        if row.usage_limit is not None and not _raise(work, t.promotions, row.id):
            raise Conflict("promotion_used_up", "“%(name)s” has just ended.", name=row.name)
        coupon = opened.get(str(row.id)) if row.coupon_based else None
        uses.append((row, coupon))
    for _row, coupon in sorted(((r, c) for r, c in uses if c), key=lambda pair: pair[1].id):
        if not _raise(work, t.coupons, coupon.id) or _too_often(work, coupon, order.email):
            text = "The code %(coupon)s has been used up."
            raise Conflict("coupon_used_up", text, coupon=coupon.code)
    return [
        {"id": uuid7(), "promotion_id": row.id, "coupon_id": coupon.id if coupon else None,
         "order_id": order.id, "email": order.email}
        for row, coupon in uses
    ]  # fmt: skip


def _id(row: Any) -> UUID:
    return row.id


def _raise(work: Work, table: Any, row_id: UUID) -> bool:
    """Count one more use, if the limit lets one; the row stays locked until the commit."""
    open_still = table.c.usage_limit.is_(None) | (table.c.used < table.c.usage_limit)
    statement = update(table).where(table.c.id == row_id, open_still).values(used=table.c.used + 1)
    return work.db.execute(statement.returning(table.c.id)).first() is not None


def _too_often(work: Work, coupon: Any, email: str) -> bool:
    """Asked again under the coupon's lock: two orders of one customer come one after the other."""
    if coupon.customer_limit is None:
        return False
    (row,) = queries.coupons(work.db, [coupon.code], email)
    return row.mine >= row.customer_limit


def give_back(work: Work, order: Order) -> None:
    """A cancelled order's uses, of promotions that say so."""
    _return(work, order, t.promotions.c.returns_use)


def _return(work: Work, order: Order, which: Any) -> None:
    use, promotion = t.promotion_uses.c, t.promotions.c
    gone = work.db.execute(
        update(t.promotion_uses)
        .where(
            use.order_id == order.id, use.returned_at.is_(None),
            use.promotion_id == promotion.id, use.tenant_id == promotion.tenant_id, which,
        )
        .values(returned_at=func.clock_timestamp())
        .returning(use.promotion_id, use.coupon_id, promotion.usage_limit)
    ).all()  # fmt: skip
    for table, ids in (
        (t.promotions, sorted(row.promotion_id for row in gone if row.usage_limit is not None)),
        (t.coupons, sorted(row.coupon_id for row in gone if row.coupon_id)),
    ):
        for row_id in ids:
            lower = update(table).where(table.c.id == row_id, table.c.used > 0)
            work.db.execute(lower.values(used=table.c.used - 1))
