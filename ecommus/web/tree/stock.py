"""The places where a shop's stock lies, and counts of it. The stock itself is in ``tree.admin``."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.tables import stock
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.IStockLocation)
class StockLocation(Leaf):
    """A warehouse, a shop, a shelf."""


@implementer(i.IStockLocations)
class StockLocations(ById):
    leaf = StockLocation

    def grants(self) -> list[tuple]:
        return self.allow(P.STOCK_READ, P.STOCK_ADJUST)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(stock.stock_locations, entity_id)


@implementer(i.IStockTake)
class StockTake(Leaf):
    """A counted sheet: a trial until it is applied."""

    etag = None


@implementer(i.IStockTakes)
class StockTakes(ById):
    leaf = StockTake

    def grants(self) -> list[tuple]:
        return self.allow(P.STOCK_READ, P.STOCK_ADJUST)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(stock.stock_takes, entity_id)
