"""The vendor's panels: licenses issued, changed and ended on a service that answers as told."""

import time

import pytest
from licensing import ACTS, LICENSE_ID, a_license, a_vendor
from pages import english, send
from sqlalchemy import select

from ecommus.db.tables import platform as tables
from ecommus.services import service_calls
from ecommus.services.tenants import add_platform_user
from ecommus.testing import Client
from ecommus.testing.kit import PASSWORD
from ecommus.testing.queries import counted
from ecommus.web.i18n import COOKIE

EMAIL = "root@vendor.example"
ONE = f"/super-admin/licenses/{LICENSE_ID}"
PANELS = ("/super-admin/licenses", "/super-admin/installs", "/super-admin/audit-log", ONE)
NEW = "/super-admin/licenses/new"
TYPED = {"customer_email": "bob@acme.ro", "plan": "ecommerce-pro", "domain_binding": "acme.ro"}
GIVEN = {
    "transfer": {"customer_email": "bob@example.com", "domain_binding": "acme.com, acme.ro"},
    "extend": {"period": "6mo", "why": "invoice 7"},
    "add": {"tier": "growth", "licensed_plugins": "niche-hotel  audit-log"},
    "refund": {"reason": "changed their mind"},
    "revoke": {"reason": "leaked on a forum"},
}


@pytest.fixture(scope="module")
def root(kit):
    """A browser of somebody who runs the platform."""
    with kit.platform_session() as db:
        add_platform_user(db, EMAIL, PASSWORD, "Root")
        db.commit()
    browser = english(Client(kit.app, "localhost"))
    form = {"email": EMAIL, "password": PASSWORD}
    browser.post("/super-admin/auth/sign-in", form, status=303)
    return browser


@pytest.fixture
def service(kit):
    with a_vendor(kit.registry.settings) as made:
        yield made


@pytest.fixture
def romanian(root):
    root.app.set_cookie(COOKIE, "ro")
    yield root
    english(root)


def main_of(page):
    return " ".join(page.html.select_one("main").get_text().split())


def form_of(page):
    """The page's own form: typed into, or read again."""
    return page.forms.get("form") or next(
        form for form in page.forms.values() if "confirmed" in form.fields
    )


def typed(root, path, **values):
    form = form_of(root.get(path, status=200))
    for name, value in values.items():
        form[name] = value
    return form


def read_again(root, path, **values):
    """The page that says what will happen."""
    return send(root, typed(root, path, **values), status=200)


def confirm(root, page, status=303):
    return send(root, form_of(page), name="confirmed", status=status)


def noted(kit):
    """(action, data) of what the platform's people did, the newest first."""
    with kit.platform_session() as db:
        table = tables.platform_audit
        rows = db.execute(select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(4))
        return [(row.action, row.actor, row.data) for row in rows]


class TestLists:
    def test_filters_are_the_services_and_pages_follow_its_cursor(self, root, service):
        service.told["/v1/licenses"] = {"items": [a_license()], "next": "cursor-2"}
        path = "/super-admin/licenses?q=ana@acme.ro&state=active&tier=pro"
        page = root.get(path, status=200)
        asked, bearer, _body = service.asked[-1]
        assert asked == "/v1/licenses?q=ana%40acme.ro&state=active&tier=pro"
        assert bearer == "Bearer els_test"
        for text in ("Acme SRL", "acme.ro", "In force", "In order", "Pro"):
            assert text in main_of(page)
        older = page.html.select_one("a[rel=next]")["href"]
        page = root.get(older, status=200)
        assert "after=cursor-2" in service.asked[-1][0]
        assert "tier=pro" in service.asked[-1][0]
        assert "The newest" in main_of(page)

    def test_installations_show_their_health_and_where_they_run(self, root, service):
        page = root.get("/super-admin/installs", status=200)
        for text in ("shop.elsewhere.ro", "No contact", "bound to acme.ro", "10.0.0.9", "0.1.0"):
            assert text in main_of(page)

    def test_an_empty_list_says_what_to_do(self, root, service):
        service.told["/v1/licenses"] = {"items": [], "next": None}
        assert "Issue the first license" in main_of(root.get("/super-admin/licenses", status=200))
        assert "No license fits" in main_of(root.get("/super-admin/licenses?q=x", status=200))

    def test_a_license_tells_its_whole_story(self, root, service):
        text = main_of(root.get(ONE, status=200))
        for part in ("Acme SRL", "shop.acme.ro", "payment-cod 1.0", "mailbox full",
                     "Waits to be sent", "clock went back", "jti-1", "For ever"):  # fmt: skip
            assert part in text
        assert "Revoke" in text

    def test_one_that_is_over_offers_nothing_more(self, root, service):
        over = a_license(state="revoked", reason="leaked")
        service.told[f"/v1/licenses/{LICENSE_ID}"] = over
        page = root.get(ONE, status=200)
        assert "leaked" in main_of(page)
        assert not page.html.select(".page__header .actions a")
        assert "nothing can be done" in main_of(root.get(f"{ONE}/extend", status=200))

    def test_what_is_unknown_is_not_found(self, root, service):
        other = LICENSE_ID.replace("1", "2")
        for path in (f"/super-admin/licenses/{other}", "/super-admin/licenses/nonsense"):
            root.get(path, status=404)


class TestActs:
    def test_a_license_is_issued_after_what_will_happen_was_read(self, kit, root, service):
        before = noted(kit)
        page = read_again(root, NEW, **TYPED)
        assert noted(kit) == before
        assert all(path != "/v1/licenses" or body is None for path, _k, body in service.asked)
        for text in ("bob@acme.ro by mail", "Ecommerce Pro", "never unmade"):
            assert text in main_of(page)
        done = confirm(root, page)
        assert done.location.endswith(f"{ONE}?done=issued")
        path, _bearer, sent = service.asked[-1]
        assert path == "/v1/licenses"
        assert sent == {
            "customer_email": "bob@acme.ro", "language": "ro", "plan": "ecommerce-pro",
            "kind": "perpetual", "domain_binding": ["acme.ro"], "early_adopter": False,
            "send_email": True,
        }  # fmt: skip
        key = service.keys[-1]
        (did, who, data), (asked, _who, before) = noted(kit)[:2]
        assert (did, asked) == ("issuedlicenses.issued", "licenses.asked.new")
        assert who == EMAIL
        assert (data["license"], data["request"], before["request"]) == (LICENSE_ID, key, key)

    def test_clicked_twice_it_is_one_request(self, root, service):
        page = read_again(root, NEW, **TYPED)
        confirm(root, page), confirm(root, page)
        # Another form, or this one changed, is another.
        confirm(root, read_again(root, NEW, **TYPED))
        form = form_of(page)
        form["domain_binding"] = "acme.com"
        send(root, form, name="confirmed", status=303)
        assert len(service.keys) == 4
        assert len(set(service.keys)) == 3
        assert service.keys[0] == service.keys[1]

    @pytest.mark.parametrize("act", ACTS)
    def test_each_is_asked_first_and_then_done(self, kit, root, service, act):
        path = f"{ONE}/{act}"
        if act == "resend":
            page = root.get(path, status=200)
        else:
            page = read_again(root, path, **GIVEN[act])
        assert "This will happen" in main_of(page)
        assert service.keys == []
        done = confirm(root, page)
        assert done.location.endswith(f"{ONE}?done={act}")
        asked, _bearer, sent = service.asked[-1]
        assert asked == f"/v1/licenses/{LICENSE_ID}/{act}"
        wanted = dict(GIVEN.get(act, {}))
        if act == "transfer":
            wanted["domain_binding"] = ["acme.com", "acme.ro"]
        if act == "add":
            wanted["licensed_plugins"] = ["niche-hotel", "audit-log"]
        assert sent.items() >= wanted.items()
        assert [row[0] for row in noted(kit)[:2]] == [
            f"issuedlicense.{act}", f"licenses.asked.{act}",
        ]  # fmt: skip
        root.get(f"{ONE}?done={act}", status=200)

    def test_something_may_be_changed_before(self, root, service):
        page = read_again(root, f"{ONE}/transfer", **GIVEN["transfer"])
        back = send(root, form_of(page), name="change", status=200)
        assert form_of(back)["customer_email"].value == "bob@example.com"
        assert service.keys == []

    @pytest.mark.parametrize(
        ("reason", "field", "params", "said", "status"),
        [
            ("domain_malformed", "domain_binding", {"domain": "acme"}, "acme is no domain", 422),
            ("cif_malformed", "customer_cif", {"cif": "RO1"}, "RO1 is no valid tax", 422),
            ("made_up_later", "customer_email", {}, "A detail in English.", 422),
            ("domain_malformed", "domain_binding", "nonsense", "A detail in English.", 422),
            ("license_closed", "", {"state": "revoked"}, "over (revoked)", 409),
            ("license_closed", "", {"state": []}, "over ([])", 409),
        ],
    )
    def test_a_refusal_stands_where_it_belongs(
        self, root, service, reason, field, params, said, status
    ):
        problem = {"reason": reason, "detail": "A detail in English.", "field": field,
                   "params": params}  # fmt: skip
        service.done["/v1/licenses"] = (status, problem)
        page = confirm(root, read_again(root, NEW, **TYPED), status=status)
        assert said in main_of(page)
        form = page.forms["form"]
        assert form["customer_email"].value == "bob@acme.ro"
        if field:
            wrong = page.html.select_one(f"[name={field}]")
            assert wrong["aria-invalid"] == "true"
        # Nothing of it was done, and the same form may be sent again.
        service.done["/v1/licenses"] = (201, a_license())
        confirm(root, send(root, form, status=200))

    def test_what_is_missing_is_said_before_anybody_is_asked(self, root, service):
        page = send(root, typed(root, NEW, customer_email=""), status=422)
        assert page.html.select_one("[name=customer_email]")["aria-invalid"] == "true"
        assert service.keys == []

    def test_the_token_is_shown_when_it_is_asked_for(self, kit, root, service):
        page = root.get(ONE, status=200)
        form = next(f for f in page.forms.values() if f.action.endswith("/token"))
        shown = send(root, form, status=200)
        assert "the-token the-keys" in main_of(shown)
        assert shown.headers["Cache-Control"] == "no-store"
        assert noted(kit)[0][0] == "issuedlicense.token"
        root.get(f"{ONE}/token", status=405)


WRONG = [
    ((401, {"reason": "authentication_required"}), "license.service_key", "cheia a fost revocată"),
    ((403, {"reason": "permission_denied"}), "a scope is missing", "îi lipsește un drept"),
    ((500, b"<html>"), "It answered 500", "A răspuns cu 500"),
    ((302, {}), "It answered 302", "A răspuns cu 302"),
    ((200, b"<html>"), "no JSON", "Nu a răspuns cu JSON"),
    ((200, ["a list"]), "in a form", "într-o formă"),
    ((200, {"items": [{"id": 1}]}), "in a form", "într-o formă"),
    ((200, {"items": None, "customer": None}), "in a form", "într-o formă"),
    ((200, b"[" * 100_000), "no JSON", "Nu a răspuns cu JSON"),
    ((200, {"items": [a_license(tier="\ud800")]}), "in a form", "într-o formă"),
    ((200, {"items": [a_license(reason="\0")]}), "in a form", "într-o formă"),
    ((200, b"0" * 3_000_000), "more than any answer", "mai mult decât"),
]


class TestAway:
    @pytest.mark.parametrize(("answer", "english_text", "romanian_text"), WRONG)
    @pytest.mark.parametrize("panel", PANELS)
    def test_each_way_of_not_answering_is_said(
        self, root, service, answer, english_text, romanian_text, panel
    ):
        service.told = dict.fromkeys(service.told, answer)
        page = root.get(panel, status=200)
        assert "gives no answer" in main_of(page)
        assert english_text in main_of(page)
        root.app.set_cookie(COOKIE, "ro")
        try:
            page = root.get(panel, status=200)
        finally:
            english(root)
        assert romanian_text in main_of(page)
        assert "It " not in main_of(page)

    @pytest.mark.parametrize("panel", [*PANELS, NEW, f"{ONE}/transfer"])
    def test_nobody_there(self, root, service, panel):
        service.close()
        page = root.get(panel, status=200)
        assert "It cannot be reached (ConnectError)" in main_of(page)
        # Super-admin's other pages ask nobody.
        root.get("/super-admin", status=200)

    def test_a_slow_one_is_not_waited_for_long(self, root, service, monkeypatch):
        monkeypatch.setattr("ecommus.services.license_office.READ_WITHIN", 0.2)
        service.pause = 3.0
        started = time.monotonic()
        page = root.get("/super-admin/licenses", status=200)
        assert time.monotonic() - started < 2
        assert "did not answer within 0.2 seconds" in main_of(page)
        page = root.get("/super-admin/license", status=200)
        assert time.monotonic() - started < 2.5

    def test_an_answer_that_drips_is_bounded_too(self, service, monkeypatch):
        ticks = iter(range(100))
        monkeypatch.setattr(service_calls.time, "monotonic", lambda: next(ticks))
        with pytest.raises(service_calls.Away, match="within"):
            service_calls.fetch("GET", f"{service.url}/v1/plans", within=0.5)

    def test_nobody_knows_whether_it_was_done(self, kit, root, service):
        page = read_again(root, f"{ONE}/extend", **GIVEN["extend"])
        told, service.done = service.done, dict.fromkeys(service.done, (502, b"bad gateway"))
        page = confirm(root, page, status=503)
        assert "Nobody knows yet whether it was done" in main_of(page)
        # Who asked stands in the log all the same; nothing says that it was done.
        assert noted(kit)[0][0] == "licenses.asked.extend"
        # The same form once more is the same request.
        service.done = told
        confirm(root, send(root, page.forms["form"], status=200))
        assert service.keys[0] == service.keys[1]

    def test_turned_away_nothing_was_done(self, root, service):
        page = read_again(root, f"{ONE}/revoke", **GIVEN["revoke"])
        service.done = dict.fromkeys(service.done, (403, {}))
        page = confirm(root, page, status=503)
        assert "nothing was changed" in main_of(page)
        assert page.forms["form"]["reason"].value == GIVEN["revoke"]["reason"]


class TestLog:
    def check(self, root):
        page = root.get("/super-admin/audit-log", status=200)
        form = next(f for f in page.forms.values() if f.action.endswith("/check"))
        send(root, form, status=303)
        return main_of(root.get("/super-admin/audit-log", status=200))

    def test_what_cannot_be_read_is_not_called_broken(self, kit, root, service):
        service.told["/v1/keys"] = (503, {})
        text = self.check(root)
        assert "It answered 503" in text
        assert "The chain was not checked from here yet." in text
        assert "Broken" not in text
        service.told["/v1/keys"] = {"keys": service.issuer.key_set()}
        service.told["/v1/log/head"] = {"head": "nonsense"}
        assert "It cannot be read." in self.check(root)
        assert noted(kit)[0][0] == "forensiclog.check"

    def test_without_a_root_nothing_is_believed(self, kit, root, service, monkeypatch):
        monkeypatch.setitem(kit.registry.settings, "license.root_key", "")
        assert "No root key is named here" in self.check(root)

    def test_entries_are_filtered_by_what_happened(self, root, service):
        page = root.get("/super-admin/audit-log?kind=suspect&before=99", status=200)
        asked = service.asked[-1][0]
        assert asked == "/v1/log?kind=suspect&before=99"
        assert page.html.select_one("td.main a")["href"].endswith(ONE)
        root.get("/super-admin/audit-log?kind=nonsense&before=nonsense", status=200)
        assert service.asked[-1][0] == "/v1/log"


def test_no_other_page_asks_the_service(root, service):
    for path in ("", "/tenants", "/tenants/new", "/license", "/plugins"):
        root.get(f"/super-admin{path}", status=200)
    assert service.asked == []


def test_a_list_costs_the_same_however_long(kit, root, service):
    def statements():
        with counted(kit) as found:
            root.get("/super-admin/licenses", status=200)
        return len(found)

    few = statements()
    service.told["/v1/licenses"] = {"items": [a_license()] * 100, "next": None}
    assert statements() == few


def test_far_times_are_shown_as_they_came(root, service):
    far = "9999-12-31T23:59:59+00:00"
    service.told["/v1/licenses"] = {"items": [a_license(support_until=far)], "next": None}
    assert far in main_of(root.get("/super-admin/licenses", status=200))


def test_without_a_service_key_the_panels_do_not_exist(kit, root, service, monkeypatch):
    page = root.get(ONE, status=200)
    csrf = next(f["csrf_token"].value for f in page.forms.values() if "csrf_token" in f.fields)
    monkeypatch.delitem(kit.registry.settings, "license.service_key")
    for path in (*PANELS, NEW, *(f"{ONE}/{act}" for act in ACTS)):
        root.get(path, status=404)
    for path in (NEW, f"{ONE}/revoke", f"{ONE}/token", "/super-admin/audit-log/check"):
        root.post(path, {"csrf_token": csrf, "confirmed": "yes", "reason": "x"}, status=404)
    assert "Customer installs" not in root.get("/super-admin", status=200)


def test_nothing_english_is_left_on_romanian_pages(romanian, service):
    for path in (*PANELS, NEW, *(f"{ONE}/{act}" for act in ACTS)):
        text = main_of(romanian.get(path, status=200))
        for word in (" the ", " License", "installation", "Support", "Customer ", "Heartbeat"):
            assert word not in text, path
