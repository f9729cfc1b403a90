"""What is closed when something is not held: for every view, by the effect of its permission.

And what no view does for anybody: answer below its address, take a method that it does not declare,
believe a form that was sent from elsewhere. Views come from the registry (``matrix``).
"""

from contextlib import contextmanager, nullcontext
from dataclasses import replace

import pytest
from licensing import a_vendor
from matrix import PLUGIN, Things, attempts
from paying import HOOKED
from people import ANONYMOUS, Trying, change_state, restore

from ecommus.core.entitlements import Grace
from ecommus.core.permissions import Effect
from ecommus.core.tenants import TenantState
from ecommus.plugin_sdk.interfaces import ILicense, ISuperAdmin, IWebhooks
from ecommus.web.license import Held, Licensing

CHANGING = {Effect.WRITE, Effect.SELL, Effect.ACTIVATE}
EVERYTHING = set(Effect)
FEATURE = "tenant_provisioning"


@pytest.fixture(scope="module")
def trying(kit):
    shop = kit.shop(locales=("en", "ro"))
    shop.enable(PLUGIN, HOOKED)
    with a_vendor(kit.registry.settings):
        yield Trying(kit, shop)


@pytest.fixture
def things(trying):
    restore(trying.shop)
    made = Things(trying.shop)
    for attempt in attempts(trying.kit.registry):
        attempt.path(made)
    return made


@contextmanager
def grace(trying, state):
    held = trying.kit.registry.licensing.held
    trying.kit.registry.licensing.held = Held(held.license, state)
    try:
        yield
    finally:
        trying.kit.registry.licensing.held = held


@contextmanager
def another_domain(trying):
    licensing = trying.kit.registry.licensing
    license = replace(licensing.held.license, domain_binding=("elsewhere.example",))
    trying.kit.registry.licensing = Licensing(Held(license), "shops.example.com")
    try:
        yield
    finally:
        trying.kit.registry.licensing = licensing


@contextmanager
def suspended(trying):
    change_state(trying.kit, trying.shop, TenantState.SUSPENDED)
    try:
        yield
    finally:
        change_state(trying.kit, trying.shop, TenantState.ACTIVE)


@contextmanager
def paid_plugin(trying):
    """The plugin is one that costs, and the license does not name it."""
    plugin = trying.kit.registry.plugins[PLUGIN]
    plugin.free = False
    try:
        with trying.shop.without("plugin", PLUGIN):
            yield
    finally:
        plugin.free = True


def needs_feature(attempt):
    return any(r.name == FEATURE for r in attempt.declared.options.get("requires", ()))


def in_a_shop(attempt):
    return attempt.declared.within is not ISuperAdmin


# State → (how to get there, reason, closed effects, which views are meant).
STATES = {
    "locked": (lambda t: grace(t, Grace.LOCKED), "license_locked", CHANGING, None),
    "reduced": (lambda t: grace(t, Grace.REDUCED), "license_reduced", {Effect.ACTIVATE}, None),
    "another domain": (another_domain, "domain_not_licensed", CHANGING, None),
    "suspended": (suspended, "tenant_suspended", CHANGING, in_a_shop),
    "no feature": (
        lambda t: t.shop.without("feature", FEATURE), "feature_not_licensed", EVERYTHING,
        needs_feature,
    ),
    "no plugin": (
        paid_plugin, "plugin_not_licensed", EVERYTHING - {Effect.EXPORT},
        lambda a: a.declared.plugin == PLUGIN or a.template.endswith("{plugin_id}/enable"),
    ),
    # What they close is chosen by the input: see the tests below.
    "no theme": (lambda t: t.shop.without("theme", "theme-fashion"), "", set(), None),
    "no niche": (lambda t: t.shop.without("niche", "services"), "", set(), None),
    "nothing missing": (lambda t: nullcontext(), "", set(), None),
}  # fmt: skip


def refusal(attempt, response, reason):
    """What is wrong with a refusal for ``reason``, or None."""
    if response.status_int != 403:
        return f"gets {response.status_int}, not 403 {reason}"
    if not attempt.api:
        told = "license" in response.text.lower() or "/super-admin" in response.text
        return None if attempt.back_office or not told else "tells a shopper of the license"
    body = response.json
    if (body["reason"], body["status"]) != (reason, 403):
        return f"says {body['reason']}, not {reason}"
    if attempt.back_office != ("remedy" in body):
        return f"{'lacks' if attempt.back_office else 'tells a shopper'} the remedy"
    return (
        "tells a shopper what is missing"
        if not attempt.back_office and "requires" in body
        else None
    )


@pytest.mark.parametrize("state", STATES)
def test_a_state_closes_its_effects_and_no_others(trying, things, state, capsys):
    enter, reason, effects, meant = STATES[state]
    wrong, closed, found = [], 0, []
    for attempt in attempts(trying.kit.registry):
        # Bodies are made while everything is open.
        fresh = things if attempt.safe else trying.prepared(attempt, things)
        who = trying.expendable(attempt, trying.able(attempt))
        found.append((attempt, trying.request(attempt, who, fresh)))
    # Turning the plugin off comes last, or its own views would be gone.
    found.sort(key=lambda entry: entry[0].declared.name == "disable")
    with enter(trying):
        for attempt, request in found:
            response = trying.answer(attempt, request)
            shut = attempt.declared.permission.effect in effects and (not meant or meant(attempt))
            if shut:
                closed += 1
                complaint = refusal(attempt, response, reason)
            else:
                bad = response.status_int >= 500 or response.status_int in (401, 403)
                complaint = f"is open and gets {response.status_int}" if bad else None
            if complaint:
                wrong.append(f"{attempt.key} ({attempt.declared.where}) {complaint}")
    with capsys.disabled():
        print(f"\n{state}: {closed} of {len(found)} closed", end=" ")  # noqa: T201 - its size is part of the proof
    assert not wrong, "\n".join(wrong)
    assert bool(closed) == bool(effects), "a state that closes nothing proves nothing"


def test_no_state_closes_an_export_or_the_licenses_panel(trying):
    """Held by effects above; here it is that each of them has such an effect."""
    declared = trying.kit.registry.declared
    exports = [each for each in declared if "export" in each.name]
    panels = [each for each in declared if each.context is ILicense]
    assert len(exports) >= 5
    assert len(panels) >= 5
    shut = [e.where for e in (*exports, *panels) if e.permission.effect in CHANGING]
    assert not shut


def test_strangers_learn_nothing_of_the_license(trying, things):
    """Who is not signed in is asked to sign in, whatever is closed."""
    with grace(trying, Grace.LOCKED):
        for attempt in attempts(trying.kit.registry):
            if attempt.back_office and attempt.declared.permission.value != "session.open":
                response = trying.send(attempt, ANONYMOUS, things)
                assert response.status_int == (401 if attempt.api else 303), attempt.key


def test_a_theme_that_is_not_licensed_cannot_be_chosen(trying):
    owner = trying.shop.as_("owner")
    path = "/api/admin/theme/activate"
    with trying.shop.without("theme", "theme-fashion"):
        answer = owner.api_post(path, {"theme": "theme-fashion"}, status=403).json
        owner.api_post(path, {"theme": "base"}, status=200)
    assert (answer["reason"], answer["requires"]) == ("theme_not_licensed", "theme-fashion")
    owner.api_post(path, {"theme": "theme-fashion"}, status=200)
    owner.api_post(path, {"theme": "base"}, status=200)


@pytest.mark.parametrize(
    ("kind", "name", "field", "reason"),
    [
        ("niche", "services", "niche", "niche_required"),
        ("theme", "theme-fashion", "theme", "theme_not_licensed"),
    ],
)
def test_no_shop_is_made_of_what_is_not_licensed(trying, kind, name, field, reason):
    body = {"slug": f"n-{kind}-shop", "name": "New", "owner_email": "a@example.com", field: name}
    client = trying.platform_client()
    with trying.shop.without(kind, name):
        answer = client.api_post("/api/super-admin/tenants", body, status=403).json
    assert (answer["reason"], answer["requires"]) == (reason, name)
    client.api_post("/api/super-admin/tenants", body, status=201)


def test_nothing_answers_below_its_address(trying, things):
    """Left-over segments are a 404 everywhere."""
    found = list(attempts(trying.kit.registry))
    # Where another view reads one more segment itself, the place is known, and its methods.
    deeper = {a.template.rpartition("/")[0] for a in found if a.declared.options.get("subpath")}
    for attempt in found:
        if attempt.declared.options.get("subpath") or attempt.template == "/media/{path}":
            continue
        path = attempt.path(things).partition("?")[0].rstrip("/") + "/left/over"
        response = trying.send(attempt, trying.able(attempt), things, path)
        expected = (404, 405) if attempt.template in deeper else (404,)
        assert response.status_int in expected, (attempt.key, response.status)


def test_a_method_that_nobody_declared_is_405_with_allow(trying, things):
    places = {}
    for attempt in attempts(trying.kit.registry):
        if not attempt.declared.options.get("subpath") and "/lines" not in attempt.template:
            places.setdefault(attempt.template, []).append(attempt)
    for template, found in places.items():
        methods = {attempt.method for attempt in found}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            tried = replace(found[0], method=method)
            response = trying.send_bare(tried, trying.able(tried), tried.path(things), things)
            assert response.status_int == 405, (method, template, response.status)
            expected = methods | ({"HEAD"} if "GET" in methods else set())
            assert set(response.allow) == expected, (method, template, response.allow)


def test_every_form_must_come_from_our_own_page(trying, things):
    """A page's POST without the right Origin changes nothing; in the back office, without token."""
    tried = 0
    for attempt in attempts(trying.kit.registry):
        # What a mail program or another system sends comes from no page of ours.
        sent = attempt.declared.options.get("sealed") or attempt.declared.within is IWebhooks
        if attempt.api or attempt.safe or sent:
            continue
        tried += 1
        able, path = trying.able(attempt), attempt.path(things)
        foreign = trying.send_bare(attempt, able, path, things, {"Origin": "https://evil.example"})
        assert foreign.status_int == 403, attempt.key
        assert "form was not sent from this page" in foreign.text, attempt.key
        without = trying.send_bare(attempt, able, path, things, {"Origin": ""})
        assert without.status_int == 403, attempt.key
        if attempt.back_office and attempt.declared.options.get("csrf", True):
            bare = trying.send_bare(attempt, able, path, things)
            assert bare.status_int == 403, attempt.key
            assert "form was not sent from this page" in bare.text, attempt.key
    assert tried > 20


def test_reading_works_by_head_too(trying, things):
    for attempt in attempts(trying.kit.registry):
        if attempt.safe:
            able = trying.able(attempt)
            got = trying.send(attempt, able, things)
            head = trying.send(replace(attempt, method="HEAD"), able, things)
            assert head.status_int == got.status_int, attempt.key
            assert head.body == b"", attempt.key


def test_no_shop_is_made_that_the_license_has_no_room_for(trying):
    body = {"slug": "one-too-many", "name": "New", "owner_email": "a@example.com"}
    client = trying.platform_client()
    with trying.shop.without("feature", "multi_tenant"):
        answer = client.api_post("/api/super-admin/tenants", body, status=409).json
    assert (answer["reason"], "1" in answer["detail"]) == ("stores_full", True)
    # Nothing of it was kept.
    client.api_post("/api/super-admin/tenants", body, status=201)
