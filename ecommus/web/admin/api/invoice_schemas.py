"""Invoices: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import Address


class InvoiceQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class InvoiceRow(s.Shape):
    """A document in a list. ``kind``: 380 invoice, 381 credit note, 384 corrected invoice."""

    id = s.uuid()
    order_id = s.uuid()
    order_number = s.text()
    kind = s.text()
    number = s.text()
    issued_on = s.text()
    buyer = s.text()
    total = s.Money()


class InvoiceLine(s.Shape):
    """``left``: units that can still be credited."""

    id = s.text()
    name = s.text()
    quantity = s.integer()
    left = s.integer()
    category = s.text()
    rate = s.text()
    net = s.Money()
    tax = s.Money()
    total = s.Money()


class Invoice(InvoiceRow):
    """One document; ``digest`` is the SHA-256 of what was issued, ``left`` the money that can
    still be credited."""

    due_on = s.text()
    net = s.Money()
    tax = s.Money()
    payable = s.Money()
    left = s.Money()
    digest = s.text()
    preceding_id = s.uuid(missing=None, nullable=True)
    corrected_by_id = s.uuid(missing=None, nullable=True)
    lines = s.list_of(InvoiceLine(name="line"))


class CreditLine(s.Shape):
    line_id = s.text(1, 20)
    quantity = s.integer(1, 9999)


class CreditInput(s.Shape):
    """No lines and no amount: all that is left. An ``amount`` is spread over the VAT rates."""

    optional_body = True
    lines = s.list_of(CreditLine(name="line"), 999, missing=())
    amount = s.Money(missing=None)
    reason = s.text(0, 200, missing="")


class CorrectInput(s.Shape):
    """How the invoice should read; null: as it is. A dry run only says what would change."""

    billing_address = Address(missing=None)
    due_on = s.pattern(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}", "Write a day: 2026-12-31.", missing=None, nullable=True
    )
    reason = s.text(1, 200)
    dry_run = s.boolean(missing=False)


class Change(s.Shape):
    field = s.text()
    before = s.text()
    after = s.text()


class Correction(s.Shape):
    """What reads differently; ``id`` and ``number`` are the corrected invoice's, once it is
    issued."""

    id = s.uuid(missing=None, nullable=True)
    number = s.text(missing=None, nullable=True)
    changes = s.list_of(Change(name="change"))


class File(s.Shape):
    """``content`` is base64."""

    filename = s.text()
    content_type = s.text()
    content = s.text(0, 50_000_000)
