"""Where a shop's staff works: the same places as pages and, below ``api``, as JSON."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from zope.interface import implementer

from ecommus.core.orders import Order as OrderEntity
from ecommus.core.permissions import STAFF
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog, invoices, sales
from ecommus.db.tables import catalog as t
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.customers import CustomerGroups, Customers
from ecommus.web.tree.drafts import Drafts, LeftCarts
from ecommus.web.tree.gift_cards import GiftCards
from ecommus.web.tree.prices import CatalogPromotions, PriceLists
from ecommus.web.tree.promotions import Promotions
from ecommus.web.tree.resource import ById, Leaf, Resource
from ecommus.web.tree.returns import Returns
from ecommus.web.tree.shop import (
    ApiKeys,
    BulkChanges,
    Imports,
    Plugins,
    Settings,
    Staff,
    Theme,
)
from ecommus.web.tree.stock import StockLocations, StockTakes
from ecommus.web.tree.taxes import ShippingMethods, TaxCategories, TaxRates, Zones


@implementer(i.IVariant)
class Variant(Leaf):
    @property
    def etag(self) -> str:
        return str(self.product.version)

    @property
    def product(self) -> Any:
        return self.__parent__.product


@implementer(i.IVariants)
class Variants(ById):
    leaf = Variant

    @property
    def product(self) -> Any:
        return self.__parent__.entity

    def by_id(self, entity_id: UUID) -> Any:
        return next((v for v in self.product.variants if v.id == entity_id), None)


@implementer(i.IProduct)
class Product(Leaf):
    """One product, its variants below it."""

    children = {"variants": Variants}


@implementer(i.IProducts)
class Products(ById):
    leaf = Product

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.PRODUCT_EDIT, P.PRODUCT_DELETE, P.CATALOG_EXPORT)

    def by_id(self, entity_id: UUID) -> Any:
        return catalog.product(self.db, entity_id)


@implementer(i.ICategory)
class Category(Leaf):
    pass


@implementer(i.ICategories)
class Categories(ById):
    leaf = Category

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.PRODUCT_EDIT, P.PRODUCT_DELETE)

    def by_id(self, entity_id: UUID) -> Any:
        return catalog.category(self.db, entity_id)


@implementer(i.IMedia)
class Media(Leaf):
    etag = None


@implementer(i.IMediaLibrary)
class MediaLibrary(ById):
    leaf = Media

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.PRODUCT_EDIT, P.PRODUCT_DELETE)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(t.media, entity_id)


@implementer(i.IAttribute)
class Attribute(Leaf):
    """A definition; its values stand on the products."""


@implementer(i.IAttributes)
class Attributes(ById):
    leaf = Attribute

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.PRODUCT_EDIT, P.PRODUCT_DELETE)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(t.attributes, entity_id)


@implementer(i.IStockItem)
class StockItem(Leaf):
    """The stock of one variant."""

    etag = None


@implementer(i.IStock)
class Stock(ById):
    leaf = StockItem

    def grants(self) -> list[tuple]:
        return self.allow(P.STOCK_READ, P.STOCK_ADJUST)

    def by_id(self, entity_id: UUID) -> Any:
        return self.db.execute(
            select(t.variants, t.products.c.title)
            .join(t.products, t.products.c.id == t.variants.c.product_id)
            .where(t.variants.c.id == entity_id)
        ).one_or_none()


@implementer(i.IOrder)
class Order(Leaf):
    """One order."""


@implementer(i.IOrders)
class Orders(ById):
    leaf = Order

    def grants(self) -> list[tuple]:
        return self.allow(P.ORDER_READ, P.ORDER_EDIT, P.INVOICE_READ, P.INVOICE_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return sales.order(self.db, OrderEntity.id == entity_id)


@implementer(i.IInvoice)
class Invoice(Leaf):
    """One issued document: it never changes."""

    etag = None


@implementer(i.IInvoices)
class Invoices(ById):
    leaf = Invoice

    def grants(self) -> list[tuple]:
        return self.allow(P.INVOICE_READ, P.INVOICE_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return invoices.one(self.db, entity_id)


@implementer(i.IAuth)
class Auth(Resource):
    """Signing in and out; open to everyone."""


@implementer(i.IAdmin)
class Admin(Resource):
    children = {
        "products": Products,
        "categories": Categories,
        "attributes": Attributes,
        "bulk-changes": BulkChanges,
        "promotions": Promotions,
        "catalog-promotions": CatalogPromotions,
        "price-lists": PriceLists,
        "media": MediaLibrary,
        "stock": Stock,
        "stock-locations": StockLocations,
        "stock-takes": StockTakes,
        "orders": Orders,
        "returns": Returns,
        "drafts": Drafts,
        "left-carts": LeftCarts,
        "customers": Customers,
        "customer-groups": CustomerGroups,
        "gift-cards": GiftCards,
        "invoices": Invoices,
        "imports": Imports,
        "plugins": Plugins,
        "theme": Theme,
        "api-keys": ApiKeys,
        "staff": Staff,
        "settings": Settings,
        "zones": Zones,
        "tax-categories": TaxCategories,
        "tax-rates": TaxRates,
        "shipping-methods": ShippingMethods,
        "auth": Auth,
    }

    def grants(self) -> list[tuple]:
        # All: lists without a place of their own (roles, locations) and plugins' mounts ask here.
        return self.allow(*STAFF)
