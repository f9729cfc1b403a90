"""The admin's orders. The stock they are served from is in ``stock``."""

from collections.abc import Iterator, Sequence
from typing import Literal

from ecommus.client import types as t
from ecommus.client.catalogue import address
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

    def bulk(
        self,
        action: Literal["confirm", "mark_paid", "cancel"],
        orders: Sequence[str],
        *,
        reason: str = "",
        dry_run: bool = False,
    ) -> t.AdminOrderBulk:
        """Do it for many; ``dry_run`` says which of them would refuse, and why."""
        body: t.AdminOrderBulkInput = {
            "action": action,
            "orders": list(orders),
            "reason": reason,
            "dry_run": dry_run,
        }
        return self._http.post(f"{self.path}/bulk", body)

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

    def edit(
        self,
        order_id: str,
        *,
        lines: Sequence[t.AdminEditLineInput] = (),
        added: Sequence[t.AdminAddedLineInput] = (),
        shipping: t.Money | None = None,
        reason: str = "",
        dry_run: bool = False,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> t.AdminEdit:
        """Change lines (0 takes one out) or the delivery price; ``dry_run`` only says the sums.
        ``if_match``: the version it was decided on."""
        body: t.AdminEditInput = {
            "lines": [*lines],
            "added": [*added],
            "shipping": shipping,
            "reason": reason,
            "dry_run": dry_run,
        }
        return self._http.post(
            self._at(order_id, "edit"), body, idempotency_key=idempotency_key, if_match=if_match
        )

    def update(
        self,
        order: t.AdminOrder | str,
        changes: t.AdminOrderChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminOrder:
        """E-mail, addresses or note of what was not sent yet."""
        name, version = address(order, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def deliver(self, order_id: str) -> t.AdminOrder:
        """The parcel arrived."""
        return self._http.post(self._at(order_id, "deliver"))

    def capture(
        self, order_id: str, *, reference: str = "", idempotency_key: str | None = None
    ) -> t.AdminOrder:
        """The money is there: cash from the courier, or a transfer; or a provider takes it now."""
        body: t.AdminPaidInput = {"reference": reference}
        path = self._at(order_id, "capture")
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def refund(
        self, order_id: str, refund: t.AdminRefundInput, *, idempotency_key: str | None = None
    ) -> t.AdminRefund:
        """Give money back; with ``dry_run`` only say how much."""
        path = self._at(order_id, "refund")
        return self._http.post(path, refund, idempotency_key=idempotency_key)

    def ask_provider(self, order_id: str) -> t.AdminOrder:
        """Have the provider asked how the newest payment stands."""
        return self._http.post(self._at(order_id, "ask-provider"))

    def cancel(self, order_id: str, *, reason: str = "", refund: bool = False) -> t.AdminOrder:
        """Nothing will be sent; the units go back to the shelf, what was paid if asked for."""
        body: t.AdminCancelInput = {"reason": reason, "refund": refund}
        return self._http.post(self._at(order_id, "cancel"), body)

    def add_note(self, order_id: str, text: str) -> t.AdminOrder:
        """For the staff alone, at its timeline."""
        body: t.AdminNoteInput = {"text": text}
        return self._http.post(self._at(order_id, "notes"), body)

    def copy(self, order_id: str, *, idempotency_key: str | None = None) -> t.AdminDraft:
        """The same once more, as a draft at the prices of today."""
        return self._http.post(self._at(order_id, "copy"), idempotency_key=idempotency_key)

    def _at(self, order_id: str, action: str) -> str:
        return f"{self.path}/{segment(order_id)}/{action}"
