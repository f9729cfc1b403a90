"""The vendor's panels over the real service: from issue to refund, and its log read again."""

from collections import Counter

import pytest
from service import served
from sqlalchemy import select, text

from ecommus.db.tables.platform import platform_audit
from ecommus.services.tenants import add_platform_user
from ecommus.testing import Client
from ecommus.testing.kit import PASSWORD
from ecommus.web.i18n import COOKIE
from license_service.services import access

EMAIL = "root@vendor-proof.example"
LICENSES, LOG = "/super-admin/licenses", "/super-admin/audit-log"
TYPED = {
    "customer_email": "ana@acme.ro", "customer_company": "Acme SRL", "customer_cif": "RO18547290",
    "plan": "ecommerce-pro", "domain_binding": "shop.acme.ro",
}  # fmt: skip


@pytest.fixture(scope="module")
def service(cluster, tmp_path_factory):
    with served(cluster, tmp_path_factory.mktemp("mail")) as made:
        yield made


@pytest.fixture(scope="module")
def browser(kit):
    with kit.platform_session() as db:
        add_platform_user(db, EMAIL, PASSWORD, "Root")
        db.commit()
    client = Client(kit.app, "localhost")
    client.app.set_cookie(COOKIE, "en")
    who = {"email": EMAIL, "password": PASSWORD}
    client.post("/super-admin/auth/sign-in", who, status=303)
    return client


@pytest.fixture(autouse=True)
def vendor(kit, service, monkeypatch):
    """The shop's installation is the vendor's."""
    monkeypatch.setitem(kit.registry.settings, "license.url", service.address)
    monkeypatch.setitem(kit.registry.settings, "license.service_key", service.key)
    return kit


def shown(page):
    return " ".join(page.html.select_one("main").get_text().split())


def send(browser, form, name=None, status=200):
    return form.submit(name, headers={"Origin": f"http://{browser.host}"}, status=status)


def asked(browser, path, **values):
    """The page that says what will happen."""
    form = browser.get(path, status=200).forms["form"]
    for name, value in values.items():
        form[name] = value
    return send(browser, form)


def confirm(browser, page, status=303):
    form = next(form for form in page.forms.values() if "confirmed" in form.fields)
    return send(browser, form, "confirmed", status)


def issue(browser, **changes):
    """The address of a new license's page."""
    done = confirm(browser, asked(browser, f"{LICENSES}/new", **TYPED | changes))
    return done.location.removeprefix(f"http://{browser.host}").partition("?")[0]


def acted(kit):
    """How often what was noted of extending."""
    with kit.platform_session() as db:
        rows = db.execute(select(platform_audit.c.action)).scalars()
        return Counter(action for action in rows if action.endswith("extend"))


def test_from_issue_over_transfer_to_refund(kit, browser, service):
    page = asked(browser, f"{LICENSES}/new", **TYPED)
    assert "ana@acme.ro by mail" in shown(page)
    # Two clicks on the button: one license.
    first, second = confirm(browser, page), confirm(browser, page)
    assert first.location == second.location
    license = first.location.removeprefix(f"http://{browser.host}").partition("?")[0]
    license_id = license.rpartition("/")[2]
    assert len(service.call("GET", "/v1/licenses?q=acme.ro")["items"]) == 1
    text = shown(browser.get(license, status=200))
    for part in ("Acme SRL", "acme.ro", "In force", "Never heard of", "Waits to be sent"):
        assert part in text
    service.mails()
    assert "Mail sent" in shown(browser.get(license, status=200))

    before = service.call("GET", f"/v1/licenses/{license_id}")
    page = asked(browser, f"{license}/transfer", customer_email="bob@example.com",
                 customer_company="Bob SRL", domain_binding="bob-shop.ro")  # fmt: skip
    assert "Acme SRL has it no more" in shown(page)
    confirm(browser, page)
    after = service.call("GET", f"/v1/licenses/{license_id}")
    assert after["customer"]["company"] == "Bob SRL"
    assert after["domain_binding"] == ["bob-shop.ro"]
    assert after["install_id"] != before["install_id"]
    assert len(service.mails()) == 2

    noted = acted(kit)
    page = asked(browser, f"{license}/extend", period="12mo", why="invoice 7")
    confirm(browser, page), confirm(browser, page)
    extended = service.call("GET", f"/v1/licenses/{license_id}")
    assert extended["version"] == after["version"] + 1
    # Both asked, one did: so it stands in the platform's own log.
    assert acted(kit) - noted == {"issuedlicense.extend": 1, "licenses.asked.extend": 2}
    assert extended["support_until"] > after["support_until"]

    page = asked(browser, f"{license}/add", why="nothing at all")
    assert "fill in at least one" in shown(confirm(browser, page, status=422))
    confirm(browser, asked(browser, f"{license}/add", tier="growth", licensed_plugins="b2b-x"))
    grown = service.call("GET", f"/v1/licenses/{license_id}")
    assert grown["tier"] == "growth"
    assert "b2b-x" in grown["licensed_plugins"]

    page = asked(browser, f"{license}/refund", reason="changed their mind")
    confirm(browser, page), confirm(browser, page)
    ended = service.call("GET", f"/v1/licenses/{license_id}")
    assert (ended["state"], ended["reason"]) == ("refunded", "changed their mind")
    text = shown(browser.get(license, status=200))
    for part in (
        "Refunded",
        "changed their mind",
        "Transferred",
        "Support extended",
        "Service key test",
    ):
        assert part in text
    assert "nothing can be done" in shown(browser.get(f"{license}/revoke", status=200))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"customer_cif": "RO18547291"}, "customer_cif", "RO18547291 is no valid tax number"),
        ({"customer_email": "ana"}, "customer_email", "Write an e-mail address"),
        ({"domain_binding": "acme"}, "domain_binding", "acme is no domain"),
        ({"domain_binding": "a1.ro b2.ro"}, "domain_binding", "the tier Pro takes 1"),
        ({"plan": ""}, "tier", "Choose a tier"),
        ({"plan": "", "tier": "pro"}, "niche_packages", "Choose at least one niche"),
        ({"licensed_plugins": "Ă!"}, "licensed_plugins", "is no name of a plugin"),
    ],
)
def test_the_services_refusals_stand_beside_their_fields(browser, changes, field, said):
    page = confirm(browser, asked(browser, f"{LICENSES}/new", **TYPED | changes), status=422)
    wrong = page.html.select_one(".field--invalid")
    assert wrong.select_one(f"[name={field}], [name=checkbox]")
    assert said in wrong.get_text()
    assert page.forms["form"]["customer_company"].value == "Acme SRL"


def test_a_trial_is_not_transferred(browser):
    license = issue(browser, plan="ecommerce-starter", kind="trial", domain_binding="trial.ro")
    page = asked(browser, f"{license}/transfer", customer_email="bob@example.com")
    assert "A trial is not transferred" in shown(confirm(browser, page, status=409))


def test_the_token_is_what_a_shop_installs(browser, service):
    license = issue(browser, domain_binding="token.ro")
    page = browser.get(license, status=200)
    form = next(f for f in page.forms.values() if f.action.endswith("/token"))
    made, _keys = send(browser, form).html.select_one("pre code").get_text().split()
    assert service.license_of(made).domain_binding == ("token.ro",)


def test_a_key_that_may_only_read_is_told_so(vendor, browser, service, monkeypatch):
    license = issue(browser, domain_binding="reader.ro")
    with service.work() as job:
        key = access.make(job, "reader", ("licenses.read",))
    monkeypatch.setitem(vendor.registry.settings, "license.service_key", key)
    browser.get(license, status=200)
    page = confirm(browser, asked(browser, f"{license}/revoke", reason="leaked"), status=503)
    assert "a scope is missing" in shown(page)
    assert "a scope is missing" in shown(browser.get(LOG, status=200))


def check(browser):
    page = browser.get(LOG, status=200)
    form = next(f for f in page.forms.values() if f.action.endswith("/check"))
    send(browser, form, status=303)
    return shown(browser.get(LOG, status=200))


def test_the_log_is_read_again_and_a_change_is_found(browser, service):
    issue(browser, domain_binding="log.ro")
    head = service.app.get("/v1/log/head").json
    text_of = check(browser)
    assert f"The chain verifies up to entry {head['size']}." in text_of
    assert head["hash"] in text_of
    issue(browser, domain_binding="log2.ro")
    more = service.app.get("/v1/log/head").json["size"]
    assert f"verifies up to entry {more}." in check(browser)
    # Somebody with the database and the keys takes the last entries away: a new head is signed
    # for what is left, and only who kept the end can tell.
    with service.work() as job:
        job.db.execute(text("ALTER TABLE log DISABLE TRIGGER log_is_for_ever"))
        job.db.execute(text(f"DELETE FROM log WHERE seq > {more - 2}"))
    after = check(browser)
    assert "The log was cut short" in after
    assert f"verifies up to entry {more}." in after
    issue(browser, domain_binding="log3.ro"), issue(browser, domain_binding="log4.ro")
    assert "was rewritten" in check(browser)
