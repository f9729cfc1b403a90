"""Gift cards and store credit for tests, and what ``matrix`` puts into their calls and forms."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any

from selling import an_order
from sqlalchemy import func, select

from ecommus.core.balances import Move
from ecommus.core.orders import Order
from ecommus.db.queries import balances as queries
from ecommus.db.queries import sales
from ecommus.db.tables.balances import balance_movements, balances
from ecommus.services import balances as service
from ecommus.services import gift_cards
from ecommus.testing import Shop


def a_card(shop: Shop, amount: int = 10_000, currency: str = "RON", **fields: Any) -> Any:
    """A gift card: its ``id`` and ``code``."""
    with shop.work() as job:
        card_id, code = gift_cards.issue(job, amount, currency, **fields)
    return SimpleNamespace(id=card_id, code=code, hint=code[-4:])


def a_credit(shop: Shop, customer_id: Any, amount: int, currency: str = "RON") -> Any:
    """Store credit of a customer; answers the balance's id."""
    with shop.work() as job:
        balance_id = service.credit_id(job, customer_id, currency)
        service.move(job, balance_id, Move.ADJUSTED, amount, reason="for a test")
    return balance_id


def on_it(shop: Shop, balance_id: Any) -> int:
    """What is on a balance, which its movements must explain."""
    with shop.work() as job:
        amount = queries.one(job.db, balance_id).amount
        moved = select(func.sum(balance_movements.c.amount)).where(
            balance_movements.c.balance_id == balance_id
        )
        assert job.db.execute(moved).scalar_one() == amount
    return amount


def moves(shop: Shop, balance_id: Any) -> list[tuple[str, int]]:
    """(kind, amount) of a balance's movements, oldest first."""
    with shop.work() as job:
        rows = job.db.execute(queries.movements([balance_id]).order_by(balance_movements.c.id))
        return [(row.kind, row.amount) for row in rows]


def amounts(shop: Shop) -> dict[Any, int]:
    """What is on each balance of the shop; none is at odds with its ledger."""
    with shop.work() as job:
        assert queries.difference(job.db) == []
        return {row.id: row.amount for row in job.db.execute(select(balances))}


def paid_with(shop: Shop, product: Any, *cards: Any, quantity: int = 1, **changes: Any) -> Order:
    """An order that gift cards pay for, as far as they reach."""
    return an_order(shop, (product, quantity), gift_cards=[c.id for c in cards], **changes)


def act(shop: Shop, order: Order, action: Any, *arguments: Any, **options: Any) -> Any:
    """Do something with an order in a transaction of its own."""
    with shop.work() as job:
        locked = sales.order(job.db, Order.id == order.id)
        return action(job, locked, *arguments, **options)


class Purse:
    """Part of ``matrix.Things``."""

    shop: Any

    @cached_property
    def gift_card_id(self) -> Any:
        return a_card(self.shop).id


ADJUSTMENT = {"amount": {"amount": 100, "currency": "RON"}, "reason": "counted anew"}
SEGMENTS = {"gift-cards/gift_card_id": lambda t: t.gift_card_id}
BODIES = {
    "POST /api/admin/gift-cards": lambda t: {"amount": {"amount": 5000, "currency": "RON"}},
    "PATCH /api/admin/gift-cards/{gift_card_id}": lambda t: {"note": "for Ana"},
    "POST /api/admin/gift-cards/{gift_card_id}/adjust": lambda t: ADJUSTMENT,
    "POST /api/admin/customers/{customer_id}/store-credit": lambda t: ADJUSTMENT,
}


def forms(form: Any) -> dict[str, Any]:
    """Forms by method and address; ``form`` is ``matrix.Form``."""
    card, adjust = "/admin/gift-cards/{gift_card_id}", {"amount": "5", "reason": "a gesture"}
    return {
        "POST /admin/gift-cards/new": form("/admin/gift-cards/new", fill={"amount": "50"}),
        f"POST {card}/adjust": form(card, fill=adjust),
        f"POST {card}/disable": form(None),
        f"POST {card}/enable": form(None),
        "POST /admin/customers/{customer_id}/credit": form(
            "/admin/customers/{customer_id}/credit", fill=adjust
        ),
    }
