"""Plugins and the theme of a shop: turned on, off, set up; what the license lacks is refused."""

from dataclasses import replace

import pytest
from pages import form_at, send, signed_in, token
from sqlalchemy import select

from ecommus.db.tables import ops

HELLO = "/admin/plugins/example-hello"


@pytest.fixture
def paid(kit):
    """The example plugin needs a license for a while."""
    plugin = kit.registry.plugins["example-hello"]
    plugin.free = False
    yield plugin
    plugin.free = True


def settings_of(shop, plugin):
    with shop.work() as job:
        table = ops.tenant_plugins
        statement = select(table.c.settings).where(table.c.plugin == plugin)
        return job.db.execute(statement).scalar_one()


def test_the_list_says_what_is_on(shop):
    page = signed_in(shop).get("/admin/plugins", status=200)
    for text in ("Payment on delivery", "Hello, the example plugin", "On", "Off", "version"):
        assert text in page


def test_what_failed_is_named_without_its_traceback(shop, kit):
    kit.registry.failed_plugins["broken-one"] = "Traceback …\n  secret frame\nKeyError: 'x'\n"
    try:
        page = signed_in(shop).get("/admin/plugins", status=200)
    finally:
        del kit.registry.failed_plugins["broken-one"]
    assert "broken-one" in page
    assert "KeyError" in page
    assert "secret frame" not in page


def test_turned_on_and_off(shop):
    owner = signed_in(shop)
    send(owner, form_at(owner, "/admin/plugins", "example-hello/enable"), status=303)
    assert "example-hello" in shop.tenant.plugins
    page = send(owner, form_at(owner, "/admin/plugins", "example-hello/disable"), status=303)
    assert "The plugin is off." in page.follow()
    assert "example-hello" not in shop.tenant.plugins


def test_one_that_another_needs_stays_on(shop, kit):
    kit.registry.plugins["example-hello"].requires = ("payment-cod",)
    owner = signed_in(shop)
    try:
        send(owner, form_at(owner, "/admin/plugins", "payment-cod/disable"), status=303)
        page = send(owner, form_at(owner, "/admin/plugins", "example-hello/enable"), status=409)
        assert "Turn on first: payment-cod." in page
    finally:
        kit.registry.plugins["example-hello"].requires = ()


def test_without_its_license_it_cannot_be_turned_on(shop, paid):
    owner = signed_in(shop)
    with shop.without("plugin", "example-hello"):
        page = owner.get("/admin/plugins", status=200)
        assert "The license does not include this plugin." in page
        assert "example-hello/enable" not in page
        fields = {"csrf_token": token(owner, "/admin/plugins")}
        refused = owner.post(f"{HELLO}/enable", fields, status=403)
        assert "The license does not include this plugin." in refused
        assert "example-hello" in refused
    assert "example-hello" not in shop.tenant.plugins


def test_a_secret_is_kept_and_never_sent_back(shop):
    owner = signed_in(shop)
    form = form_at(owner, HELLO)
    form["greeting"], form["token"] = "Bună!", "hunter2-secret"
    send(owner, form, status=303)
    page = owner.get(HELLO, status=200)
    assert "Bună!" in page
    assert "hunter2-secret" not in page
    sealed = settings_of(shop, "example-hello")["token"]
    assert "hunter2" not in sealed
    form = form_at(owner, HELLO)
    form["greeting"] = "Salve!"
    send(owner, form, status=303)
    assert settings_of(shop, "example-hello") == {"greeting": "Salve!", "token": sealed}


def test_wrong_settings_are_shown_again(shop):
    owner = signed_in(shop)
    form = form_at(owner, "/admin/plugins/shipping-flat")
    form["price"] = "a lot"
    page = send(owner, form, status=422)
    assert "Write a number like 1234.50, without a thousands separator." in page
    assert 'value="a lot"' in page


def test_amounts_in_settings_are_typed_as_everywhere(shop):
    owner = signed_in(shop)
    form = form_at(owner, "/admin/plugins/shipping-flat")
    form["price"], form["free_from"] = "24,5", "1.234,50"
    send(owner, form, status=303)
    kept = settings_of(shop, "shipping-flat")
    assert (kept["price"], kept["free_from"]) == ("24.5", "1234.50")
    form = form_at(owner, "/admin/plugins/shipping-flat")
    form["price"] = "1.234"
    send(owner, form, status=422)
    path = "/api/admin/plugins/shipping-flat/settings"
    program = shop.as_("owner")
    program.call("PUT", path, {"settings": {"price": "19,99"}}, status=200)
    assert settings_of(shop, "shipping-flat")["price"] == "19.99"
    for wrong in ("1_000", "-5", "19.9999", "1234567890", "1,000"):
        program.call("PUT", path, {"settings": {"price": wrong}}, status=422)


def test_settings_changed_meanwhile_are_shown_first(shop):
    owner = signed_in(shop)
    mine, theirs = form_at(owner, HELLO), form_at(owner, HELLO)
    theirs["greeting"] = "Theirs"
    send(owner, theirs, status=303)
    mine["greeting"], mine["token"] = "Mine", "hunter2-secret"
    page = send(owner, mine, status=409)
    assert "Theirs" in page
    assert "hunter2-secret" not in page


def test_who_may(shop):
    manager = signed_in(shop, "manager")
    page = manager.get("/admin/plugins", status=200)
    assert "/enable" not in page
    fields = {"csrf_token": token(manager, "/admin/plugins")}
    for path in (f"{HELLO}/enable", f"{HELLO}/disable", HELLO, "/admin/theme/activate"):
        manager.post(path, fields, status=403)
    signed_in(shop, "staff").get("/admin/plugins", status=403)
    assert "sign-in" in shop.anonymous.get("/admin/plugins", status=303).location
    signed_in(shop).get("/admin/plugins/no-such-plugin", status=404)


def test_the_theme_is_changed_and_set_up(shop):
    owner = signed_in(shop)
    send(owner, form_at(owner, "/admin/theme", "/activate"), status=303)
    assert shop.tenant.theme == "theme-fashion"
    form = form_at(owner, "/admin/theme")
    form["accent"] = "#123456"
    send(owner, form, status=303)
    assert shop.tenant.settings["theme"]["accent"] == "#123456"
    form = form_at(owner, "/admin/theme")
    form["accent"] = "red"
    assert "Use a colour like" in send(owner, form, status=422)


def test_an_unlicensed_theme_is_refused_and_falls_back(shop):
    owner = signed_in(shop)
    with shop.without("theme", "theme-fashion"):
        page = owner.get("/admin/theme", status=200)
        assert "The license does not include this theme." in page
        fields = {"csrf_token": token(owner, "/admin/theme"), "theme": "theme-fashion"}
        assert "theme" in owner.post("/admin/theme/activate", fields, status=403)
    fields["csrf_token"] = token(owner, "/admin/theme")
    owner.post("/admin/theme/activate", fields, status=303)
    with shop.without("theme", "theme-fashion"):
        assert "cannot be shown" in owner.get("/admin/theme", status=200)


def test_a_theme_that_is_not_there_is_said(shop):
    owner = signed_in(shop)
    fields = {"csrf_token": token(owner, "/admin/theme"), "theme": "nothing"}
    assert "There is no such theme." in owner.post("/admin/theme/activate", fields, status=422)


def test_a_reduced_license_closes_activation_only(shop, kit):
    owner = signed_in(shop)
    form = form_at(owner, "/admin/plugins", "example-hello/enable")
    before = kit.registry.licensing.held
    kit.registry.licensing.held = replace(before, grace="reduced")
    try:
        send(owner, form, status=403)
        send(owner, form_at(owner, "/admin/plugins", "payment-cod/disable"), status=303)
    finally:
        kit.registry.licensing.held = before
