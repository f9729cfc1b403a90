"""Paying from gift cards and store credit, and giving back to them.

What a balance pays is a payment like any other, made while the order is placed: the rows are locked
in the order of their ids, after promotions and before stock. Every change writes its movement.
How cards are issued is ``gift_cards``; what a refund comes to, ``refunds``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.balances import COVERED, Kind, Move, Taken, problem, said, shares, way_back
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT, Money
from ecommus.core.orders import Cart, Order
from ecommus.core.ports import PaymentChoice
from ecommus.core.states import AttemptStatus, PaymentStatus
from ecommus.db.queries import balances as queries
from ecommus.db.queries import payments as paid_queries
from ecommus.db.tables.balances import balance_movements, balances
from ecommus.db.tables.payments import payments
from ecommus.services import currencies
from ecommus.services.timeline import note
from ecommus.services.work import Work

TITLES = {
    "ro": {Kind.GIFT_CARD: "Card cadou", Kind.STORE_CREDIT: "Credit în magazin"},
    "en": {Kind.GIFT_CARD: "Gift card", Kind.STORE_CREDIT: "Store credit"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """A balance of a cart (its row), and how much of the cart it pays."""

    balance: Any
    amount: int
    # Why it cannot pay: code and message.
    problem: tuple[str, str] | None = None

    @property
    def left(self) -> int:
        return self.balance.amount - self.amount


@dataclass(frozen=True, slots=True)
class Funds:
    """What balances pay of a cart's total; ``credit``: what its owner has, used or not."""

    total: int
    parts: tuple[Part, ...] = ()

    @property
    def paid(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def to_pay(self) -> int:
        return self.total - self.paid

    @property
    def covered(self) -> bool:
        return bool(self.parts) and self.paid == self.total > 0

    @property
    def cards(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.balance.kind == Kind.GIFT_CARD)

    @property
    def credit(self) -> int:
        """What store credit pays."""
        mine = (part for part in self.parts if part.balance.kind == Kind.STORE_CREDIT)
        return sum(part.amount for part in mine)

    @property
    def problems(self) -> list[tuple[str, str, dict[str, str]]]:
        """(code, message, what it speaks of)."""
        return [(*part.problem, said(part.balance)) for part in self.parts if part.problem]


def of_cart(work: Work, cart: Cart, due: Money) -> Funds:
    """What the cart's balances pay: gift cards in turn, then store credit. Most carts: none, and
    no statement."""
    mine = cart.customer_id if cart.use_store_credit else None
    total, currency = due.amount, due.currency
    if not cart.gift_cards and mine is None:
        return Funds(total)
    rows = {row.id: row for row in queries.of_cart(work.db, cart.gift_cards, mine, currency)}
    cards = [rows[card_id] for card_id in cart.gift_cards if card_id in rows]
    wanted = [(row, problem(row, currency, work.now)) for row in cards]
    wanted += [(row, None) for row in rows.values() if row.kind == Kind.STORE_CREDIT]
    amounts = shares(total, [0 if wrong else row.amount for row, wrong in wanted])
    return Funds(
        total,
        tuple(Part(row, paid, why) for (row, why), paid in zip(wanted, amounts, strict=True)),
    )


def choice(work: Work, funds: Funds) -> PaymentChoice | None:
    """How an order is paid of which balances pay all."""
    if not funds.covered:
        return None
    titles = TITLES.get(work.locale_name, TITLES["en"])
    kinds = dict.fromkeys(Kind(part.balance.kind) for part in funds.parts if part.amount)
    return PaymentChoice(COVERED, " + ".join(titles[kind] for kind in kinds), "", "")


def available(work: Work, customer_id: UUID | None, currency: str) -> int:
    """A customer's store credit."""
    if customer_id is None:
        return 0
    return sum(row.amount for row in queries.credit_of(work.db, customer_id, currency))


def use_credit(cart: Cart, wanted: bool) -> None:
    """Whether the cart's owner pays with their store credit. Invalid for a guest, who has none."""
    if wanted and cart.customer_id is None:
        text = "Sign in to pay with your store credit."
        raise Invalid("sign_in", text, field="use_store_credit")
    cart.use_store_credit = wanted


def take(work: Work, funds: Funds) -> list[tuple[Part, int]]:
    """Take the money off, under locks in the order of ids; answers what is left on each.

    Conflict: somebody was faster. ``write`` puts the payments down once the order is.
    """
    c, taken = balances.c, []
    for part in sorted((p for p in funds.parts if p.amount), key=lambda p: p.balance.id):
        usable = c.disabled_at.is_(None), c.expires_at.is_(None) | (c.expires_at > work.now)
        lower = update(balances).where(c.id == part.balance.id, c.amount >= part.amount, *usable)
        changed = {"amount": c.amount - part.amount, "version": c.version + 1}
        left = work.db.execute(lower.values(changed).returning(c.amount)).scalar()
        if left is None:
            text = "What is on your gift card or store credit has just changed. Look again."
            raise Conflict("balance_changed", text)
        taken.append((part, left))
    return taken


def write(work: Work, order: Order, taken: Sequence[tuple[Part, int]]) -> None:
    """The payments of a new order that balances made, and their movements: cards first."""
    made: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for part, left in sorted(taken, key=lambda pair: pair[0].balance.kind):
        row, payment_id = part.balance, uuid7()
        made.append(
            {"id": payment_id, "order_id": order.id, "gateway": row.kind, "balance_id": row.id,
             "status": AttemptStatus.PAID.value, "amount": part.amount, "captured": part.amount,
             "currency": order.currency, "reference": row.code_hint}
        )  # fmt: skip
        moved.append(
            {"id": uuid7(), "balance_id": row.id, "kind": Move.SPENT.value,
             "amount": -part.amount, "left_on": left, "order_id": order.id,
             "payment_id": payment_id, "actor": work.actor}
        )  # fmt: skip
    if made:
        work.db.execute(insert(payments), made)
        work.db.execute(insert(balance_movements), moved)
        shown = Money(order.balance_total, order.currency).format(order.locale)
        note(work, order.id, "balance_paid", reason=shown)


def move(
    work: Work, balance_id: UUID, kind: Move, amount: int, *, order_id: UUID | None = None,
    payment_id: UUID | None = None, reason: str = "",
) -> int:  # fmt: skip
    """Put ``amount`` on a balance (below zero: take it off); answers what is on it then.

    Conflict when less is on it than is taken off, or nobody could ever pay so much.
    """
    c = balances.c
    after = c.amount + amount
    changed = update(balances).where(c.id == balance_id, after >= 0, after <= MAX_AMOUNT)
    values = {"amount": after, "version": c.version + 1}
    left = work.db.execute(changed.values(values).returning(c.amount)).scalar()
    if left is None:
        text = "So much cannot be taken off or put on: look at what is on it."
        raise Conflict("balance_exceeded", text, field="amount")
    work.db.execute(
        insert(balance_movements).values(
            id=uuid7(), balance_id=balance_id, kind=kind.value, amount=amount, left_on=left,
            order_id=order_id, payment_id=payment_id, reason=reason, actor=work.actor,
        )
    )  # fmt: skip
    return left


def credit_id(work: Work, customer_id: UUID, currency: str) -> UUID:
    """A customer's store credit in a currency, made when there is none yet."""
    fresh = {"id": uuid7(), "kind": Kind.STORE_CREDIT.value, "currency": currency}
    statement = upsert(balances).values(fresh | {"customer_id": customer_id})
    work.db.execute(statement.on_conflict_do_nothing())
    return queries.credit_of(work.db, customer_id, currency)[0].id


def adjust(work: Work, balance: Any, amount: int, reason: str) -> int:
    """Staff put something on or take it off; answers what is on it then. Invalid: no reason."""
    if not amount:
        raise Invalid("amount_invalid", "Write how much is put on or taken off.", field="amount")
    if not reason.strip():
        raise Invalid("required", "Say why: whoever looks later wants to know.", field="reason")
    return move(work, balance.id, Move.ADJUSTED, amount, reason=reason.strip())


def adjust_credit(work: Work, customer: Any, currency: str, amount: int, reason: str) -> int:
    """The same for a customer's store credit. Conflict when they were erased."""
    if customer.erased_at is not None:
        raise Conflict("customer_erased", "This customer was erased.")
    currencies.check_offered(work.tenant, currency)
    balance_id = credit_id(work, customer.id, currency)
    return adjust(work, queries.one(work.db, balance_id), amount, reason)


def lower(work: Work, order: Order, total: int) -> None:
    """An order that is not paid yet comes to ``total``: what balances paid beyond it goes back."""
    over = order.balance_total - total
    if over <= 0 or order.payment_status not in (PaymentStatus.PENDING, PaymentStatus.FAILED):
        return
    rows = {row.id: row for row in _made(work, order)}
    back = way_back(over, [Taken(row.id, row.captured, True) for row in rows.values()])
    _give(work, order, [(rows[payment_id], part) for payment_id, part in back])
    order.balance_total = total


def release(work: Work, order: Order) -> None:
    """An order was cancelled that was never paid: everything goes back to its balances."""
    if order.balance_total and order.payment_status == PaymentStatus.CANCELLED:
        _give(work, order, [(row, row.captured) for row in _made(work, order)])
        order.balance_total = 0


def _made(work: Work, order: Order) -> list[Any]:
    rows = paid_queries.of_order(work.db, order.id)
    return [row for row in rows if row.balance_id and row.status == AttemptStatus.PAID]


def _give(work: Work, order: Order, back: list[tuple[Any, int]]) -> None:
    """Parts of payments go back to their balances; a payment of which nothing is left is none."""
    for row, part in sorted(back, key=lambda pair: pair[0].balance_id):
        move(work, row.balance_id, Move.RETURNED, part, order_id=order.id, payment_id=row.id)
        left = row.captured - part
        values = {"amount": left, "captured": left} if left else {"captured": 0}
        status = AttemptStatus.PAID if left else AttemptStatus.CANCELLED
        paid_queries.change(work.db, row.id, status=status.value, **values)
        shown = Money(part, order.currency).format(order.locale)
        note(work, order.id, "balance_returned", reason=shown, reference=row.reference)
