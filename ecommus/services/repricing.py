"""What everybody pays, written beside each price: lists, sorts and filters read one column.

``reprice`` is called wherever a price, a product's categories, a price list, a catalogue promotion
or the shop's own country changes, and by the worker when a rule begins or ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from ecommus.core.price_lists import Asked, best
from ecommus.core.promotions.catalogue import Sold, lowered
from ecommus.db.queries import prices as queries
from ecommus.db.queries import promotions
from ecommus.services import price_rules
from ecommus.services.price_rules import Rules
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True)
class Settled:
    """What a variant sells at, and what that is reduced from; ``row`` as ``queries.sold``."""

    row: Row
    price: int
    reduced_from: int | None


def reprice(
    work: Work, products: Sequence[UUID] | None = None, *, country: str | None = None
) -> int:
    """Apply the rules to some products, or to all; answers how many variants sell at another
    price. The changes before it must be in the database. ``country``: where the shop is now."""
    rules = price_rules.read(work)
    if not (rules.lists or rules.promotions):
        # Where there is no rule, the database follows the price by itself.
        changed = queries.as_typed(work.db) if products is None else 0
    else:
        changed = _write(work, rules, products, country)
    if products is None:
        queries.repriced(work.db, work.now)
    if changed:
        work.changed(catalogue=True)
    return changed


def _write(work: Work, rules: Rules, products: Sequence[UUID] | None, country: str | None) -> int:
    changed = 0
    for settled in settle(work, rules, products, country=country, lock=True):
        changes = [
            (entry.row.id, entry.price, entry.reduced_from)
            for entry in settled
            if (entry.row.sells_at, entry.row.reduced_from) != (entry.price, entry.reduced_from)
        ]
        if changes:
            queries.write(work.db, changes)
        changed += len(changes)
    return changed


def settle(
    work: Work,
    rules: Rules,
    products: Sequence[UUID] | None = None,
    *,
    country: str | None = None,
    lock: bool = False,
) -> Iterator[list[Settled]]:
    """What variants would sell at by ``rules``, some thousands at a time."""
    # Nobody signed in, in the shop's own country: as its pages are shown.
    home = country or work.tenant.legal.country
    asked = Asked(work.tenant.currency, home, work.now)
    public = {key: entry for key, entry in rules.lists.items() if entry.holds(asked)}
    parents = promotions.parents(work.db) if _by_category(rules) else {}
    for rows in queries.sold(work.db, products, lock=lock):
        listed = _listed(work, public, rows) if public else {}
        found = {}
        for row in rows:
            price = best(listed.get(row.id, ()), public, asked)
            found[row.id] = row.price if price is None else price.amount
        sold = [
            Sold(
                str(row.id), str(row.product_id), price_rules.ancestors(row.categories, parents),
                found[row.id], row.min_price or 0,
            )
            for row in rows
        ]  # fmt: skip
        after = lowered(sold, rules.index, currency=asked.currency, now=asked.now)
        results = ((row, after[str(row.id)]) for row in rows)
        yield [Settled(row, r.price, found[row.id] if r.steps else None) for row, r in results]


def _listed(work: Work, public: dict[str, Any], rows: list[Row]) -> price_rules.Listed:
    ids = [UUID(key) for key in public]
    return price_rules.by_variant(queries.list_prices(work.db, ids, [row.id for row in rows]))


def _by_category(rules: Rules) -> bool:
    return any(kind == "category" for entry in rules.promotions for kind, _id in entry.scope)


def categories_moved(work: Work) -> None:
    """Another place of a category is another reach of the promotions that name one."""
    if _by_category(price_rules.read(work)):
        reprice(work)
