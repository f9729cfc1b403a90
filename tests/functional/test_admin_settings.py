"""The settings of a shop."""

from pages import form_at, send, signed_in

PATH = "/admin/settings"


def test_says_what_the_law_misses(shop):
    page = signed_in(shop).get(PATH, status=200)
    assert "Still missing of the company" in page
    for text in ("Registered name", "Fiscal code (CUI)", "365/2002"):
        assert text in page


def test_saved_and_seen_in_the_shop(shop):
    owner = signed_in(shop)
    form = form_at(owner, PATH)
    form["name"] = "Atelier Lumina"
    form.set("tagline", "Lucruri făcute cu mâna", 0)
    form.set("tagline", "Things made by hand", 1)
    form["timezone"] = "Europe/Paris"
    form["legal_name"], form["vat_id"] = "Lumina SRL", "RO18547290"
    form["registration_number"] = "J12/1/2020"
    form["street"], form["city"] = "Str. Lungă 1", "Cluj-Napoca"
    form["phone"] = "+40 722 123 456"
    form["email"] = "salut@lumina.example"
    send(owner, form, status=303)
    tenant = shop.tenant
    assert (tenant.name, tenant.timezone) == ("Atelier Lumina", "Europe/Paris")
    assert tenant.settings["tagline"] == {
        "ro": "Lucruri făcute cu mâna",
        "en": "Things made by hand",
    }
    assert tenant.legal.missing() == ()
    assert "identity is complete" in owner.get(PATH, status=200)
    assert "Lumina SRL" in shop.anonymous.get("/", status=200)


def test_the_main_language_comes_first(shop):
    owner = signed_in(shop)
    form = form_at(owner, PATH)
    form["main"] = "en"
    form.set("checkbox", False, 0)
    send(owner, form, status=303)
    assert shop.tenant.locales == ("en",)


def test_a_wrong_cui_is_refused_beside_its_field(shop):
    owner = signed_in(shop)
    form = form_at(owner, PATH)
    form["name"], form["vat_id"] = "New name", "RO12345678"
    page = send(owner, form, status=422)
    assert "This is not a valid CUI." in page
    assert page.html.find(id="form-legal-vat_id")["aria-invalid"] == "true"
    assert 'value="New name"' in page
    assert shop.tenant.name != "New name"


def test_somebody_elses_change_is_shown_and_other_changes_are_no_conflict(shop):
    owner = signed_in(shop)
    mine, theirs = form_at(owner, PATH), form_at(owner, PATH)
    theirs["name"] = "Their name"
    send(owner, theirs, status=303)
    mine["name"] = "My name"
    assert "Their name" in send(owner, mine, status=409)
    form = form_at(owner, PATH)
    shop.enable("example-hello")
    form["name"] = "My name after all"
    send(owner, form, status=303)


def test_who_may(shop):
    assert "sign-in" in shop.anonymous.get(PATH, status=303).location
    signed_in(shop, "staff").get(PATH, status=403)
    assert "form-save" not in signed_in(shop, "read-only").get(PATH, status=200)
