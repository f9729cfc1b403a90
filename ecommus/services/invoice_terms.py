"""How a shop invoices, changed: checked before it is kept. The terms are ``core.invoice_terms``."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from stdnum import iban

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Kind
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.db.queries import invoices as queries
from ecommus.services.work import Work

SERIES = {"invoice_series": Kind.INVOICE, "credit_series": Kind.CREDIT_NOTE}


def settled(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored when ``given`` is changed of the shop's terms.

    Invalid: no series, no IBAN. Conflict: the series numbers documents of another kind. Both name
    their field as ``invoicing.<name>``.
    """
    terms = replace(InvoiceTerms.of(work.tenant.settings), **given)
    try:
        terms = replace(terms, iban=iban.compact(terms.iban)).check()
    except Invalid as refusal:
        field = f"invoicing.{refusal.field}"
        raise Invalid(refusal.code, refusal.message, field=field, **refusal.params) from None
    taken = queries.series_kinds(work.db, [getattr(terms, name) for name in SERIES])
    for name, kind in SERIES.items():
        prefix = getattr(terms, name)
        if taken.get(prefix, kind) != kind:
            text = "The series %(series)s numbers other documents already; choose another."
            raise Conflict("series_taken", text, field=f"invoicing.{name}", series=prefix)
    return asdict(terms)
