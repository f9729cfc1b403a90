"""Goods that come back: the queue, and what staff decide and receive."""

from collections.abc import Iterator, Sequence

from ecommus.client import types as t
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows

API = "/api/admin"


class Returns(Rows[t.AdminReturnRow]):
    """Returns, newest first. What staff do with one answers it as it is then."""

    path = f"{API}/returns"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        status: str | None = None,
    ) -> Page[t.AdminReturnRow]:
        """``q`` searches number, order, e-mail and name."""
        return self._page({"q": q, "filter[status]": status}, limit, cursor)

    def iterate(
        self, *, q: str | None = None, status: str | None = None
    ) -> Iterator[t.AdminReturnRow]:
        return self._all({"q": q, "filter[status]": status})

    def get(self, return_id: str) -> t.AdminReturn:
        return self._http.get(f"{self.path}/{segment(return_id)}")

    def create(
        self, order_id: str, body: t.AdminReturnInput, *, idempotency_key: str | None = None
    ) -> t.AdminReturn:
        """Goods of an order that lie before you: received at once."""
        path = f"{API}/orders/{segment(order_id)}/return"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def approve(self, return_id: str, *, answer: str = "") -> t.AdminReturn:
        """The goods may come; ``answer`` tells the customer how and where to."""
        body: t.AdminApproveInput = {"answer": answer}
        return self._http.post(self._at(return_id, "approve"), body)

    def refuse(self, return_id: str, answer: str) -> t.AdminReturn:
        """They may not, or never came; ``answer`` says why."""
        body: t.AdminRefuseInput = {"answer": answer}
        return self._http.post(self._at(return_id, "refuse"), body)

    def receive(
        self, return_id: str, *, lines: Sequence[t.AdminReceivedLineInput] = ()
    ) -> t.AdminReturn:
        """What really came; no lines: exactly what was announced, all of it whole."""
        body: t.AdminReceiveInput = {"lines": [*lines]}
        return self._http.post(self._at(return_id, "receive"), body)

    def finish(self, return_id: str, *, refund: bool = False) -> t.AdminReturn:
        """Nothing is left to do; ``refund``: the money of what came is given back now."""
        body: t.AdminFinishInput = {"refund": refund}
        return self._http.post(self._at(return_id, "finish"), body)

    def _at(self, return_id: str, action: str) -> str:
        return f"{self.path}/{segment(return_id)}/{action}"
