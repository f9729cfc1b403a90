"""Plugins: found, ordered, kept to their permissions; one that is broken never stops the shop."""

from dataclasses import replace

import pytest
from plugin_kit import Workshop
from selling import an_order

from ecommus.core.events import OrderPlaced
from ecommus.plugin_sdk import Plugin, PluginError, PluginPermissionError, loader
from ecommus.plugin_sdk.manifest import PERMISSIONS
from ecommus.testing import a_product


@pytest.fixture
def workshop(tmp_path, kit, monkeypatch):
    return Workshop(tmp_path, kit, monkeypatch)


def a_plugin(name, **fields):
    return Plugin(name, **{"version": "1.0", "title": "T"} | fields)


def order(*plugins):
    """(ids in order, failures)."""
    failed = {}
    found = loader.order({plugin.id: plugin for plugin in plugins}, failed)
    return [plugin.id for plugin in found], failed


# Finding and ordering.


def test_what_is_required_comes_first():
    a, b, c = a_plugin("a", requires=("c",)), a_plugin("b", requires=("a",)), a_plugin("c")
    assert order(b, a, c) == (["c", "a", "b"], {})


def test_without_requirements_by_name():
    assert order(a_plugin("b"), a_plugin("c"), a_plugin("a"))[0] == ["a", "b", "c"]


def test_a_circle_is_named_and_takes_only_itself_along():
    circle = [a_plugin("a", requires=("b",)), a_plugin("b", requires=("a",))]
    found, failed = order(*circle, a_plugin("c"), a_plugin("d", requires=("a",)))
    assert found == ["c"]
    assert set(failed) == {"a", "b", "d"}
    assert failed["a"] == "requires: a circle, a → b → a"


def test_a_plugin_that_requires_itself():
    assert order(a_plugin("a", requires=("a",)))[1] == {"a": "requires: a circle, a → a"}


def test_a_gap_is_named_along_the_chain():
    found, failed = order(a_plugin("a", requires=("b",)), a_plugin("b", requires=("zz",)))
    assert found == []
    assert failed == {"a": "requires: zz is missing or has failed",
                      "b": "requires: zz is missing or has failed"}  # fmt: skip


# Manifests.


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"id": "Bookings"}, "id: 'Bookings' should be lower case words joined by hyphens"),
        ({"id": "a_b"}, "id: 'a_b' should be"),
        ({"id": ""}, "id: '' should be"),
        ({"version": "1"}, "version: '1' should be like 1.0 or 1.0.0"),
        ({"version": "1.0-beta"}, "version: "),
        ({"min_core": "latest"}, "min_core: 'latest' should be like"),
        ({"title": "  "}, "title: say in a few words"),
        ({"permissions": ("routes.register", "root")}, "permissions: root unknown; there are"),
        ({"settings": dict}, "settings: give a colander schema class"),
    ],
)
def test_a_bad_manifest_names_the_field_and_the_fix(fields, problem):
    values = {"id": "ok", "version": "1.0", "title": "T"} | fields
    with pytest.raises(PluginError) as refused:
        Plugin(**values).check()
    assert str(refused.value).startswith(problem)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_each_permission_must_be_asked_for(permission):
    with pytest.raises(PluginPermissionError, match=f"'{permission}' without asking"):
        a_plugin("a").demand(permission)
    a_plugin("a", permissions=(permission,)).demand(permission)


# Starting with something broken.

BROKEN = {
    "no_syntax": ("def (", "SyntaxError"),
    "no_import": ("import no_such_module_anywhere", "no_such_module_anywhere"),
    "no_includeme": ("x = 1", "includeme: a plugin is a package with an includeme(config)"),
    "no_manifest": ("def includeme(config): pass", "plugin"),
    "wrong_manifest": ("plugin = {}\ndef includeme(config): pass", "made with Plugin("),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_loaded_is_left_out(workshop, name):
    source, problem = BROKEN[name]
    workshop.package(name, source)
    found = loader.discover()
    assert problem in found.failed[name.replace("_", "-")]
    assert "payment-cod" in [plugin.id for plugin in found.plugins]


def test_a_newer_core_is_needed(workshop):
    workshop.plugin("from_future", more="min_core='99.1'")
    problem = loader.discover().failed["from-future"]
    assert problem.startswith("min_core:")
    assert "99.1" in problem


def test_two_plugins_of_one_name(workshop):
    workshop.plugin("one")
    workshop.package("two", "from one import plugin\ndef includeme(config): pass")
    assert "one" in loader.discover().failed["two"]


FAILING = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "asks_not": ("config.add_slot('home.hero', 'x.pt')", "'slots.fill' without asking"),
    "fails_late": ("config.action('x', lambda: 1 / 0)", "ZeroDivisionError"),
    "no_such_directive": ("config.add_magic()", "add_magic"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILING)
def test_the_shop_starts_without_what_fails(workshop, name):
    includeme, problem = FAILING[name]
    includeme = "config.registry.settings['polluted'] = 1\n" + includeme
    workshop.plugin(name, includeme=includeme)
    workshop.plugin("leans_on_it", more=f"requires=({name.replace('_', '-')!r},)")
    workshop.plugin("zz_stands_alone")
    with workshop.running() as running:
        registry = running.registry
        assert problem in registry.failed_plugins[name.replace("_", "-")]
        assert name.replace("_", "-") in registry.failed_plugins["leans-on-it"]
        assert "zz-stands-alone" in registry.plugins
        assert not {name.replace("_", "-"), "leans-on-it"} & set(registry.plugins)
        assert "polluted" not in registry.settings
        running.shop().anonymous.get("/", status=200)


def test_two_broken_ones_are_both_left_out(workshop):
    workshop.plugin("bad_one", includeme="1 / 0")
    workshop.plugin("bad_two", includeme="1 / 0")
    with workshop.running() as running:
        assert {"bad-one", "bad-two"} <= set(running.registry.failed_plugins)


def test_who_forgets_to_add_the_plugin_is_told(workshop):
    source = "from ecommus.plugin_sdk import Plugin\n" \
             "plugin = Plugin('shy', version='1.0', title='T')\n" \
             "def includeme(config): pass"  # fmt: skip
    workshop.package("shy", source)
    with workshop.running() as running:
        assert "does not call config.add_plugin(plugin)" in running.registry.failed_plugins["shy"]


DECORATED = {
    "events.subscribe": "@plugin.on(OrderPlaced)\ndef heard(event, request): pass",
    "filters.register": "@plugin.filter('cart.lines')\ndef change(lines, request): return lines",
    "routes.register": "@plugin.page(IProduct, within=IStorefront, name='x',"
                       " permission=P.SHOP_VIEW)\ndef x(context, request): return Response()",
}  # fmt: skip
DIRECTIVES = {
    "slots.fill": "config.add_slot('home.hero', 'x.pt')",
    "admin.ui.inject": "config.add_admin_slot('order.sidebar', 'x.pt')",
    "tree.extend": "config.add_child(IAdmin, 'x', object)",
    "migrations.register": "config.add_migrations('migrations')",
    "payments.register": "config.add_payment('x', object())",
    "shipping.register": "config.add_carrier('x', object())",
    "niches.register": "config.add_niche_preset('services', theme='base', plugins=())",
    "health.register": "config.add_health_check(print)",
}


def test_every_permission_guards_something():
    assert set(DECORATED) | set(DIRECTIVES) == PERMISSIONS


def test_no_directive_works_without_its_permission(workshop):
    names = {}
    for permission, body in DECORATED.items():
        names[permission] = workshop.plugin(f"p_{permission.replace('.', '_')}", body)
    for permission, line in DIRECTIVES.items():
        names[permission] = workshop.plugin(f"p_{permission.replace('.', '_')}", includeme=line)
    with workshop.running() as running:
        failed = running.registry.failed_plugins
        for permission, name in names.items():
            reason = failed.get(name.replace("_", "-"), "it started")
            assert f"{permission!r} without asking" in reason, (permission, reason)


ROUTES = "permissions=('routes.register',)"
UNOWNED = {
    "bare_view": "config.add_view(lambda request: Response('x'), name='bare')",
    "open_view": "config.add_view(lambda request: Response('x'), name='o', permission=P.SHOP_VIEW)",
    "routed": "config.add_route('r', '/r')\nconfig.add_view(lambda r: None, route_name='r')",
}
PLAIN = """
@page(IStorefront, within=IStorefront, name='plain', permission=P.SHOP_VIEW)
def view(context, request): return Response('x')
"""


def test_a_view_that_no_shop_could_turn_off_is_refused(workshop):
    for name, includeme in UNOWNED.items():
        workshop.plugin(name, includeme=includeme, more=ROUTES)
    workshop.plugin("plain", PLAIN, more=ROUTES)
    workshop.plugin(
        "borrowed", PLAIN.replace("within", "plugin='payment-cod', within"), more=ROUTES
    )
    with workshop.running() as running:
        failed = running.registry.failed_plugins
        for name in (*UNOWNED, "plain", "borrowed"):
            reason = failed.get(name.replace("_", "-"), "it started")
            assert "make views with @plugin.page" in reason, (name, reason)
        running.shop().anonymous.get("/plain", status=404)


# Two of a kind.

PAGE = """
@plugin.page(IProduct, within=IStorefront, name={name!r}, permission=P.SHOP_VIEW {more})
def view(context, request): return Response({text!r})
"""


def test_two_plugins_with_one_view_are_refused_by_name(workshop):
    for name in ("first", "second"):
        workshop.plugin(name, PAGE.format(name="hi", more="", text=name), more=ROUTES)
    with workshop.running() as running:
        assert "first" in running.registry.plugins
        reason = running.registry.failed_plugins["second"]
        assert "second.view (second)" in reason
        assert "first.view (first)" in reason
        assert "IProduct 'hi'" in reason


def test_nobody_shadows_the_platform_by_accident(workshop):
    body = PAGE.format(name="", more="", text="mine")
    workshop.plugin("shadow", body, more=ROUTES)
    workshop.plugin("shadow_meant", body.replace("SHOP_VIEW", "SHOP_VIEW, overrides=True"),
                    more=ROUTES)  # fmt: skip
    with workshop.running() as running:
        assert "(core)" in running.registry.failed_plugins["shadow"]
        assert "shadow-meant" in running.registry.plugins


@pytest.mark.parametrize(
    ("line", "permission", "problem"),
    [
        ("config.add_payment('gold', object())", "payments.register", "payment 'gold'"),
        ("config.add_carrier('owl', object())", "shipping.register", "carrier 'owl'"),
        ("config.add_child(IAdmin, 'den', object)", "tree.extend", "'den' at IAdmin"),
    ],
)
def test_two_plugins_bring_the_same(workshop, line, permission, problem):
    for name in ("first", "second"):
        workshop.plugin(name, includeme=line, more=f"permissions=({permission!r},)")
    with workshop.running() as running:
        reason = running.registry.failed_plugins["second"]
        assert problem in reason
        assert "first" in reason


def test_what_is_on_but_no_longer_licensed_hears_and_changes_nothing(shop, kit, monkeypatch):
    """A smaller license: the switch stays on, and the plugin is silent until it is licensed."""
    shop.enable("example-hello")
    bus, heard = kit.registry.bus, []
    entry = ("example-hello", lambda event, _request: heard.append(event.name))
    monkeypatch.setitem(bus.inside, OrderPlaced, [entry])
    monkeypatch.setitem(bus.filters, "test.point", [(0, "example-hello", lambda v, _r: v + 1)])
    plugin = kit.registry.plugins["example-hello"]
    with shop.work() as job:
        assert job.filtered("test.point", 1) == 2
    an_order(shop, (a_product(shop), 1))
    assert heard == ["order.placed"]
    monkeypatch.setitem(kit.registry.plugins, "example-hello", replace(plugin, free=False))
    with shop.without("plugin", "example-hello"):
        with shop.work() as job:
            assert job.filtered("test.point", 1) == 1
        an_order(shop, (a_product(shop), 1))
    assert heard == ["order.placed"]
