"""Credit notes: an invoice given back, whole or line by line, never more of it than is left.

Parts are cut so that the credit notes of an invoice sum to the invoice, to the cent, in whatever
portions it is given back. Neighbours: ``invoice``, ``invoice_build``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Invoice, Kind, Line, Preceding
from ecommus.core.invoice_build import in_ron, subtotals_of, unit_price
from ecommus.core.invoice_words import words
from ecommus.core.money import round_half_up


def left(invoice: Invoice, credited: Iterable[Invoice]) -> dict[str, int]:
    """Units of each line that were not given back yet, by the line's id."""
    gone: Counter = Counter()
    for note in credited:
        gone.update({line.id: line.quantity for line in note.lines})
    return {line.id: line.quantity - gone[line.id] for line in invoice.lines}


def credit_note(
    invoice: Invoice,
    credited: Iterable[Invoice],
    quantities: Mapping[str, int] | None,
    *,
    series: str,
    issued_on: date,
    reason: str = "",
) -> Invoice:
    """The credit note of ``{line id: units}``, None for all that is left; not yet numbered.

    Conflict: more than is left, or nothing is. Invalid: no invoice, or no such line.
    """
    if invoice.kind is Kind.CREDIT_NOTE:
        raise Invalid("not_creditable", "A credit note is not credited again.")
    if invoice.allowances:
        raise Invalid("not_creditable", "This document has sums that no line carries.")
    open_units = left(invoice, credited)
    wanted = dict(open_units if quantities is None else quantities)
    if unknown := set(wanted) - set(open_units):
        text = "This line is not on the invoice."
        raise Invalid("line_unknown", text, field=str(sorted(unknown)[0]))
    lines = []
    for line in invoice.lines:
        units = wanted.get(line.id, 0)
        if not 0 <= units <= open_units[line.id]:
            raise Conflict(
                "credit_exceeds",
                "%(name)s: only %(open)s left to credit.",
                field=line.id,
                name=line.name,
                open=open_units[line.id],
            )
        if units:
            lines.append(_part(line, line.quantity - open_units[line.id], units, invoice.currency))
    if not lines:
        raise Conflict("nothing_to_credit", "Everything on this invoice was credited already.")
    subtotals = subtotals_of(lines)
    said = words(invoice.locale).credit
    told = said % {"number": invoice.full_number, "date": f"{invoice.issued_on:%d.%m.%Y}"}
    return Invoice(
        kind=Kind.CREDIT_NOTE,
        series=series,
        number=1,
        issued_on=issued_on,
        due_on=issued_on,
        currency=invoice.currency,
        locale=invoice.locale,
        seller=invoice.seller,
        buyer=invoice.buyer,
        lines=tuple(lines),
        subtotals=subtotals,
        payment=invoice.payment,
        exchange_rate=invoice.exchange_rate,
        tax_ron=in_ron(sum(row.tax for row in subtotals), invoice.currency, invoice.exchange_rate),
        notes=(told, *filter(None, (reason, _rate_note(invoice)))),
        order_number=invoice.order_number,
        preceding=Preceding(invoice.full_number, invoice.issued_on),
        delivery=invoice.delivery,
        vat_point=invoice.vat_point,
    )


def _rate_note(invoice: Invoice) -> str:
    if invoice.exchange_rate is None:
        return ""
    given = {"currency": invoice.currency, "rate": invoice.exchange_rate}
    return words(invoice.locale).exchange % given


def _part(line: Line, before: int, units: int, currency: str) -> Line:
    """``units`` of a line of which ``before`` units were given back already."""

    def until(amount: int, count: int) -> int:
        return round_half_up(Decimal(amount) * count / line.quantity)

    def part(amount: int) -> int:
        return until(amount, before + units) - until(amount, before)

    tax = part(line.tax)
    # A whole gross per unit is what was paid for one: then every part comes to it exactly.
    net = part(line.gross) - tax if line.gross % line.quantity == 0 else part(line.net)
    return Line(
        id=line.id,
        name=line.name,
        description=line.description,
        sku=line.sku,
        quantity=units,
        unit=line.unit,
        price=unit_price(net, units, currency),
        net=net,
        tax=tax,
        category=line.category,
        rate=line.rate,
        source=line.source,
    )
