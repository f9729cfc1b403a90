"""Correcting an issued invoice: look at what changes (``propose``), then ``issue``.

The corrected invoice has the next number of the invoices' series and replaces the earlier one,
which is never altered. Goods, prices and taxes stay: those are credited. Neighbours:
``core.invoice_correct``, ``invoice_chain``, ``invoices``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ecommus.core import invoice_correct, invoice_parties
from ecommus.core.customers import Address, check_address
from ecommus.core.errors import Conflict
from ecommus.core.invoice import Invoice, Kind
from ecommus.core.invoice_build import PAID, payment_of
from ecommus.core.invoice_correct import Change
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.orders import Order
from ecommus.core.tax_place import treatment
from ecommus.db.queries import invoices as queries
from ecommus.db.queries import sales
from ecommus.services import invoice_chain, invoices, taxing
from ecommus.services.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the invoice should read. ``billing_address``: None leaves the buyer as the order has it
    now; ``due_on``: None leaves the day to pay. The bank account is the shop's of today."""

    reason: str
    billing_address: Mapping[str, Any] | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The corrected invoice before it has a number, and what reads differently on it."""

    invoice: Invoice
    changes: tuple[Change, ...]


def propose(work: Work, order: Order, row: Any, wanted: Wanted) -> Proposal:
    """What a correction would say, nothing written.

    Conflict: it was corrected or credited whole already; other taxes would hold. Invalid: the
    address lacks something, a rule is broken, nothing would change, or there is no reason.
    """
    documents = queries.of_order(work.db, order.id)
    invoices.check_newest(documents, row)
    if row.kind != Kind.CREDIT_NOTE and not any(invoice_chain.left(documents, row).values()):
        text = "Everything on this invoice was credited: issue a new one instead."
        raise Conflict("nothing_to_correct", text)
    terms = InvoiceTerms.of(work.tenant.settings).check()
    address = _address(work, order, wanted)
    issued = Invoice.of(row.model)
    made = invoice_correct.corrected(
        issued,
        invoice_parties.buyer(address, order.email),
        payment_of(order, terms),
        series=terms.invoice_series,
        issued_on=taxing.today(work),
        due_on=wanted.due_on,
        paid=order.payment_status in PAID,
        reason=wanted.reason.strip(),
    )
    invoices.check_rules(made)
    return Proposal(made, invoice_correct.changes(issued, made))


def issue(work: Work, row: Any, wanted: Wanted) -> UUID:
    """Issue the corrected invoice; answers its id. The order is billed to the same from now on."""
    order = sales.order(work.db, Order.id == row.order_id)
    assert order is not None
    made = propose(work, order, row, wanted).invoice
    code = queries.work_point(work.db, row.series_id)
    invoice_id = invoices.store(work, order.id, made, made.series + code, code, row.id)
    if wanted.billing_address is not None:
        order.billing_address = dict(wanted.billing_address)
    order.version += 1
    order.updated_at = work.now
    return invoice_id


def _address(work: Work, order: Order, wanted: Wanted) -> Address:
    shipping = Address.of(order.shipping_address) or Address()
    before = Address.of(order.billing_address) or shipping
    if wanted.billing_address is None:
        return before
    address = Address.of(dict(wanted.billing_address)) or Address()
    check_address(address, "billing_address")
    if address.country != before.country or _treated(work, order, address) != _treated(
        work, order, before
    ):
        text = "Other taxes would hold for this buyer: credit the invoice instead."
        raise Conflict("other_taxes", text)
    return address


def _treated(work: Work, order: Order, buyer: Address) -> str:
    shipping = Address.of(order.shipping_address) or buyer
    exempt = order.question.get("treatment") == "exempt"
    return treatment(work.tenant.legal, buyer, shipping.country, exempt=exempt)
