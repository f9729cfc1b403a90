"""What a shop sets for its sums: zones, tax categories and rates, ways of delivery."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Rows


class Zones(Rows[t.AdminZone]):
    """Parts of the world that taxes and deliveries are set for."""

    path = f"{API}/zones"

    def create(self, zone: t.AdminZoneInput, *, idempotency_key: str | None = None) -> t.AdminZone:
        """Conflict when its code is taken."""
        return self._http.post(self.path, zone, idempotency_key=idempotency_key)

    def get(self, zone_id: str) -> t.AdminZone:
        return self._http.get(f"{self.path}/{segment(zone_id)}")

    def update(
        self, zone: t.AdminZone | str, changes: t.ZoneFieldsChange, *, if_match: str | None = None
    ) -> t.AdminZone:
        """``members`` are replaced whole."""
        name, version = address(zone, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, zone: t.AdminZone | str, *, if_match: str | None = None) -> None:
        """Conflict while something names it."""
        name, version = address(zone, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class TaxCategories(Rows[t.AdminTaxCategory]):
    """What products and deliveries name, and rates are set for."""

    path = f"{API}/tax-categories"

    def create(
        self, category: t.AdminTaxCategoryInput, *, idempotency_key: str | None = None
    ) -> t.AdminTaxCategory:
        """Conflict when its code is taken."""
        return self._http.post(self.path, category, idempotency_key=idempotency_key)

    def get(self, category_id: str) -> t.AdminTaxCategory:
        return self._http.get(f"{self.path}/{segment(category_id)}")

    def update(
        self,
        category: t.AdminTaxCategory | str,
        changes: t.TaxCategoryFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminTaxCategory:
        """Its code stays."""
        name, version = address(category, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, category: t.AdminTaxCategory | str, *, if_match: str | None = None) -> None:
        """Conflict while something names it."""
        name, version = address(category, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class TaxRates(Rows[t.AdminTaxRate]):
    """Tax rates with their dates."""

    path = f"{API}/tax-rates"

    def create(
        self, rate: t.AdminTaxRateInput, *, idempotency_key: str | None = None
    ) -> t.AdminTaxRate:
        """Conflict when another holds on one of its days."""
        return self._http.post(self.path, rate, idempotency_key=idempotency_key)

    def get(self, rate_id: str) -> t.AdminTaxRate:
        return self._http.get(f"{self.path}/{segment(rate_id)}")

    def update(
        self,
        rate: t.AdminTaxRate | str,
        changes: t.TaxRateFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminTaxRate:
        """Orders keep the one that they were placed with."""
        name, version = address(rate, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, rate: t.AdminTaxRate | str, *, if_match: str | None = None) -> None:
        name, version = address(rate, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class ShippingMethods(Rows[t.AdminShippingMethod]):
    """The shop's own ways of delivery."""

    path = f"{API}/shipping-methods"

    def create(
        self, method: t.AdminShippingMethodInput, *, idempotency_key: str | None = None
    ) -> t.AdminShippingMethod:
        """Shoppers are offered it once it is ``enabled``."""
        return self._http.post(self.path, method, idempotency_key=idempotency_key)

    def get(self, method_id: str) -> t.AdminShippingMethod:
        return self._http.get(f"{self.path}/{segment(method_id)}")

    def update(
        self,
        method: t.AdminShippingMethod | str,
        changes: t.ShippingMethodFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminShippingMethod:
        """``tiers`` and ``zones`` are replaced whole."""
        name, version = address(method, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, method: t.AdminShippingMethod | str, *, if_match: str | None = None) -> None:
        """Open carts choose again."""
        name, version = address(method, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)
