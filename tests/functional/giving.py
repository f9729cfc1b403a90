"""Gift cards and store credit for tests, and what ``matrix`` puts into their calls and forms."""

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
