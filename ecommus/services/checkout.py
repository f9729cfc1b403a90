"""From a cart to an order: one transaction, and at most one order per cart.

The cart's row is locked first, then promotions, gift cards and store credit, then stock rows, each
in the order of their ids, and the number's counter last.
Nothing here talks to anybody outside (architecture, the exits).
"""

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, text

from ecommus.core.balances import COVERED
from ecommus.core.customers import Address, check_address
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import OrderPlaced
from ecommus.core.ids import uuid7
from ecommus.core.orders import Cart, Order, OrderLine
from ecommus.core.pricing import Priced, PricedLine, PriceQuestion
from ecommus.db.stock import Stock, Why
from ecommus.db.tables import sales as t
from ecommus.services import (
    allocations,
    balances,
    carts,
    currencies,
    orders,
    payments,
    promotion_uses,
    shelf,
)
from ecommus.services.carts import CartView
from ecommus.services.crash import boundary, committed
from ecommus.services.timeline import note
from ecommus.services.tokens import order_token, token_hash
from ecommus.services.work import Work

_ALLOCATIONS = insert(t.allocations).inline()
# The tenant's next order number (its row stays locked until the commit), and whose order a guest
# places: that of the customer who proved the address, if there is one.
_NUMBER = text(
    """
INSERT INTO counters (id, name, value) VALUES (:id, 'order', 1001)
ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + 1
RETURNING value, (SELECT c.id FROM customers c
                  WHERE lower(c.email) = :email AND c.email_verified_at IS NOT NULL) AS owner"""
)


def units(cart: Cart) -> dict[Any, int]:
    """Variant → units wanted."""
    wanted: Counter = Counter()
    for line in cart.lines:
        wanted[line.variant_id] += line.quantity
    return dict(wanted)


def reserve(work: Work, cart: Cart) -> None:
    """Hold the cart's units for a quarter of an hour. Conflict names what is no longer there."""
    wanted = units(cart)
    stock = Stock(work.db, wanted, datetime.now(UTC), cart_id=cart.id)
    tracked = {v for v, variant in stock.variants.items() if variant.track_stock}
    stock.reserve({v: n for v, n in wanted.items() if v in tracked})
    shelf.written(work, stock)


def check_ready(work: Work, view: CartView) -> None:
    """Invalid or Conflict when something is missing before the order can be placed."""
    cart = view.cart
    if not cart.lines:
        raise Conflict("cart_empty", "The cart is empty.")
    if not cart.email:
        raise Invalid("required", "An e-mail address is needed.", field="email")
    for name in ("shipping_address", "billing_address"):
        address = Address.of(getattr(cart, name))
        if address is None and name == "shipping_address":
            raise Invalid("required", "An address is needed.", field=name)
        if address is not None:
            check_address(address, name)
    if view.shipping is None:
        raise Invalid("required", "Choose how it is sent.", field="shipping_method")
    for problem in view.problems:
        raise Conflict(problem.code, problem.message, **dict(problem.params))


def place(work: Work, cart: Cart, payment_method: str | None) -> tuple[Order, str]:
    """Make the order; answers it with the token of its link.

    Conflict: already ordered, sold out, or not sold any more. Invalid: something is missing.
    """
    carts.check_open(cart)
    view = carts.look(work, cart)
    check_ready(work, view)
    priced, funds = view.priced, view.funds
    choices = {choice.code: choice for choice in carts.ways_to_pay(work, view)}
    choice = choices.get(COVERED if funds.covered else payment_method or "")
    if choice is None:
        raise Invalid("unknown_method", "Choose how to pay.", field="payment_method")
    exchange = currencies.exchange(work, priced.currency)
    order_id = uuid7()
    token = order_token(work.registry.secret, order_id)
    order = Order(
        id=order_id,
        number="",
        token_hash=token_hash(token),
        cart_id=cart.id,
        customer_id=cart.customer_id,
        email=cart.email or "",
        currency=priced.currency,
        exchange_rate=exchange.rate if exchange else None,
        locale=work.locale_name,
        shipping_address=cart.shipping_address or {},
        billing_address=cart.billing_address or cart.shipping_address or {},
        shipping_method=view.shipping.code if view.shipping else "",
        shipping_title=view.shipping.title if view.shipping else "",
        pickup=view.shipping.pickup if view.shipping else "",
        payment_method=choice.code,
        payment_title=choice.title,
        **figures(view.question, priced),
        balance_total=funds.paid,
        note=cart.note,
        pay_by=payments.pay_by(work, choice.code),
        placed_at=datetime.now(UTC),
        updated_at=datetime.now(UTC),
        lines=[
            order_line(view.row(line), cart.locale, entry, position)
            for position, (line, entry) in enumerate(_pairs(view))
        ],
    )
    uses = promotion_uses.use(work, order, view.offer, priced)
    taken = balances.take(work, funds)
    boundary("checkout.counted")
    allocated = _allocate(work, cart, order)
    boundary("checkout.allocated")
    found = work.db.execute(_NUMBER, {"id": uuid7(), "email": order.email.strip().lower()}).one()
    order.number, order.customer_id = str(found.value), order.customer_id or found.owner
    cart.ordered_at = order.placed_at
    work.db.add(order)
    work.db.flush()
    for statement, rows in ((_ALLOCATIONS, allocated), (promotion_uses.INSERT, uses)):
        if rows:
            work.db.execute(statement, rows)
    note(work, order.id, "placed", **({"source": "staff"} if cart.drafted_by else {}))
    balances.write(work, order, taken)
    if not funds.covered:
        payments.attempt(work, order, choice.code)
    work.publish(OrderPlaced(order.id))
    if funds.covered:
        orders.settle(work, order)
    boundary("checkout.written")
    committed(work, "checkout.committed")
    return order, token


def _pairs(view: CartView):
    by_key = {entry.key: entry for entry in view.priced.lines}
    return [(line, by_key[str(line.id)]) for line in view.cart.lines]


def figures(question: PriceQuestion, priced: Priced) -> dict[str, Any]:
    """What an order keeps of its price: sums, and what it needs to be replayed."""
    return {
        "items_total": priced.items_total,
        "discount_total": priced.discount_total,
        "shipping_total": priced.shipping_total or 0,
        "tax_total": priced.tax_total,
        "tax_included": priced.tax_included,
        "total": priced.total,
        "taxes": [asdict(row) | {"rate": str(row.rate)} for row in priced.taxes],
        "promotions": [asdict(entry) for entry in priced.promotions],
        "question": question.dump(),
        "question_digest": question.digest(),
        "trace": priced.explain(),
    }


def line_figures(entry: PricedLine) -> dict[str, Any]:
    """What a line of an order keeps of its price."""
    names = ("quantity", "unit_price", "original_unit_price", "discount", "net", "tax", "tax_rate",
             "total")  # fmt: skip
    return {name: getattr(entry, name) for name in names}


def order_line(row: Any, locale: str, entry: PricedLine, position: int) -> OrderLine:
    """A line to be sold: a copy of a variant's row (``queries.sales.cart_rows``) and its price."""
    texts = row.translations.get(locale, {})
    return OrderLine(
        sku=row.sku,
        name=texts.get("title") or row.title,
        options=[
            [texts.get("options", {}).get(name, name), texts.get("values", {}).get(value, value)]
            for name, value in zip(row.options, row.option_values, strict=True)
        ],
        variant_id=row.variant_id,
        product_slug=row.slug,
        media_id=row.media_id,
        position=position,
        tracked=row.track_stock,
        **line_figures(entry),
    )


def _allocate(work: Work, cart: Cart, order: Order) -> list[dict[str, Any]]:
    """Turn what the cart holds, and what it still needs, into allocations."""
    stock = Stock(work.db, units(cart), datetime.now(UTC), cart_id=cart.id)
    if not stock.variants.keys() >= units(cart).keys():
        raise Conflict("not_sold", "This is no longer sold.")
    why = Why(work.actor, "order placed", order.id)
    wanted = [(line, line.quantity) for line in order.lines]
    rows = allocations.take(stock, wanted, why)
    shelf.written(work, stock)
    return rows
