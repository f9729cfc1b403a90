"""What a unit costs for somebody: base price, price list, catalogue promotions; with the steps.

What everybody pays stands on the variant (``repricing``); here it is asked for a customer's group,
a country, a quantity, a currency. The rules are ``price_rules``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ecommus.core.currencies import EXCHANGE, Exchange
from ecommus.core.price_lists import Asked, ListPrice, best, steps
from ecommus.core.pricing import Change
from ecommus.core.promotions.catalogue import Lowered, Sold, lowered
from ecommus.db.queries import prices as queries
from ecommus.services import price_rules
from ecommus.services.price_rules import Listed, Rules
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A variant as it stands, and how many are wanted. Minor units."""

    variant: UUID
    product: UUID
    categories: Sequence[UUID]
    base: int
    min_price: int | None
    sells_at: int
    original: int | None
    lowest_before: int | None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Price:
    """What a unit costs. ``changes`` led there from the base price; ``steps`` are (from so many
    units on, each costs)."""

    amount: int
    original: int | None
    changes: tuple[Change, ...] = ()
    steps: tuple[tuple[int, int], ...] = ()


def quote(
    work: Work,
    items: Iterable[Item],
    *,
    country: str,
    customer_id: UUID | None = None,
    exchange: Exchange | None = None,
    tiers: bool = False,
) -> dict[UUID, Price]:
    """Prices by variant, in the shop's currency or that of ``exchange``. Of price lists only long
    ones cost a statement, and one more the customer's group where lists are for groups.

    ``tiers``: with what more units would cost each.
    """
    items, known = list(items), price_rules.rules(work)
    if not known.lists and not known.promotions:
        found = {item.variant: Price(item.sells_at, item.original) for item in items}
        return found if exchange is None else _converted(items, found, exchange)
    listed = price_rules.listed(work, known, [item.variant for item in items])
    group = _group(work, known, customer_id)
    asked = Asked(work.tenant.currency, country, work.now, group)
    found = _quote(work, known, items, listed, asked, tiers)
    if exchange is None:
        return found
    found = _converted(items, found, exchange)
    there = replace(asked, currency=exchange.currency)
    own = [i for i in items if best(listed.get(i.variant, ()), known.lists, there, i.quantity)]
    own = [_item(item, exchange) for item in own]
    return found | _quote(work, known, own, listed, there, tiers)


def _converted(
    items: Sequence[Item], found: Mapping[UUID, Price], exchange: Exchange
) -> dict[UUID, Price]:
    """Prices of the shop's currency in another, each step of them."""
    converted = {}
    for item in items:
        price, base = found[item.variant], exchange.of(item.base)
        changes = [
            Change(c.rule, exchange.of(c.before), exchange.of(c.after), c.detail)
            for c in price.changes
        ]
        converted[item.variant] = Price(
            exchange.of(price.amount),
            exchange.perhaps(price.original),
            (Change(EXCHANGE, base, base, str(exchange)), *changes),
            tuple((units, exchange.of(amount)) for units, amount in price.steps),
        )
    return converted


def _item(item: Item, exchange: Exchange) -> Item:
    """A variant that another currency has a price of its own for. What everybody paid stands in
    the shop's currency: there is no lowest of thirty days here."""
    return replace(
        item,
        base=exchange.of(item.base),
        min_price=exchange.perhaps(item.min_price),
        sells_at=-1,
        original=None,
        lowest_before=None,
    )


def _quote(
    work: Work,
    known: Rules,
    items: Sequence[Item],
    listed: Listed,
    asked: Asked,
    tiers: bool,
) -> dict[UUID, Price]:
    chosen = {
        i.variant: best(listed.get(i.variant, ()), known.lists, asked, i.quantity) for i in items
    }
    more = {i.variant: steps(listed.get(i.variant, ()), known.lists, asked) for i in items if tiers}
    costs = _lower(work, known, {i: _amount(i, chosen[i.variant]) for i in items}, asked)
    found = {i.variant: _price(work, known, i, chosen[i.variant], costs[i.variant]) for i in items}
    # The first step of each, then the second: promotions are gone through once for all of them.
    for place in range(max(map(len, more.values()), default=0)):
        here = {i: more[i.variant][place] for i in items if place < len(more[i.variant])}
        costs = _lower(work, known, {i: step.amount for i, step in here.items()}, asked)
        for item, step in here.items():
            price, after = found[item.variant], costs[item.variant].price
            found[item.variant] = replace(price, steps=(*price.steps, (step.min_quantity, after)))
    return found


def _group(work: Work, known: Rules, customer_id: UUID | None) -> str | None:
    """The customer's group; not asked for where no list is for one."""
    if customer_id is None or not known.personal:
        return None
    group = queries.group_of(work.db, customer_id)
    return None if group is None else str(group)


def _amount(item: Item, chosen: ListPrice | None) -> int:
    return item.base if chosen is None else chosen.amount


def _lower(
    work: Work, known: Rules, amounts: Mapping[Item, int], asked: Asked
) -> dict[UUID, Lowered]:
    """What catalogue promotions make of amounts."""
    if not known.promotions:
        return {item.variant: Lowered(amount) for item, amount in amounts.items()}
    above = price_rules.above(work)
    sold = [
        Sold(
            str(item.variant), str(item.product), above[tuple(item.categories)], amount,
            item.min_price or 0,
        )
        for item, amount in amounts.items()
    ]  # fmt: skip
    after = lowered(sold, known.index, currency=asked.currency, now=asked.now)
    return {item.variant: after[str(item.variant)] for item in amounts}


def _price(work: Work, known: Rules, item: Item, chosen: ListPrice | None, cost: Lowered) -> Price:
    changes = []
    if chosen is not None:
        name = known.lists[chosen.list_id].name
        changes.append(Change(f"price_list:{chosen.list_id}", item.base, chosen.amount, name))
    for promotion_id, name, before, after in cost.steps:
        said = known.names[promotion_id].get(work.locale_name) or name
        changes.append(Change(f"catalog_promotion:{promotion_id}", before, after, said))
    original = _original(item, cost, _amount(item, chosen))
    return Price(cost.price, original, tuple(changes))


def _original(item: Item, cost: Lowered, listed_at: int) -> int | None:
    """The struck-out price. A price of one's own has no history: what a promotion lowers shows what
    it was before, never more than everybody's lowest of the thirty days."""
    if cost.price == item.sells_at:
        return item.original
    if not cost.steps:
        return None
    before = listed_at if item.lowest_before is None else min(listed_at, item.lowest_before)
    return before if before > cost.price else None
