"""The admin's orders. The stock they are served from is in ``stock``."""

from collections.abc import Iterator, Sequence

from ecommus.client import types as t
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows

API = "/api/admin"


class Orders(Rows[t.AdminOrderRow]):
    """Orders, newest first. What staff do with one answers the order as it is then."""

    path = f"{API}/orders"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        status: str | None = None,
        fulfilment_status: str | None = None,
    ) -> Page[t.AdminOrderRow]:
        """``q`` searches number, e-mail and name."""
        query = {
            "q": q,
            "filter[status]": status,
            "filter[fulfilment_status]": fulfilment_status,
        }
        return self._page(query, limit, cursor)

    def iterate(
        self,
        *,
        q: str | None = None,
        status: str | None = None,
        fulfilment_status: str | None = None,
    ) -> Iterator[t.AdminOrderRow]:
        query = {
            "q": q,
            "filter[status]": status,
            "filter[fulfilment_status]": fulfilment_status,
        }
        return self._all(query)

    def get(self, order_id: str) -> t.AdminOrder:
        """With payments, parcels, timeline and the explanation of its sums."""
        return self._http.get(f"{self.path}/{segment(order_id)}")

    def confirm(self, order_id: str) -> t.AdminOrder:
        """Accept it."""
        return self._http.post(self._at(order_id, "confirm"))

    def fulfil(
        self,
        order_id: str,
        *,
        lines: Sequence[t.AdminFulfilLineInput] = (),
        carrier: str = "",
        tracking_number: str = "",
        tracking_url: str = "",
        idempotency_key: str | None = None,
    ) -> t.AdminOrder:
        """Send units: those named, or everything that is open."""
        body: t.AdminFulfilInput = {
            "lines": [*lines],
            "carrier": carrier,
            "tracking_number": tracking_number,
            "tracking_url": tracking_url,
        }
        path = self._at(order_id, "fulfil")
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def deliver(self, order_id: str) -> t.AdminOrder:
        """The parcel arrived."""
        return self._http.post(self._at(order_id, "deliver"))

    def capture(self, order_id: str, *, reference: str = "") -> t.AdminOrder:
        """The money is there: cash from the courier, or a transfer."""
        body: t.AdminPaidInput = {"reference": reference}
        return self._http.post(self._at(order_id, "capture"), body)

    def cancel(self, order_id: str, *, reason: str = "") -> t.AdminOrder:
        """Nothing will be sent; the units go back to the shelf."""
        body: t.AdminCancelInput = {"reason": reason}
        return self._http.post(self._at(order_id, "cancel"), body)

    def _at(self, order_id: str, action: str) -> str:
        return f"{self.path}/{segment(order_id)}/{action}"
