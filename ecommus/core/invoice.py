"""A fiscal document: the one model that PDF, XML and the archive are made of.

Frozen, and checked when it is made: its parts sum to the whole to the cent, by EN 16931-1:2017
(the BT and BG numbers are its terms) and the Romanian CIUS. Sums that follow from others are not
stored but computed. Neighbours: ``invoice_parties`` (who), ``invoice_build`` (from an order),
``invoice_credit`` (credit notes), ``invoice_terms`` (the shop's own settings).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from ecommus.core.codec import dump, load
from ecommus.core.invoice_parties import Party, Place
from ecommus.core.money import exponent, round_half_up

RON = "RON"


class Kind(StrEnum):
    """BT-3, UNTDID 1001."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"


class Category(StrEnum):
    """BT-118 and BT-151, UNCL 5305."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    NOT_SUBJECT = "O"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is taken off (or, a ``charge``, put on) a line or the document: net minor units.

    ``category``, ``rate`` and ``tax`` only count on the document; a line has its own.
    """

    amount: int
    reason: str
    code: str = "95"
    charge: bool = False
    category: Category = Category.STANDARD
    rate: Decimal = Decimal(0)
    tax: int = 0

    @property
    def signed(self) -> int:
        """What it adds to a sum."""
        return self.amount if self.charge else -self.amount


@dataclass(frozen=True, slots=True)
class Line:
    """BG-25. ``net`` and ``tax`` are minor units; ``tax`` is the line's part of its rate's tax.

    ``price`` is net, of one unit, before allowances, in major units with up to six decimals.
    ``source`` is the order's line, or ``shipping``.
    """

    id: str
    name: str
    quantity: int
    unit: str
    price: Decimal
    net: int
    tax: int
    category: Category
    rate: Decimal
    description: str = ""
    sku: str = ""
    allowances: tuple[Allowance, ...] = ()
    source: str = ""

    @property
    def gross(self) -> int:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Subtotal:
    """BG-23: the tax of one category and rate, and why there is none."""

    category: Category
    rate: Decimal
    base: int
    tax: int
    reason_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preceding:
    """BG-3: the document that this one corrects."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Payment:
    """BG-16: how it is (or was) paid. ``means`` is UNCL 4461."""

    means: str
    title: str = ""
    iban: str = ""
    bank: str = ""
    reference: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """BG-13: when and where the goods went."""

    on: date
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Invoice:
    """The whole document. ValueError from its making: a sum does not agree, or a part is missing.

    ``exchange_rate``: RON for one unit of ``currency``; ``tax_ron`` is then the tax in bani.
    ``vat_point``: BT-8, UNTDID 2005 (432: the tax is due when the money comes).
    """

    kind: Kind
    series: str
    number: int
    issued_on: date
    due_on: date
    currency: str
    locale: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    subtotals: tuple[Subtotal, ...]
    payment: Payment
    allowances: tuple[Allowance, ...] = ()
    prepaid: int = 0
    exchange_rate: Decimal | None = None
    tax_ron: int | None = None
    notes: tuple[str, ...] = ()
    order_number: str = ""
    preceding: Preceding | None = None
    delivery: Delivery | None = None
    vat_point: str = ""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise ValueError(f"{self.full_number}: {problem}")

    @property
    def full_number(self) -> str:
        """BT-1: ``FCT-000123``."""
        return f"{self.series}-{self.number:06d}"

    @property
    def lines_net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def allowance_total(self) -> int:
        return sum(each.amount for each in self.allowances if not each.charge)

    @property
    def charge_total(self) -> int:
        return sum(each.amount for each in self.allowances if each.charge)

    @property
    def net(self) -> int:
        return self.lines_net - self.allowance_total + self.charge_total

    @property
    def tax(self) -> int:
        return sum(row.tax for row in self.subtotals)

    @property
    def gross(self) -> int:
        return self.net + self.tax

    @property
    def payable(self) -> int:
        return self.gross - self.prepaid

    @property
    def reasons(self) -> dict[Category, tuple[str, str]]:
        """BT-121 and BT-120 of each category, for the documents that follow this one."""
        return {row.category: (row.reason_code, row.reason) for row in self.subtotals}

    def numbered(self, series: str, number: int, issued_on: date) -> "Invoice":
        """The same document under its final number; the days to pay are kept."""
        due_on = self.due_on + (issued_on - self.issued_on)
        return replace(self, series=series, number=number, issued_on=issued_on, due_on=due_on)

    def to_json(self) -> dict[str, Any]:
        return dump(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Invoice":
        """From what ``to_json`` gave."""
        return load(cls, stored)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON."""
        return digest(self.to_json())


def digest(stored: dict[str, Any]) -> str:
    """SHA-256 over a stored model as it stands, read or not."""
    text = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def net_of(line: Line, currency: str) -> int:
    """What a line's net must be: price × quantity, rounded, and its allowances."""
    before = round_half_up((line.price * line.quantity).scaleb(exponent(currency)))
    return before + sum(each.signed for each in line.allowances)


def groups(lines: Iterable[Line], allowances: Iterable[Allowance] = ()) -> dict[tuple, list[int]]:
    """``{(category, rate): [base, tax]}`` in the order in which they appear."""
    found: dict[tuple, list[int]] = {}
    parts = [(line.category, line.rate, line.net, line.tax) for line in lines]
    for each in allowances:
        sign = 1 if each.charge else -1
        parts.append((each.category, each.rate, each.signed, sign * each.tax))
    for category, rate, base, tax in parts:
        sums = found.setdefault((category, rate), [0, 0])
        sums[0] += base
        sums[1] += tax
    return found


def _problems(invoice: Invoice) -> Iterable[str]:
    if exponent(invoice.currency) > 2:
        yield f"{invoice.currency} has more decimals than an e-invoice can show"
    if not invoice.lines:
        yield "it has no lines"
    for line in invoice.lines:
        if line.quantity < 1 or line.price < 0 or line.tax < 0:
            yield f"line {line.id}: quantities are positive, prices not negative"
        if line.net != net_of(line, invoice.currency):
            yield f"line {line.id}: {line.price} × {line.quantity} is not {line.net}"
    shown = {(row.category, row.rate): [row.base, row.tax] for row in invoice.subtotals}
    if shown != groups(invoice.lines, invoice.allowances):
        yield "its tax summary is not the sum of its lines"
    for row in invoice.subtotals:
        taxed = row.category is Category.STANDARD
        if taxed != (row.rate > 0) or (row.tax and not taxed):
            yield f"category {row.category} does not go with {row.rate} %"
        if row.category not in (Category.STANDARD, Category.ZERO) and not row.reason:
            yield f"category {row.category} needs a reason"
    foreign = invoice.currency != RON
    if foreign != (invoice.exchange_rate is not None) or foreign != (invoice.tax_ron is not None):
        yield "the exchange rate and the tax in RON belong to other currencies, and only to them"
    if invoice.kind is not Kind.INVOICE and invoice.preceding is None:
        yield "it does not say which document it corrects"
    if invoice.due_on < invoice.issued_on:
        yield "it is due before it is issued"
    if not 0 <= invoice.prepaid <= max(invoice.gross, 0):
        yield "more was paid than it asks for"
