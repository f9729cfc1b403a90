"""A promotion tried on past orders: what it would have cost, before anybody turns it on.

Every order keeps the question that its price was asked with, so it is simply asked again, with the
promotion among the others.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ecommus.core.pricing import PriceQuestion, price
from ecommus.core.promotions import Promotion
from ecommus.db.queries import promotions as queries
from ecommus.services.promotions import definition
from ecommus.services.work import Work

DAYS = 30
MOST = 1000


@dataclass(frozen=True, slots=True)
class Tried:
    """``orders`` looked at, ``applied`` to so many, ``amount`` in all (minor units, zero or less).

    Orders in other currencies than the shop's are left out.
    """

    orders: int
    applied: int
    amount: int


def over_past_orders(work: Work, row: Any) -> Tried:
    """Ask the orders of the last days again: at most ``MOST`` of them, the newest."""
    tried = opened(definition(row))
    since = work.now - timedelta(days=DAYS)
    applied = amount = 0
    stored = queries.questions(work.db, since, work.tenant.currency, MOST)
    for question in map(PriceQuestion.load, stored):
        others = tuple(p for p in question.promotions if p.id != tried.id)
        before = price(replace(question, promotions=others)).total
        after = price(replace(question, promotions=(*others, tried))).total
        applied += after != before
        amount += after - before
    return Tried(len(stored), applied, amount)


def opened(promotion: Promotion) -> Promotion:
    """As if its time were now and everybody had its coupon."""
    return replace(promotion, starts_at=None, ends_at=None, coupon_based=False, left=None)
