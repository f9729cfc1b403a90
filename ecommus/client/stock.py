"""The admin's stock: levels, the ledger behind them, the places where goods lie."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Rows


class Movements(Rows[t.AdminMovement]):
    """The whole ledger, newest first."""

    path = f"{API}/stock/movements"

    def create(
        self, movement: t.AdminMovementInput, *, idempotency_key: str | None = None
    ) -> t.AdminLevel:
        """Receive, count, correct. Answers the variant's new level over all locations."""
        return self._http.post(self.path, movement, idempotency_key=idempotency_key)


class Stock(Rows[t.AdminStockLine]):
    """The stock of every variant, over all locations."""

    path = f"{API}/stock"

    @property
    def movements(self) -> Movements:
        return Movements(self._http)

    def get(self, variant_id: str) -> t.AdminStockItem:
        """One variant's stock, place by place, and the hundred newest rows of its ledger."""
        return self._http.get(f"{self.path}/{segment(variant_id)}")

    def transfer(
        self, transfer: t.AdminTransferInput, *, idempotency_key: str | None = None
    ) -> t.AdminStockItem:
        """Carry units from one place to another. Conflict when fewer are free there."""
        path = f"{self.path}/transfers"
        return self._http.post(path, transfer, idempotency_key=idempotency_key)


class StockLocations(Rows[t.AdminLocation]):
    """Where stock lies."""

    path = f"{API}/stock-locations"

    def create(
        self, location: t.AdminLocationInput, *, idempotency_key: str | None = None
    ) -> t.AdminLocation:
        """Conflict when its code is taken."""
        return self._http.post(self.path, location, idempotency_key=idempotency_key)

    def get(self, location_id: str) -> t.AdminLocation:
        return self._http.get(f"{self.path}/{segment(location_id)}")

    def update(
        self,
        location: t.AdminLocation | str,
        changes: t.LocationFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminLocation:
        """What is not named stays, in the address too."""
        name, version = address(location, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, location: t.AdminLocation | str, *, if_match: str | None = None) -> None:
        """Conflict, with the figures, while something lies there or is promised."""
        name, version = address(location, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)
