"""The admin's stock: levels, the ledger behind them, the places where goods lie, counts of it."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows


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


class StockTakes(Rows[t.AdminStockTakeRow]):
    """Counted sheets, newest first: each is a trial until it is applied."""

    path = f"{API}/stock-takes"

    def sheet(self, location: str | None = None) -> t.AdminStockSheet:
        """The CSV to count with: of every shelf, or of one place."""
        return self._http.get(f"{self.path}/sheet", query={"location": location})

    def create(
        self, take: t.AdminStockTakeInput, *, idempotency_key: str | None = None
    ) -> t.AdminStockTake:
        """Send a counted sheet; nothing is changed."""
        return self._http.post(self.path, take, idempotency_key=idempotency_key)

    def get(self, take_id: str) -> t.AdminStockTake:
        """What it comes to, and the rows that could not be read."""
        return self._http.get(f"{self.path}/{segment(take_id)}")

    def lines(
        self,
        take_id: str,
        *,
        show: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Page[t.AdminStockTakeLine]:
        """``show``: differences (unless told otherwise), moved or all."""
        rows = Rows[t.AdminStockTakeLine](self._http)
        return rows._page({"show": show}, limit, cursor, f"{self.path}/{segment(take_id)}/lines")

    def apply(self, take_id: str, *, idempotency_key: str | None = None) -> t.AdminStockTake:
        """Correct the shelves; a long one is ``applying`` until the worker is done."""
        path = f"{self.path}/{segment(take_id)}/apply"
        return self._http.post(path, idempotency_key=idempotency_key)

    def discard(self, take_id: str) -> None:
        """Throw away one that was only tried."""
        self._http.delete(f"{self.path}/{segment(take_id)}")
