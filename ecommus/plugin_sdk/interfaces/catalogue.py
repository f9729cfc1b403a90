"""Places of what is sold and what it costs."""

from ecommus.plugin_sdk.interfaces.places import IContainer, IResource


class IProducts(IContainer):
    """The products."""


class IProduct(IResource):
    """One product."""


class IVariants(IContainer):
    """The variants of a product."""


class IVariant(IResource):
    """One variant."""


class ICategories(IContainer):
    """The category tree."""


class ICategory(IResource):
    """One category."""


class IAttributes(IContainer):
    """The definitions of product attributes."""


class IAttribute(IResource):
    """One definition."""


class IPromotions(IContainer):
    """The cart promotions."""


class IPromotion(IResource):
    """One promotion."""


class ICoupons(IContainer):
    """The coupons of a promotion."""


class ICoupon(IResource):
    """One coupon."""


class ICatalogPromotions(IContainer):
    """The promotions that lower prices before there is a cart."""


class ICatalogPromotion(IResource):
    """One catalogue promotion."""


class IPriceLists(IContainer):
    """The price lists."""


class IPriceList(IResource):
    """One price list."""


class IListPrices(IContainer):
    """The prices in a price list."""


class IListPrice(IResource):
    """One price in a list."""


class IMediaLibrary(IContainer):
    """Pictures."""


class IMedia(IResource):
    """One picture."""


class ISearch(IResource):
    """The shop's search."""


class IContentPages(IContainer):
    """Texts of the shop: about us, delivery, terms."""


class IContentPage(IResource):
    """One text."""
