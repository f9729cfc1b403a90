"""Credit notes by amount: spread over the rates, tied to the cent, never more than is open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoicing import DAY, an_invoice, an_order

from ecommus.core.errors import Conflict
from ecommus.core.invoice_credit import credit_note
from ecommus.core.invoice_open import REDUCTION, left, open_sums, open_total
from ecommus.services.invoicing.rules import check
from ecommus.services.invoicing.ubl import to_xml


def note_of(invoice, notes, units=None, **options):
    return credit_note(invoice, notes, units, series="STO", issued_on=DAY, **options)


@st.composite
def invoices(draw):
    sold = st.tuples(
        st.integers(0, 5_000),
        st.integers(1, 9),
        st.just(0),
        st.sampled_from(["standard", "reduced", "zero"]),
    )
    lines = draw(st.lists(sold, min_size=1, max_size=5))
    shipping = draw(st.integers(0, 3_000))
    return an_invoice(an_order(*lines, shipping=shipping, included=draw(st.booleans())))


@given(invoices(), st.data())
def test_units_and_amounts_in_any_order_sum_to_the_invoice(invoice, data):
    notes = []
    for _ in range(data.draw(st.integers(1, 6), label="notes")):
        units, money = left(invoice, notes), open_total(invoice, notes)
        if money and data.draw(st.booleans(), label="by amount"):
            amount = data.draw(st.integers(1, money), label="amount")
            made = note_of(invoice, notes, {}, amount=amount)
            assert made.gross == amount
        else:
            chosen = {x: data.draw(st.integers(0, n), label=x) for x, n in units.items()}
            if not any(chosen.values()):
                continue
            made = note_of(invoice, notes, chosen)
        notes.append(made)
        assert check(to_xml(made)) == ()
        assert all(base >= 0 and tax >= 0 for base, tax in open_sums(invoice, notes).values())
    if any(left(invoice, notes).values()):
        notes.append(note_of(invoice, notes))
    assert open_total(invoice, notes) == 0
    assert not any(left(invoice, notes).values())
    assert sum(note.net for note in notes) == invoice.net
    assert sum(note.tax for note in notes) == invoice.tax
    with pytest.raises(Conflict):
        note_of(invoice, notes, {}, amount=1)


def test_ten_lei_of_two_rates():
    """121.00 at 21 % and 111.00 at 11 %: 5.22 and 4.78 of 10.00."""
    invoice = an_invoice(an_order((12_100, 1, 0, "standard"), (11_100, 1, 0, "reduced")))
    note = note_of(invoice, [], {}, amount=1_000, reason="Ambalaj zgâriat")
    assert [(str(x.rate), x.net, x.tax, x.gross) for x in note.lines] == [
        ("21", 431, 91, 522), ("11", 431, 47, 478),
    ]  # fmt: skip
    assert {(x.name, x.source, x.quantity) for x in note.lines} == {
        ("Reducere acordată ulterior", REDUCTION, 1)
    }
    assert "Ambalaj zgâriat" in note.notes
    # No unit is gone by it, and all of them come to what is left.
    assert left(invoice, [note]) == {"1": 1, "2": 1}
    rest = note_of(invoice, [note])
    assert rest.gross == invoice.gross - 1_000
    assert [(x.reason, x.amount, x.tax) for x in rest.allowances] == [
        ("Reducere acordată anterior", 431, 91), ("Reducere acordată anterior", 431, 47),
    ]  # fmt: skip
    for each in (note, rest):
        assert check(to_xml(each)) == ()


def test_a_rate_that_was_given_back_gets_none_of_it():
    invoice = an_invoice(an_order((12_100, 1, 0, "standard"), (11_100, 1, 0, "reduced")))
    first = note_of(invoice, [], {"1": 1})
    (line,) = note_of(invoice, [first], {}, amount=11_100).lines
    assert (line.rate, line.gross) == (11, 11_100)
    with pytest.raises(Conflict, match=r"Only 111\.00 RON"):
        note_of(invoice, [first], {}, amount=11_101)


def test_what_has_no_money_left_has_no_units_left():
    invoice = an_invoice(an_order((1_000, 2, 0, "standard"), (500, 1, 0, "reduced")))
    notes = [note_of(invoice, [], {}, parts={"1": 2_000})]
    assert left(invoice, notes) == {"1": 0, "2": 1}
    with pytest.raises(Conflict, match="only 0 left"):
        note_of(invoice, notes, {"1": 1})
    with pytest.raises(Conflict, match=r"Only 5\.00 RON"):
        note_of(invoice, notes, {}, amount=501)


def test_a_part_of_the_delivery_is_credited_at_its_rate():
    invoice = an_invoice(an_order((1_110, 2, 0, "reduced"), shipping=1_500))
    note = note_of(invoice, [], {"1": 1}, parts={"2": 500})
    assert [(str(x.rate), x.gross) for x in note.lines] == [("11", 1_110), ("21", 500)]
    assert note.gross == 1_610
    assert [line.id for line in note.lines] == ["1", "3"]


def test_the_customers_own_reason_goes_on_to_what_follows():
    invoice = an_invoice(an_order((10_000, 1, 0, None)), exempt_reason="art. 294")
    for made in (note_of(invoice, [], {}, amount=100), note_of(invoice, [])):
        assert [row.reason for row in made.subtotals] == ["art. 294"]
    long = an_invoice(an_order((10_000, 1, 0, None)), exempt_reason="x" * 300)
    assert check(to_xml(long)) == ()


def test_in_the_document_s_language():
    order = an_order((12_100, 1, 0, "standard"), locale="en")
    (line,) = note_of(an_invoice(order), [], {}, amount=100).lines
    assert line.name == "Discount granted afterwards"
