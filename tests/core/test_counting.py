"""A counting sheet read back, and what a count means for the shelf."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.catalog_csv import CatalogFormatError
from ecommus.core.counting import Basis, difference, judge, read, write
from ecommus.core.errors import Conflict
from ecommus.core.inventory import Level, Movement, after

units = st.integers(0, 10_000)
words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(words.filter(str.strip), words, units, units), max_size=10))
def test_what_is_written_is_read_back(rows):
    sheet = read(write((sku, title, "", "main", on, n, "") for sku, title, on, n in rows))
    assert sheet.errors == []
    found = [(c.row, c.sku, c.location, c.expected, c.counted) for c in sheet.counts]
    assert found == [
        (row, sku.strip(), "main", on, n) for row, (sku, _t, on, n) in enumerate(rows, start=2)
    ]


def test_a_sheet_by_hand_in_a_romanian_spreadsheet():
    sheet = read("SKU;Location;Counted\r\nCEAI-1;main;12\r\nCEAI-2;main;\r\n".encode("cp1250"))
    assert [(c.sku, c.counted, c.expected) for c in sheet.counts] == [("CEAI-1", 12, None)]
    assert sheet.blank == 1


@pytest.mark.parametrize("cell", ["-1", "twelve", "1.5", "99999999"])
def test_a_count_that_is_none_is_told_with_its_row(cell):
    sheet = read(f"sku,counted\nA,1\nB,{cell}\nC,3\n".encode())
    assert [c.sku for c in sheet.counts] == ["A", "C"]
    assert [(e.row, e.field) for e in sheet.errors] == [(3, "counted")]


def test_a_row_without_a_name_is_told():
    assert [e.row for e in read(b"sku,counted\n,4\n").errors] == [2]


@pytest.mark.parametrize("text", ["", "sku,price\nA,1\n", "counted\n1\n", 'sku,counted\n"A,1\n'])
def test_other_files_are_refused(text):
    with pytest.raises(CatalogFormatError):
        read(text.encode())


def test_a_level_below_zero_is_read_back():
    sheet = read(write([("A", "", "", "main", -2, 3, "")]))
    assert [(c.expected, c.counted) for c in sheet.counts] == [(-2, 3)]


@given(counted=units, expected=units, sent=units)
def test_what_was_sent_since_is_taken_off(counted, expected, sent):
    """The shelf at the end is what was counted, less what left it after the count."""
    now = expected - sent
    change = difference(counted, expected, now, Basis.SHEET)
    assert now + change == counted - sent
    assert now + difference(counted, expected, now, Basis.NOW) == counted
    assert difference(counted, None, now, Basis.SHEET) == counted - now


@given(
    level=st.builds(Level, units, units, units), change=st.integers(-20_000, 20_000),
    backorder=st.booleans(),
)  # fmt: skip
def test_what_is_allowed_can_be_moved(level, change, backorder):
    """The judgement never lets through what the ledger's own rule refuses."""
    try:
        judge(level, change, backorder=backorder)
    except Conflict:
        return
    if change:
        assert after(level, Movement.ADJUSTED, change, backorder=backorder).on_hand >= 0
