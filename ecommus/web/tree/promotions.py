"""Where the staff makes promotions: one promotion, and its coupons below it."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.tables import promotions
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.ICoupon)
class Coupon(Leaf):
    """A code that opens its promotion."""


@implementer(i.ICoupons)
class Coupons(ById):
    leaf = Coupon

    def by_id(self, entity_id: UUID) -> Any:
        row = self.row(promotions.coupons, entity_id)
        promotion = self.__parent__.entity
        return row if row is not None and row.promotion_id == promotion.id else None


@implementer(i.IPromotion)
class Promotion(Leaf):
    """One promotion, its coupons below it."""

    children = {"coupons": Coupons}


@implementer(i.IPromotions)
class Promotions(ById):
    leaf = Promotion

    def grants(self) -> list[tuple]:
        return self.allow(P.PROMOTION_READ, P.PROMOTION_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(promotions.promotions, entity_id)
