"""What plugins attach to: interfaces of the tree's places and of the two kinds of request.

``ecommus.web.tree`` implements them; a plugin names them; neither imports the other.
"""

from zope.interface import Attribute, Interface


class IPage(Interface):
    """A request that wants a page."""


class IApi(Interface):
    """A request under ``/api``: JSON in, JSON out."""


class IResource(Interface):
    """A place in the tree."""

    requires = Attribute("Requirements that hold here and below")


class IPlatform(IResource):
    """The root."""


class ITenant(IResource):
    """A shop; everything below is locked to it."""


class IApiRoot(IResource):
    """``/api`` itself: what describes the API."""


class IScope(IResource):
    """One face of a tenant or of the platform."""


class IStorefront(IScope):
    """What shoppers see."""


class IAdmin(IScope):
    """Where a shop's staff works."""


class ISuperAdmin(IScope):
    """Where the platform is run."""


class IWebhooks(IScope):
    """Where other systems report."""


class IWebhook(IResource):
    """Where one plugin's other system reports."""


class IAuth(IResource):
    """Signing in and out of a scope."""


class IContainer(IResource):
    """A place that holds others and costs no query to reach."""


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


class ICarts(IContainer):
    """Carts, by their token."""


class ICart(IResource):
    """One cart."""


class IDrafts(IContainer):
    """Carts that staff write."""


class IDraft(IResource):
    """One of them."""


class IDraftLines(IContainer):
    """What is in a draft."""


class IDraftLine(IResource):
    """One line of it."""


class ILeftCarts(IResource):
    """Carts that shoppers left."""


class IMailedCarts(IContainer):
    """Carts reached from a mail."""


class IMailedCart(IResource):
    """One cart, by the link that its buyer was sent."""


class ICheckout(IResource):
    """The steps from a cart to an order."""


class ICheckoutStep(IResource):
    """One step: the address, the delivery, the payment or the summary (its ``code``)."""

    code = Attribute("address, shipping, payment or summary")


class IOrders(IContainer):
    """Orders: all of them for staff, by their token for a shopper."""


class IOrder(IResource):
    """One order."""


class IReturns(IContainer):
    """Goods that come back, as staff see them."""


class IReturn(IResource):
    """One return of an order."""


class IOrderPayment(IResource):
    """Where a shopper pays an order."""


class IAccount(IResource):
    """The signed-in shopper's own account, and ``/me`` in the API."""


class IAccountDoor(IResource):
    """A page before it: signing in or up, a forgotten password, a link in a mail (its ``code``)."""

    code = Attribute("sign-in, sign-up, confirm, forgotten or new-password")


class IAccountPart(IResource):
    """A page of it (its ``code``)."""

    code = Attribute("details, password, company, privacy, erase or sign-out")


class IOwnOrders(IContainer):
    """The shopper's own orders."""


class IOwnOrder(IResource):
    """One of them."""


class IOwnAddresses(IContainer):
    """The shopper's addresses."""


class IOwnAddress(IResource):
    """One of them."""


class IWithdrawals(IResource):
    """Where a shopper withdraws from a contract."""


class ICustomers(IContainer):
    """Customers, as staff see them."""


class ICustomer(IResource):
    """One customer."""


class ICustomerGroups(IContainer):
    """Groups of customers."""


class ICustomerGroup(IResource):
    """One group."""


class IInvoices(IContainer):
    """Invoices and credit notes."""


class IInvoice(IResource):
    """One of them."""


class IContentPages(IContainer):
    """Texts of the shop: about us, delivery, terms."""


class IContentPage(IResource):
    """One text."""


class IStock(IContainer):
    """Stock levels and their ledger."""


class IStockItem(IResource):
    """The stock of one variant."""


class IStockLocations(IContainer):
    """The places where stock lies."""


class IStockLocation(IResource):
    """One of them."""


class IStockTakes(IContainer):
    """Counts of the shelves."""


class IStockTake(IResource):
    """One of them."""


class IImports(IContainer):
    """Catalogue imports."""


class IImport(IResource):
    """One import."""


class IPlugins(IContainer):
    """The plugins a shop can turn on."""


class IPlugin(IResource):
    """One plugin, seen from one shop."""


class IThemeSettings(IResource):
    """The shop's theme."""


class IApiKeys(IContainer):
    """Keys of integrations."""


class IApiKey(IResource):
    """One key."""


class IStaff(IContainer):
    """People who work in the shop."""


class IMember(IResource):
    """One of them."""


class IBulkChanges(IContainer):
    """Changes of many products that were made, each with its way back."""


class IBulkChange(IResource):
    """One of them."""


class ISettings(IResource):
    """The shop's settings."""


class ITenants(IContainer):
    """All tenants, in super-admin."""


class ITenantEntry(IResource):
    """One tenant, in super-admin."""


class ILicense(IResource):
    """This installation's license."""
