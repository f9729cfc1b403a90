"""Where the staff sets taxes and deliveries: zones, categories, rates, ways of delivery."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.tables import shipping, tax
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


class _Settings(ById):
    """Part of the shop's settings: a table of its own."""

    table: Any

    def grants(self) -> list[tuple]:
        return self.allow(P.SETTINGS_READ, P.SETTINGS_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(self.table, entity_id)


@implementer(i.IZone)
class Zone(Leaf):
    """A zone; its members are part of it."""


@implementer(i.IZones)
class Zones(_Settings):
    leaf, table = Zone, tax.zones


@implementer(i.ITaxCategory)
class TaxCategory(Leaf):
    pass


@implementer(i.ITaxCategories)
class TaxCategories(_Settings):
    leaf, table = TaxCategory, tax.tax_categories


@implementer(i.ITaxRate)
class TaxRate(Leaf):
    pass


@implementer(i.ITaxRates)
class TaxRates(_Settings):
    leaf, table = TaxRate, tax.tax_rates


@implementer(i.IShippingMethod)
class ShippingMethod(Leaf):
    pass


@implementer(i.IShippingMethods)
class ShippingMethods(_Settings):
    leaf, table = ShippingMethod, shipping.shipping_methods
