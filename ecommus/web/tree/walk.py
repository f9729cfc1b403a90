"""The tree as a list of places: what ``ecommus tree``, OpenAPI and the permission matrix walk.

It is read off the classes (their ``children`` and ``leaf``), so it cannot go out of date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zope.interface import implementedBy

from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree import storefront
from ecommus.web.tree.admin import Admin
from ecommus.web.tree.resource import Container
from ecommus.web.tree.super_admin import SuperAdmin
from ecommus.web.tree.webhooks import Webhooks

# What a leaf's segment holds, where it is not an id.
SEGMENTS = {
    storefront.ShelfProduct: "slug",
    storefront.ShelfCategory: "slug",
    storefront.ContentPage: "slug",
    storefront.Cart: "cart_id",
    storefront.OwnOrder: "order_token",
    storefront.MailedCart: "cart_link",
}
PARAMETERS = {
    i.IProduct: "product_id",
    i.IVariant: "variant_id",
    i.ICategory: "category_id",
    i.IAttribute: "attribute_id",
    i.IBulkChange: "change_id",
    i.IPromotion: "promotion_id",
    i.ICoupon: "coupon_id",
    i.ICatalogPromotion: "promotion_id",
    i.IPriceList: "price_list_id",
    i.IListPrice: "price_id",
    i.IZone: "zone_id",
    i.ITaxCategory: "tax_category_id",
    i.ITaxRate: "tax_rate_id",
    i.IShippingMethod: "shipping_method_id",
    i.IMedia: "media_id",
    i.IStockItem: "variant_id",
    i.IStockLocation: "location_id",
    i.IStockTake: "take_id",
    i.IOrder: "order_id",
    i.IDraft: "draft_id",
    i.IDraftLine: "draft_line_id",
    i.IGiftCard: "gift_card_id",
    i.IInvoice: "invoice_id",
    i.IReturn: "return_id",
    i.IImport: "import_id",
    i.IIssuedLicense: "license_id",
    i.IPlugin: "plugin_id",
    i.IApiKey: "key_id",
    i.ICustomer: "customer_id",
    i.ICustomerGroup: "group_id",
    i.IOwnOrder: "order_id",
    i.IOwnAddress: "address_id",
    i.ITenantEntry: "tenant_id",
    i.IWebhook: "plugin_id",
}


@dataclass(frozen=True)
class Place:
    """A kind of place: its address with ``{parameters}``, its class, the scope it is in."""

    path: str
    factory: Any
    scope: Any

    def provides(self, interface: Any) -> bool:
        return interface.implementedBy(self.factory)

    @property
    def interface(self) -> Any:
        """The most special interface of ours."""
        return next(iter(implementedBy(self.factory)), i.IResource)


def places(registry: Any, *, api: bool) -> Iterator[Place]:
    """Every place of all three scopes, as pages or under ``/api``."""
    prefix = "/api" if api else ""
    yield from _below(registry, f"{prefix}/super-admin", SuperAdmin, i.ISuperAdmin)
    yield from _below(registry, f"{prefix}/admin", Admin, i.IAdmin)
    if api:
        yield from _below(registry, "/api/storefront", storefront.ApiStorefront, i.IStorefront)
        return
    yield Place("/", storefront.Storefront, i.IStorefront)
    for kind, factory in storefront.KINDS.items():
        yield from _below(registry, f"/{storefront.SEGMENTS['en'][kind]}", factory, i.IStorefront)
    yield from _below(registry, "/webhooks", Webhooks, i.IWebhooks)
    yield Place("/media/{path}", storefront.MediaFile, i.IStorefront)


def _below(registry: Any, path: str, factory: Any, scope: Any) -> Iterator[Place]:
    place = Place(path, factory, scope)
    yield place
    for name, child in factory.children.items():
        yield from _below(registry, f"{path}/{name}", child, scope)
    for name, child in _mounted(registry, factory):
        yield Place(f"{path}/{name}", child, scope)
    if isinstance(factory, type) and issubclass(factory, Container):
        leaf = factory.leaf
        parameter = SEGMENTS.get(leaf) or PARAMETERS.get(_interface(leaf), "id")
        yield from _below(registry, f"{path}/{{{parameter}}}", leaf, scope)


def _interface(factory: Any) -> Any:
    return next(iter(implementedBy(factory)), i.IResource)


def _mounted(registry: Any, factory: Any) -> Iterator[tuple[str, Any]]:
    for interface, name, child in registry.mounts.entries():
        if interface.implementedBy(factory):
            yield name, child
