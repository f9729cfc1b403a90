"""UBL and its rules: documents that pass, and what breaks each rule, alone."""

from datetime import date

import pytest
from documents import SAMPLES, documents, source, spoilt
from hypothesis import given, settings
from invoicing import an_invoice
from mutations import MUTATIONS
from test_invoice import orders

from ecommus.core.invoice_credit import credit_note
from ecommus.services.invoicing.reading import NotUbl, parse
from ecommus.services.invoicing.rules import check
from ecommus.services.invoicing.ubl import to_xml


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_official_samples_pass(path):
    assert check(path.read_bytes()) == ()


@pytest.mark.parametrize("name", documents())
def test_our_documents_pass(name):
    assert check(source(name)) == ()


@settings(max_examples=60, deadline=None)
@given(orders())
def test_whatever_is_ordered_passes(order):
    order.currency = "RON"
    invoice = an_invoice(order)
    assert check(to_xml(invoice)) == ()
    note = credit_note(invoice, [], None, series="STO", issued_on=date(2026, 10, 6))
    assert check(to_xml(note)) == ()


@pytest.mark.parametrize(
    ("document", "rule", "steps"), MUTATIONS, ids=[f"{m[1]}-{m[0]}" for m in MUTATIONS]
)
def test_a_broken_rule_is_named_and_no_other(document, rule, steps):
    found = check(spoilt(source(document), *steps))
    assert {broken.rule for broken in found} == {rule}
    assert all(broken.message.endswith(".") for broken in found)


@pytest.mark.parametrize("name", documents())
def test_the_xml_says_what_the_model_says(name):
    invoice, root = documents()[name], parse(source(name))
    totals = root.first("cac:LegalMonetaryTotal")
    shown = [totals.amount(f"cbc:{tag}Amount") for tag in
             ("LineExtension", "TaxExclusive", "TaxInclusive", "Payable")]  # fmt: skip
    wanted = (invoice.lines_net, invoice.net, invoice.gross, invoice.payable)
    assert [int(amount * 100) for amount in shown] == list(wanted)
    assert not totals.has("cbc:PayableRoundingAmount")
    assert root.text("cbc:ID") == invoice.full_number
    assert len(root.lines) == len(invoice.lines)
    assert to_xml(invoice) == to_xml(invoice)


HOSTILE = b"""<!DOCTYPE Invoice [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&b;</Invoice>"""


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (HOSTILE, "document type"),
        (b"<Invoice", "not XML"),
        (b"<Invoice/>", "neither"),
        (b" " * (10 * 2**20 + 1), "ten megabytes"),
    ],
)
def test_what_is_not_safe_or_not_ubl_is_refused(xml, why):
    with pytest.raises(NotUbl, match=why):
        parse(xml)
    assert [broken.rule for broken in check(xml)] == ["UBL"]
