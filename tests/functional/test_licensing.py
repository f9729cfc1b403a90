"""A license from its service to every process: installed, renewed, revoked, restored."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from licensing import Issuer, Service
from pages import english

from ecommus.core.entitlements import Grace
from ecommus.db.session import TenantSession
from ecommus.services import license_state as state
from ecommus.services.license_state import policy_of
from ecommus.services.tenants import add_platform_user
from ecommus.testing import Client
from ecommus.testing.kit import PASSWORD
from ecommus.web import heartbeats
from ecommus.web.i18n import COOKIE
from ecommus.web.license import Licensing, Watch

API = "/api/super-admin/license"


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def service(issuer):
    made = Service(issuer)
    yield made
    made.close()


@pytest.fixture
def platform(kit, people, service, monkeypatch):
    """The installation without the license of the other tests; two processes that watch."""
    settings, before = kit.registry.settings, kit.registry.licensing
    monkeypatch.setitem(settings, "license.url", service.url)
    # A second process has a watch of its own.
    watches = [Watch(settings, kit.databases) for _ in range(2)]
    processes = [Licensing(watch.load(), "localhost", watch) for watch in watches]
    kit.registry.licensing = processes[0]
    kit.processes = processes
    kit.browser, kit.program = people
    yield kit
    kit.registry.licensing = before
    with TenantSession(kit.databases.platform) as db:
        state.change(db, token=None, keys=None, jti="", since=None, heard_at=None, revoked_at=None)
        db.commit()


EMAIL = "root@licensing.example"
STRANGER = Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def people(kit):
    """A browser and a program of somebody who runs the platform."""
    with kit.platform_session() as db:
        add_platform_user(db, EMAIL, PASSWORD, "Root")
        db.commit()
    browser, program = english(Client(kit.app, "localhost")), Client(kit.app, "localhost")
    who = {"email": EMAIL, "password": PASSWORD}
    browser.post("/super-admin/auth/sign-in", who, status=303)
    program.token = program.api_post("/api/super-admin/auth/login", who).json["access_token"]
    return browser, program


def install(kit, text, status=204):
    answer = kit.program.api_post(f"{API}/install", {"token": text}, status=status)
    for process in kit.processes:
        process.poll()
    return answer


def beat(kit):
    problem = heartbeats.beat(kit.registry, actor="test", due_only=False)
    for process in kit.processes:
        process.poll()
    return problem


def stored(kit):
    with TenantSession(kit.databases.platform) as db:
        return state.read(db)


def kinds(kit):
    with TenantSession(kit.databases.platform) as db:
        return [row.kind for row in state.history(db)]


def silent(kit, days):
    """As if the service had last answered that many days ago."""
    with TenantSession(kit.databases.platform) as db:
        state.change(db, heard_at=datetime.now(UTC) - timedelta(days=days))
        db.commit()
    for process in kit.processes:
        process.poll()


def test_an_installed_license_holds_in_every_process(platform, issuer):
    assert [p.held.license.tier for p in platform.processes] == ["community", "community"]
    install(platform, f"{issuer.license()}\n{issuer.key_set()}\n")
    for process in platform.processes:
        assert (process.held.license.tier, process.held.source) == ("pro", "database")
        assert process.entitlements(None).has_plugin("example-hello")
    assert kinds(platform)[:2] == ["installed", "keys"]
    shown = platform.program.get(API, status=200).json
    assert (shown["tier"], shown["grace"]) == ("pro", "ok")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda i: "nonsense", "malformed"),
        (lambda i: i.license(), "unknown_kid"),  # no key set beside it
        (lambda i: f"{i.license(domain_binding=['acme.ro'])} {i.key_set()}", "domain_not_licensed"),
        (lambda i: f"{i.license(domain_binding=['xlocalhost'])} {i.key_set()}", None),
        (lambda i: f"{i.license(expires_at=1)} {i.key_set()}", "expired"),
        (lambda i: f"{i.license()} {i.license()} {i.key_set()}", "malformed"),
        (lambda i: f"{i.license()} {Issuer(STRANGER).key_set()}", "unknown_kid"),
        (lambda i: f"{i.answer({'install_id': 'x', 'nonce': 'n'})} {i.key_set()}", "wrong_type"),
    ],
)
def test_what_does_not_count_changes_nothing(platform, issuer, spoil, code, monkeypatch):
    if code is None:
        # localhost is always bound, whatever the license says.
        install(platform, spoil(issuer))
        return
    monkeypatch.setattr(platform.registry.licensing, "domain", "shop.example.com")
    if code != "domain_not_licensed":
        monkeypatch.setattr(platform.registry.licensing, "domain", "localhost")
    before = stored(platform)
    problem = install(platform, spoil(issuer), status=422).json["errors"][0]
    assert (problem["field"], problem["code"]) == ("token", code)
    assert stored(platform) == before


def test_the_heartbeat_says_who_asks_and_keeps_the_answer(platform, issuer, service):
    token = issuer.license()
    install(platform, f"{token} {issuer.key_set()}")
    assert beat(platform) is None
    path, bearer, said = service.asked[-1]
    assert (path, bearer) == ("/v1/heartbeat", f"Bearer {token}")
    assert (said["install_id"], said["kid"], said["keys_version"]) == ("install-1", "k1", 1)
    assert "example-hello" in said["plugin_versions"]
    assert "kpis" not in said
    row = stored(platform)
    assert row.heard_at is not None
    assert row.problem == ""
    assert timedelta(hours=20) < row.next_at - datetime.now(UTC) < timedelta(hours=28)


def test_a_rotated_key_comes_with_the_heartbeat(platform, issuer, service):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    old = issuer.key_set()
    issuer.rotate()
    renewed = issuer.license()
    service.said = lambda beat: (
        200, {"answer": issuer.answer(beat, new_jwt=renewed), "keys": issuer.key_set()}
    )  # fmt: skip
    assert beat(platform) is None
    assert [p.held.license.kid for p in platform.processes] == ["k2", "k2"]
    assert kinds(platform)[:2] == ["renewed", "keys"]
    # What the old key signed is still good; an older key set is not.
    service.said = lambda beat: (200, {"answer": issuer.answer(beat), "keys": old})
    assert "keys_older" in beat(platform)
    assert stored(platform).tries == 1


def test_revoked_locks_and_reissued_opens(platform, issuer, service, shop):
    install(platform, f"{issuer.license(licensed_plugins=['*'])} {issuer.key_set()}")
    service.said = lambda beat: (
        200, {"answer": issuer.answer(beat, revoked=True, reason="leaked"), "keys": None}
    )  # fmt: skip
    assert beat(platform) is None
    assert {p.entitlements(None).grace for p in platform.processes} == {Grace.LOCKED}
    # Selling and changing are closed; exports, the panel and signing in are open.
    shop.as_("owner").api_patch("/api/admin/settings", {"name": "New"}, status=403)
    assert shop.as_("owner").get("/api/admin/products", status=200)
    assert platform.program.get(API, status=200).json["grace"] == "locked"
    again = issuer.license()
    service.said = lambda beat: (200, {"answer": issuer.answer(beat, new_jwt=again), "keys": None})
    assert beat(platform) is None
    assert {p.entitlements(None).grace for p in platform.processes} == {Grace.OK}
    assert kinds(platform)[:2] == ["renewed", "revoked"]
    # Or by hand, over the panel that was open all the time.
    service.said = lambda beat: (200, {"answer": issuer.answer(beat, revoked=True), "keys": None})
    beat(platform)
    install(platform, issuer.license())
    assert {p.entitlements(None).grace for p in platform.processes} == {Grace.OK}


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (lambda i, b: (500, {}), "it answered 500"),
        (lambda i, b: (200, b"<html>"), "it answered no JSON"),
        (lambda i, b: (200, {"ok": True}), "it answered something else"),
        (lambda i, b: (200, {"answer": i.answer(b | {"nonce": "old"})}), "(replayed)"),
        (lambda i, b: (200, {"answer": i.answer(b | {"install_id": "x"})}), "(other_install)"),
        (lambda i, b: (200, {"answer": Issuer(STRANGER).answer(b)}), "(bad_signature)"),
        (lambda i, b: (200, {"answer": i.license()}), "(wrong_type)"),
        (lambda i, b: (200, {"answer": i.answer(b, new_jwt=i.license(install_id="x"))}),
         "(other_install)"),
        (lambda i, b: (200, {"answer": i.answer(b, new_jwt=i.key_set())}), "(wrong_type)"),
        (lambda i, b: (200, {"answer": i.answer(b), "keys": i.license()}), "(wrong_type)"),
        (lambda i, b: (302, {}), "it answered 302"),
    ],
)  # fmt: skip
def test_a_stranger_on_the_wire_can_do_nothing(platform, issuer, service, said, problem):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    before = stored(platform)
    service.said = lambda beat: said(issuer, beat)
    assert problem in beat(platform)
    row = stored(platform)
    assert (row.token, row.keys, row.revoked_at, row.heard_at) == (
        before.token, before.keys, None, None
    )  # fmt: skip
    assert row.tries == 1
    assert timedelta(minutes=4) < row.next_at - datetime.now(UTC) < timedelta(minutes=6)


def test_the_service_being_away_breaks_nothing(platform, issuer, service):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    service.close()
    assert "cannot be reached" in beat(platform)
    assert platform.processes[0].held.license.tier == "pro"
    page = platform.browser.get("/super-admin/license", status=200)
    assert "cannot be reached" in page.html.select_one("main").get_text()


@pytest.mark.parametrize(
    ("kind", "enforcement", "days", "label", "closes"),
    [
        ("perpetual", "auto", 13, Grace.OK, Grace.OK),
        ("perpetual", "auto", 15, Grace.WARNING, Grace.WARNING),
        ("perpetual", "auto", 61, Grace.LOCKED, Grace.WARNING),
        ("saas-monthly", "auto", 31, Grace.REDUCED, Grace.REDUCED),
        ("perpetual", "enforce", 61, Grace.LOCKED, Grace.LOCKED),
        ("saas-monthly", "report", 61, Grace.LOCKED, Grace.OK),
        ("perpetual", "auto", -400, Grace.OK, Grace.OK),  # a clock that goes back
    ],
)
def test_silence(platform, issuer, kind, enforcement, days, label, closes):
    platform.registry.settings["license.enforcement"] = enforcement
    try:
        install(platform, f"{issuer.license(kind=kind)} {issuer.key_set()}")
        silent(platform, days)
        held = platform.processes[1].held
        assert (held.state, held.grace) == (label, closes)
        shown = platform.program.get(API, status=200).json
        assert (shown["grace"], shown["closes"]) == (label.value, closes.value)
    finally:
        del platform.registry.settings["license.enforcement"]


def test_the_panel_installs_and_asks(platform, issuer, service):
    browser = platform.browser
    page = browser.get("/super-admin/license", status=200)
    form = next(f for f in page.forms.values() if f.action.endswith("/install"))
    before = stored(platform)
    form["token"] = f"nonsense {issuer.key_set()}"
    refused = form.submit(headers={"Origin": f"http://{browser.host}"}, status=422)
    assert "malformed" in refused
    assert stored(platform) == before
    form["token"] = f"{issuer.license()}\n{issuer.key_set()}"
    form.submit(headers={"Origin": f"http://{browser.host}"}, status=303)
    platform.registry.licensing.poll()
    page = browser.get("/super-admin/license?done=installed", status=200)
    assert "pro" in page.html.select_one("main").get_text()
    ask = next(f for f in page.forms.values() if f.action.endswith("/heartbeat"))
    ask.submit(headers={"Origin": f"http://{browser.host}"}, status=303)
    assert heartbeats.beat(platform.registry) is None
    assert len(service.asked) == 1
    # Not due again before tomorrow.
    heartbeats.beat(platform.registry)
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("said", "english_text", "romanian_text"),
    [
        (lambda i, b: (503, {}), "It answered 503", "A răspuns cu 503"),
        (lambda i, b: (200, b"<html>"), "It answered no JSON", "Nu a răspuns cu JSON"),
        (lambda i, b: (200, {"answer": i.answer(b | {"nonce": "old"})}), "somebody may be in",
         "poate că stă cineva la mijloc"),
        (lambda i, b: (200, {"answer": Issuer(STRANGER).answer(b)}), "changed after it was signed",
         "modificată după semnare"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_said_in_the_readers_language(
    platform, issuer, service, said, english_text, romanian_text
):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    service.said = lambda beat: said(issuer, beat)
    assert beat(platform)
    browser = platform.browser
    assert english_text in browser.get("/super-admin/license", status=200)
    browser.app.set_cookie(COOKIE, "ro")
    try:
        assert romanian_text in browser.get("/super-admin/license", status=200)
        form = next(f for f in browser.get("/super-admin/license").forms.values()
                    if f.action.endswith("/install"))  # fmt: skip
        form["token"] = "nonsense"
        refused = form.submit(headers={"Origin": f"http://{browser.host}"}, status=422)
        assert "Licența nu a fost instalată: Nu se poate citi." in refused
    finally:
        english(browser)


def test_what_was_noted_before_there_were_codes_is_shown_as_it_is(platform, issuer):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    with TenantSession(platform.databases.platform) as db:
        state.change(db, problem="it answered 500", problem_told={})
        db.commit()
    assert "it answered 500" in platform.browser.get("/super-admin/license", status=200)


def test_only_one_worker_asks(platform, issuer, service):
    install(platform, f"{issuer.license()} {issuer.key_set()}")
    from ecommus.services import heartbeat

    now = datetime.now(UTC)
    made = platform.registry.licensing.held.license
    with TenantSession(platform.databases.platform) as db:
        assert heartbeat.claim(db, made, now) is not None
        db.commit()
    with TenantSession(platform.databases.platform) as db:
        assert heartbeat.claim(db, made, now) is None


def test_the_policy_is_in_order():
    assert policy_of({"license.grace.warning": "7"}).warning == 7
    with pytest.raises(ValueError, match="in this order"):
        policy_of({"license.grace.warning": "40"})
