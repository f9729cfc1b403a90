"""Settings → Invoices, and the same terms in the API."""

from pages import form_at, send, signed_in
from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.db.tables.invoices import invoice_series

PATH = "/admin/settings/invoices"
IBAN = "RO49AAAA1B31007593840000"


def terms(shop):
    return InvoiceTerms.of(shop.tenant.settings)


def test_saved_as_documents_want_them(shop):
    owner = signed_in(shop)
    form = form_at(owner, PATH)
    assert (form["invoice_series"].value, form["due_days"].value) == ("FCT", "15")
    form["invoice_series"], form["due_days"] = "lum26", "30"
    form["iban"], form["bank"] = "ro49 aaaa 1b31 0075 9384 0000", "Banca Exemplu"
    form["vat_on_collection"] = True
    page = send(owner, form, status=303)
    assert "The settings were saved." in page.follow()
    kept = terms(shop)
    assert (kept.invoice_series, kept.credit_series, kept.due_days) == ("LUM26", "STO", 30)
    assert (kept.iban, kept.vat_on_collection) == (IBAN, True)


def test_what_cannot_stand_on_a_document_is_refused_beside_its_field(shop):
    owner = signed_in(shop)
    for field, value, said in (
        ("iban", "RO49AAAA1B31007593840001", "This is not an IBAN."),
        ("credit_series", "FCT", "Invoices and credit notes need different series."),
        ("invoice_series", "F-1", "A series is 1 to 10 capital letters and digits."),
    ):
        form = form_at(owner, PATH)
        form[field] = value
        page = send(owner, form, status=422)
        assert said in page
        assert page.html.find("input", attrs={"name": field})["aria-invalid"] == "true"
    assert terms(shop) == InvoiceTerms()


def test_a_series_of_other_documents_is_taken(shop):
    with shop.work() as job:
        row = {"id": uuid7(), "kind": "381", "prefix": "OLD"}
        job.db.execute(insert(invoice_series).values(row))
    owner = signed_in(shop)
    form = form_at(owner, PATH)
    form["invoice_series"] = "OLD"
    assert "The series OLD numbers other documents already" in send(owner, form, status=409)
    form = form_at(owner, PATH)
    form["credit_series"] = "OLD"
    send(owner, form, status=303)


def test_the_api_changes_what_is_named_and_keeps_other_settings(shop):
    owner = shop.as_("owner")
    change = {"invoicing": {"iban": IBAN}, "tax": {"rounding": "line"}}
    owner.api_patch("/api/admin/settings", change, status=204)
    owner.api_patch("/api/admin/settings", {"invoicing": {"due_days": 5}}, status=204)
    answer = owner.get("/api/admin/settings", status=200).json
    assert (answer["invoicing"]["iban"], answer["invoicing"]["due_days"]) == (IBAN, 5)
    assert answer["tax"]["rounding"] == "line"
    refused = owner.api_patch("/api/admin/settings", {"invoicing": {"iban": "RO1"}}, status=422)
    assert refused.json["errors"][0]["field"] == "invoicing.iban"


def test_somebody_elses_change_is_shown_first(shop):
    owner = signed_in(shop)
    mine, theirs = form_at(owner, PATH), form_at(owner, PATH)
    theirs["bank"] = "Their bank"
    send(owner, theirs, status=303)
    mine["bank"] = "My bank"
    assert "Their bank" in send(owner, mine, status=409)
    assert terms(shop).bank == "Their bank"
