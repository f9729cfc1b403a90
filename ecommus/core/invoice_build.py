"""From an order to its invoice: one function, so that both always come to the same sum.

An order keeps what each line costs, ``net + tax == total``, and so does the invoice; shipping is
what the lines leave of the order's sums. Neighbour: ``invoice`` for the model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ecommus.core import invoice_parties as parties
from ecommus.core.customers import EU, Address
from ecommus.core.errors import Invalid
from ecommus.core.invoice import (
    RON,
    Allowance,
    Category,
    Delivery,
    Invoice,
    Kind,
    Line,
    Payment,
)
from ecommus.core.invoice_sums import in_ron, subtotals_of, unit_price
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.invoice_words import REASONS, words
from ecommus.core.money import exponent, split
from ecommus.core.orders import Order
from ecommus.core.states import PaymentStatus
from ecommus.core.tax import tax_of
from ecommus.core.tenants import LegalIdentity

SHIPPING = "shipping"
PIECE, ONE = "H87", "C62"
# Words in a gateway's code -> UNCL 4461: cash, credit transfer, bank card.
CASH, TRANSFER, OTHER = "10", "30", "ZZZ"
MEANS = (("cod", CASH), ("cash", CASH), ("transfer", TRANSFER), ("bank", TRANSFER), ("card", "48"),
         ("netopia", "48"), ("euplatesc", "48"), ("stripe", "48"))  # fmt: skip
PAID = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED)


@dataclass(frozen=True, slots=True)
class _Sold:
    """A line of the order, or its shipping. ``full`` is as priced; ``discount`` what came off it
    before tax was looked at, so that what is left is gross or net as the prices are."""

    source: str
    name: str
    description: str
    sku: str
    quantity: int
    unit: str
    full: int
    discount: int
    net: int
    tax: int
    rate: Decimal | None


def of_order(
    order: Order,
    legal: LegalIdentity,
    terms: InvoiceTerms,
    *,
    issued_on: date,
    exchange_rate: Decimal | None = None,
    exempt_reason: str = "",
) -> Invoice:
    """The invoice of a whole order, not yet numbered: ``gross == order.total``.

    ``exchange_rate``: RON for one unit of the order's currency, needed when that is another.
    ``exempt_reason``: why a customer who is exempt pays no tax, in words (BT-120).
    Invalid says what is missing; ValueError: the order's own sums do not agree.
    """
    exchange_rate = _checked_rate(order.currency, exchange_rate)
    shipping = Address.of(order.shipping_address) or Address()
    billing = Address.of(order.billing_address) or shipping
    seller = parties.seller(legal, terms.share_capital)
    buyer = parties.buyer(billing, order.email)
    sold = _settled(order, [*_lines(order), *_shipping(order)])
    untaxed = untaxed_category(
        legal, buyer, shipping.country, bool(order.shipping_method),
        order.question.get("treatment", ""),
    )  # fmt: skip
    if untaxed is Category.NOT_SUBJECT:
        # BR-O-02: nobody's VAT number stands on what is not subject to VAT.
        buyer = replace(buyer, vat_id="")
    says = words(order.locale)
    lines = tuple(
        _line(str(index), each, untaxed, order, says.discount)
        for index, each in enumerate(sold, start=1)
    )
    subtotals = subtotals_of(lines, _reasons(exempt_reason))
    tax = sum(row.tax for row in subtotals)
    paid = order.payment_status in PAID
    travels = untaxed in (Category.INTRA_COMMUNITY, Category.EXPORT)
    invoice = Invoice(
        kind=Kind.INVOICE,
        series=terms.invoice_series,
        number=1,
        issued_on=issued_on,
        due_on=issued_on if paid else issued_on + timedelta(days=terms.due_days),
        currency=order.currency,
        locale=order.locale,
        seller=seller,
        buyer=buyer,
        lines=lines,
        subtotals=subtotals,
        payment=payment_of(order, terms),
        prepaid=order.total if paid else min(order.balance_total, order.total),
        exchange_rate=exchange_rate,
        tax_ron=in_ron(tax, order.currency, exchange_rate),
        notes=_notes(order, exchange_rate, says),
        order_number=order.number,
        delivery=_delivery(shipping, issued_on) if travels else None,
        vat_point="432" if terms.vat_on_collection and legal.vat_registered else "",
    )
    if invoice.gross != order.total:
        raise ValueError(f"order {order.number}: {invoice.gross} is not {order.total}")
    return invoice


def _reasons(exempt: str) -> Mapping[Category, tuple[str, str]]:
    """Of what has no tax, with the customer's own words where there are any; e-Factura takes 100
    characters (BR-RO-L1019)."""
    own = parties.clip(exempt, 100)
    return REASONS | {Category.EXEMPT: ("", own)} if own else REASONS


def _checked_rate(currency: str, rate: Decimal | None) -> Decimal | None:
    if currency == RON:
        return None
    if rate is None or not 0 < rate < 10_000:
        text = "Give the exchange rate: how many RON one %(currency)s is."
        raise Invalid("exchange_rate_missing", text, field="exchange_rate", currency=currency)
    return rate


def untaxed_category(
    legal: LegalIdentity, buyer: parties.Party, ship_to: str, shipped: bool, treatment: str = ""
) -> Category:
    """Which category the lines without tax have: the order's treatment says so (``tax_place``).

    An order from before there were treatments ("") is looked at anew: who sells, who buys and
    where it goes.
    """
    if not legal.vat_registered:
        return Category.NOT_SUBJECT
    if treatment:
        # Goods that travel to another member state; services there turn the charge round.
        turned = Category.INTRA_COMMUNITY if shipped else Category.REVERSE_CHARGE
        known = {"reverse_charge": turned, "export": Category.EXPORT}
        return known.get(treatment, Category.EXEMPT)
    if ship_to not in EU:
        return Category.EXPORT
    if buyer.vat_id and buyer.place.country != legal.country and ship_to != legal.country:
        return Category.INTRA_COMMUNITY if shipped else Category.REVERSE_CHARGE
    return Category.EXEMPT


def _lines(order: Order) -> Iterable[_Sold]:
    for line in order.lines:
        options = ", ".join(f"{name}: {value}" for name, value in line.options)
        whole = f"{line.name} ({options})" if options else line.name
        name = parties.clip(whole, 100)
        fits = name == parties.clip(whole, 1000)
        yield _Sold(
            source=str(line.id),
            name=name if fits else parties.clip(line.name, 100),
            description="" if fits else parties.clip(whole, 200),
            sku=parties.clip(line.sku or "", 100),
            quantity=line.quantity,
            unit=PIECE,
            full=line.unit_price * line.quantity,
            discount=abs(line.discount),
            net=line.net,
            tax=line.tax,
            rate=None if line.tax_rate is None else Decimal(line.tax_rate),
        )


def _shipping(order: Order) -> Iterable[_Sold]:
    """What the lines leave of the order's sums; its rate is the one whose sums they do not fill."""
    tax = order.tax_total - sum(line.tax for line in order.lines)
    net = order.total - sum(line.total for line in order.lines) - tax
    if not (net or tax):
        return
    rate = None
    for known in {Decimal(row["rate"]) for row in order.taxes}:
        rows = [row for row in order.taxes if Decimal(row["rate"]) == known]
        lines = [x for x in order.lines if x.tax_rate is not None and Decimal(x.tax_rate) == known]
        left = (
            sum(row["base"] for row in rows) - sum(line.net for line in lines),
            sum(row["amount"] for row in rows) - sum(line.tax for line in lines),
        )
        if left == (net, tax):
            rate = known
    name = parties.clip(order.shipping_title, 100) or words(order.locale).shipping
    yield _Sold(SHIPPING, name, "", "", 1, ONE, net + tax, 0, net, tax, rate)


def _settled(order: Order, sold: list[_Sold]) -> list[_Sold]:
    """Tax rounded on every unit may stray from its rate by more than BR-S-09 lets pass; with gross
    prices it is then taken from the rate's whole gross, and no sum changes."""
    for rate in {each.rate for each in sold if each.rate}:
        group = [each for each in sold if each.rate == rate]
        base, tax = sum(each.net for each in group), sum(each.tax for each in group)
        if not order.tax_included or abs(base * rate / 100 - tax) < 10 ** exponent(order.currency):
            continue
        gross = [each.net + each.tax for each in group]
        taxes = iter(split(tax_of(sum(gross), rate, True), gross))
        sold = [
            replace(each, net=each.net + each.tax - part, tax=part)
            if each.rate == rate and (part := next(taxes)) is not None
            else each
            for each in sold
        ]
    return sold


def _line(id: str, sold: _Sold, untaxed: Category, order: Order, discount: str) -> Line:
    rate = sold.rate or Decimal(0)
    category = Category.STANDARD if rate else untaxed
    taxed = order.question.get("treatment", "taxed") == "taxed"
    if not rate and sold.rate is not None and untaxed is Category.EXEMPT and taxed:
        # A rate that is zero, not a sale that is exempt.
        category = Category.ZERO
    off = _net_discount(sold, rate) if sold.discount else 0
    return Line(
        id=id,
        name=sold.name,
        description=sold.description,
        sku=sold.sku,
        quantity=sold.quantity,
        unit=sold.unit,
        price=unit_price(sold.net + off, sold.quantity, order.currency),
        net=sold.net,
        tax=sold.tax,
        category=category,
        rate=rate,
        allowances=(Allowance(off, discount),) if off else (),
        source=sold.source,
    )


def _net_discount(sold: _Sold, rate: Decimal) -> int:
    """What the line would have been without its discount, less what it is; net."""
    included = sold.full - sold.discount == sold.net + sold.tax
    before = sold.full - tax_of(sold.full, rate, included) if included else sold.full
    return max(before - sold.net, 0)


def means_of(gateway: str) -> str:
    """UNCL 4461 of a gateway's code, as far as its name says."""
    return next((code for word, code in MEANS if word in gateway.lower()), OTHER)


def payment_of(order: Order, terms: InvoiceTerms) -> Payment:
    """How an order is paid, and where to."""
    means = means_of(order.payment_method)
    return Payment(
        means=OTHER if means == TRANSFER and not terms.iban else means,
        title=parties.clip(order.payment_title, 100),
        iban=terms.iban.replace(" ", "").upper(),
        bank=parties.clip(terms.bank, 100),
        reference=parties.clip(order.number, 140),
    )


def _notes(order: Order, rate: Decimal | None, says: Any) -> tuple[str, ...]:
    if rate is None:
        return ()
    return (says.exchange % {"currency": order.currency, "rate": rate},)


def _delivery(address: Address, on: date) -> Delivery:
    name = f"{address.first_name} {address.last_name}".strip() or address.company
    return Delivery(on, parties.clip(name, 200), parties.place_of(address))
