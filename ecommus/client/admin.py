"""The shop as its staff and integrations run it; the large parts: ``catalogue``, ``sales``."""

from collections.abc import Sequence
from typing import Any

from ecommus.client import types as t
from ecommus.client.auth import Auth
from ecommus.client.catalogue import (
    Attributes,
    Categories,
    Imports,
    Media,
    Products,
    Variants,
)
from ecommus.client.customers import CustomerGroups, Customers
from ecommus.client.drafts import Drafts, LeftCarts
from ecommus.client.gift_cards import GiftCards
from ecommus.client.http import Http, segment
from ecommus.client.invoices import Invoices
from ecommus.client.pages import Namespace, Rows
from ecommus.client.prices import CatalogPromotions, ListPrices, PriceLists
from ecommus.client.promotions import Coupons, Promotions
from ecommus.client.returns import Returns
from ecommus.client.sales import Orders
from ecommus.client.settings import ShippingMethods, TaxCategories, TaxRates, Zones
from ecommus.client.stock import Stock, StockLocations, StockTakes

API = "/api/admin"


class Plugins(Rows[t.AdminPlugin]):
    """The installed plugins, and whether they are on in this shop."""

    path = f"{API}/plugins"

    def get(self, plugin_id: str) -> t.AdminPlugin:
        return self._http.get(f"{self.path}/{segment(plugin_id)}")

    def enable(self, plugin_id: str) -> t.AdminPlugin:
        """Forbidden with reason ``plugin_not_licensed`` when the license does not hold it."""
        return self._http.post(f"{self.path}/{segment(plugin_id)}/enable")

    def disable(self, plugin_id: str) -> t.AdminPlugin:
        """Its data and settings stay."""
        return self._http.post(f"{self.path}/{segment(plugin_id)}/disable")

    def configure(self, plugin_id: str, settings: dict[str, Any]) -> t.AdminPlugin:
        """Replace the settings; the plugin's own schema checks them."""
        body: t.AdminPluginSettingsInput = {"settings": settings}
        return self._http.put(f"{self.path}/{segment(plugin_id)}/settings", body)


class Themes(Namespace):
    """The installed themes."""

    path = f"{API}/theme"

    def list(self) -> Sequence[t.AdminTheme]:
        return self._http.get(self.path)["items"]

    def activate(self, theme: str) -> Sequence[t.AdminTheme]:
        """Show the shop in another theme. Answers all of them."""
        body: t.AdminActivateInput = {"theme": theme}
        return self._http.post(f"{self.path}/activate", body)["items"]


class ApiKeys(Rows[t.AdminKey]):
    """Keys of integrations that are not revoked; never the keys themselves."""

    path = f"{API}/api-keys"

    def create(
        self, name: str, scopes: Sequence[str], *, expires_at: str | None = None
    ) -> t.AdminNewKey:
        """A new key: ``key`` is shown this once. ``scopes`` are permissions that you hold."""
        body: t.AdminKeyInput = {"name": name, "scopes": [*scopes], "expires_at": expires_at}
        return self._http.post(self.path, body, once=True)

    def revoke(self, key_id: str) -> None:
        """From the next request on the key is nobody's."""
        self._http.delete(f"{self.path}/{segment(key_id)}")


class Settings(Namespace):
    """Name, languages, company, taxes, returns."""

    path = f"{API}/settings"

    def get(self) -> t.AdminSettings:
        return self._http.get(self.path)

    def update(self, changes: t.AdminSettingsChange) -> None:
        """What is not named stays as it is."""
        self._http.patch(self.path, changes)


class Staff(Rows[t.AdminStaffMember]):
    """People who work in the shop."""

    path = f"{API}/staff"


class Roles(Rows[t.AdminRole]):
    """Named sets of permissions."""

    path = f"{API}/roles"


class AuditLog(Rows[t.AdminAuditRow]):
    """Who changed what, newest first."""

    path = f"{API}/audit-log"


class Admin(Namespace):
    """``/api/admin``: with an API key, or after ``auth.login``."""

    def __init__(self, http: Http):
        super().__init__(http)
        self.auth = Auth(http, f"{API}/auth")
        self.products = Products(http)
        self.variants = Variants(http)
        self.categories = Categories(http)
        self.attributes = Attributes(http)
        self.promotions = Promotions(http)
        self.coupons = Coupons(http)
        self.catalog_promotions = CatalogPromotions(http)
        self.price_lists = PriceLists(http)
        self.list_prices = ListPrices(http)
        self.media = Media(http)
        self.imports = Imports(http)
        self.orders = Orders(http)
        self.returns = Returns(http)
        self.drafts = Drafts(http)
        self.left_carts = LeftCarts(http)
        self.customers = Customers(http)
        self.customer_groups = CustomerGroups(http)
        self.gift_cards = GiftCards(http)
        self.invoices = Invoices(http)
        self.stock = Stock(http)
        self.stock_locations = StockLocations(http)
        self.stock_takes = StockTakes(http)
        self.plugins = Plugins(http)
        self.themes = Themes(http)
        self.api_keys = ApiKeys(http)
        self.settings = Settings(http)
        self.zones = Zones(http)
        self.tax_categories = TaxCategories(http)
        self.tax_rates = TaxRates(http)
        self.shipping_methods = ShippingMethods(http)
        self.staff = Staff(http)
        self.roles = Roles(http)
        self.audit_log = AuditLog(http)

    def slots(self) -> Sequence[t.AdminSlot]:
        """What enabled plugins put into the admin's pages."""
        return self._http.get(f"{API}/slots")["items"]
