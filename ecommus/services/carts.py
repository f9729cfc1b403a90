"""Carts: what is in one, what it costs, what stands in the way of ordering it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from ecommus.core.customers import Address
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import CartUpdated
from ecommus.core.money import Money
from ecommus.core.orders import Cart, CartLine, check_quantity
from ecommus.core.ports import Parcel, PaymentChoice, ShippingQuote
from ecommus.core.pricing import STAFF_PRICE, Change, Priced, PriceLine, PriceQuestion, price
from ecommus.core.tax import Rounding
from ecommus.db.queries import sales
from ecommus.services import offers, prices
from ecommus.services.work import Work, usable

# Filter point: plugins may change the lines before they are priced (a list of ``PriceLine``).
CART_LINES = "cart.lines"

Rows = dict[UUID, Row]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cart cannot be ordered as it stands; ``line_id`` None: the cart as a whole."""

    code: str
    message: str
    line_id: UUID | None = None
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class CartView:
    """A cart, priced: what pages, API and checkout look at."""

    cart: Cart
    rows: Rows
    question: PriceQuestion
    priced: Priced
    problems: tuple[Problem, ...]
    shipping: ShippingQuote | None
    quotes: tuple[ShippingQuote, ...]
    offer: offers.Offer

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.cart.lines)

    def row(self, line: CartLine) -> Row:
        return self.rows[line.variant_id]


def check_open(cart: Cart) -> None:
    """Conflict when the cart became an order already."""
    if cart.ordered_at is not None:
        raise Conflict("cart_ordered", "This cart has been ordered already.")


def check_own(cart: Cart) -> None:
    """Conflict when staff wrote the cart: its buyer orders it as it is, or asks for another."""
    if cart.drafted_by is not None:
        text = "The shop put this cart together for you. Ask it to change what is in it."
        raise Conflict("draft_fixed", text)


def country_of(work: Work, cart: Cart) -> str:
    """Where it goes; without an address, the shop's own country."""
    address = Address.of(cart.shipping_address)
    return address.country if address else work.tenant.legal.country


def rows_of(work: Work, cart: Cart, variant_id: UUID | None = None, sku: str | None = None) -> Rows:
    """What the cart's variants, and the one named, show and cost: one statement."""
    # A variant that was deleted took its cart lines with it.
    ids = [line.variant_id for line in cart.lines]
    if variant_id is not None:
        ids.append(variant_id)
    return sales.cart_rows(work.db, cart.id, ids, sku)


def look(work: Work, cart: Cart, rows: Rows | None = None) -> CartView:
    """Price a cart; ``rows`` of its variants when they were read already, after the last change."""
    if rows is None:
        rows = rows_of(work, cart)
    now = datetime.now(UTC)
    on = now.date()
    country = country_of(work, cart)
    lines = price_lines(work, cart.lines, rows, country=country, customer_id=cart.customer_id)
    lines = agreed(cart, work.filtered(CART_LINES, lines))
    offer = offers.of_cart(work, cart, country)
    quotes = tuple(shipping_quotes(work, cart, rows)) if cart.lines else ()
    chosen = next((quote for quote in quotes if quote.code == cart.shipping_method), None)
    question = PriceQuestion(
        currency=cart.currency,
        lines=tuple(lines),
        shipping=chosen.price.amount if chosen else None,
        shipping_tax_category=chosen.tax_category if chosen else None,
        country=country,
        on=on,
        rates=work.remembered(
            ("tax rates", country, on), lambda: sales.tax_rates(work.db, country, on)
        ),
        vat_registered=work.tenant.legal.vat_registered,
        rounding=Rounding(work.tenant.settings.get("tax", {}).get("rounding", "document")),
        promotions=offer.promotions,
        buyer=offer.buyer,
        at=now,
    )
    try:
        priced = price(question)
    except ValueError:
        raise Invalid("cart_too_large", "This is more than can be paid at once.") from None
    problems = _problems(cart, rows, priced, offer)
    return CartView(cart, rows, question, priced, problems, chosen, quotes, offer)


def price_lines(
    work: Work,
    wanted: Sequence[CartLine],
    rows: Rows,
    *,
    country: str,
    customer_id: UUID | None,
) -> list[PriceLine]:
    """Lines with what a unit costs this buyer there, and how it came to cost that."""
    items = [item_of(rows[line.variant_id], line.quantity) for line in wanted]
    costs = prices.quote(work, items, country=country, customer_id=customer_id)
    lines = []
    for line in wanted:
        row, cost = rows[line.variant_id], costs[line.variant_id]
        lines.append(
            PriceLine(
                key=str(line.id),
                quantity=line.quantity,
                unit_price=cost.amount,
                original_unit_price=cost.original,
                tax_category=row.tax_category,
                product=str(row.product_id),
                categories=prices.above(work, row.categories),
                min_price=row.min_price or 0,
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


def _problems(cart: Cart, rows: Rows, priced: Priced, offer: offers.Offer) -> tuple[Problem, ...]:
    found = [
        Problem("coupon_invalid", message, None, (("coupon", code),))
        for code, message in offer.dead_codes
    ]
    for line in cart.lines:
        row = rows[line.variant_id]
        if row.status != "active":
            found.append(Problem("not_sold", "This is no longer sold.", line.id))
        elif row.track_stock and not row.backorder:
            left = int(row.available + row.held)
            if left <= 0:
                found.append(Problem("out_of_stock", "This is sold out.", line.id))
            elif left < line.quantity:
                text = "Only %(available)s left in stock."
                params = (("available", left),)
                found.append(Problem("out_of_stock", text, line.id, params))
    for category in priced.untaxed_categories:
        text = "No tax rate is set for “%(category)s”, so this cannot be ordered."
        found.append(Problem("tax_rate_missing", text, None, (("category", category),)))
    return tuple(found)


def shipping_quotes(work: Work, cart: Cart, rows: dict[UUID, Row]) -> list[ShippingQuote]:
    """The offers of all carriers that are on, cheapest first."""
    weight = sum((rows[line.variant_id].weight_grams or 0) * line.quantity for line in cart.lines)
    value = sum(rows[line.variant_id].sells_at * line.quantity for line in cart.lines)
    parcel = Parcel(
        destination=Address.of(cart.shipping_address),
        country=country_of(work, cart),
        weight_grams=weight,
        value=Money(value, cart.currency),
    )
    quotes = [
        quote
        for _code, plugin_id, carrier in usable(work, work.registry.extensions.carriers)
        for quote in carrier.quotes(parcel, work.plugin_settings(plugin_id), work.locale_name)
    ]
    return sorted(quotes, key=lambda quote: (quote.price.amount, quote.code))


def payment_choices(work: Work, total: Money) -> list[PaymentChoice]:
    """The ways to pay ``total``."""
    choices = (
        gateway.choice(total, work.plugin_settings(plugin_id), work.locale_name)
        for _code, plugin_id, gateway in usable(work, work.registry.extensions.payments)
    )
    return [choice for choice in choices if choice is not None]


def payment_choice(work: Work, total: Money, code: str | None) -> PaymentChoice | None:
    return next((c for c in payment_choices(work, total) if c.code == code), None)


def add(
    work: Work, cart: Cart, quantity: int, *, variant_id: UUID | None = None, sku: str | None = None
) -> Rows:
    """Put units of a variant into a cart; promises nothing, but refuses what cannot be had.

    Answers what the cart's variants show and cost. Invalid: no variant is named, or there is none.
    """
    field = "variant_id" if variant_id else "sku"
    if not (variant_id or sku):
        raise Invalid("required", "Name a variant by sku or variant_id.", field=field)
    rows = rows_of(work, cart, variant_id, None if variant_id else sku)
    row = rows.get(variant_id) if variant_id else _by_sku(rows, sku)
    if row is None:
        raise Invalid("unknown_variant", "There is no such variant.", field=field)
    if row.status != "active":
        raise Conflict("not_sold", "This is no longer sold.")
    line = cart.add(row.variant_id, quantity)
    _check_stock(row, line.quantity)
    _touched(work, cart)
    return rows


def _by_sku(rows: Rows, sku: str | None) -> Row | None:
    return next((row for row in rows.values() if row.sku == sku), None)


def set_quantities(work: Work, cart: Cart, wanted: Mapping[CartLine, int]) -> Rows:
    """Change lines; zero takes one out. More than there is, is refused; less never is."""
    rows = rows_of(work, cart)
    for line, quantity in wanted.items():
        if quantity == 0:
            cart.lines.remove(line)
        else:
            check_quantity(quantity)
            if quantity > line.quantity:
                _check_stock(rows[line.variant_id], quantity)
    changed = {line: n for line, n in wanted.items() if n != line.quantity}
    for line, quantity in changed.items():
        line.quantity = quantity or line.quantity
    if changed:
        cart.version += 1
        _touched(work, cart)
    return rows


def change(work: Work, cart: Cart, changes: dict[str, Any]) -> None:
    """Set e-mail, addresses, methods or note."""
    for name, value in changes.items():
        setattr(cart, name, value)
    cart.version += 1
    _touched(work, cart)


def check_method(view: CartView, code: str, offered: Sequence[Any], field: str) -> None:
    """Invalid when ``code`` is not among what is offered."""
    if code not in {entry.code for entry in offered}:
        raise Invalid("unknown_method", "This is not offered for this cart.", field=field)


def _check_stock(row: Row, quantity: int) -> None:
    if row.track_stock and not row.backorder and quantity > (left := int(row.available + row.held)):
        raise Conflict("out_of_stock", "Only %(available)s left in stock.", available=max(left, 0))


def _touched(work: Work, cart: Cart) -> None:
    cart.updated_at = datetime.now(UTC)
    work.publish(CartUpdated(cart.id))
