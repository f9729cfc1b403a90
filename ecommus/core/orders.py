"""Carts and orders: what a shopper gathers, and what it became."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.states import (
    TRANSITIONS,
    FulfilmentStatus,
    OrderStatus,
    PaymentStatus,
    advance,
)

MAX_LINES = 100
MAX_QUANTITY = 9_999


def check_quantity(quantity: int) -> int:
    """``quantity`` when it can stand on a cart line."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid(
            "quantity_invalid",
            "Choose between 1 and %(most)s.",
            field="quantity",
            most=MAX_QUANTITY,
        )
    return quantity


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many units of a variant. Lines are values: a cart that changes gets others."""

    variant_id: UUID
    quantity: int
    # What staff agreed on for a unit, and why; None: the shop's own price.
    unit_price: int | None = None
    price_reason: str | None = None
    id: UUID = field(default_factory=uuid7)


@dataclass(eq=False)
class Cart:
    """An open cart, a shopper's own or a draft of the staff; it becomes at most one order."""

    token_hash: bytes
    currency: str
    locale: str
    email: str | None = None
    shipping_address: dict[str, Any] | None = None
    billing_address: dict[str, Any] | None = None
    shipping_method: str | None = None
    payment_method: str | None = None
    coupons: list[str] = field(default_factory=list)
    # Gift cards that are to pay, by id.
    gift_cards: list[UUID] = field(default_factory=list)
    use_store_credit: bool = False
    note: str | None = None
    customer_id: UUID | None = None
    # Set when it became an order: from then on it is closed.
    ordered_at: datetime | None = None
    # Who of the staff wrote it; None: a shopper did.
    drafted_by: str | None = None
    draft_name: str | None = None
    left_at: datetime | None = None
    mailed_at: datetime | None = None
    recovered_at: datetime | None = None
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)
    lines: list[CartLine] = field(default_factory=list)

    def add(self, variant_id: UUID, quantity: int) -> CartLine:
        """Put units in; a variant already there gets more."""
        line = next((line for line in self.lines if line.variant_id == variant_id), None)
        if line is None:
            if len(self.lines) >= MAX_LINES:
                raise Conflict("cart_full", "A cart holds at most %(most)s lines.", most=MAX_LINES)
            line = CartLine(variant_id, check_quantity(quantity))
            self.lines = [*self.lines, line]
        else:
            line = replace(line, quantity=check_quantity(line.quantity + quantity))
            self.put(line)
        self.version += 1
        return line

    def put(self, line: CartLine) -> None:
        """The line as it is now, in the place of the one with its id."""
        self.lines = [line if line.id == kept.id else kept for kept in self.lines]

    def remove(self, line_id: UUID) -> None:
        self.lines = [line for line in self.lines if line.id != line_id]

    def line(self, line_id: UUID) -> CartLine | None:
        return next((line for line in self.lines if line.id == line_id), None)


@dataclass(eq=False)
class OrderLine:
    """A sold line: a copy of what was agreed, whatever happens to the product later."""

    sku: str | None
    name: str
    options: list[list[str]]
    quantity: int
    unit_price: int
    original_unit_price: int | None
    discount: int
    net: int
    tax: int
    tax_rate: str | None
    total: int
    variant_id: UUID | None = None
    product_slug: str | None = None
    media_id: UUID | None = None
    fulfilled: int = 0
    position: int = 0
    tracked: bool = True
    order_id: UUID | None = None
    id: UUID = field(default_factory=uuid7)

    @property
    def open_quantity(self) -> int:
        return self.quantity - self.fulfilled


@dataclass(eq=False)
class Order:
    """An order and its three states; sums are minor units of ``currency``."""

    number: str
    token_hash: bytes
    cart_id: UUID
    email: str
    currency: str
    locale: str
    shipping_address: dict[str, Any]
    billing_address: dict[str, Any]
    shipping_method: str
    shipping_title: str
    payment_method: str
    payment_title: str
    items_total: int
    discount_total: int
    shipping_total: int
    tax_total: int
    tax_included: bool
    total: int
    taxes: list[dict[str, Any]]
    question: dict[str, Any]
    question_digest: str
    trace: list[dict[str, Any]]
    # What each promotion took off: [{"id", "name", "amount"}], zero or less.
    promotions: list[dict[str, Any]] = field(default_factory=list)
    # What of the total gift cards and store credit pay.
    balance_total: int = 0
    # Where the buyer comes for it; "" when it is brought.
    pickup: str = ""
    note: str | None = None
    customer_id: UUID | None = None
    status: str = OrderStatus.PLACED
    payment_status: str = PaymentStatus.PENDING
    fulfilment_status: str = FulfilmentStatus.UNFULFILLED
    # What was given back of what was paid.
    refunded_total: int = 0
    # What one unit of ``currency`` was worth in the shop's own; None: that is it.
    exchange_rate: Decimal | None = None
    # Until when a hosted payment is waited for; None: nobody waits.
    pay_by: datetime | None = None
    version: int = 1
    placed_at: datetime | None = None
    updated_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)
    lines: list[OrderLine] = field(default_factory=list)

    @property
    def to_pay(self) -> int:
        """What is paid in money: the total without what balances pay."""
        return max(self.total - self.balance_total, 0)

    def _become(self, attribute: str, kind, new) -> None:
        setattr(self, attribute, str(advance(kind(getattr(self, attribute)), new)))
        self.version += 1

    def confirm(self) -> None:
        """The shop accepts the order."""
        self._become("status", OrderStatus, OrderStatus.CONFIRMED)

    def cancel(self) -> None:
        """Nothing will be sent, or everything came back. Conflict while the buyer has something."""
        if self.fulfilment_status not in (FulfilmentStatus.UNFULFILLED, FulfilmentStatus.RETURNED):
            raise Conflict("already_fulfilled", "What has been sent cannot be cancelled.")
        self._become("status", OrderStatus, OrderStatus.CANCELLED)
        self.pay_by = None
        if PaymentStatus.CANCELLED in TRANSITIONS[PaymentStatus(self.payment_status)]:
            self._become("payment_status", PaymentStatus, PaymentStatus.CANCELLED)

    def fulfil(self, quantities: dict[UUID, int]) -> list[tuple[OrderLine, int]]:
        """Send units: ``{line id: quantity}``, nothing named means everything still open.

        Answers what was sent, line by line. Conflict unless the order is confirmed, or when more
        is sent than is open.
        """
        if self.status != OrderStatus.CONFIRMED:
            raise Conflict("not_confirmed", "Confirm the order before sending it.")
        wanted = quantities or {line.id: line.open_quantity for line in self.lines}
        by_id = {line.id: line for line in self.lines}
        if unknown := set(wanted) - set(by_id):
            raise Invalid(
                "line_unknown", "This line is not in the order.", field=str(unknown.pop())
            )
        sent = []
        for line_id, quantity in wanted.items():
            line = by_id[line_id]
            if not 0 <= quantity <= line.open_quantity:
                raise Conflict(
                    "nothing_open",
                    "%(name)s: only %(open)s left to send.",
                    name=line.name,
                    open=line.open_quantity,
                )
            if quantity:
                sent.append((line, quantity))
        if not sent:
            raise Conflict("nothing_open", "Everything has been sent already.")
        for line, quantity in sent:
            line.fulfilled += quantity
        complete = all(line.open_quantity == 0 for line in self.lines)
        new = FulfilmentStatus.FULFILLED if complete else FulfilmentStatus.PARTIAL
        if self.fulfilment_status != new:
            self._become("fulfilment_status", FulfilmentStatus, new)
        else:
            # Another part of an order that was partly sent: a change like any other.
            self.version += 1
        self._complete()
        return sent

    def resend(self) -> None:
        """Its quantities are others: whether everything has been sent is asked anew."""
        sent = any(line.fulfilled for line in self.lines)
        complete = sent and all(line.open_quantity == 0 for line in self.lines)
        if complete and self.fulfilment_status == FulfilmentStatus.PARTIAL:
            self._become("fulfilment_status", FulfilmentStatus, FulfilmentStatus.FULFILLED)
            self._complete()
        elif not complete and self.fulfilment_status == FulfilmentStatus.FULFILLED:
            self._become("fulfilment_status", FulfilmentStatus, FulfilmentStatus.PARTIAL)

    def mark_paid(self) -> None:
        """The money is there."""
        self._become("payment_status", PaymentStatus, PaymentStatus.PAID)
        self.pay_by = None
        self._complete()

    def payment(self, new: PaymentStatus) -> None:
        """What a provider said: authorized, failed, or outstanding once more."""
        if self.payment_status != new:
            self._become("payment_status", PaymentStatus, new)

    def give_back(self, amount: int, taken: int) -> None:
        """Money went back: ``amount`` of ``taken``, which is what was paid in all."""
        self.refunded_total += amount
        whole = self.refunded_total >= taken
        new = PaymentStatus.REFUNDED if whole else PaymentStatus.PARTIALLY_REFUNDED
        if self.payment_status != new:
            self._become("payment_status", PaymentStatus, new)
        else:
            # Another part of it: a change like any other.
            self.version += 1

    def deliver(self) -> None:
        """The parcel arrived."""
        self._become("fulfilment_status", FulfilmentStatus, FulfilmentStatus.DELIVERED)
        self._complete()

    def take_back(self, back: Mapping[UUID, int]) -> None:
        """``back``: all units that ever came back. Once that is everything, the order is."""
        if all(back.get(line.id, 0) >= line.quantity for line in self.lines):
            self._become("fulfilment_status", FulfilmentStatus, FulfilmentStatus.RETURNED)

    def _complete(self) -> None:
        arrived = (FulfilmentStatus.FULFILLED, FulfilmentStatus.DELIVERED)
        paid = self.payment_status == PaymentStatus.PAID
        if self.status == OrderStatus.CONFIRMED and paid and self.fulfilment_status in arrived:
            self._become("status", OrderStatus, OrderStatus.COMPLETED)
