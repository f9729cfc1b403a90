"""Places where a shop sets what its sums depend on: zones, taxes, delivery."""

from ecommus.plugin_sdk.interfaces.places import IContainer, IResource


class IZones(IContainer):
    """Parts of the world that taxes and deliveries are set for."""


class IZone(IResource):
    """One zone."""


class ITaxCategories(IContainer):
    """The tax categories."""


class ITaxCategory(IResource):
    """One tax category."""


class ITaxRates(IContainer):
    """The tax rates with their dates."""


class ITaxRate(IResource):
    """One tax rate."""


class IShippingMethods(IContainer):
    """The shop's own ways of delivery."""


class IShippingMethod(IResource):
    """One way of delivery."""
