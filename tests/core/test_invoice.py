"""Fiscal documents: parts sum to the whole and to the order, and back from JSON unchanged."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoicing import DAY, TERMS, a_seller, an_invoice, an_order

from ecommus.core.customers import Address
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Category, Invoice, Kind, digest, net_of
from ecommus.core.invoice_credit import credit_note
from ecommus.core.invoice_open import left
from ecommus.core.invoice_parties import NO_ID, buyer, seller
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.tax import Rounding
from ecommus.testing import an_address

prices = st.integers(0, 10**7)
quantities = st.integers(1, 9_999)


@st.composite
def sold(draw):
    price, quantity = draw(prices), draw(quantities)
    off = draw(st.integers(0, price * quantity) | st.just(0) | st.just(price * quantity))
    return price, quantity, off, draw(st.sampled_from(["standard", "reduced", "zero", None]))


@st.composite
def orders(draw):
    return an_order(
        *draw(st.lists(sold(), min_size=1, max_size=12)),
        shipping=draw(st.integers(0, 10_000)),
        included=draw(st.booleans()),
        rounding=draw(st.sampled_from(Rounding)),
        currency=draw(st.sampled_from(["RON", "EUR"])),
    )


@given(orders(), st.decimals("0.01", "20", places=4))
def test_the_parts_sum_to_the_order(order, rate):
    rate = rate if order.currency != "RON" else None
    invoice = an_invoice(order, exchange_rate=rate)
    assert invoice.gross == order.total
    assert invoice.tax == order.tax_total
    assert invoice.lines_net == sum(row.base for row in invoice.subtotals) == invoice.net
    assert invoice.tax == sum(line.tax for line in invoice.lines)
    for line in invoice.lines:
        assert line.net == net_of(line, order.currency)
        assert -line.price.as_tuple().exponent in range(2, 7)
        assert line.net >= 0
    by_rate = {row.rate: row.tax for row in invoice.subtotals if row.rate}
    stored = {Decimal(row["rate"]): row["amount"] for row in order.taxes if row["rate"] != "0"}
    assert by_rate == {rate: tax for rate, tax in stored.items() if rate in by_rate}
    assert (invoice.tax_ron is None) == (order.currency == "RON")


@given(orders())
def test_json_and_back(order):
    invoice = an_invoice(order, exchange_rate=Decimal("4.9764"))
    stored = json.loads(json.dumps(invoice.to_json()))
    again = Invoice.of(stored)
    assert again == invoice
    assert again.digest() == invoice.digest() == digest(stored)
    # However a database orders the keys.
    assert digest(dict(reversed(stored.items()))) == invoice.digest()


@given(orders(), st.data())
def test_credit_notes_sum_to_their_invoice(order, data):
    invoice = an_invoice(order, exchange_rate=Decimal("5.1"))
    notes = []
    while any(open_units := left(invoice, notes).values()):
        if len(notes) < 3:
            units = {
                line_id: data.draw(st.integers(0, open_units), label=line_id)
                for line_id, open_units in left(invoice, notes).items()
            }
            if not any(units.values()):
                break
        else:
            units = None
        note = credit_note(invoice, notes, units, series="STO", issued_on=DAY)
        assert all(line.net >= 0 and line.tax >= 0 for line in note.lines)
        notes.append(note)
    if not any(open_units):
        assert sum(note.net for note in notes) == invoice.net
        assert sum(note.tax for note in notes) == invoice.tax
        with pytest.raises(Conflict):
            credit_note(invoice, notes, None, series="STO", issued_on=DAY)
    else:
        assert sum(note.gross for note in notes) <= invoice.gross


def test_three_of_nine_ninety_nine():
    invoice = an_invoice(an_order((999, 3, 0, "standard")))
    assert (invoice.net, invoice.tax, invoice.gross) == (2477, 520, 2997)
    assert invoice.lines[0].price == Decimal("8.256667")
    three = an_invoice(an_order(*[(999, 1, 0, "standard")] * 3))
    assert [line.gross for line in three.lines] == [999, 999, 999]
    assert (three.net, three.tax, three.gross) == (2477, 520, 2997)
    notes = []
    for _ in range(3):
        notes.append(credit_note(invoice, notes, {"1": 1}, series="STO", issued_on=DAY))
    assert [note.gross for note in notes] == [999, 999, 999]


def test_a_unit_rounded_order_stays_within_what_the_rules_let_pass():
    """9,999 × 0.03: half a cent each would be far from 21 % of the base."""
    order = an_order((3, 9_999, 0, "standard"))
    line = order.lines[0]
    line.net, line.tax = line.total - 9_999, 9_999
    order.tax_total = 9_999
    order.taxes = [{"name": "TVA", "rate": "21", "base": line.net, "amount": line.tax}]
    invoice = an_invoice(order)
    assert invoice.gross == order.total
    assert abs(invoice.tax - invoice.net * 21 // 100) <= 1


def test_a_discount_is_an_allowance_of_its_line():
    (line,) = an_invoice(an_order((12_100, 2, 12_100, "standard"))).lines
    assert (line.price, line.net, line.tax) == (Decimal("100.00"), 10_000, 2_100)
    assert [(each.amount, each.reason) for each in line.allowances] == [(10_000, "Reducere")]


def test_shipping_is_a_line():
    order = an_order((1_100, 1, 0, "reduced"), shipping=1_999)
    shipping = an_invoice(order).lines[1]
    assert (shipping.name, shipping.gross, shipping.rate) == ("Curier", 1_999, Decimal(21))


ABROAD = {"county": "", "city": "Berlin", "postal_code": "10115", "phone": "+49 30 901820"}
GERMAN = ABROAD | {"country": "DE", "company": "Beispiel GmbH", "vat_id": "DE136695976"}
SWISS = ABROAD | {"country": "CH", "city": "Bern"}


@pytest.mark.parametrize(
    ("category", "address", "options"),
    [
        (Category.EXEMPT, {}, {}),
        (Category.INTRA_COMMUNITY, GERMAN, {}),
        (Category.REVERSE_CHARGE, GERMAN, {"shipped": False}),
        (Category.EXPORT, SWISS, {}),
        (Category.EXEMPT, ABROAD | {"country": "DE"}, {}),
        (Category.NOT_SUBJECT, {}, {"seller": a_seller(vat_registered=False)}),
    ],
)
def test_what_is_untaxed_says_why(category, address, options):
    shipped = options.pop("shipped", True)
    order = an_order((1_000, 1, 0, None), address=address, shipped=shipped)
    invoice = an_invoice(order, **options)
    (row,) = invoice.subtotals
    assert (row.category, row.tax) == (category, 0)
    assert row.reason
    assert (invoice.delivery is not None) == (category in ("K", "G"))
    if category == "O":
        assert (invoice.seller.vat_id, invoice.seller.tax_id) == ("", "12345674")


def test_who_buys():
    person = buyer(Address(**an_address()))
    assert (person.name, person.legal_id, person.vat_id) == ("Ana Pop", NO_ID, "")
    assert person.place.county == "RO-CJ"
    company = {"company": "Client Exemplu SRL"}
    payer = buyer(Address(**an_address(**company, vat_id="RO 40000000")))
    assert (payer.name, payer.legal_id, payer.vat_id) == (
        "Client Exemplu SRL", "40000000", "RO40000000",
    )  # fmt: skip
    assert buyer(Address(**an_address(**company, vat_id="40000000"))).vat_id == ""
    assert buyer(Address(**an_address(**company))).legal_id == NO_ID
    greek = buyer(Address(**an_address(**company, country="GR", vat_id="EL 094259216", county="")))
    assert greek.vat_id == greek.legal_id == "EL094259216"


@pytest.mark.parametrize(
    ("changes", "sector"),
    [
        ({"city": "București", "street": "Bd. Unirii 5, sector 3"}, "SECTOR3"),
        ({"city": "Sectorul 6"}, "SECTOR6"),
        ({"city": "Bucuresti", "street2": "sect. 2"}, "SECTOR2"),
        ({"city": "București", "postal_code": "030167"}, "SECTOR3"),
    ],
)
def test_bucharest_has_sectors(changes, sector):
    address = Address(**an_address(**{"county": "B"} | changes))
    assert buyer(address).place.city == sector


def test_what_cannot_be_named_is_asked_for():
    with pytest.raises(Invalid, match="sector"):
        buyer(Address(**an_address(county="B", city="București", postal_code="")))
    with pytest.raises(Invalid, match="county"):
        buyer(Address(**an_address(county="")))
    with pytest.raises(Invalid) as refused:
        seller(a_seller(registration_number=""))
    assert refused.value.field == "legal.registration_number"
    with pytest.raises(Invalid, match="exchange rate"):
        an_invoice(an_order((1_000, 1, 0, "standard"), currency="EUR"))


def test_a_document_that_does_not_add_up_cannot_be_made():
    invoice = an_invoice(an_order((999, 3, 0, "standard")))
    line = invoice.lines[0]
    for changes, text in [
        ({"lines": (replace(line, net=2478),)}, "is not 2478"),
        ({"lines": (replace(line, net=2480, price=Decimal("8.266667")),)}, "tax summary"),
        ({"lines": ()}, "no lines"),
        ({"currency": "KWD"}, "more decimals"),
        ({"currency": "EUR"}, "exchange rate"),
        ({"kind": Kind.CREDIT_NOTE}, "which document"),
        ({"prepaid": 3000}, "more was paid"),
    ]:
        with pytest.raises(ValueError, match=text):
            replace(invoice, **changes)


def test_a_new_number_keeps_the_days_to_pay():
    invoice = an_invoice(an_order((999, 3, 0, "standard")))
    later = invoice.numbered("ABC", 7, DAY.replace(day=20))
    assert (later.full_number, (later.due_on - later.issued_on).days) == ("ABC-000007", 15)


def test_never_more_than_is_left():
    invoice = an_invoice(an_order((999, 3, 0, "standard"), shipping=500))
    first = credit_note(invoice, [], {"1": 2}, series="STO", issued_on=DAY)
    assert first.preceding.number == "FCT-000123"
    with pytest.raises(Conflict, match="only 1 left"):
        credit_note(invoice, [first], {"1": 2}, series="STO", issued_on=DAY)
    with pytest.raises(Invalid, match="not on the invoice"):
        credit_note(invoice, [first], {"9": 1}, series="STO", issued_on=DAY)
    rest = credit_note(invoice, [first], None, series="STO", issued_on=DAY)
    assert first.gross + rest.gross == invoice.gross


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"iban": "RO49AAAA1B31007593840001"}, "iban"),
        ({"invoice_series": "fct-"}, "invoice_series"),
        ({"credit_series": "FCT"}, "credit_series"),
        ({"due_days": 400}, "due_days"),
    ],
)
def test_terms_are_checked(changes, field):
    assert InvoiceTerms.of({"invoicing": {"due_days": 3, "unknown": 1}}).due_days == 3
    assert TERMS.check() is TERMS
    with pytest.raises(Invalid) as refused:
        replace(TERMS, **changes).check()
    assert refused.value.field == field
