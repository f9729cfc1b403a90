"""Corrected invoices (384): replaced once, never altered; credits go on with the newest."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pages import send, signed_in
from papers import corrected
from selling import an_order, read
from sqlalchemy import create_engine, update
from test_invoices import LEGAL, credit, issue, ordered, proof, row

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Invoice
from ecommus.core.orders import Order
from ecommus.core.refunds import Wanted as Refund
from ecommus.db.queries import invoices as queries
from ecommus.db.queries import sales
from ecommus.db.tables.invoices import invoices as table
from ecommus.services import corrections, orders, refunds, settings
from ecommus.services.corrections import Wanted
from ecommus.services.invoicing.rules import check
from ecommus.testing import a_product

IBAN = "RO49AAAA1B31007593840000"


@pytest.fixture
def seller(shop):
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    return shop


def correct(shop, invoice, reason="to the company", **wanted):
    if not wanted:
        wanted = {"billing_address": corrected()}
    with shop.work() as job:
        issued = queries.one(job.db, invoice.id)
        return queries.one(job.db, corrections.issue(job, issued, Wanted(reason, **wanted)))


def refund(shop, order, wanted):
    with shop.work() as job:
        refunds.apply(job, sales.order(job.db, Order.id == order.id), wanted)


def documents(shop, order):
    with shop.work() as job:
        return queries.of_order(job.db, order.id)


def test_it_replaces_the_invoice_with_the_next_number(seller):
    order = ordered(seller)
    issued = issue(seller, order, work_point="B2")
    made = correct(seller, issued)
    assert (made.full_number, made.kind) == ("FCTB2-000002", "384")
    assert made.preceding_id == issued.id
    before, after = Invoice.of(issued.model), Invoice.of(made.model)
    assert (after.preceding.number, after.buyer.name) == ("FCTB2-000001", "Client Exemplu SRL")
    assert (after.buyer.legal_id, after.buyer.vat_id) == ("40000000", "RO40000000")
    assert (after.lines, after.subtotals, after.gross) == (
        before.lines, before.subtotals, before.gross,
    )  # fmt: skip
    assert after.notes == (
        f"Corectează și înlocuiește factura FCTB2-000001 din {before.issued_on:%d.%m.%Y}",
        "to the company",
    )
    assert row(seller, issued.id).model == issued.model
    assert read(seller, order).billing_address["company"] == "Client Exemplu SRL"
    assert (proof(seller).documents, proof(seller).findings) == (2, ())


def test_the_earlier_one_is_closed(seller):
    order = ordered(seller)
    issued = issue(seller, order)
    made = correct(seller, issued)
    for again in (credit, correct):
        with pytest.raises(Conflict, match="FCT-000001 was corrected by FCT-000002"):
            again(seller, issued)
    with pytest.raises(Conflict, match="FCT-000002 already"):
        issue(seller, order)
    third = correct(seller, made, billing_address=corrected(street="Str. Nouă 1"))
    assert Invoice.of(third.model).preceding.number == "FCT-000002"
    note = credit(seller, third)
    assert (note.total, note.preceding_id) == (order.total, third.id)
    assert proof(seller).findings == ()
    with pytest.raises(Conflict, match="issue a new one"):
        correct(seller, third)
    with pytest.raises(Invalid, match="A credit note is not corrected"):
        correct(seller, note)
    assert issue(seller, order).full_number == "FCT-000004"


def test_what_was_credited_before_counts(seller):
    issued = issue(seller, ordered(seller))
    credit(seller, issued, {"1": 2})
    made = correct(seller, issued)
    with pytest.raises(Conflict, match="only 1 left"):
        credit(seller, made, {"1": 2})
    credit(seller, made)
    with pytest.raises(Conflict, match="credited already"):
        credit(seller, made)
    assert proof(seller).findings == ()


def test_refunds_credit_the_newest(seller):
    order = an_order(seller, (a_product(seller, price=999, quantity=9), 3))
    issued = issue(seller, order)
    with seller.work() as job:
        orders.mark_paid(job, sales.order(job.db, Order.id == order.id))
    made = correct(seller, issued)
    assert Invoice.of(made.model).payable == 0
    refund(seller, order, Refund({}, amount=500))
    note = documents(seller, order)[-1]
    assert (note.kind, note.total, note.preceding_id) == ("381", 500, made.id)


def test_the_day_to_pay_and_the_bank_account(seller):
    issued = issue(seller, ordered(seller))
    before = Invoice.of(issued.model)
    with pytest.raises(Invalid, match="Nothing would change"):
        correct(seller, issued, due_on=before.due_on)
    with pytest.raises(Invalid, match="Choose today"):
        correct(seller, issued, due_on=before.issued_on - timedelta(1))
    with pytest.raises(Invalid, match="what was wrong"):
        correct(seller, issued, reason=" ")
    with seller.work() as job:
        settings.change(job, settings={"invoicing": {"iban": IBAN, "bank": "Banca Exemplu"}})
    made = Invoice.of(correct(seller, issued, due_on=before.issued_on + timedelta(40)).model)
    assert (made.due_on - before.issued_on).days == 40
    assert (made.payment.iban, made.payment.bank) == (IBAN, "Banca Exemplu")
    assert made.buyer == before.buyer


def test_other_taxes_are_no_correction(seller):
    issued = issue(seller, ordered(seller))
    abroad = corrected(country="DE", county="", vat_id="DE136695976", phone="+4930901820")
    with pytest.raises(Conflict, match="Other taxes"):
        correct(seller, issued, billing_address=abroad)
    with pytest.raises(Invalid, match="needed"):
        correct(seller, issued, billing_address=corrected(street=""))
    assert proof(seller).documents == 1


def test_corrected_twice_at_once_is_corrected_once(seller):
    issued = issue(seller, ordered(seller))

    def press(number):
        try:
            street = f"Str. Nouă {number}"
            return correct(seller, issued, billing_address=corrected(street=street)).full_number
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))
    assert sorted(answers) == ["FCT-000002", *["invoice_corrected"] * 7]
    assert proof(seller).findings == ()


def test_the_proof_finds_a_forged_chain(seller):
    first, second = (issue(seller, ordered(seller)) for _ in range(2))
    made = correct(seller, first)
    note = credit(seller, made)
    engine = create_engine(seller.kit.databases.owner_url)
    with engine.begin() as connection:
        for forged, values in ((note, {"preceding_id": first.id}), (second, {"total": 1})):
            where = table.c.id == forged.id
            connection.execute(update(table).where(where).values(**values))
    engine.dispose()
    found = [(f.kind, f.number, f.text) for f in proof(seller).findings]
    assert ("altered", "FCT-000002", "its row does not say what the document says") in found
    assert [x for x in found if x[0] == "chain"] == [
        ("chain", "STO-000001", "it names FCT-000003, but stands behind FCT-000001"),
        ("chain", "STO-000001", "FCT-000001 had been replaced by FCT-000003"),
    ]


def test_the_pages(seller):
    staff, order = signed_in(seller, "staff"), ordered(seller)
    issued = issue(seller, order)
    page = staff.get(f"/admin/invoices/{issued.id}").click("Correct the buyer")
    form = page.forms["form"]
    form["reason"] = "wrong buyer"
    page = send(staff, form, status=422)
    assert "Nothing would change" in page
    form = page.forms["form"]
    form["company"], form["vat_id"] = "Client Exemplu SRL", "RO 40000001"
    page = send(staff, form, status=422)
    form = page.forms["form"]
    form["vat_id"] = "RO40000000"
    page = send(staff, form, status=200)
    assert "This reads differently" in page
    cells = [cell.text for cell in page.html.select("tbody td")]
    assert cells[:3] == ["Buyer", "Ana Pop", "Client Exemplu SRL"]
    assert len(documents(seller, order)) == 1
    confirm = next(x for x in page.forms.values() if x.action.endswith("/correct-now"))
    page = send(staff, confirm, status=303).follow()
    assert "The corrected invoice is issued." in page
    assert "FCT-000002" in page
    assert "FCT-000001 was corrected by FCT-000002" in send(staff, confirm, status=409)
    page = page.click("FCT-000001")
    assert "was corrected by" in page
    assert "Issue the credit note" not in page
    assert "corrected by FCT-000002" in staff.get("/admin/invoices").html.text.replace("\n", "")
    assert "corrected by" in staff.get(f"/admin/orders/{order.id}")
    reader = signed_in(seller, "read-only")
    assert "Correct the buyer" not in reader.get(
        f"/admin/invoices/{documents(seller, order)[1].id}"
    )


def test_the_api(seller):
    owner, order = seller.as_("owner"), ordered(seller)
    issued = issue(seller, order)
    path = f"/api/admin/invoices/{issued.id}"
    body = {"billing_address": corrected(), "due_on": "2099-01-31", "reason": "to the company"}
    dry = owner.api_post(f"{path}/correct", body | {"dry_run": True}).json
    assert (dry["id"], dry["number"]) == (None, None)
    assert {"field": "buyer.vat_id", "before": "", "after": "RO40000000"} in dry["changes"]
    assert len(documents(seller, order)) == 1
    made = owner.api_post(f"{path}/correct", body).json
    assert (made["number"], made["changes"]) == ("FCT-000002", dry["changes"])
    shown = owner.get(f"/api/admin/invoices/{made['id']}").json
    assert (shown["kind"], shown["due_on"]) == ("384", "2099-01-31")
    assert shown["preceding_id"] == str(issued.id)
    before = owner.get(path).json
    assert (before["corrected_by_id"], before["left"]["amount"]) == (made["id"], 0)
    again = owner.api_post(f"{path}/correct", body, status=409).json
    assert again["reason"] == "invoice_corrected"
    strange = owner.api_post(f"{path}/correct", body | {"due_on": "2099-02-31"}, status=422).json
    assert strange["reason"] == "day_invalid"
    listed = owner.get("/api/admin/invoices?filter[kind]=384").json
    assert [each["number"] for each in listed["items"]] == ["FCT-000002"]
    file = owner.get(f"/api/admin/invoices/{made['id']}/xml").json
    xml = b64decode(file["content"])
    assert check(xml) == ()
    assert b"<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>" in xml
    assert b"<cbc:ID>FCT-000001</cbc:ID>" in xml
