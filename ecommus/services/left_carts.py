"""Carts that were left: found by the worker, told to whoever listens, reminded of by mail if the
shop wants it and its buyer may be written to; and the sweep of what nobody comes back to."""

from datetime import timedelta

from sqlalchemy import exists, func, select, update

from ecommus.core.events import CartAbandoned
from ecommus.core.left_carts import APART, FRESH, CartSettings, may_remind
from ecommus.core.orders import Cart
from ecommus.db.queries import carts as queries
from ecommus.db.queries import customers as people
from ecommus.db.queries.customers import same_email
from ecommus.db.tables.sales import carts as table
from ecommus.db.tables.sales import orders
from ecommus.services import optouts
from ecommus.services.customers import privacy
from ecommus.services.work import Work

BATCH = 200


def settings(work: Work) -> CartSettings:
    return CartSettings.of(work.tenant.settings)


def note_left(work: Work) -> int:
    """Say of carts that they were left, each once until it is touched again. Answers how many."""
    found = queries.still(work.db, work.now - settings(work).left_after, BATCH)
    ids = [row.id for row in found]
    if ids:
        work.db.execute(
            update(table).where(table.c.id.in_(ids)).values(left_at=func.clock_timestamp())
        )
    for row in found:
        # Of an empty one there is nothing to tell; it is only not looked at again.
        if row.filled:
            work.publish(CartAbandoned(row.id))
    return len(ids)


def forget_old(work: Work) -> int:
    """Delete carts that nobody touched for as long as the shop keeps them. Answers how many."""
    return queries.forget(work.db, work.now - settings(work).kept_for, BATCH)


def to_remind(work: Work, cart: Cart) -> bool:
    """Whether a reminder of this cart goes out now: at most one for a cart, one a week to an
    address, none to somebody who ordered meanwhile, and none that may not be sent."""
    email = cart.email
    if not settings(work).remind or not email or not cart.lines:
        return False
    if cart.ordered_at or cart.drafted_by or cart.mailed_at or not _fresh(work, cart):
        return False
    mine = same_email(orders.c.email, email), orders.c.status != "cancelled"
    since = orders.c.placed_at >= cart.created_at
    lately = (same_email(table.c.email, email), table.c.mailed_at > work.now - APART)
    bought, ordered, mailed = work.db.execute(
        select(exists().where(*mine), exists().where(*mine, since), exists().where(*lately))
    ).one()
    if ordered or mailed:
        return False
    customer = people.by_email(work.db, email)
    ledger = privacy.ledger(work, customer.id) if customer else []
    return may_remind(ledger, bought=bought, opted_out=optouts.opted_out(work, email))


def _fresh(work: Work, cart: Cart) -> bool:
    """Untouched since it was found left, and not for days."""
    if cart.updated_at is None or cart.left_at is None or cart.left_at < cart.updated_at:
        return False
    still: timedelta = work.now - cart.updated_at
    return still < FRESH + settings(work).left_after
