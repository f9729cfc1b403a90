"""Places of customers: their own account, and as staff see them."""

from zope.interface import Attribute

from ecommus.plugin_sdk.interfaces.places import IContainer, IResource


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


class ICustomers(IContainer):
    """Customers, as staff see them."""


class ICustomer(IResource):
    """One customer."""


class ICustomerGroups(IContainer):
    """Groups of customers."""


class ICustomerGroup(IResource):
    """One group."""
