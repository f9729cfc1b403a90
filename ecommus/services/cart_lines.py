"""What the lines of a cart cost a buyer: price lists and promotions of the catalogue, or what staff
agreed with them. Taxes and cart promotions come later (``carts.look``)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Row

from ecommus.core.currencies import Exchange
from ecommus.core.orders import Cart, CartLine
from ecommus.core.pricing import STAFF_PRICE, Change, PriceLine
from ecommus.services import price_rules, prices
from ecommus.services.work import Work


def price_lines(
    work: Work,
    wanted: Sequence[CartLine],
    rows: Mapping[UUID, Row],
    *,
    country: str,
    customer_id: UUID | None,
    exchange: Exchange | None = None,
) -> list[PriceLine]:
    """Lines with what a unit costs this buyer there, in the currency of ``exchange`` or the shop's
    own, and how it came to cost that."""
    items = [item_of(rows[line.variant_id], line.quantity) for line in wanted]
    costs = prices.quote(work, items, country=country, customer_id=customer_id, exchange=exchange)
    above, lines = price_rules.above(work), []
    for line in wanted:
        row, cost = rows[line.variant_id], costs[line.variant_id]
        least = row.min_price or 0
        lines.append(
            PriceLine(
                key=str(line.id),
                quantity=line.quantity,
                unit_price=cost.amount,
                original_unit_price=cost.original,
                tax_category=row.tax_category,
                product=str(row.product_id),
                categories=above[tuple(row.categories)],
                min_price=exchange.of(least) if exchange else least,
                changes=cost.changes,
            )
        )
    return lines


def item_of(row: Row, quantity: int) -> prices.Item:
    """A variant of a cart, as its price is asked for."""
    return prices.Item(
        row.variant_id, row.product_id, row.categories, row.price, row.min_price, row.sells_at,
        row.original, row.lowest_before, quantity,
    )  # fmt: skip


def agreed(cart: Cart, lines: list[PriceLine]) -> list[PriceLine]:
    """The lines at the prices that staff agreed on, which nothing takes more off."""
    fixed = {str(line.id): line for line in cart.lines if line.unit_price is not None}
    return [_at(line, fixed[line.key]) if line.key in fixed else line for line in lines]


def _at(line: PriceLine, agreed: CartLine) -> PriceLine:
    assert agreed.unit_price is not None
    change = Change(STAFF_PRICE, line.unit_price, agreed.unit_price, agreed.price_reason or "")
    return replace(
        line,
        unit_price=agreed.unit_price,
        original_unit_price=None,
        changes=(*line.changes, change),
    )
