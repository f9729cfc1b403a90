"""What of an invoice can still be credited: units of its lines, money of its rates.

Both count: who credits an amount takes money and no units, and what has no money left cannot be
given back a second time as units. Neighbour: ``invoice_credit``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ecommus.core.invoice import Category, Invoice, Line, groups

# The source of a line that stands for money, not for units.
REDUCTION = "reduction"
# A VAT category with its rate, and what it has open: [net, tax].
Group = tuple[Category, Decimal]
Sums = dict[Group, list[int]]


def open_sums(invoice: Invoice, credited: Iterable[Invoice]) -> Sums:
    """Of each category and rate what was not given back yet."""
    sums = groups(invoice.lines, invoice.allowances)
    for note in credited:
        take(sums, groups(note.lines, note.allowances))
    return sums


def open_total(invoice: Invoice, credited: Iterable[Invoice]) -> int:
    """The money that can still be credited, tax included."""
    return sum(map(sum, open_sums(invoice, credited).values()))


def left(invoice: Invoice, credited: Sequence[Invoice]) -> dict[str, int]:
    """Units of each line that can still be given back, by the line's id: not those whose money
    was credited by amount."""
    sums = open_sums(invoice, credited)
    gone: Counter = Counter()
    for note in credited:
        gone.update({x.id: x.quantity for x in note.lines if x.source != REDUCTION})
    return {
        line.id: line.quantity - gone[line.id] if not line.gross or any(sums[group_of(line)]) else 0
        for line in invoice.lines
    }


def group_of(line: Line) -> Group:
    return line.category, line.rate


def take(sums: Sums, gone: Mapping[tuple, list[int]]) -> None:
    """Less of each category and rate is open."""
    for group, (base, tax) in gone.items():
        of_group = sums.setdefault(group, [0, 0])
        of_group[0] -= base
        of_group[1] -= tax
