"""The invoice on paper, read back: every sum of the model, every legal part, nothing as markup."""

import re
from io import BytesIO

import pytest
from documents import documents
from invoicing import an_invoice, an_order
from pypdf import PdfReader

from ecommus.core.money import Money
from ecommus.services.invoicing.pdf import to_pdf


def text(invoice) -> str:
    pages = PdfReader(BytesIO(to_pdf(invoice))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\u200b", "")


def number(amount: int, locale: str) -> str:
    shown = Money(amount, "RON").format(locale)
    return re.sub(r"[^0-9.,]", "", shown)


@pytest.mark.parametrize("name", documents())
def test_every_sum_is_on_the_page(name):
    invoice = documents()[name]
    shown = text(invoice)
    sums = [invoice.net, invoice.tax, invoice.gross, invoice.payable]
    for line in invoice.lines:
        sums += [line.net, line.tax, line.gross, *(each.amount for each in line.allowances)]
    for row in invoice.subtotals:
        sums += [row.base, row.tax]
        assert row.reason in shown
    for amount in sums:
        assert number(amount, invoice.locale) in shown
    if invoice.tax_ron is not None:
        assert number(invoice.tax_ron, invoice.locale) in shown
    for party in (invoice.seller, invoice.buyer):
        assert party.name in shown
        assert party.place.street in shown
        assert (party.vat_id or party.tax_id) in shown
    assert "0000000000000" not in shown
    assert invoice.full_number in shown
    assert invoice.seller.legal_form in shown
    for note in invoice.notes:
        assert note in shown


def test_languages_and_kinds():
    found = documents()
    assert "Factură" in text(found["b2b"])
    assert "SCADENȚA 20 octombrie 2026" in text(found["b2b"])
    assert "Sector 3, București" in text(found["b2b"])
    assert "Invoice" in text(found["euro"])
    note = text(found["credit note"])
    assert "Factură de stornare" in note
    assert "FCT-000123 din 5 octombrie 2026" in note
    assert "TVA la încasare" in text(found["on collection"])
    assert "art. 319 alin. (29)" in text(found["b2c"])


def test_romanian_letters_come_back_as_they_are():
    order = an_order((999, 3, 0, "standard"))
    order.lines[0].name = "Șapcă țesută, mâneci și încă ĂÂÎȘȚ"
    assert "Șapcă țesută, mâneci și încă ĂÂÎȘȚ" in text(an_invoice(order))


def test_a_long_document_numbers_its_pages_and_repeats_its_head():
    order = an_order(*[(999, 1, 0, "standard")] * 60)
    pages = PdfReader(BytesIO(to_pdf(an_invoice(order)))).pages
    assert len(pages) == 3
    for count, page in enumerate(pages, start=1):
        shown = " ".join(page.extract_text().split())
        assert f"Pagina {count} / 3" in shown
    assert "Denumirea bunurilor" in pages[1].extract_text()


def test_nothing_typed_is_markup_and_unknown_letters_still_make_a_page():
    street = '#import "x" *bold* $a$ `raw` @ref <b> \\ //'
    order = an_order((999, 1, 0, "standard"), address={"street": street, "last_name": "北京 😀"})
    order.lines[0].sku = "S" * 60
    shown = text(an_invoice(order))
    assert street in shown
    assert "S" * 60 in shown.replace(" ", "")


def test_the_same_model_gives_the_same_bytes():
    invoice = documents()["b2b"]
    first = to_pdf(invoice)
    assert first == to_pdf(invoice)
    assert first.startswith(b"%PDF-1.7")
    assert len(first) < 100_000
    assert b"pdfaid" in first
