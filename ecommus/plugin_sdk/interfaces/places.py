"""The tree's scopes and kinds of place, and the two kinds of request."""

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
