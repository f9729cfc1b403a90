"""Rows of carts in the back office's lists, drafts and left ones alike."""

from dataclasses import dataclass
from typing import Any

from ecommus.core.money import Money
from ecommus.web.admin import lists, order_words

MOST_GOODS = 3


@dataclass(frozen=True, slots=True)
class CartRow:
    """What a list shows of a cart; ``more``: so many goods are not named."""

    row: Any
    customer: str
    goods: tuple[str, ...]
    more: int
    value: Money
    touched: str
    order_url: str | None


def shown(request: Any, orders: Any, row: Any) -> CartRow:
    """A row; ``orders`` is the container of orders."""
    goods = row.goods or []
    return CartRow(
        row=row,
        customer=order_words.customer(row.shipping_address),
        goods=tuple(goods[:MOST_GOODS]),
        more=max(len(goods) - MOST_GOODS, 0),
        value=Money(int(row.value), request.tenant.currency),
        touched=lists.when(request, row.updated_at),
        order_url=request.to(orders, str(row.order_id)) if row.order_id else None,
    )
