"""The rules that make a price another one: a shop's price lists and catalogue promotions.

Read once per version of the shop, with the prices in the lists where these are short. What they
make of a price is ``prices``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from ecommus.core.price_lists import ListPrice, PriceList
from ecommus.core.promotions.catalogue import CataloguePromotion, Index, index
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


class Above(dict[tuple[UUID, ...], frozenset[str]]):
    """Categories → the same and all above them. Products of a shop share few sets of categories:
    each is gone up once."""

    def __init__(self, parents: dict[UUID, UUID | None]):
        super().__init__({(): frozenset()})
        self._parents = parents

    def __missing__(self, categories: tuple[UUID, ...]) -> frozenset[str]:
        self[categories] = found = ancestors(categories, self._parents)
        return found


def above(work: Work) -> Above:
    """The shop's tree of categories, remembered."""
    return work.remembered(
        "categories above", lambda: Above(promotions.parents(work.db)), catalogue=True
    )


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


def listed(work: Work, known: Rules, variants: Sequence[UUID]) -> Listed:
    """What lists say of some variants, or of more: from memory where the shop's lists are short."""
    if not known.lists or not variants:
        return {}
    ids = [UUID(key) for key in known.lists]
    kept = work.remembered("list prices", lambda: _kept(work, ids), catalogue=True)
    if kept is None:
        kept = by_variant(queries.list_prices(work.db, ids, variants))
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
