"""Issuing: an order's invoice, and what is credited of it.

Everything that can be refused is refused first; the number is taken last, from a locked row, in the
transaction that stores the document: consecutive, no gaps, never used twice. Neighbours:
``core.invoice`` (the document), ``invoicing`` (XML, its rules, PDF), ``invoice_proof``.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import InvoiceIssued
from ecommus.core.ids import uuid7
from ecommus.core.invoice import RON, Invoice, Kind
from ecommus.core.invoice_build import of_order
from ecommus.core.invoice_credit import credit_note
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.orders import Order
from ecommus.core.states import OrderStatus
from ecommus.core.tax_place import Treatment
from ecommus.db.queries import invoices as queries
from ecommus.db.queries.customers import exempt_reason
from ecommus.db.tables.invoices import invoices as table
from ecommus.services import invoice_chain, taxing
from ecommus.services.crash import boundary, committed
from ecommus.services.invoice_chain import open_invoice
from ecommus.services.invoicing.rules import check
from ecommus.services.invoicing.ubl import to_xml
from ecommus.services.timeline import note
from ecommus.services.work import Work

HAPPENED = {
    Kind.INVOICE: "invoiced",
    Kind.CREDIT_NOTE: "credited",
    Kind.CORRECTED: "invoice_corrected",
}
_WORK_POINT = re.compile(r"[A-Z0-9]{0,5}")


def issue(
    work: Work, order: Order, *, exchange_rate: Decimal | None = None, work_point: str = ""
) -> UUID:
    """Issue the invoice of a whole order; answers its id.

    ``exchange_rate``: RON for one unit of the order's currency, when that is another; None: the
    order's own. ``work_point``: its code stands behind the series. Conflict: the order is cancelled
    or has an invoice. Invalid: the shop's identity, the buyer's address or a rule of e-Factura is
    in the way.
    """
    terms = InvoiceTerms.of(work.tenant.settings).check()
    if not _WORK_POINT.fullmatch(work_point):
        text = "A work point is up to 5 capital letters and digits."
        raise Invalid("work_point_invalid", text, field="work_point")
    queries.lock_order(work.db, order.id)
    if order.status == OrderStatus.CANCELLED:
        raise Conflict("order_cancelled", "A cancelled order is not invoiced.")
    if found := open_invoice(queries.of_order(work.db, order.id)):
        text = "This order has the invoice %(number)s already; credit it first."
        raise Conflict("invoice_exists", text, number=found.full_number)
    try:
        made = of_order(
            order,
            work.tenant.legal,
            terms,
            issued_on=taxing.today(work),
            exchange_rate=exchange_rate or rate_of(work, order),
            exempt_reason=_exempt_reason(work, order),
        )
    except ValueError as error:
        raise _unfit(error) from None
    return store(work, order.id, made, terms.invoice_series + work_point, work_point, None)


def rate_of(work: Work, order: Order) -> Decimal | None:
    """RON for one unit of the order's currency, as it was placed with; None: nobody knows.

    An order's rate is in the shop's own currency, so only a shop that counts in RON has one.
    """
    known = order.exchange_rate is not None and work.tenant.currency == RON
    return Decimal(order.exchange_rate or 0) if known else None


def _exempt_reason(work: Work, order: Order) -> str:
    """Why the customer pays no tax: of an order that was placed without any for that reason."""
    if order.customer_id is None or order.question.get("treatment") != Treatment.EXEMPT:
        return ""
    return exempt_reason(work.db, order.customer_id)


def credit(
    work: Work,
    invoice: Any,
    quantities: Mapping[str, int] | None = None,
    reason: str = "",
    *,
    amount: int = 0,
    parts: Mapping[str, int] | None = None,
    total: int = 0,
) -> UUID:
    """Credit an issued invoice (its row): ``{line id: units}``, or None for all that is left.

    ``amount``: money for no line, by itself or beside units that are named, spread over the
    invoice's rates; ``parts``: money at the rate of a line, by its id; ``total``: so much is given
    back, and what the rest does not come to is spread, too. Answers the credit note's id. Conflict:
    more than is left, or another invoice replaces this one. Invalid: no such line, or no invoice.
    """
    terms = InvoiceTerms.of(work.tenant.settings).check()
    queries.lock_order(work.db, invoice.order_id)
    documents = queries.of_order(work.db, invoice.order_id)
    check_newest(documents, invoice)
    if quantities is None and (amount or parts):
        quantities = {}
    before = invoice_chain.models(invoice_chain.notes_of(documents, invoice))

    def note_of(amount: int) -> Invoice:
        return credit_note(
            Invoice.of(invoice.model),
            before,
            quantities,
            series=terms.credit_series,
            issued_on=taxing.today(work),
            reason=reason,
            amount=amount,
            parts=parts,
        )

    made = note_of(amount)
    if made.gross < total:
        open_ = invoice_chain.money_left(documents, invoice)
        made = note_of(min(total, open_) - made.gross)
    return store(work, invoice.order_id, made, terms.credit_series, "", invoice.id)


def check_newest(documents: Sequence[Any], invoice: Any) -> None:
    """Conflict when another invoice replaces this one (all rows of its order)."""
    if newer := invoice_chain.corrected_by(documents, invoice):
        text = "%(number)s was corrected by %(newer)s: go on with that one."
        raise Conflict(
            "invoice_corrected", text, number=invoice.full_number, newer=newer.full_number
        )


def check_rules(made: Invoice) -> None:
    """Invalid names the first rule of e-Factura that a document breaks."""
    for broken in check(to_xml(made)):
        text = "The e-invoice would break the rule %(rule)s: %(text)s"
        raise Invalid("invoice_rule", text, rule=broken.rule, text=broken.message)


def store(
    work: Work, order_id: UUID, made: Invoice, prefix: str, work_point: str, preceding: UUID | None
) -> UUID:
    """Number a document and keep it; answers its id. Invalid: a rule of e-Factura is broken."""
    check_rules(made)
    boundary("invoice.checked")
    # A corrected invoice is one: it counts in the series of invoices.
    counted = Kind.CREDIT_NOTE if made.kind is Kind.CREDIT_NOTE else Kind.INVOICE
    taken = queries.take_number(work.db, counted.value, work_point, prefix, made.issued_on)
    if taken is None:
        text = "The series %(series)s belongs to other documents; choose another in Settings."
        raise Conflict("series_taken", text, series=prefix)
    invoice = made.numbered(prefix, taken.number, taken.issued_on)
    invoice_id = uuid7()
    work.db.execute(
        insert(table).values(
            id=invoice_id,
            order_id=order_id,
            series_id=taken.series_id,
            kind=invoice.kind.value,
            number=invoice.number,
            full_number=invoice.full_number,
            issued_on=invoice.issued_on,
            buyer=invoice.buyer.name,
            currency=invoice.currency,
            total=invoice.gross,
            preceding_id=preceding,
            model=invoice.to_json(),
            digest=invoice.digest(),
        )
    )
    boundary("invoice.written")
    committed(work, "invoice.committed")
    note(work, order_id, HAPPENED[invoice.kind], reference=invoice.full_number)
    work.publish(InvoiceIssued(invoice_id, order_id, invoice.kind.value, invoice.full_number))
    return invoice_id


def _unfit(error: ValueError) -> Invalid:
    text = "No invoice can be made of this order: %(problem)s"
    return Invalid("invoice_unfit", text, problem=str(error))
