"""“Why this price?”: how a variant came to sell at what it sells at, for everybody."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ecommus.core.pricing import Change
from ecommus.db.queries import prices as queries
from ecommus.services import prices
from ecommus.services.prices import Item
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True)
class Reason:
    """``row``: the variant as ``queries.sold`` gives it; ``changes`` lead from its base price to
    ``amount``; ``others``: (list, from so many units on, minor units) of all lists that are on."""

    row: Any
    amount: int
    original: int | None
    changes: tuple[Change, ...]
    others: tuple[tuple[Any, int, int], ...]


def of_product(work: Work, product_id: UUID) -> list[Reason]:
    """The reasons of all variants of a product."""
    rows = [row for batch in queries.sold(work.db, [product_id]) for row in batch]
    items = [
        Item(
            row.id, row.product_id, row.categories, row.price, row.min_price, row.sells_at,
            row.original, row.lowest_before,
        )
        for row in rows
    ]  # fmt: skip
    found = prices.quote(work, items, country=work.tenant.legal.country)
    lists = {row.id: row for row in work.db.execute(queries.price_lists()) if row.enabled}
    named: dict[UUID, list[tuple[Any, int, int]]] = {}
    if lists:
        for price in queries.list_prices(work.db, list(lists), [row.id for row in rows]):
            entry = (lists[price.price_list_id], price.min_quantity, price.amount)
            named.setdefault(price.variant_id, []).append(entry)
    return [
        Reason(
            row,
            found[row.id].amount,
            found[row.id].original,
            found[row.id].changes,
            tuple(sorted(named.get(row.id, ()), key=lambda e: (e[0].name, e[1]))),
        )
        for row in rows
    ]
