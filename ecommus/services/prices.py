"""What a unit costs for somebody: base price, price list, catalogue promotions; with the steps.

Rules are remembered per version of the shop. What everybody pays stands on the variant
(``repricing``); here it is asked for a customer's group, a country, a quantity.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from ecommus.core.price_lists import Asked, ListPrice, PriceList, best, steps
from ecommus.core.pricing import Change
from ecommus.core.promotions.catalogue import (
    CataloguePromotion,
    Index,
    Lowered,
    Sold,
    index,
    lowered,
)
from ecommus.db.queries import prices as queries
from ecommus.db.queries import promotions
from ecommus.services.work import Work

# As many prices of lists are kept in memory; of more, those that are wanted are asked for.
KEPT = 1_000

Listed = dict[UUID, list[ListPrice]]


@dataclass(frozen=True)
class Rules:
    """What is on in a shop, whatever its dates."""

    lists: dict[str, PriceList]
    promotions: tuple[CataloguePromotion, ...]
    # Promotion → language → name.
    names: dict[str, dict[str, str]]

    @cached_property
    def index(self) -> Index:
        """The promotions by what they are about."""
        return index(self.promotions)

    @cached_property
    def personal(self) -> bool:
        """Whether customers of some group pay something else."""
        return any(entry.group is not None for entry in self.lists.values())


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


def rules(work: Work) -> Rules:
    """The shop's rules, remembered."""
    return work.remembered("price rules", lambda: read(work))


def read(work: Work) -> Rules:
    """The shop's rules: two statements."""
    rows = queries.promotions(work.db)
    return Rules(
        {str(row.id): a_list(row) for row in queries.lists(work.db)},
        tuple(a_promotion(row) for row in rows),
        {
            str(row.id): {code: texts.get("name", "") for code, texts in row.translations.items()}
            for row in rows
        },
    )


def a_list(row: Any) -> PriceList:
    """Core's price list of a stored row."""
    return PriceList(
        str(row.id), row.name, row.currency, row.priority,
        None if row.group_id is None else str(row.group_id), frozenset(row.countries),
        row.starts_at, row.ends_at,
    )  # fmt: skip


def a_promotion(row: Any) -> CataloguePromotion:
    """Core's catalogue promotion of a stored row."""
    scope = {
        (kind, str(value))
        for kind, values in (
            ("product", row.products), ("category", row.categories), ("variant", row.variants)
        )
        for value in values
    }  # fmt: skip
    return CataloguePromotion(
        id=str(row.id), name=row.name, priority=row.priority, exclusive=row.exclusive,
        starts_at=row.starts_at, ends_at=row.ends_at, scope=frozenset(scope),
        percentage=None if row.percentage is None else Decimal(row.percentage),
        amounts=tuple(sorted(row.amounts.items())),
    )  # fmt: skip


def above(work: Work, categories: Sequence[UUID]) -> frozenset[str]:
    """Categories and all above them."""
    if not categories:
        return frozenset()
    # Products of a shop share few sets of categories: each is gone up once.
    known = work.remembered("categories above", dict, catalogue=True)
    key = tuple(categories)
    if key not in known:
        parents = work.remembered(
            "category parents", lambda: promotions.parents(work.db), catalogue=True
        )
        known[key] = ancestors(categories, parents)
    return known[key]


def ancestors(categories: Sequence[UUID], parents: dict[UUID, UUID | None]) -> frozenset[str]:
    """Categories and all above them, where the parents are known."""
    found: set[str] = set()
    waiting: list[UUID | None] = list(categories)
    while waiting:
        category = waiting.pop()
        if category is not None and str(category) not in found:
            found.add(str(category))
            waiting.append(parents.get(category))
    return frozenset(found)


def quote(
    work: Work,
    items: Iterable[Item],
    *,
    country: str,
    customer_id: UUID | None = None,
    tiers: bool = False,
) -> dict[UUID, Price]:
    """Prices by variant, in the shop's currency: one statement where there are price lists.

    ``tiers``: with what more units would cost each.
    """
    items, known = list(items), rules(work)
    if not known.lists and not known.promotions:
        return {item.variant: Price(item.sells_at, item.original) for item in items}
    listed, group = _listed(work, known, items), _group(work, known, customer_id)
    asked = Asked(work.tenant.currency, country, work.now, group)
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


def _listed(work: Work, known: Rules, items: Sequence[Item]) -> Listed:
    """What lists say of the items: from memory where the shop's lists are short."""
    if not known.lists or not items:
        return {}
    ids = [UUID(key) for key in known.lists]
    kept = work.remembered("list prices", lambda: _kept(work, ids), catalogue=True)
    if kept is None:
        kept = by_variant(queries.list_prices(work.db, ids, [item.variant for item in items]))
    return kept


def _kept(work: Work, ids: Sequence[UUID]) -> Listed | None:
    rows = queries.few_list_prices(work.db, ids, KEPT)
    return None if rows is None else by_variant(rows)


def by_variant(rows: Iterable[Any]) -> Listed:
    """Prices of lists by variant, of stored rows."""
    listed: Listed = defaultdict(list)
    for row in rows:
        price = ListPrice(str(row.price_list_id), row.amount, row.min_quantity)
        listed[row.variant_id].append(price)
    return dict(listed)


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
    sold = [
        Sold(
            str(item.variant), str(item.product),
            above(work, item.categories) if known.promotions else frozenset(),
            amount, item.min_price or 0,
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
