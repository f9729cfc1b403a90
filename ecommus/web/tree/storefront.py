"""What shoppers see. Pages speak the shop's languages in their addresses, the API speaks English.

The default language has no prefix, others do: ``/produs/ceainic`` and ``/en/product/ceainic``.
"""

from typing import Any

from pyramid.authorization import Allow, Everyone
from zope.interface import implementer

from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales, storefront
from ecommus.db.tables import catalog
from ecommus.plugin_sdk import interfaces as i
from ecommus.services import cart_links
from ecommus.services.tokens import token_hash
from ecommus.web.tree import account
from ecommus.web.tree.admin import Auth
from ecommus.web.tree.checkout import PAY, STEPS, Checkout
from ecommus.web.tree.resource import Container, Leaf, Resource

SEGMENTS: dict[str, dict[str, str]] = {
    "ro": {
        "products": "produs",
        "categories": "categorii",
        "search": "cautare",
        "cart": "cos",
        "checkout": "finalizare",
        "orders": "comanda",
        "account": "cont",
        "withdrawals": "retragere",
        "mailed": "cos-salvat",
        "pages": "pagini",
    },
    "en": {
        "products": "product",
        "categories": "category",
        "search": "search",
        "cart": "cart",
        "checkout": "checkout",
        "orders": "order",
        "account": "account",
        "withdrawals": "withdrawal",
        "mailed": "saved-cart",
        "pages": "pages",
    },
}
# What stands below a kind, where that has words of its own.
BELOW = {"checkout": STEPS, "account": account.SEGMENTS}


@implementer(i.IProduct)
class ShelfProduct(Leaf):
    """A product as it is sold: a row of ``queries.storefront``, not an entity."""

    @property
    def etag(self) -> None:
        # What is in stock changes without a new version: the answer's digest is the tag.
        return None


@implementer(i.IProducts)
class ShelfProducts(Container):
    leaf = ShelfProduct

    def load(self, name: str) -> Any:
        return storefront.product(self.db, name)


@implementer(i.ICategory)
class ShelfCategory(Leaf):
    """A category as shoppers see it: a node of the menu."""

    etag = None


@implementer(i.ICategories)
class ShelfCategories(Container):
    leaf = ShelfCategory

    def load(self, name: str) -> Any:
        return self.root.request.menu.by_slug.get(name)


@implementer(i.ISearch)
class Search(Resource):
    """The shop's search."""


@implementer(i.ICart)
class Cart(Leaf):
    """A cart, reached by its token."""

    volatile = True


@implementer(i.ICarts)
class Carts(Container):
    leaf = Cart

    def load(self, name: str) -> Any:
        return sales.cart(self.db, token_hash(name))


@implementer(i.ICart)
class CartPage(Resource):
    """The visitor's own cart: the cookie says which."""


@implementer(i.IMailedCart)
class MailedCart(Leaf):
    """A cart, reached by the link in a mail to its buyer."""

    etag = None


@implementer(i.IMailedCarts)
class MailedCarts(Container):
    leaf = MailedCart

    def load(self, name: str) -> Any:
        return cart_links.find(self.db, self.root.request.registry, name)


@implementer(i.IOrderPayment)
class OrderPayment(Resource):
    """Where an order is paid: its parent is the order."""


@implementer(i.IOrder)
class OwnOrder(Leaf):
    """An order, reached by its unguessable link."""

    children = {PAY["en"]: OrderPayment}

    def __getitem__(self, name: str) -> Any:
        # In the API there is no such place: a provider sends people, not programs.
        if name == self.__parent__.pay_segment:
            return OrderPayment(self, name)
        return self.mounted(name)


@implementer(i.IOrders)
class OwnOrders(Container):
    leaf = OwnOrder

    @property
    def pay_segment(self) -> str | None:
        """What the payment's place is called here."""
        locale = getattr(self.__parent__, "locale", None)
        return locale and PAY.get(locale, PAY["en"])

    def load(self, name: str) -> Any:
        return sales.order(self.db, Order.token_hash == token_hash(name))


@implementer(i.IWithdrawals)
class Withdrawals(Resource):
    """Withdrawing from a contract, without an account."""


@implementer(i.IContentPage)
class ContentPage(Leaf):
    etag = None


@implementer(i.IContentPages)
class ContentPages(Container):
    leaf = ContentPage

    def load(self, name: str) -> Any:
        return self.db.execute(
            catalog.pages.select().where(catalog.pages.c.slug == name)
        ).one_or_none()


@implementer(i.IMedia)
class MediaFile(Resource):
    """A picture file or a folder on the way to it: ``media/<path>``, and no query."""

    def __getitem__(self, name: str) -> "MediaFile":
        return MediaFile(self, name)

    @property
    def path(self) -> str:
        """Below the tenant's folder."""
        above = getattr(self.__parent__, "path", "")
        return f"{above}/{self.__name__}" if above else self.__name__


@implementer(i.IMediaLibrary)
class MediaFolder(Resource):
    """The shop's picture files."""

    def __getitem__(self, name: str) -> MediaFile:
        return MediaFile(self, name)


KINDS = {
    "products": ShelfProducts,
    "categories": ShelfCategories,
    "search": Search,
    "cart": CartPage,
    "checkout": Checkout,
    "orders": OwnOrders,
    "account": account.Account,
    "withdrawals": Withdrawals,
    "mailed": MailedCarts,
    "pages": ContentPages,
}


@implementer(i.IStorefront)
class Storefront(Resource):
    """The shop in one language; its other languages hang below the default one."""

    def __init__(self, parent: Any, name: str, locale: str | None = None):
        super().__init__(parent, name)
        self.locale = locale or self.tenant.locale
        self.segments = SEGMENTS.get(self.locale, SEGMENTS["en"])

    def grants(self) -> list[tuple]:
        return [(Allow, Everyone, (P.SHOP_VIEW, P.SHOP_BUY, P.SHOP_ORDER_VIEW))]

    def __getitem__(self, name: str) -> Any:
        for kind, segment in self.segments.items():
            if segment == name:
                return KINDS[kind](self, name)
        if name == "media":
            return MediaFolder(self, name)
        # Only the default language has others below it: no /en/en.
        if name in self.tenant.locales[1:] and self.locale == self.tenant.locale:
            return Storefront(self, name, name)
        return super().__getitem__(name)

    def child(self, kind: str) -> Any:
        """The place of a kind, for links: ``storefront.child("cart")``."""
        return KINDS[kind](self, self.segments[kind])

    def in_locale(self, locale: str) -> "Storefront":
        """The same shop in another of its languages."""
        home = self if self.locale == self.tenant.locale else self.__parent__
        return home if locale == home.locale else Storefront(home, locale, locale)


@implementer(i.IStorefront)
class ApiStorefront(Resource):
    """The shop in JSON: English segments, language by Accept-Language."""

    children = {
        "products": ShelfProducts,
        "categories": ShelfCategories,
        "search": Search,
        "carts": Carts,
        "orders": OwnOrders,
        "auth": Auth,
        "me": account.Me,
        "withdrawals": Withdrawals,
    }

    def grants(self) -> list[tuple]:
        return [(Allow, Everyone, (P.SHOP_VIEW, P.SHOP_BUY, P.SHOP_ORDER_VIEW))]
