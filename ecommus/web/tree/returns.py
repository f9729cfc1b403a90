"""Goods that come back, as staff reach them: a return, with the order it belongs to."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import returns
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.IReturn)
class Return(Leaf):
    """One return; its order is read, and locked, with it."""

    def __init__(self, parent: Any, name: str, entity: Any):
        super().__init__(parent, name, entity[0])
        self.order = entity[1]


@implementer(i.IReturns)
class Returns(ById):
    leaf = Return

    def grants(self) -> list[tuple]:
        return self.allow(P.ORDER_READ, P.ORDER_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return returns.one(self.db, entity_id)
