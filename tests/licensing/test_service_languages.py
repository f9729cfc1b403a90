"""Pages in Romanian and English: by the reader's choice, else the browser's; nothing half."""

import re

import pytest
from babel.messages.pofile import read_po
from operating import Browser, made_operator, pem
from webtest import TestApp

from license_service.i18n import FOLDER

PLACEHOLDER = re.compile(r"(%\\\(\w+\\\)s)")
READ_ALOUD = ("title", "placeholder", "alt", "aria-label", "data-label")
# Data, and words that people left in the log.
DATA = {"Support", "Trial", "Pro", "test"}


def untranslated():
    """Matches a text that is an English message whose Romanian differs."""
    english, romanian = set(), set(DATA)
    for path in sorted(FOLDER.glob("*.ro.po")):
        with path.open("rb") as file:
            for message in filter(lambda message: message.id, read_po(file, locale="ro")):
                romanian.add(message.string)
                if message.string != message.id:
                    english.add(message.id)
    assert len(english) > 300
    texts = [PLACEHOLDER.sub(".+", re.escape(text)) for text in english - romanian]
    return re.compile("|".join(texts))


ENGLISH = untranslated()


def texts(page):
    """What a reader or a screen reader meets."""
    for text in page.html.find_all(string=True):
        if not text.find_parent(["code", "pre", "textarea", "style"]):
            yield " ".join(text.split()).rstrip(":").strip()
    for element in page.html.find_all(True):
        if not element.get("lang") or element.name == "html":
            yield from (element[name] for name in READ_ALOUD if element.get(name))


@pytest.fixture(scope="module")
def operator(service):
    app = made_operator(service, "limbi@vendor.ro").app
    app.set_cookie("license_language", "ro")
    return app


@pytest.fixture(scope="module")
def places(service, operator):
    """Every page there is, with something on it."""
    made = service.issue(plan="travel-enterprise", domain_binding=["calator.ro"])
    where = f"/licenses/{made['id']}"
    service.beat(made["token"], domain="calator.ro")
    service.beat(made["token"], domain="altundeva.ro", install_id="o-alta-instalare-cu-nume-lung")
    service.call("POST", f"/v1{where}/extend", {"period": "3mo"})
    ended = service.issue(domain_binding=["gata.ro"])
    service.call("POST", f"/v1/licenses/{ended['id']}/refund", {"reason": "banii înapoi"})
    body = {"name": "Editura", "key": pem(), "packages": ["ecommus-plugin-editura"]}
    kid = service.call("POST", "/v1/publishers/keys", body, 201)["kid"]
    actions = ("", "/resend", "/extend", "/add", "/transfer", "/revoke", "/refund")
    keys = ("", "/rotate", "/suspend", "/restore", "/revoke")
    return [
        "/", "/licenses", "/licenses?q=nimic", "/licenses/new", *(where + a for a in actions),
        f"/licenses/{ended['id']}", "/customers", f"/customers/{made['customer']['id']}",
        "/customers?q=nimic", "/plans", "/plans/new", "/plans/support-3", "/tiers", "/tiers/pro",
        "/publishers", "/publishers/new", *(f"/publishers/{kid}{k}" for k in keys), "/keys",
        "/log", "/log?kind=suspect", "/log?kind=key.removed",
    ]  # fmt: skip


def test_no_english_on_romanian_pages(operator, places):
    found = {}
    for path in places:
        page = operator.get(path, status=200)
        assert page.html.html["lang"] == "ro"
        if left := {text for text in texts(page) if ENGLISH.fullmatch(text)}:
            found[path] = left
    assert found == {}


def test_every_control_is_labelled_and_explained(operator, places):
    """For who hears the page: a label each, hints tied to it, one heading, no empty link."""
    for path in places:
        html = operator.get(path).html
        assert len(html.select("h1")) == 1, path
        ids = [element["id"] for element in html.select("[id]")]
        assert len(ids) == len(set(ids)), path
        named = {label.get("for") for label in html.select("label")}
        for control in html.select("input:not([type=hidden]), select, textarea"):
            assert control.get("id") in named or control.find_parent("label"), (path, control)
        for element in html.select("[aria-describedby]"):
            assert set(element["aria-describedby"].split()) <= set(ids), (path, element)
        for link in html.select("a, button"):
            assert link.text.strip(), (path, link)
        for column in html.select("thead th"):
            assert column.get("scope") == "col", (path, column)


def test_the_search_for_english_finds_some(operator, places):
    operator.set_cookie("license_language", "en")
    try:
        for path in places:
            page = operator.get(path, status=200)
            assert [text for text in texts(page) if ENGLISH.fullmatch(text)], path
    finally:
        operator.set_cookie("license_language", "ro")


def test_refusals_and_doors_are_romanian_too(service, operator):
    stranger = Browser(service, "nobody@vendor.ro", "192.0.2.77")
    stranger.app.set_cookie("license_language", "ro")
    form = operator.get("/licenses/new").forms["form"]
    form["customer_email"], form["domain_binding"] = "fara-semn", "calator.ro"
    form["plan"] = "ecommerce-starter"
    refused = form.submit(status=422)
    assert "Scrie o adresă de e-mail" in refused.html.select_one("#customer_email-wrong").text
    pages = [
        stranger.app.get("/sign-in"), stranger.password("wrong wrong wrong"), refused,
        operator.get("/nothing", status=404), operator.post("/plans/new", {}, status=400),
        operator.post("/log", {"csrf_token": operator.cookies["license_csrf"]}, status=404),
    ]  # fmt: skip
    for page in pages:
        assert page.html.html["lang"] == "ro"
        assert not [text for text in texts(page) if ENGLISH.fullmatch(text)]


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [("ro", "ro"), ("ro-RO,ro;q=0.9,en;q=0.8", "ro"), ("de, en;q=0.5", "en"), ("de", "en")],
)
def test_the_browser_chooses_first_and_the_reader_last(service, accepted, shown):
    app = TestApp(service.app.app)
    headers = {"Accept-Language": accepted}
    page = app.get("/sign-in", headers=headers)
    assert page.html.html["lang"] == shown
    other = "en" if shown == "ro" else "ro"
    link = page.html.select_one(f".top__languages a[hreflang={other}]")["href"]
    assert app.get(link, status=303).location == "http://localhost/sign-in"
    assert app.get("/sign-in", headers=headers).html.html["lang"] == other


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil", "", "/%0d"])
def test_the_switch_leads_nowhere_else(service, back):
    answer = TestApp(service.app.app).get("/language", {"to": "ro", "back": back}, status=303)
    assert answer.location.startswith("http://localhost/")
    assert "evil" not in answer.location


def test_dates_and_amounts_are_written_as_the_reader_writes_them(operator, service):
    page = operator.get("/plans/support-6")
    page.forms["form"]["price"] = "1249,5"
    page.forms["form"].submit(status=303)
    assert "1.249,50 EUR" in operator.get("/plans").html.text.replace("\xa0", " ")
    assert operator.get("/plans/support-6").forms["form"]["price"].value == "1249,50"
    assert "365 de zile" in operator.get("/tiers").html.text


def test_programs_are_answered_in_english_unless_they_ask(service):
    english = service.call("POST", "/v1/licenses", {}, 422)
    assert english["detail"] == "customer_email is missing or of the wrong type."
    asked = service.call("POST", "/v1/licenses", {}, 422, **{"Accept-Language": "ro"})
    assert asked["detail"] == "customer_email lipsește sau este de alt tip."
    assert (asked["reason"], asked["field"]) == (english["reason"], english["field"])
