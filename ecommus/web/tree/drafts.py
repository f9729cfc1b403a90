"""Where staff write carts for somebody, and look at those that were left."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import carts
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf, Resource


@implementer(i.IDraftLine)
class DraftLine(Leaf):
    @property
    def etag(self) -> str:
        return self.__parent__.__parent__.etag


@implementer(i.IDraftLines)
class DraftLines(ById):
    leaf = DraftLine

    def by_id(self, entity_id: UUID) -> Any:
        return self.__parent__.entity.line(entity_id)


@implementer(i.IDraft)
class Draft(Leaf):
    """A cart of the staff; also when it became an order."""

    volatile = True
    children = {"lines": DraftLines}


@implementer(i.IDrafts)
class Drafts(ById):
    leaf = Draft

    def grants(self) -> list[tuple]:
        return self.allow(P.ORDER_READ, P.ORDER_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return carts.draft(self.db, entity_id)


@implementer(i.ILeftCarts)
class LeftCarts(Resource):
    """Carts that shoppers left with something in them."""

    def grants(self) -> list[tuple]:
        return self.allow(P.ORDER_READ)
