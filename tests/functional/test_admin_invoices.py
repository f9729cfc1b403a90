"""Invoices in the admin, its API and on the buyer's page: issued, read, downloaded, credited."""

from base64 import b64decode

import pytest
from pages import form_at, send, signed_in
from selling import an_order, statements
from test_invoices import LEGAL, issue, ordered, proof

from ecommus.services import settings
from ecommus.services.invoicing.rules import check
from ecommus.services.tokens import order_token
from ecommus.testing import a_product


@pytest.fixture
def seller(shop):
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    return shop


def form_of(page, ending):
    return next(form for form in page.forms.values() if form.action.endswith(ending))


def test_from_the_order_to_its_credit_note(seller):
    staff, order = signed_in(seller, "staff"), ordered(seller)
    page = staff.get(f"/admin/orders/{order.id}")
    assert "Issue the invoice" in page
    page = send(staff, form_of(page, "/invoice"), status=303).follow()
    assert "The invoice is issued." in page
    assert "FCT-000001" in page
    assert "Issue the invoice" not in page
    page = page.click("FCT-000001")
    assert "29.97" in page.text
    form = form_of(page, "/credit")
    form["units-1"] = "2"
    form["reason"] = "came back"
    page = send(staff, form, status=303).follow()
    assert "The credit note is issued." in page
    assert "STO-000001" in page
    assert "Issue the credit note" not in page
    page = page.click("FCT-000001")
    assert form_of(page, "/credit")["units-1"].value == "1"
    listed = staff.get("/admin/invoices?q=fct-0")
    assert "FCT-000001" in listed
    assert "STO-000001" not in listed
    assert "STO-000001" in staff.get("/admin/invoices?kind=381")
    assert proof(seller).findings == ()


def test_an_amount_is_credited(seller):
    staff, issued = signed_in(seller, "staff"), issue(seller, ordered(seller))
    path = f"/admin/invoices/{issued.id}"
    form = _amounts(staff.get(path))
    form["amount"], form["reason"] = "10,5x", "a scratch"
    page = send(staff, form, status=422)
    assert "Write an amount" in page
    form = _amounts(page)
    assert (form["amount"].value, form["reason"].value) == ("10,5x", "a scratch")
    form["amount"] = "1.000,00"
    assert "is left to credit" in send(staff, form, status=409)
    form["amount"] = "10,50"
    page = send(staff, form, status=303).follow()
    assert "STO-000001" in page
    assert "Reducere acordată ulterior" in page
    assert "10.50" in page
    # The units are still there, their money is less.
    page = staff.get(path)
    assert form_of(page, "/credit")["units-1"].value == "3"
    assert proof(seller).findings == ()


def _amounts(page):
    return next(x for x in page.forms.values() if "amount" in x.fields and "left" in x.fields)


def test_files(seller):
    staff, issued = signed_in(seller, "read-only"), issue(seller, ordered(seller))
    pdf = staff.get(f"/admin/invoices/{issued.id}/pdf")
    assert pdf.content_type == "application/pdf"
    assert pdf.body.startswith(b"%PDF")
    assert pdf.headers["Cache-Control"] == "private, no-store"
    xml = staff.get(f"/admin/invoices/{issued.id}/xml")
    assert xml.content_disposition == 'attachment; filename="FCT-000001.xml"'
    assert check(xml.body) == ()


def test_refusals_keep_what_was_typed(shop):
    owner, order = signed_in(shop), ordered(shop)
    form = form_at(owner, f"/admin/orders/{order.id}", "/invoice")
    page = send(owner, form, status=422)
    assert "legal identity is incomplete" in page
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    stale = owner.get(f"/admin/orders/{order.id}")
    issued = issue(shop, order)
    page = send(owner, form_of(stale, "/invoice"), status=409)
    assert "has the invoice FCT-000001 already" in page
    page = owner.get(f"/admin/invoices/{issued.id}")
    form = form_of(page, "/credit")
    form["units-1"], form["reason"] = "many", "because"
    page = send(owner, form, status=422)
    assert "whole numbers" in page
    assert form_of(page, "/credit")["reason"].value == "because"
    form["units-1"] = "4"
    assert "only 3 left to credit" in send(owner, form, status=409)
    form["units-1"] = "3"
    send(owner, form, status=303)
    assert "More was credited meanwhile" in send(owner, form, status=409)


def test_who_may_not_manage_sees_no_form(seller):
    order, reader = ordered(seller), signed_in(seller, "read-only")
    assert "Issue the invoice" not in reader.get(f"/admin/orders/{order.id}")
    issued = issue(seller, order)
    assert "FCT-000001" in reader.get(f"/admin/orders/{order.id}")
    assert "Issue the credit note" not in reader.get(f"/admin/invoices/{issued.id}")


def test_the_list_teaches_and_is_constant(seller):
    owner = signed_in(seller)
    assert "No invoices yet" in owner.get("/admin/invoices")
    issue(seller, ordered(seller))
    first = statements(seller.kit, owner, "/admin/invoices")
    for _ in range(4):
        issue(seller, ordered(seller))
    assert statements(seller.kit, owner, "/admin/invoices") == first
    assert "No invoice fits" in owner.get("/admin/invoices?q=nothing")


def test_another_shops_document_is_not_there(seller, other_shop):
    issued = issue(seller, ordered(seller))
    stranger = signed_in(other_shop)
    for path in ("", "/pdf", "/xml"):
        stranger.get(f"/admin/invoices/{issued.id}{path}", status=404)


def test_the_buyer_has_it_on_the_orders_page(seller):
    order = an_order(seller, (a_product(seller, price=999, quantity=9), 3))
    token = order_token(seller.kit.registry.secret, order.id)
    path, buyer = f"/comanda/{token}", seller.anonymous
    assert f"{path}/invoice" not in buyer.get(path)
    issued = issue(seller, order)
    page = buyer.get(path)
    link = page.html.find("a", href=lambda href: href and "/invoice/" in href)["href"]
    pdf = buyer.get(link)
    assert pdf.content_type == "application/pdf"
    assert pdf.headers["Cache-Control"] == "private, no-store"
    buyer.get(link.replace(str(issued.id), str(order.id)), status=404)
    other = an_order(seller, (a_product(seller), 1))
    strange = order_token(seller.kit.registry.secret, other.id)
    buyer.get(link.replace(token, strange), status=404)


def test_the_api(seller):
    owner, order = seller.as_("owner"), ordered(seller)
    made = owner.api_post(f"/api/admin/orders/{order.id}/invoice", {}, status=201).json
    assert (made["number"], made["total"]["amount"]) == ("FCT-000001", order.total)
    again = owner.api_post(f"/api/admin/orders/{order.id}/invoice", {}, status=409).json
    assert again["reason"] == "invoice_exists"
    line = made["lines"][0]
    assert (line["left"], line["rate"], line["category"]) == (3, "21.00", "S")
    body = {"lines": [{"line_id": "1", "quantity": 1}], "reason": "came back"}
    note = owner.api_post(f"/api/admin/invoices/{made['id']}/credit", body, status=201).json
    assert (note["kind"], note["preceding_id"], note["total"]["amount"]) == ("381", made["id"], 999)
    shown = owner.get(f"/api/admin/invoices/{made['id']}").json
    assert shown["lines"][0]["left"] == 2
    assert shown["left"]["amount"] == order.total - 999
    money = {"amount": 500, "currency": "RON"}
    path = f"/api/admin/invoices/{made['id']}/credit"
    both = owner.api_post(path, body | {"amount": money}, status=422).json
    assert both["reason"] == "amount_beside_lines"
    other = owner.api_post(path, {"amount": money | {"currency": "EUR"}}, status=422).json
    assert other["reason"] == "currency_other"
    more = owner.api_post(path, {"amount": money | {"amount": order.total}}, status=409).json
    assert more["reason"] == "credit_exceeds"
    gift = owner.api_post(path, {"amount": money, "reason": "a scratch"}, status=201).json
    assert (gift["total"]["amount"], gift["left"]["amount"]) == (500, 0)
    listed = owner.get("/api/admin/invoices?filter[kind]=381&q=000001").json
    assert [row["number"] for row in listed["items"]] == ["STO-000001"]
    file = owner.get(f"/api/admin/invoices/{note['id']}/xml").json
    assert file["filename"] == "STO-000001.xml"
    assert check(b64decode(file["content"])) == ()
    pdf = owner.get(f"/api/admin/invoices/{note['id']}/pdf").json
    assert b64decode(pdf["content"]).startswith(b"%PDF")
