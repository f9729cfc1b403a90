"""What the shopper at hand pays: the prices of their group laid over those of everybody.

Lists are sorted and filtered by everybody's prices; only the cards that are shown are asked for.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from ecommus.db.queries import prices as queries
from ecommus.services import price_rules, prices
from ecommus.services.prices import Item, Price
from ecommus.web.shoppers import customer_id_of


def _quoted(request: Any, items: Iterable[Item], *, tiers: bool = False) -> dict[UUID, Price]:
    return prices.quote(
        request, items, country=request.tenant.legal.country,
        customer_id=customer_id_of(request), exchange=request.exchange, tiers=tiers,
    )  # fmt: skip


def product(request: Any, row: Any) -> list[dict[str, Any]]:
    """The variants of a product with what the shopper pays, and ``steps``: (from so many units on,
    each costs). At most one statement more, in shops with price lists."""
    entries = row.variants or []
    items = [
        Item(
            UUID(entry["id"]), row.id, [UUID(category) for category in row.categories or ()],
            entry["base"], entry["min_price"], entry["price"], entry["compare_at"],
            entry["lowest_before"],
        )
        for entry in entries
    ]  # fmt: skip
    found, exchange = _quoted(request, items, tiers=True), request.exchange
    for entry, item in zip(entries, items, strict=True):
        price, everybody, lowest = found[item.variant], entry["price"], entry["lowest_before"]
        if exchange is not None:
            everybody, lowest = exchange.of(everybody), exchange.perhaps(lowest)
        # Of a price of one's own there is no lowest of thirty days.
        entry["lowest_before"] = lowest if price.amount == everybody else None
        entry |= {"price": price.amount, "compare_at": price.original, "steps": price.steps}
    return entries


def cards(request: Any, rows: Sequence[Any]) -> Sequence[Any]:
    """Cards with what the shopper pays: two statements more for a customer, where some group has
    prices of its own, and one more in another currency."""
    personal = price_rules.rules(request).personal and customer_id_of(request) is not None
    if not rows or not (personal or request.exchange):
        return rows
    variants = [
        row for batch in queries.sold(request.db, [row.id for row in rows]) for row in batch
    ]
    items = [
        Item(
            v.id, v.product_id, v.categories, v.price, v.min_price, v.sells_at, v.original,
            v.lowest_before,
        )
        for v in variants
    ]  # fmt: skip
    found = _quoted(request, items)
    by_product: dict[UUID, list[Price]] = {}
    for item in items:
        by_product.setdefault(item.product, []).append(found[item.variant])
    return [_card(row, by_product[row.id]) for row in rows]


def _card(row: Any, own: list[Price]) -> Any:
    cheapest = min(own, key=lambda price: price.amount)
    shown = {"price": cheapest.amount, "compare_at": cheapest.original}
    highest = max(price.amount for price in own)
    return SimpleNamespace(**{**row._mapping, **shown, "highest": highest})
