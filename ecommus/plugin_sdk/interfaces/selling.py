"""Places on the way from a cart to an order, and what becomes of one."""

from zope.interface import Attribute

from ecommus.plugin_sdk.interfaces.places import IContainer, IResource


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


class IWithdrawals(IResource):
    """Where a shopper withdraws from a contract."""


class IInvoices(IContainer):
    """Invoices and credit notes."""


class IInvoice(IResource):
    """One of them."""


class IGiftCards(IContainer):
    """The shop's gift cards."""


class IGiftCard(IResource):
    """One gift card: what is on it, and what happened to it."""
