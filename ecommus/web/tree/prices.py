"""Where the staff makes prices: price lists with their prices, catalogue promotions."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import prices as queries
from ecommus.db.tables import prices as t
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.ICatalogPromotion)
class CatalogPromotion(Leaf):
    """A promotion that lowers prices before there is a cart."""


@implementer(i.ICatalogPromotions)
class CatalogPromotions(ById):
    leaf = CatalogPromotion

    def grants(self) -> list[tuple]:
        return self.allow(P.PROMOTION_READ, P.PROMOTION_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(t.catalog_promotions, entity_id)


@implementer(i.IListPrice)
class ListPrice(Leaf):
    """What a list says of one variant, from so many units on."""

    @property
    def etag(self) -> str:
        return self.__parent__.__parent__.etag


@implementer(i.IListPrices)
class ListPrices(ById):
    leaf = ListPrice

    def by_id(self, entity_id: UUID) -> Any:
        statement = queries.prices_of(self.__parent__.entity.id)
        return self.db.execute(statement.where(t.price_list_prices.c.id == entity_id)).one_or_none()


@implementer(i.IPriceList)
class PriceList(Leaf):
    """One price list, its prices below it."""

    children = {"prices": ListPrices}


@implementer(i.IPriceLists)
class PriceLists(ById):
    leaf = PriceList

    def grants(self) -> list[tuple]:
        return self.allow(P.PROMOTION_READ, P.PROMOTION_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(t.price_lists, entity_id)
