"""Corrected invoices (384): an invoice again, with other words about the buyer or the payment.

It replaces the one it corrects, so its lines and sums are the same; other sums are credited.
Neighbours: ``invoice_credit``, ``services.corrections`` (when it may be issued).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ecommus.core.errors import Invalid
from ecommus.core.invoice import Category, Invoice, Kind, Payment, Preceding
from ecommus.core.invoice_parties import NO_ID, Party
from ecommus.core.invoice_sums import rate_note
from ecommus.core.invoice_words import words


@dataclass(frozen=True, slots=True)
class Change:
    """What stands on the one, and on the other; ``field`` is a path of the model."""

    field: str
    before: str
    after: str


def corrected(
    invoice: Invoice,
    buyer: Party,
    payment: Payment,
    *,
    series: str,
    issued_on: date,
    due_on: date | None = None,
    paid: bool = False,
    reason: str,
) -> Invoice:
    """The invoice that replaces ``invoice``, not yet numbered.

    ``due_on``: None or the old day keeps it, unless it is over. Invalid: a credit note; no reason;
    due before it is issued; nothing would change.
    """
    if invoice.kind is Kind.CREDIT_NOTE:
        text = "A credit note is not corrected: correct the invoice, or issue another."
        raise Invalid("not_correctable", text)
    if not reason:
        text = "Say what was wrong: it stands on the corrected invoice."
        raise Invalid("required", text, field="reason")
    if due_on == invoice.due_on:
        due_on = None
    if due_on is not None and due_on < issued_on:
        raise Invalid("due_too_early", "Choose today or a later day.", field="due_on")
    if any(row.category is Category.NOT_SUBJECT for row in invoice.subtotals):
        # BR-O-02: nobody's VAT number stands on what is not subject to VAT.
        buyer = replace(buyer, vat_id="")
    told = words(invoice.locale).correct % {
        "number": invoice.full_number,
        "date": f"{invoice.issued_on:%d.%m.%Y}",
    }
    made = replace(
        invoice,
        kind=Kind.CORRECTED,
        series=series,
        number=1,
        issued_on=issued_on,
        due_on=due_on or max(invoice.due_on, issued_on),
        buyer=buyer,
        payment=payment,
        prepaid=invoice.gross if paid else invoice.prepaid,
        notes=(told, reason, *filter(None, (rate_note(invoice),))),
        preceding=Preceding(invoice.full_number, invoice.issued_on),
    )
    if due_on is None and not any(x.field != "due_on" for x in changes(invoice, made)):
        text = "Nothing would change: correct the buyer, the day to pay or the bank account first."
        raise Invalid("nothing_changed", text)
    return made


def changes(before: Invoice, after: Invoice) -> tuple[Change, ...]:
    """What reads differently on ``after``, in the order of the page."""
    old, new = dict(_shown(before)), dict(_shown(after))
    return tuple(Change(field, old[field], new[field]) for field in new if old[field] != new[field])


def _shown(invoice: Invoice) -> Iterator[tuple[str, str]]:
    buyer, place = invoice.buyer, invoice.buyer.place
    yield "buyer.name", buyer.name
    yield "buyer.legal_id", "" if buyer.legal_id == NO_ID else buyer.legal_id
    yield "buyer.vat_id", buyer.vat_id
    for name in ("street", "street2", "city", "county", "postal_code", "country"):
        yield f"buyer.{name}", getattr(place, name)
    yield "buyer.email", buyer.email
    yield "buyer.phone", buyer.phone
    yield "due_on", invoice.due_on.isoformat()
    for name in ("iban", "bank", "title"):
        yield f"payment.{name}", getattr(invoice.payment, name)
