"""Invoices and credit notes: issued from an order, downloaded, credited, corrected."""

from collections.abc import Iterator, Sequence

from ecommus.client import types as t
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows

API = "/api/admin"


class Invoices(Rows[t.AdminInvoiceRow]):
    """Issued documents, newest first; ``kind``: 380 invoice, 381 credit note, 384 corrected."""

    path = f"{API}/invoices"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        kind: str | None = None,
    ) -> Page[t.AdminInvoiceRow]:
        """``q`` searches number, buyer and order."""
        return self._page({"q": q, "filter[kind]": kind}, limit, cursor)

    def iterate(
        self, *, q: str | None = None, kind: str | None = None
    ) -> Iterator[t.AdminInvoiceRow]:
        """All of them, a page at a time."""
        return self._all({"q": q, "filter[kind]": kind})

    def get(self, invoice_id: str) -> t.AdminInvoice:
        """One with its lines, and what of them can still be credited."""
        return self._http.get(f"{self.path}/{segment(invoice_id)}")

    def issue(
        self,
        order_id: str,
        *,
        exchange_rate: str | None = None,
        work_point: str = "",
        idempotency_key: str | None = None,
    ) -> t.AdminInvoice:
        """Issue an order's invoice. ``exchange_rate``: RON for one unit of another currency."""
        body: t.AdminInvoiceInput = {"work_point": work_point}
        if exchange_rate is not None:
            body["exchange_rate"] = exchange_rate
        path = f"{API}/orders/{segment(order_id)}/invoice"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def credit(
        self,
        invoice_id: str,
        *,
        lines: Sequence[t.AdminCreditLineInput] = (),
        amount: t.Money | None = None,
        reason: str = "",
        idempotency_key: str | None = None,
    ) -> t.AdminInvoice:
        """Credit the units named, an amount by itself, or all that is left. Answers the note."""
        body: t.AdminCreditInput = {"lines": [*lines], "reason": reason}
        if amount is not None:
            body["amount"] = amount
        path = f"{self.path}/{segment(invoice_id)}/credit"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def correct(
        self,
        invoice_id: str,
        *,
        reason: str,
        billing_address: t.StorefrontAddressInput | None = None,
        due_on: str | None = None,
        dry_run: bool = False,
        idempotency_key: str | None = None,
    ) -> t.AdminCorrection:
        """Issue a corrected invoice in its place, or (``dry_run``) only see what would change."""
        body: t.AdminCorrectInput = {
            "billing_address": billing_address,
            "due_on": due_on,
            "reason": reason,
            "dry_run": dry_run,
        }
        path = f"{self.path}/{segment(invoice_id)}/correct"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def pdf(self, invoice_id: str) -> t.AdminFile:
        """The document as people read it, in base64."""
        return self._http.get(f"{self.path}/{segment(invoice_id)}/pdf")

    def xml(self, invoice_id: str) -> t.AdminFile:
        """The document as RO e-Factura takes it, in base64."""
        return self._http.get(f"{self.path}/{segment(invoice_id)}/xml")
