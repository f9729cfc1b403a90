"""Where the staff issues gift cards and looks after them."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.balances import Kind
from ecommus.core.permissions import Permission as P
from ecommus.db.tables.balances import balances
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.IGiftCard)
class GiftCard(Leaf):
    """A gift card; its code is kept nowhere."""


@implementer(i.IGiftCards)
class GiftCards(ById):
    leaf = GiftCard

    def grants(self) -> list[tuple]:
        return self.allow(P.BALANCE_READ, P.BALANCE_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        row = self.row(balances, entity_id)
        return row if row is not None and row.kind == Kind.GIFT_CARD else None
