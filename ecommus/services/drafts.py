"""Drafts: carts that staff fill in for somebody, on the phone or from a quotation.

A draft is a cart like any other (``carts``, ``checkout``); beside that it has a name, prices that
staff agreed on, and a way to its buyer: staff place it, or send it to be finished and paid.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from ecommus.core.customers import Address
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import DraftSent
from ecommus.core.money import MAX_AMOUNT
from ecommus.core.orders import Cart, CartLine, Order, OrderLine
from ecommus.db.queries import customers as people
from ecommus.db.queries import sales
from ecommus.db.tables.sales import carts as table
from ecommus.services import carts, checkout, currencies, orders
from ecommus.services.customers import addresses
from ecommus.services.tokens import new_token, token_hash
from ecommus.services.work import Work


def create(work: Work, *, currency: str | None = None, **fields: Any) -> Cart:
    """A new, empty draft in the shop's language, in a currency it sells in; ``fields`` as the cart
    has them."""
    if currency:
        currencies.check_offered(work.tenant, currency)
    cart = Cart(
        # Nobody has this token: who may open it is staff, until it is sent.
        token_hash=token_hash(new_token()),
        currency=currency or work.tenant.currency,
        locale=work.tenant.locale,
        drafted_by=work.actor,
        **fields,
    )
    work.db.add(cart)
    work.db.flush()
    return cart


def belong(work: Work, cart: Cart, customer: Any) -> None:
    """Make it a customer's: their e-mail, language and first address."""
    carts.check_open(cart)
    own = people.addresses(work.db, customer.id)
    shipping, billing = addresses.default(own), addresses.for_invoices(own)
    locales = work.tenant.locales
    cart.locale = customer.locale if customer.locale in locales else work.tenant.locale
    changes = {
        "customer_id": customer.id,
        "email": customer.email,
        "shipping_address": shipping.to_json() if shipping else cart.shipping_address,
        "billing_address": billing.to_json() if billing else None,
    }
    carts.change(work, cart, changes)


def set_currency(work: Work, cart: Cart, currency: str) -> None:
    """Sell it in another currency: what was agreed on in the one before holds no more, and gift
    cards in it pay nothing here."""
    currencies.check_offered(work.tenant, currency)
    if currency != cart.currency:
        cart.currency, cart.gift_cards = currency, []
        cart.lines = [replace(line, unit_price=None, price_reason=None) for line in cart.lines]
        carts.change(work, cart, {})


def agree(work: Work, cart: Cart, line: CartLine, price: int | None, reason: str = "") -> None:
    """Agree on what a unit costs; None: the shop's own price again. Invalid below zero."""
    if price is not None and currencies.of_cart(work, cart) != cart.currency:
        text = "This shop no longer sells in %(currency)s: choose another currency first."
        raise Conflict("currency_gone", text, currency=cart.currency)
    if price is not None and not 0 <= price <= MAX_AMOUNT:
        raise Invalid("price_invalid", "An agreed price is zero or more.", field="unit_price")
    reason = reason.strip() if price is not None else ""
    if (line.unit_price, line.price_reason or "") != (price, reason):
        cart.put(replace(line, unit_price=price, price_reason=reason or None))
        carts.change(work, cart, {})


def copy(work: Work, order: Order) -> tuple[Cart, Sequence[str]]:
    """What was ordered once more, at the prices of today; and the names of what is sold no more."""
    shipping, billing = Address.of(order.shipping_address), Address.of(order.billing_address)
    cart = create(
        work,
        currency=order.currency if order.currency in currencies.offered(work.tenant) else None,
        email=order.email,
        customer_id=order.customer_id,
        shipping_address=shipping and shipping.to_json(),
        billing_address=billing.to_json() if billing and billing != shipping else None,
        shipping_method=order.shipping_method,
        payment_method=order.payment_method,
    )
    cart.locale = order.locale if order.locale in work.tenant.locales else work.tenant.locale
    missing = []
    for line in order.lines:
        if line.variant_id is None or not _add(work, cart, line):
            missing.append(line.name)
    return cart, missing


def _add(work: Work, cart: Cart, line: OrderLine) -> bool:
    rows = sales.rows_of(work.db, cart, line.variant_id)
    row = rows.get(line.variant_id)
    if row is None or row.status != "active":
        return False
    # More than there is stays a problem of the draft, for staff to see and to settle.
    cart.add(line.variant_id, line.quantity)
    return True


def place(work: Work, cart: Cart) -> Order:
    """Order it for its buyer, and confirm it: staff spoke with them."""
    order, _token = checkout.place(work, cart, cart.payment_method)
    orders.confirm(work, order)
    return order


def send(work: Work, cart: Cart) -> None:
    """Write to its buyer: the mail's link opens the draft as their cart, to finish and pay."""
    carts.check_open(cart)
    view = carts.look(work, cart)
    if not cart.lines:
        raise Conflict("cart_empty", "The cart is empty.")
    if not cart.email:
        raise Invalid("required", "An e-mail address is needed.", field="email")
    for problem in view.problems:
        raise Conflict(problem.code, problem.message, **dict(problem.params))
    cart.mailed_at = work.now
    carts.change(work, cart, {})
    work.publish(DraftSent(cart.id))


def remove(work: Work, cart: Cart) -> None:
    """Throw a draft away. Conflict once it is an order: that is what it was made for."""
    carts.check_open(cart)
    work.db.execute(delete(table).where(table.c.id == cart.id))
    work.db.expunge(cart)


def deliver_to(work: Work, cart: Cart, address: Address) -> None:
    """An address of the customer's book."""
    carts.check_open(cart)
    carts.change(work, cart, {"shipping_address": address.to_json()})
