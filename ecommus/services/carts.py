"""Carts: what is in one, what it costs, what stands in the way of ordering it."""

from collections.abc import Iterator, Mapping, Sequence
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
from ecommus.core.ports import PaymentChoice, ShippingQuote
from ecommus.core.pricing import Priced, PriceQuestion, price
from ecommus.core.tax import Rounding
from ecommus.db.queries import sales
from ecommus.services import balances, cart_lines, currencies, offers, quoting, taxing
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
    funds: balances.Funds

    @property
    def to_pay(self) -> Money:
        """What is left of the total once gift cards and store credit have paid."""
        return Money(self.funds.to_pay, self.priced.currency)

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


def look(work: Work, cart: Cart, rows: Rows | None = None) -> CartView:
    """Price a cart; ``rows`` of its variants when they were read already, after the last change."""
    if rows is None:
        rows = sales.rows_of(work.db, cart)
    now = datetime.now(UTC)
    address = Address.of(cart.shipping_address)
    place = taxing.place_of(work, address)
    exchange = currencies.exchange(work, cart.currency)
    currency = exchange.currency if exchange else work.tenant.currency
    lines = cart_lines.price_lines(
        work, cart.lines, rows, country=place.country, customer_id=cart.customer_id,
        exchange=exchange,
    )  # fmt: skip
    lines = work.filtered(CART_LINES, lines)
    if cart.currency == currency:
        lines = cart_lines.agreed(cart, lines)
    worth = sum(line.unit_price * line.quantity for line in lines)
    worth = exchange.back(worth) if exchange else worth
    parcel = quoting.parcel_of(work, cart, rows, place, worth)
    asked = quoting.converted(quoting.quotes(work, parcel) if cart.lines else (), exchange)
    picked_up = {quote.code for quote in asked if quote.pickup}
    buyer = Address.of(cart.billing_address) or address
    exempt = any(row.exempt for row in rows.values())
    today = taxing.today(work)
    sent = taxing.sale(work, buyer, place, today, exempt=exempt)
    # What the buyer comes for does not travel: it is sold where the shop is.
    stays = taxing.sale(work, buyer, taxing.home(work), today, exempt=exempt)
    sale = stays if cart.shipping_method in picked_up else sent
    quotes = tuple(quoting.net(quote, stays if quote.pickup else sent) for quote in asked)
    chosen = next((quote for quote in quotes if quote.code == cart.shipping_method), None)
    before = next((quote for quote in asked if quote.code == cart.shipping_method), None)
    lines = [sale.line(line) for line in lines]
    offer = offers.of_cart(work, cart, place.country, exchange)
    categories = [line.tax_category for line in lines]
    question = PriceQuestion(
        currency=currency,
        lines=tuple(lines),
        shipping=chosen.price.amount if chosen else None,
        shipping_tax_category=chosen.tax_category if chosen else None,
        country=sale.country,
        on=sale.on,
        rates=sale.applied([*categories, chosen.tax_category if chosen else None]),
        vat_registered=work.tenant.legal.vat_registered,
        rounding=Rounding(taxing.choices(work)["rounding"]),
        promotions=offer.promotions,
        buyer=offer.buyer,
        at=now,
        treatment=sale.treatment.value,
        shipping_changes=quoting.changes(before, sale),
    )
    try:
        priced = price(question)
    except ValueError:
        raise Invalid("cart_too_large", "This is more than can be paid at once.") from None
    funds = balances.of_cart(work, cart, Money(priced.total, priced.currency))
    problems = tuple(_problems(work, cart, rows, priced, offer, funds))
    return CartView(cart, rows, question, priced, problems, chosen, quotes, offer, funds)


def _problems(
    work: Work, cart: Cart, rows: Rows, priced: Priced, offer: offers.Offer,
    funds: balances.Funds,
) -> Iterator[Problem]:  # fmt: skip
    for code, message in offer.dead_codes:
        yield Problem("coupon_invalid", message, None, (("coupon", code),))
    for code, message, named in funds.problems:
        yield Problem(code, message, None, tuple(named.items()))
    agreed = any(line.unit_price is not None for line in cart.lines)
    if agreed and cart.currency != priced.currency:
        text = "Prices were agreed in %(currency)s, in which this shop no longer sells."
        yield Problem("currency_gone", text, None, (("currency", cart.currency),))
    for line in cart.lines:
        row = rows[line.variant_id]
        if row.status != "active":
            yield Problem("not_sold", "This is no longer sold.", line.id)
        elif row.track_stock and not row.backorder:
            left = int(row.available + row.held)
            if left <= 0:
                yield Problem("out_of_stock", "This is sold out.", line.id)
            elif left < line.quantity:
                text = "Only %(available)s left in stock."
                yield Problem("out_of_stock", text, line.id, (("available", left),))
    if taxing.choices(work)["missing_rate"] == "block":
        for category in priced.untaxed_categories:
            text = "No tax rate is set for “%(category)s”, so this cannot be ordered."
            yield Problem("tax_rate_missing", text, None, (("category", category),))


def payment_choices(work: Work, total: Money) -> list[PaymentChoice]:
    """The ways to pay ``total``."""
    abroad = total.currency != work.tenant.currency
    choices = (
        gateway.choice(total, work.plugin_settings(plugin_id), work.locale_name)
        for _code, plugin_id, gateway in usable(work, work.registry.extensions.payments)
        if not (abroad and getattr(gateway, "own_currency_only", False))
    )
    return [choice for choice in choices if choice is not None]


def payment_choice(work: Work, total: Money, code: str | None) -> PaymentChoice | None:
    return next((c for c in payment_choices(work, total) if c.code == code), None)


def ways_to_pay(work: Work, view: CartView) -> list[PaymentChoice]:
    """The ways to pay what is left of a cart; the only one, when balances pay all of it."""
    covered = balances.choice(work, view.funds)
    return [covered] if covered else payment_choices(work, view.to_pay)


def add(
    work: Work, cart: Cart, quantity: int, *, variant_id: UUID | None = None, sku: str | None = None
) -> Rows:
    """Put units of a variant into a cart; promises nothing, but refuses what cannot be had.

    Answers what the cart's variants show and cost. Invalid: no variant is named, or there is none.
    """
    field = "variant_id" if variant_id else "sku"
    if not (variant_id or sku):
        raise Invalid("required", "Name a variant by sku or variant_id.", field=field)
    rows = sales.rows_of(work.db, cart, variant_id, None if variant_id else sku)
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


def set_quantities(work: Work, cart: Cart, wanted: Mapping[UUID, int]) -> Rows:
    """Change lines, by their ids; zero takes one out. More than there is, is refused; less never
    is."""
    rows = sales.rows_of(work.db, cart)
    before = cart.lines
    for line in before:
        quantity = wanted.get(line.id, line.quantity)
        if quantity == 0:
            cart.remove(line.id)
        elif quantity != line.quantity:
            check_quantity(quantity)
            if quantity > line.quantity:
                _check_stock(rows[line.variant_id], quantity)
            cart.put(replace(line, quantity=quantity))
    if cart.lines != before:
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
