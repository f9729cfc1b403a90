"""The admin's price lists and catalogue promotions."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Namespace, Page, Rows


class CatalogPromotions(Rows[t.AdminCatalogPromotion]):
    """Promotions that lower prices before there is a cart, newest first."""

    path = f"{API}/catalog-promotions"

    def create(
        self, promotion: t.AdminCatalogPromotionInput, *, idempotency_key: str | None = None
    ) -> t.AdminCatalogPromotion:
        """Prices follow once it is ``enabled``."""
        return self._http.post(self.path, promotion, idempotency_key=idempotency_key)

    def get(self, promotion_id: str) -> t.AdminCatalogPromotion:
        return self._http.get(f"{self.path}/{segment(promotion_id)}")

    def update(
        self,
        promotion: t.AdminCatalogPromotion | str,
        changes: t.CatalogPromotionFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminCatalogPromotion:
        """What is not named stays; lists are replaced whole."""
        name, version = address(promotion, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(
        self, promotion: t.AdminCatalogPromotion | str, *, if_match: str | None = None
    ) -> None:
        """Prices go back."""
        name, version = address(promotion, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)

    def preview(self, promotion_id: str) -> t.AdminPromotionPreview:
        """What it would lower if it ran now."""
        return self._http.get(f"{self.path}/{segment(promotion_id)}/preview")


class PriceLists(Rows[t.AdminPriceList]):
    """Price lists, newest first."""

    path = f"{API}/price-lists"

    def create(
        self, price_list: t.AdminPriceListInput, *, idempotency_key: str | None = None
    ) -> t.AdminPriceList:
        """Conflict when its code is taken."""
        return self._http.post(self.path, price_list, idempotency_key=idempotency_key)

    def get(self, list_id: str) -> t.AdminPriceList:
        return self._http.get(f"{self.path}/{segment(list_id)}")

    def update(
        self,
        price_list: t.AdminPriceList | str,
        changes: t.PriceListFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminPriceList:
        """Code and currency stay."""
        name, version = address(price_list, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, price_list: t.AdminPriceList | str, *, if_match: str | None = None) -> None:
        """Its prices go with it."""
        name, version = address(price_list, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class ListPrices(Namespace):
    """The prices in a list."""

    def list(
        self, list_id: str, *, q: str = "", limit: int | None = None, cursor: str | None = None
    ) -> Page[t.AdminListPrice]:
        """``q``: words in a SKU or a title."""
        rows = Rows[t.AdminListPrice](self._http)
        return rows._page({"q": q or None}, limit, cursor, self._of(list_id))

    def set(self, list_id: str, price: t.AdminListPriceInput) -> t.AdminListPrice:
        """A new price, or another for the same variant and number of units."""
        return self._http.post(self._of(list_id), price)

    def set_many(self, list_id: str, prices: t.AdminListPricesInput) -> t.AdminListPricesSet:
        """At most a thousand, all or none."""
        return self._http.post(f"{self._of(list_id)}/bulk", prices)

    def get(self, list_id: str, price_id: str) -> t.AdminListPrice:
        return self._http.get(f"{self._of(list_id)}/{segment(price_id)}")

    def update(
        self, list_id: str, price_id: str, changes: t.ListPriceFieldsChange, *, if_match: str
    ) -> t.AdminListPrice:
        """``if_match``: the version of the list."""
        path = f"{self._of(list_id)}/{segment(price_id)}"
        return self._http.patch(path, changes, if_match=if_match)

    def delete(self, list_id: str, price_id: str, *, if_match: str | None = None) -> None:
        self._http.delete(f"{self._of(list_id)}/{segment(price_id)}", if_match=if_match)

    def _of(self, list_id: str) -> str:
        return f"{API}/price-lists/{segment(list_id)}/prices"
