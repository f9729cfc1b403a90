"""What a cart is offered; what an order uses up of it is ``promotion_uses``.

Definitions are remembered per version of the shop; what changes with every order (limits, coupons)
is asked anew.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ecommus.core.currencies import Exchange
from ecommus.core.errors import Invalid
from ecommus.core.orders import Cart
from ecommus.core.promotions import Promotion
from ecommus.core.promotions.conditions import Buyer
from ecommus.db.queries import promotions as queries
from ecommus.services.promotions import definition
from ecommus.services.work import Work

MOST_COUPONS = 10


@dataclass(frozen=True)
class Offer:
    """Promotions as they stand for one cart, who buys, and codes that open nothing."""

    promotions: tuple[Promotion, ...]
    buyer: Buyer
    dead_codes: tuple[tuple[str, str], ...]
    coupons: dict[str, Any]


def normal(code: str) -> str:
    """A code as it is kept: codes are typed from paper."""
    return "".join(code.split()).upper()


def of_cart(work: Work, cart: Cart, country: str, exchange: Exchange | None = None) -> Offer:
    """What the cart is offered: at most four statements, most shops none."""
    rows = work.remembered("promotions", lambda: queries.enabled(work.db))
    known = work.remembered(
        ("promotions", cart.locale),
        lambda: {str(row.id): definition(row, cart.locale) for row in rows},
    )
    if exchange is not None:
        known = {key: exchange.promotion(promotion) for key, promotion in known.items()}
    coupons = queries.coupons(work.db, cart.coupons, cart.email) if cart.coupons else []
    limited = [row.id for row in rows if row.usage_limit is not None]
    used = queries.used(work.db, limited) if limited else {}
    limits = {str(row.id): row.usage_limit - used.get(row.id, 0) for row in rows
              if row.usage_limit is not None}  # fmt: skip
    dead = tuple(_dead(cart, coupons, known))
    live = {row.code: row for row in coupons if row.code not in dict(dead)}
    opens: dict[str, set[str]] = defaultdict(set)
    for code, row in live.items():
        opens[str(row.promotion_id)].add(code)
    promotions = tuple(
        replace(promotion, left=limits.get(key), coupons=frozenset(opens.get(key, ())))
        if key in limits or key in opens
        else promotion
        for key, promotion in known.items()
    )
    asked = {rule.type for promotion in promotions for rule in promotion.rules}
    counting = "nth_order" in asked and cart.email
    order = queries.orders_of(work.db, cart.email or "") + 1 if counting else None
    grouped = "customer_group" in asked and cart.customer_id
    group = queries.group_of(work.db, cart.customer_id) if grouped else None
    buyer = Buyer(country, group, order, frozenset(live))
    return Offer(promotions, buyer, dead, live)


def _dead(cart: Cart, coupons: Sequence[Any], known: dict[str, Promotion]):
    """(code, why it opens nothing) of the cart's codes."""
    by_code = {row.code: row for row in coupons}
    now = datetime.now(UTC)
    for code in cart.coupons:
        row = by_code.get(code)
        promotion = known.get(str(row.promotion_id)) if row else None
        if row is None or promotion is None:
            yield code, "The code %(coupon)s does not exist."
        elif (row.expires_at and row.expires_at <= now) or not promotion.runs(now):
            yield code, "The code %(coupon)s is not valid now."
        elif row.usage_limit is not None and row.used >= row.usage_limit:
            yield code, "The code %(coupon)s has been used up."
        elif row.customer_limit is not None and cart.email and row.mine >= row.customer_limit:
            yield code, "You have used the code %(coupon)s already."


def set_codes(work: Work, cart: Cart, codes: Sequence[str]) -> None:
    """The cart's codes. Invalid names the first that opens nothing."""
    wanted = list(dict.fromkeys(filter(None, map(normal, codes))))
    if len(wanted) > MOST_COUPONS:
        raise Invalid("too_many", "At most ten codes.", field="coupons")
    kept, cart.coupons = cart.coupons, wanted
    for code, message in of_cart(work, cart, "").dead_codes:
        cart.coupons = kept
        field = f"coupons.{wanted.index(code)}"
        raise Invalid("coupon_invalid", message, field=field, coupon=code)
