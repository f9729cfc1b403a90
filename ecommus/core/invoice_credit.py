"""Credit notes: an invoice given back, whole, line by line or by amount, never more than is left.

Parts are cut so that the credit notes of an invoice sum to the invoice, to the cent, in whatever
portions it is given back. Money for no line is spread over the rates in proportion to what each
still has open (``_reductions``); units that are credited after it come without it (``_granted``).
Neighbours: ``invoice_open`` (what is left), ``invoice_build``, ``invoice_correct``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Allowance, Invoice, Kind, Line, Preceding, groups
from ecommus.core.invoice_build import ONE
from ecommus.core.invoice_open import REDUCTION, Group, Sums, group_of, left, open_sums, take
from ecommus.core.invoice_sums import in_ron, rate_note, subtotals_of, unit_price
from ecommus.core.invoice_words import words
from ecommus.core.money import Money, round_half_up, split


def credit_note(
    invoice: Invoice,
    credited: Sequence[Invoice],
    quantities: Mapping[str, int] | None,
    *,
    series: str,
    issued_on: date,
    reason: str = "",
    amount: int = 0,
    parts: Mapping[str, int] | None = None,
) -> Invoice:
    """The credit note of ``{line id: units}``, None for all that is left; not yet numbered.

    ``amount``: money for no line, tax included; ``parts``: money at the rate of a line, by its id.
    Conflict: more than is left, or nothing is. Invalid: no invoice, or no such line.
    """
    if invoice.kind is Kind.CREDIT_NOTE:
        raise Invalid("not_creditable", "A credit note is not credited again.")
    if invoice.allowances:
        raise Invalid("not_creditable", "This document has sums that no line carries.")
    says = words(invoice.locale)
    sums = open_sums(invoice, credited)
    lines = _units(invoice, credited, quantities)
    granted = tuple(_granted(sums, lines, says.granted))
    take(sums, groups(lines, granted))
    lines += _reductions(invoice, sums, amount, parts or {}, says.reduction)
    if not lines:
        raise Conflict("nothing_to_credit", "Everything on this invoice was credited already.")
    subtotals = subtotals_of(lines, invoice.reasons, granted)
    told = says.credit % {"number": invoice.full_number, "date": f"{invoice.issued_on:%d.%m.%Y}"}
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
        allowances=granted,
        exchange_rate=invoice.exchange_rate,
        tax_ron=in_ron(sum(row.tax for row in subtotals), invoice.currency, invoice.exchange_rate),
        notes=(told, *filter(None, (reason, rate_note(invoice)))),
        order_number=invoice.order_number,
        preceding=Preceding(invoice.full_number, invoice.issued_on),
        delivery=invoice.delivery,
        vat_point=invoice.vat_point,
    )


def _units(
    invoice: Invoice, credited: Sequence[Invoice], quantities: Mapping[str, int] | None
) -> list[Line]:
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
    return lines


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


def _granted(sums: Sums, lines: Sequence[Line], reason: str) -> Iterator[Allowance]:
    """What units are worth above what is open at their rate: it was credited by amount before."""
    for group, (base, tax) in groups(lines).items():
        over, tax_over = max(base - sums[group][0], 0), max(tax - sums[group][1], 0)
        if over or tax_over:
            yield Allowance(over, reason, category=group[0], rate=group[1], tax=tax_over)


def _reductions(
    invoice: Invoice, sums: Sums, amount: int, parts: Mapping[str, int], name: str
) -> list[Line]:
    """A line for the money of each category and rate; its tax is its part of what is open."""
    wanted: Counter[Group] = Counter()
    for line in invoice.lines:
        wanted[group_of(line)] += parts.get(line.id, 0)
    for group, gross in wanted.items():
        _check(invoice, gross, sum(sums[group]))
    weights = [sum(open_) - wanted[group] for group, open_ in sums.items()]
    _check(invoice, amount, sum(weights))
    for group, part in zip(sums, split(amount, weights), strict=True):
        wanted[group] += part
    chosen = [(group, gross) for group, gross in wanted.items() if gross]
    return [
        _reduction(str(number), name, group, gross, sums[group], invoice)
        for number, (group, gross) in enumerate(chosen, len(invoice.lines) + 1)
    ]


def _reduction(
    id: str, name: str, group: Group, gross: int, sums: Sequence[int], invoice: Invoice
) -> Line:
    tax = round_half_up(Decimal(sums[1]) * gross / sum(sums))
    return Line(
        id=id,
        name=name,
        quantity=1,
        unit=ONE,
        price=unit_price(gross - tax, 1, invoice.currency),
        net=gross - tax,
        tax=tax,
        category=group[0],
        rate=group[1],
        source=REDUCTION,
    )


def _check(invoice: Invoice, amount: int, most: int) -> None:
    if not 0 <= amount <= most:
        raise Conflict(
            "credit_exceeds",
            "Only %(left)s %(currency)s of the invoice is left to credit.",
            field="amount",
            left=str(Money(most, invoice.currency).decimal),
            currency=invoice.currency,
        )
