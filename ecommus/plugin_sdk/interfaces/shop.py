"""Places where a shop is kept going: stock, imports, plugins, staff, settings."""

from ecommus.plugin_sdk.interfaces.places import IContainer, IResource


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


class IIssuedLicenses(IContainer):
    """The licenses that the license service issued."""


class IIssuedLicense(IResource):
    """One of them."""


class ICustomerInstalls(IResource):
    """The installations that the license service hears of."""


class IForensicLog(IResource):
    """What happened to licenses, as the license service keeps it."""
