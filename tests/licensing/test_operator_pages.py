"""What operators see and do: two factors at the door, then the whole life of a license."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from operating import PASSWORD, Browser, made_operator
from webtest import TestApp

from license_service.services import operators

PAGES = ("/", "/plans/new", "/licenses", "/licenses/new", "/customers", "/plans",
         "/plans/support-3", "/tiers", "/tiers/pro", "/publishers", "/publishers/new", "/keys",
         "/log", "/log?kind=suspect")  # fmt: skip


@pytest.fixture
def browser(service):
    email = f"ana-{datetime.now(UTC).timestamp()}@vendor.ro"
    with service.work() as job:
        operators.create(job, email, PASSWORD)
    return Browser(service, email)


@pytest.fixture(scope="module")
def operator(service):
    return made_operator(service, "operator@vendor.ro").app


def test_the_first_sign_in_sets_up_the_second_factor(browser):
    page = browser.password().follow()
    assert page.html.select_one(".qr svg")
    # The password alone opens nothing.
    assert browser.app.get("/licenses", status=303).location.endswith("/sign-in")
    done = browser.enrol()
    assert done.location.endswith("/")
    assert "Overview" in done.follow()
    cookie = done.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_code_is_good_once_and_the_secret_is_shown_once(browser):
    browser.enrol()
    browser.app.reset()
    page = browser.password().follow()
    assert not page.html.select(".qr")
    assert browser.secret not in page
    again = browser.code(page, pyotp.TOTP(browser.secret).now())
    assert "not right" in again
    later = int(datetime.now(UTC).timestamp()) + 30
    assert browser.code(again, pyotp.TOTP(browser.secret).at(later)).status_int == 303


def test_wrong_words_close_the_account_for_a_while(browser):
    for _attempt in range(operators.FAILURES):
        assert "not right" in browser.password("wrong wrong wrong")
    assert "not right" in browser.password()
    with browser.service.work(datetime.now(UTC) + timedelta(minutes=16)) as job:
        assert operators.check_password(job, browser.email, PASSWORD)


def test_wrong_codes_close_it_too(browser):
    browser.enrol()
    browser.app.reset()
    page = browser.password().follow()
    for _attempt in range(operators.FAILURES):
        page = browser.code(page, "000000")
    later = int(datetime.now(UTC).timestamp()) + 30
    assert "not right" in browser.code(page, pyotp.TOTP(browser.secret).at(later))


def test_nobody_is_told_who_has_an_account(browser):
    unknown = Browser(browser.service, "nobody@vendor.ro").password()
    known = browser.password("wrong wrong wrong")
    assert unknown.html.select_one(".bad").text == known.html.select_one(".bad").text


def test_signing_out_ends_the_session_on_the_server(browser):
    browser.enrol()
    cookies = dict(browser.app.cookies)
    page = browser.app.get("/")
    page.forms[0].submit()
    for name, value in cookies.items():
        browser.app.set_cookie(name, value.strip('"'))
    assert browser.app.get("/", status=303).location.endswith("/sign-in")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_operators(service, operator, path):
    assert TestApp(service.app.app).get(path, status=303).location.endswith("/sign-in")
    page = operator.get(path, status=200)
    assert page.html.select_one("main h1")
    assert not page.html.select("script, [style]")


def test_a_form_from_elsewhere_is_refused(operator, service):
    made = service.issue()
    operator.post(f"/licenses/{made['id']}/revoke", {"reason": "forged"}, status=400)
    assert service.call("GET", f"/v1/licenses/{made['id']}")["state"] == "active"


@pytest.mark.parametrize("query", ["q=%ff", "done=%ff", "q=%00", "after=x", "state=x", "kind=%ff"])
def test_a_strange_query_breaks_no_page(operator, query):
    for path in ("/licenses", "/customers", "/log", "/nothing", "/plans/%00", "/tiers/%00",
                 "/publishers/%00"):  # fmt: skip
        page = operator.get(f"{path}?{query}", status="*")
        assert page.status_int in (200, 400, 404)
        assert page.html.select_one("main h1")


def test_a_strange_cookie_chooses_no_language(service):
    app = Browser(service, "nobody@vendor.ro").app
    for value in ("xx", "../ro", "\xff"):
        page = app.get("/sign-in", headers={"Cookie": f"license_language={value}"})
        assert page.html.html["lang"] == "en"


def test_a_session_opens_no_api(operator):
    operator.get("/v1/licenses", status=401)


def test_a_license_from_issue_to_refund(operator, service):
    page = operator.get("/licenses/new")
    form = page.forms[1]
    form["customer_email"], form["customer_company"] = "dan@pagina.ro", "Pagina SRL"
    form["plan"], form["domain_binding"] = "services-growth", "pagina.ro\npagina.com"
    form["customer_cif"] = "RO123"
    wrong = form.submit(status=422)
    assert "no valid tax number" in wrong
    form = wrong.forms[1]
    assert form["domain_binding"].value == "pagina.ro\npagina.com"
    form["customer_cif"] = ""
    story = form.submit(status=303).follow()
    assert "pagina.com, pagina.ro" in story.html.select_one("h1").text
    where = story.request.path
    assert b"Pagina SRL" in service.mails()[-1]
    license_id = where.rsplit("/", 1)[1]
    token = story.forms[1].submit().html.select_one("pre").text
    assert service.license_of(token).tier == "growth"

    for name, fields, shown in (
        ("resend", {}, "Sent again"),
        ("extend", {"support_period": "3mo"}, "Support extended"),
        ("add", {"licensed_plugins": "niche-hotel, audit-log"}, "Added"),
        ("transfer", {"domain_binding": "alta.ro"}, "Transferred"),
    ):
        form = operator.get(f"{where}/{name}").forms[1]
        for field, value in fields.items():
            form[field] = value
        assert shown in form.submit(status=303).follow()
    assert len(service.noted(license_id, "mail.sent")) == 1
    service.mails()
    assert len(service.noted(license_id, "mail.sent")) == 3

    form = operator.get(f"{where}/refund").forms[1]
    assert "Say why" in form.submit(status=422)
    form["reason"] = "changed their mind"
    ended = form.submit(status=303).follow()
    assert "Refunded: changed their mind" in ended
    assert not ended.html.select(".actions")
    found = operator.get("/licenses?q=alta.ro&state=refunded")
    assert "alta.ro" in found.html.select_one("table").text


def test_the_overview_counts(operator, service):
    token = service.issue()["token"]
    service.beat(token)
    service.beat(token, domain="elsewhere.ro")
    page = operator.get("/")
    last = page.html.select(".plot__bar title")[-1].text
    assert int(last.rsplit(" ", 1)[1]) >= 1
    assert "elsewhere.ro" in page.html.select_one(".story").text


def test_a_plan_and_a_tier_are_edited(operator, service):
    form = operator.get("/plans/support-12").forms[1]
    form["price"], form["stripe_price"] = "12.555", "price_1"
    assert "Write an amount" in form.submit(status=422)
    form["price"] = "499,5"
    assert "€499.50" in form.submit(status=303).follow()
    # The form that was open before is not good any more.
    form["price"] = "1"
    assert "Somebody else" in form.submit(status=422)
    form = operator.get("/tiers/starter").forms[1]
    form["domains"], form["plugins"] = "2", "efactura-ro\nniche-hotel"
    form.submit(status=303)
    made = service.issue(domain_binding=["a.ro", "b.ro"])
    assert made["licensed_plugins"] == ["efactura-ro", "niche-ecommerce", "niche-hotel"]


def test_an_add_on_is_put_on_sale(operator, service):
    form = operator.get("/plans/new").forms[1]
    form["category"], form["code"], form["name"] = "plugin", "plugin-hotel", "Hotel"
    assert "Name the plugin" in form.submit(status=422)
    form["item"] = "niche-hotel"
    assert "Hotel" in form.submit(status=303).follow().html.select_one("h1").text
    assert "already" in form.submit(status=422)
    assert service.call("GET", "/v1/plans/plugin-hotel")["item"] == "niche-hotel"


def test_a_customer_is_written_in_the_language_that_an_operator_chose(operator, service):
    made = service.issue(customer_email="mary@acme.com", customer_cif="", language="ro")
    where = f"/customers/{made['customer']['id']}"
    form = operator.get(f"{where}/change").forms["form"]
    form["company"], form["language"] = "Mary Ltd", "en"
    assert "Mary Ltd" in form.submit(status=303).follow().html.select_one("h1").text
    operator.get(f"/licenses/{made['id']}/resend").forms["form"].submit(status=303)
    assert b"How to install it" in service.mails()[-1]
    log = operator.get("/log?kind=customer.changed")
    assert "Mary Ltd" in log.html.select_one(".story").text
